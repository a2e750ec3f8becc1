"""Understands: text in, Understanding out; pure, no I/O but loading."""
