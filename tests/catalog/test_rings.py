"""Rings are found exactly, however long the way round is."""

from catalog.rings import find_rings


def test_only_what_leads_back_is_in_a_ring():
    edges = {"a": ["b"], "b": ["c"], "c": ["b", "e"], "d": ["d"], "e": [], "f": ["a"]}
    assert find_rings(edges) == {"b", "c", "d"}


def test_two_rings_that_meet_are_found_whole():
    edges = {"a": ["b", "c"], "b": ["a"], "c": ["d"], "d": ["a"], "x": ["y", "x"]}
    assert find_rings(edges) == {"a", "b", "c", "d", "x"}


def test_long_way_round_is_followed():
    edges = {str(n): [str(n + 1)] for n in range(50_000)}
    assert find_rings(edges) == frozenset()
    assert len(find_rings(edges | {"50000": ["0"]})) == 50_001
