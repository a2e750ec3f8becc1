"""Make catalog rows of a cluster: one more alias of an item, or a new item to be filled in.

Nothing is written here: the rows go into a draft. Refused is what would make another phrase of the
catalog ambiguous, or says nothing; the whole row is checked when the draft is.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from bot.knowledge import Knowledge, topic_key
from bot.privacy import mask
from bot.suggestions.clusters import Cluster
from catalog.cells import is_slug
from catalog.columns import LAYOUTS
from catalog.sheets import Sheets
from intents.understand import plain_matter, understand

LONGEST_ALIAS = 30
"""Characters; what is longer is a story and would match stories."""
ALIAS_KIND = "口语"
AUDIENCE = "个人"
"""Who asks the bot, mostly."""
NEW_ITEMS_SHEET = "unlisted_items"
"""Where a new item goes, until somebody finds a cross-province offering for it."""

_ALIASES_OF: Mapping[str, str] = {
    "items": "aliases",
    "unlisted_items": "unlisted_aliases",
    "umbrella_items": "umbrella_aliases",
}
"""Sheet of an item → the sheet its aliases stand in."""
_ONLY_UMBRELLAS = "umbrella_aliases"


class NoRow(ValueError):
    """The row cannot be made; the text is one Chinese sentence."""


@dataclass(frozen=True, slots=True)
class NewRow:
    """A row to be added to a draft."""

    sheet: str
    """Name of its sheet."""
    cells: Mapping[str, str]
    """Name of the column → cell, all columns."""
    missing: tuple[str, ...] = ()
    """Columns that must still be filled in."""


def alias_row(item: str, text: str, sheets: Sheets, knowledge: Knowledge) -> NewRow:
    """Return the row that makes a text one more alias of an item.

    Args:
        item: Id of the item.
        text: What people say.
        sheets: The catalog it goes into, a draft or the live one.
        knowledge: How texts are read.

    Raises:
        NoRow: There is no such item, or the text is no alias for it.
    """
    sheet = _sheet_of(item, sheets)
    alias = " ".join(unicodedata.normalize("NFKC", text).split())
    _check_text(alias, knowledge)
    _check_free(alias, item, sheets, knowledge)
    is_umbrella = "yes" if sheet == _ONLY_UMBRELLAS else ""
    return _row(sheet, item=item, alias=alias, kind=ALIAS_KIND, is_umbrella=is_umbrella)


def new_item_row(cluster: Cluster, item: str, sheets: Sheets, *, on: date) -> NewRow:
    """Return the row of a new item, prefilled with what the questions tell.

    Raises:
        NoRow: The id is none, or an item has it.
    """
    if not is_slug(item):
        raise NoRow(f"“{item}”不能作标识:只用小写字母、数字和连字符,如 drone-licence。")
    names = _names(sheets)
    if item in names:
        raise NoRow(f"已有标识为 {item} 的事项“{names[item]}”,请换一个标识。")
    name = cluster.phrase.replace(" ", "")
    taken = next((id_ for id_, known in names.items() if _fold(known) == _fold(name)), "")
    if taken:
        raise NoRow(f"已有名为“{name}”的事项({taken}):请改为给它加叫法。")
    return _row(NEW_ITEMS_SHEET, id=item, name=name, audience=AUDIENCE, known_as_of=f"{on:%Y-%m}")


def _row(sheet: str, **cells: str) -> NewRow:
    layout = next(layout for layout in LAYOUTS if layout.name == sheet)
    row = {column.name: cells.get(column.name, "") for column in layout.columns}
    missing = tuple(c.name for c in layout.columns if c.is_required and not row[c.name])
    return NewRow(sheet, row, missing)


def _sheet_of(item: str, sheets: Sheets) -> str:
    for name, aliases in _ALIASES_OF.items():
        if any(row.get("id") == item for row in sheets.get(name, ())):
            return aliases
    raise NoRow(f"目录里没有标识为 {item} 的事项。")


def _names(sheets: Sheets) -> dict[str, str]:
    rows = (row for name in _ALIASES_OF for row in sheets.get(name, ()))
    return {row["id"]: row.get("name", "") for row in rows if row.get("id")}


def _check_text(alias: str, knowledge: Knowledge) -> None:
    if not alias or understand(alias, knowledge.lexicon).only_adds:
        raise NoRow(f"“{alias}”没有说是什么事,不能作叫法。")
    if len(alias) > LONGEST_ALIAS:
        raise NoRow(f"叫法有 {len(alias)} 个字,最多 {LONGEST_ALIAS} 个:请只留说事的那几个字。")
    if mask(alias).text != alias or "〔" in alias:
        raise NoRow(f"“{mask(alias).text}”里有个人信息,不能作叫法。")


def _check_free(alias: str, item: str, sheets: Sheets, knowledge: Knowledge) -> None:
    """Refuse an alias that is a phrase of an item already, as it is written or as it is read."""
    systems = knowledge.topics.get(topic_key(alias))
    if systems:
        name = knowledge.release.systems[systems[0]].name
        raise NoRow(f"“{alias}”是“{name}”({systems[0]})的名称,不能再作事项的叫法。")
    names = _names(sheets)
    read = {phrase.text: phrase.wording.text for phrase in knowledge.index.phrases}
    plain, names_place = plain_matter(alias, knowledge.lexicon)
    for owner, phrase in _phrases(sheets):
        is_same = _fold(phrase) == _fold(alias)
        # “北京医保” read without its place would be any 医保.
        is_read_so = not names_place and read.get(phrase) == plain
        if not (is_same or is_read_so):
            continue
        if owner == item:
            raise NoRow(f"“{phrase}”已经是“{names[item]}”的叫法,再加“{alias}”不起作用。")
        raise NoRow(
            f"“{phrase}”是“{names.get(owner, owner)}”({owner})的叫法,"
            f"“{alias}”再给“{names[item]}”就分不清了。"
        )


def _phrases(sheets: Sheets) -> Iterator[tuple[str, str]]:
    """Yield id and text of every name and alias; a row may name its item by id or by name."""
    names = _names(sheets)
    ids = {name: id_ for id_, name in names.items()}
    yield from names.items()
    for sheet in _ALIASES_OF.values():
        for row in sheets.get(sheet, ()):
            item = row.get("item", "")
            yield ids.get(item, item), row.get("alias", "")


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
