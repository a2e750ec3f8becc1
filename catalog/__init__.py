"""Knows: items, places, agreements; finds and ranks; pure but loading."""
