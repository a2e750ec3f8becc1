"""Reads the streams of a compound file (OLE2), the container of .xls and of encrypted .xlsx.

Only what is needed to look at a workbook before a library reads it; see [MS-CFB].
"""

import struct
from collections.abc import Iterator

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""First bytes of every compound file."""

_HEADER_BYTES = 512
_ENTRY_BYTES = 128
_LAST_SECTOR = 0xFFFFFFFA
"""Numbers above are marks: end of chain, free, used by the table itself."""
_STREAM, _ROOT = 2, 5
_SECTOR_SHIFTS = (9, 12)


class BrokenCompound(ValueError):
    """The file is no compound file, or a chain in it leads astray."""


class Compound:
    """A compound file held in memory."""

    def __init__(self, data: bytes) -> None:
        """Read the table of sectors and the directory.

        Raises:
            BrokenCompound: They lead astray.
        """
        if not data.startswith(SIGNATURE) or len(data) < _HEADER_BYTES:
            raise BrokenCompound
        self._data = data
        shift, mini_shift = struct.unpack_from("<HH", data, 30)
        if shift not in _SECTOR_SHIFTS or mini_shift >= shift:
            raise BrokenCompound
        self._sector_bytes, self._mini_bytes = 1 << shift, 1 << mini_shift
        directory, self._mini_cutoff, mini_table = struct.unpack_from("<I4xII", data, 48)
        self._table = self._numbers(b"".join(self._sector(at) for at in self._table_sectors()))
        self._mini_table = self._numbers(self._chain(mini_table))
        self._entries = dict(self._read_entries(self._chain(directory)))
        self._mini = b"".join(
            self._chain(start) for kind, start, _ in self._entries.values() if kind == _ROOT
        )

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all streams and storages."""
        return tuple(self._entries)

    def stream(self, name: str) -> bytes | None:
        """Return the contents of a stream, or None when there is none of this name."""
        kind, start, size = self._entries.get(name, (0, 0, 0))
        if kind != _STREAM:
            return None
        if size >= self._mini_cutoff:
            return self._chain(start)[:size]
        return self._mini_chain(start)[:size]

    def _read_entries(self, directory: bytes) -> Iterator[tuple[str, tuple[int, int, int]]]:
        for at in range(0, len(directory) - _ENTRY_BYTES + 1, _ENTRY_BYTES):
            length, kind = struct.unpack_from("<HB", directory, at + 64)
            start, size = struct.unpack_from("<II", directory, at + 116)
            if kind and 2 <= length <= 64:
                name = directory[at : at + length - 2].decode("utf-16-le", "replace")
                yield name, (kind, start, size)

    def _table_sectors(self) -> Iterator[int]:
        """Yield the sectors that hold the table: 109 in the header, more in a chain of lists."""
        first, count = struct.unpack_from("<II", self._data, 68)
        yield from self._used(struct.unpack_from("<109I", self._data, 76))
        for _ in range(min(count, len(self._data) // self._sector_bytes)):
            if first >= _LAST_SECTOR:
                return
            *listed, first = self._numbers(self._sector(first))
            yield from self._used(tuple(listed))

    @staticmethod
    def _used(sectors: tuple[int, ...]) -> Iterator[int]:
        return (sector for sector in sectors if sector < _LAST_SECTOR)

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._sector_bytes
        if start >= len(self._data):
            raise BrokenCompound
        return self._data[start : start + self._sector_bytes].ljust(self._sector_bytes, b"\0")

    def _chain(self, start: int) -> bytes:
        return b"".join(self._sector(number) for number in _follow(start, self._table))

    def _mini_chain(self, start: int) -> bytes:
        size = self._mini_bytes
        numbers = _follow(start, self._mini_table)
        return b"".join(self._mini[number * size : (number + 1) * size] for number in numbers)

    @staticmethod
    def _numbers(data: bytes) -> tuple[int, ...]:
        return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])


def _follow(start: int, table: tuple[int, ...]) -> Iterator[int]:
    for _ in table:
        if start >= _LAST_SECTOR:
            return
        if start >= len(table):
            raise BrokenCompound
        yield start
        start = table[start]
    if start < _LAST_SECTOR:
        raise BrokenCompound
