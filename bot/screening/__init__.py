"""Screening many people in a file: read in blocks, judged in columns, written with reasons, resumable."""
