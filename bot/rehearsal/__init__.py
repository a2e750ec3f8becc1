"""Rehearse a draft of the catalog before it goes live: what changes, gets worse or contradicts."""

from bot.rehearsal.answers import AnswerDifference, ChangedAnswer, Effect
from bot.rehearsal.finding import Unfindable
from bot.rehearsal.golden import read_golden
from bot.rehearsal.rehearse import Rehearsal, rehearse
from bot.rehearsal.replaying import Replay, replay
from bot.rehearsal.text import rehearsal_lines

__all__ = [
    "AnswerDifference",
    "ChangedAnswer",
    "Effect",
    "Rehearsal",
    "Replay",
    "Unfindable",
    "read_golden",
    "rehearsal_lines",
    "rehearse",
    "replay",
]
