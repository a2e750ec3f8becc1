"""Find items that nobody can find: asked by their own name, or by a new wording, others come."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from bot.assistant import answer
from bot.decide import Answer, AskBack, Outcome, Unlisted
from bot.knowledge import Knowledge
from catalog.difference import Change, ChangeKind
from catalog.items import ServiceItem

_ALIAS_SHEETS = frozenset({"aliases", "unlisted_aliases", "umbrella_aliases"})


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
    """False when the live catalog does not find it either."""


@dataclass(frozen=True, slots=True)
class Wording:
    """Something an item must be found by."""

    item: str
    """Id of the item."""
    text: str
    """Its name or one of its aliases."""


def wordings_to_try(draft: Knowledge, changes: Iterable[Change]) -> tuple[Wording, ...]:
    """Return the names of all items, and the aliases the draft adds or changes.

    An alias that is said to mean several items leads to a question back, so it is left out.
    """
    touched = {
        change.key
        for change in changes
        if change.sheet in _ALIAS_SHEETS and change.kind is not ChangeKind.REMOVED
    }
    items = draft.release.items.values()
    return tuple(w for item in items for w in _wordings_of(item, touched))


def _wordings_of(item: ServiceItem, touched: set[str]) -> Iterator[Wording]:
    yield Wording(item.id, item.name)
    for alias in item.aliases:
        # The row may name its item by id or by name.
        keys = {f"{alias.text} / {item.id}", f"{alias.text} / {item.name}"}
        if keys & touched and not alias.ambiguous_with:
            yield Wording(item.id, alias.text)


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
            is_known = wording.item in live.release.items
            is_new = not is_known or _comes_instead(wording, live, on) is None
            item = draft.release.items[wording.item]
            missing.append(Unfindable(item.id, item.name, wording.text, instead, is_new))
        on_step()
    return tuple(missing)


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
        case Unlisted(item=item) if item is not None:
            return (item.id,)
    return ()
