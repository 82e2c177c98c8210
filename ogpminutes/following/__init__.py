"""Staying informed: what can be followed, as feeds, as a calendar and by mail. All of it is public, whoever asks."""
