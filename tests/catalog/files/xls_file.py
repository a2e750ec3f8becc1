"""Writes small XLS workbooks (BIFF8 in a compound file): no library here writes them."""

import struct

_SECTOR = 512
_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_SMALLEST_STREAM = 4096


def make_xls(sheets, *, merges=(), formulas=(), records=b"", storages=()):
    """Return a workbook: name → rows of str, int or float; ``records`` stand before all sheets.

    ``merges`` are (first row, last row, first column, last column) of the first sheet, counted
    from 0, ``formulas`` (row, column) in it.
    """
    bodies = []
    for rows in sheets.values():
        body = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))
        body += b"".join(_cell(r, c, v) for r, row in enumerate(rows) for c, v in enumerate(row))
        if not bodies:
            for row, column in formulas:
                result = struct.pack("<HHHdHIH", row, column, 0, 2.0, 0, 0, 3)
                body += _record(0x0006, result + b"\x1e\x02\x00")
            if merges:
                packed = b"".join(struct.pack("<4H", *merge) for merge in merges)
                body += _record(0x00E5, struct.pack("<H", len(merges)) + packed)
        bodies.append(body + _record(0x000A, b""))
    return compound({"Workbook": _workbook(sheets, bodies, records)}, storages)


def compound(streams, storages=()):
    """Return a compound file that holds streams of at least 4096 bytes, made longer if needed."""
    contents = {name: data.ljust(_SMALLEST_STREAM, b"\0") for name, data in streams.items()}
    counts = {name: -(-len(data) // _SECTOR) for name, data in contents.items()}
    entries = 1 + len(contents) + len(storages)
    directory_count = -(-entries * 128 // _SECTOR)
    total = sum(counts.values()) + directory_count
    table_count = 1
    while table_count * (_SECTOR // 4) < total + table_count:
        table_count += 1
    table = [_TABLE] * table_count + _chained(table_count, directory_count)
    directory = _entry("Root Entry", 5, _END, 0, child=1)
    for at, (name, data) in enumerate(contents.items(), start=1):
        following = at + 1 if at + 1 < entries else _FREE
        directory += _entry(name, 2, len(table), len(data), right=following)
        table += _chained(len(table), counts[name])
    for at, name in enumerate(storages, start=1 + len(contents)):
        following = at + 1 if at + 1 < entries else _FREE
        directory += _entry(name, 1, 0, 0, right=following)
    table += [_FREE] * (table_count * (_SECTOR // 4) - len(table))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<III4xIIIII", 0, table_count, table_count, 4096, _END, 0, _END, 0)
    numbers = [*range(table_count), *[_FREE] * (109 - table_count)]
    body = struct.pack(f"<{len(table)}I", *table)
    body += directory.ljust(directory_count * _SECTOR, b"\0")
    for name, data in contents.items():
        body += data.ljust(counts[name] * _SECTOR, b"\0")
    return header + struct.pack("<109I", *numbers) + body


def _workbook(sheets, bodies, records):
    begin = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0)) + records
    begin += _record(0x0042, struct.pack("<H", 1200))
    length = len(begin) + sum(12 + 2 * len(name) for name in sheets) + 4
    listed = b""
    for name, body in zip(sheets, bodies, strict=True):
        text = name.encode("utf-16-le")
        listed += _record(0x0085, struct.pack("<IBBBB", length, 0, 0, len(name), 1) + text)
        length += len(body)
    return begin + listed + _record(0x000A, b"") + b"".join(bodies)


def _cell(row, column, value):
    place = struct.pack("<HHH", row, column, 0)
    if isinstance(value, str):
        text = value.encode("utf-16-le")
        return _record(0x0204, place + struct.pack("<HB", len(value), 1) + text) if value else b""
    return _record(0x0203, place + struct.pack("<d", value))


def _record(kind, body):
    return struct.pack("<HH", kind, len(body)) + body


def _chained(start, count):
    return [*range(start + 1, start + count), _END]


def _entry(name, kind, start, size, *, child=_FREE, right=_FREE):
    text = name.encode("utf-16-le") + b"\0\0"
    links = struct.pack("<III", _FREE, right, child)
    return (
        text.ljust(64, b"\0")
        + struct.pack("<HBB", len(text), kind, 1)
        + links
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )
