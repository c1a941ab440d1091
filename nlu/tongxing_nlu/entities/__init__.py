"""What a sentence states: kinds of disability, grades, amounts, dates, places, occupations; its Rasa component."""
