"""Find items that nobody can find: asked by their own name, or by a new wording, others come."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from bot.assistant import answer
from bot.decide import Answer, AskBack, Outcome, SystemTopic, Unlisted
from bot.knowledge import Knowledge
from catalog.difference import Change, ChangeKind
from catalog.index import bare_name, make_query
from catalog.items import ServiceItem
from catalog.keys import key_of
from catalog.matching import find_candidates

_ALIAS_SHEETS = frozenset({"aliases", "unlisted_aliases", "umbrella_aliases"})

MOST_TRIED = 2000
"""So many names and wordings are tried, evenly spread; a catalog many times ours has more."""
_NEIGHBOURS = 12
"""Items looked at around a new wording, as many as a question is compared with."""


@dataclass(frozen=True, slots=True)
class Unfindable:
    """An item that does not come when it is asked for by name (找不到的事项)."""

    item: str
    """Id of the item."""
    name: str
    """Its name."""
    wording: str
    """What was asked: its name, or one of its aliases."""
    found: str
    """Name of what came instead; empty when nothing did."""
    is_new: bool
    """False when the live catalog has this wording, too, and does not find it either."""


@dataclass(frozen=True, slots=True)
class Wording:
    """Something an item must be found by."""

    item: str
    """Id of the item."""
    text: str
    """Its name or one of its aliases."""
    is_neighbour: bool = False
    """True for an older wording near to one that the draft adds: told only when it was found."""


@dataclass(frozen=True, slots=True)
class WordingsToTry:
    """What a rehearsal asks to see whether it finds the item."""

    tried: tuple[Wording, ...]
    """What is asked."""
    left_out: int
    """How many names and new wordings there are beyond ``MOST_TRIED``."""


def wordings_to_try(draft: Knowledge, changes: Iterable[Change]) -> WordingsToTry:
    """Return the names of all items, the aliases the draft adds or changes, and their neighbours.

    An alias that is said to mean several items leads to a question back, so it is left out. Its
    neighbours are what a new alias may take away: the nearest wordings of other items.
    """
    touched = {
        change.key
        for change in changes
        if change.sheet in _ALIAS_SHEETS and change.kind is not ChangeKind.REMOVED
    }
    items = draft.release.items.values()
    all_own = [w for item in items for w in _wordings_of(item, touched)]
    own = _spread(all_own)
    new = [w for w in own if w.text != draft.release.items[w.item].name]
    near = (neighbour for wording in new for neighbour in _neighbours(wording, draft))
    known = {(wording.item, wording.text) for wording in own}
    others = dict.fromkeys(n for n in near if (n.item, n.text) not in known)
    return WordingsToTry((*own, *_spread(list(others))), len(all_own) - len(own))


def _spread(wordings: list[Wording]) -> list[Wording]:
    step = max(1, -(-len(wordings) // MOST_TRIED))
    return wordings[::step]


def _wordings_of(item: ServiceItem, touched: set[str]) -> Iterator[Wording]:
    yield Wording(item.id, item.name)
    for alias in item.aliases:
        # The row may name its item by id or by name.
        rows = ({"alias": alias.text, "item": name} for name in (item.id, item.name))
        keys = {key_of("aliases", row) for row in rows}
        if keys & touched and not alias.ambiguous_with:
            yield Wording(item.id, alias.text)


def _neighbours(wording: Wording, draft: Knowledge) -> Iterator[Wording]:
    query = make_query([(draft.wording(wording.text), 1.0)])
    words = draft.spaced(wording.text)
    for near in find_candidates(query, draft.index, words, draft.spaced, limit=_NEIGHBOURS):
        aliases = draft.release.items[near.item].aliases
        is_ambiguous = any(a.ambiguous_with for a in aliases if a.text == near.alias)
        if near.item != wording.item and not is_ambiguous:
            yield Wording(near.item, near.alias, is_neighbour=True)


def find_unfindable(
    wordings: Iterable[Wording],
    live: Knowledge,
    draft: Knowledge,
    *,
    on: date,
    on_step: Callable[[], None] = lambda: None,
) -> tuple[Unfindable, ...]:
    """Return what the draft does not find by these wordings."""
    missing = []
    for wording in wordings:
        instead = _comes_instead(wording, draft, on)
        if instead is not None:
            is_new = not _is_called_so(wording, live) or _comes_instead(wording, live, on) is None
            item = draft.release.items[wording.item]
            if is_new or not wording.is_neighbour:
                missing.append(Unfindable(item.id, item.name, wording.text, instead, is_new))
        on_step()
    return tuple(missing)


def _is_called_so(wording: Wording, knowledge: Knowledge) -> bool:
    item = knowledge.release.items.get(wording.item)
    if item is None:
        return False
    return wording.text in (item.name, bare_name(item.name), *(a.text for a in item.aliases))


def _comes_instead(wording: Wording, knowledge: Knowledge, on: date) -> str | None:
    """Return the name of what comes instead of an item; None when the item comes."""
    outcome = answer(wording.text, knowledge, on=on)
    items = knowledge.release.items
    found = _items_named(outcome)
    members = items[wording.item].members
    wanted = {wording.item, *members} if members else {wording.item}
    if wanted & set(found):
        return None
    return items[found[0]].name if found else ""


def _items_named(outcome: Outcome) -> tuple[str, ...]:
    """Return the item an outcome is about, or those it lets one choose from."""
    match outcome.decision:
        case AskBack(candidates=candidates):
            return tuple(candidate.item for candidate in candidates)
        case Answer(route=route) if route is not None:
            return (route.item.id,)
        case Answer(topic=SystemTopic(items=items)):
            # “同事同标” is a system as well as an item of it.
            return tuple(item.id for item in items)
        case Unlisted(item=item) if item is not None:
            return (item.id,)
    return ()
