"""What people ask that the catalog does not answer, and what an editor can make of it; pure."""
