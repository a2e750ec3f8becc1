"""Talks: a message in, a reply out."""
