"""Counts with their system, day and meaning; never merged (数字、口径、时点)."""

from dataclasses import dataclass

from catalog.sources import Source


@dataclass(frozen=True, slots=True)
class Figure:
    """One published number."""

    system: str
    """What is counted, as the source calls it."""
    value: str
    """The number as published: 179, 200余, 1.16亿."""
    unit: str
    """项, 人, 家 …"""
    as_of: str
    """Day, month or year it holds for."""
    meaning: str
    """What exactly was counted."""
    source: Source
    """Where this was published."""
