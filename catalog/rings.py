"""Finds what leads back to itself in a graph, in time that grows with its size only.

A chain of a hundred thousand rows is too deep for recursion, and walking down from each of them
takes the square of that: hence Tarjan's strongly connected components, with a stack of its own.
"""

from collections.abc import Iterator, Mapping, Sequence

Edges = Mapping[str, Sequence[str]]
"""Node → the nodes it leads to."""


def find_rings(edges: Edges) -> frozenset[str]:
    """Return all nodes from which a way leads back to them."""
    search = _Search(edges)
    for node in edges:
        if node not in search.order:
            search.go_down(node)
    return frozenset(search.rings)


class _Search:
    def __init__(self, edges: Edges) -> None:
        self.order: dict[str, int] = {}
        self.rings: set[str] = set()
        self._edges = edges
        self._lowest: dict[str, int] = {}
        self._open: dict[str, None] = {}
        self._way: list[tuple[str, Iterator[str]]] = []

    def go_down(self, start: str) -> None:
        self._enter(start)
        while self._way:
            node, following = self._way[-1]
            reached = next(following, None)
            if reached is None:
                self._leave(node)
            elif reached not in self.order:
                self._enter(reached)
            elif reached in self._open:
                self._lowest[node] = min(self._lowest[node], self.order[reached])

    def _enter(self, node: str) -> None:
        self.order[node] = self._lowest[node] = len(self.order)
        self._open[node] = None
        self._way.append((node, iter(self._edges.get(node, ()))))

    def _leave(self, node: str) -> None:
        self._way.pop()
        if self._way:
            above = self._way[-1][0]
            self._lowest[above] = min(self._lowest[above], self._lowest[node])
        if self._lowest[node] < self.order[node]:
            return
        component = []
        while node in self._open:
            component.append(self._open.popitem()[0])
        if len(component) > 1 or node in self._edges.get(node, ()):
            self.rings.update(component)
