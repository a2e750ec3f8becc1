"""Turns what is kept into text columns and back; decides nothing about when."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from bot.conversation import Conversation, Slots
from bot.storage.records import TurnRecord
from catalog.sheets import Sheets


def storable(text: str) -> str:
    """Return the text without what databases refuse: NUL and halves of surrogate pairs."""
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8")


def encode(value: object) -> str:
    """Return compact JSON that any database takes."""
    return storable(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def encode_sheet(rows: Sequence[Mapping[str, str]]) -> str:
    """Return the rows of one sheet as one document, each column name once."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    return encode({"columns": columns, "rows": [[row.get(c) for c in columns] for row in rows]})


def decode_sheet(document: str) -> list[dict[str, str]]:
    """Return the rows that ``encode_sheet`` was given."""
    sheet = json.loads(document)
    columns = sheet["columns"]
    return [
        {name: cell for name, cell in zip(columns, row, strict=True) if cell is not None}
        for row in sheet["rows"]
    ]


def encode_sheets(sheets: Sheets) -> dict[str, str]:
    """Return each sheet as one document; takes a moment, so call it in a thread."""
    return {noun: encode_sheet(rows) for noun, rows in sheets.items()}


def decode_sheets(documents: Mapping[str, str]) -> dict[str, list[dict[str, str]]]:
    """Return the sheets that ``encode_sheets`` was given; call it in a thread, too."""
    return {noun: decode_sheet(document) for noun, document in documents.items()}


def encode_conversation(conversation: Conversation) -> str:
    """Return the state of a conversation without what has a column of its own."""
    state = asdict(conversation)
    for name in ("key", "version", "updated_at", "kept_home"):
        del state[name]
    return encode(state)


def decode_conversation(empty: Conversation, state: str) -> Conversation | None:
    """Return ``empty``, which has what the columns say, with the state that was encoded.

    None when an older program kept what we cannot use.
    """
    fields = _with_tuples(json.loads(state))
    try:
        fields["slots"] = Slots(**_with_tuples(fields["slots"]))
        return replace(empty, **fields)
    except (KeyError, TypeError):
        return None


def _with_tuples(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields with tuples where JSON has lists."""
    return {
        name: tuple(value) if isinstance(value, list) else value for name, value in fields.items()
    }


def turn_columns(record: TurnRecord) -> dict[str, object]:
    """Return the columns of a turn's row."""
    return {
        "receipt": storable(record.receipt),
        "conversation": storable(record.conversation) if record.conversation else None,
        "surface": storable(record.surface),
        "asked_at": record.asked_at,
        "question": storable(record.question),
        "outcome": record.outcome,
        "aspect": record.aspect,
        "items": encode(record.items),
        "verdict": record.verdict,
        "catalog_version": record.catalog_version,
        "answer": encode(record.answer),
    }
