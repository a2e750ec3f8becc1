"""Keeps: the only folder that speaks SQL; conversations, turns, feedback, catalog versions."""
