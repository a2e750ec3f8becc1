"""One file a messaging platform: markup only, no decision of its own."""
