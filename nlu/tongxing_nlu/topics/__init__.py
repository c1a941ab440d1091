"""Which topic a sentence is about: features, the linear ensemble, its Rasa component."""
