"""The pages and the HTTP interface; everything answers through take_turn."""
