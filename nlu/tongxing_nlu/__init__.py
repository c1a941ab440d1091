"""Understanding of everyday Chinese for Tongxing: topics and entities, served by Rasa."""
