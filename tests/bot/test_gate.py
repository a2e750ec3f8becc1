"""Held, known or neither; and who else may be meant."""

import pytest

from bot.gate import (
    ANSWER_FROM_SHARE,
    KNOWN_LEADS_BY,
    LEAD_FOR,
    MATTER_FROM_SHARE,
    SAME_EXPLAINED_WITHIN,
    SAME_FROM_RATIO,
    UMBRELLA_WITHIN,
    Standing,
    judge,
)
from catalog.matching import Candidate
from catalog.ranking import HIGHEST_TOTAL, RANKING_RULES, Score

A_BIT = 0.001
HELD = frozenset({"passport", "id-card", "id-cards"})
UMBRELLAS = frozenset({"id-cards"})


def candidate(item, total, explained=0.0):
    letters = total - RANKING_RULES["explained"] * explained
    return Candidate(item, Score({"letters": letters, "explained": explained}), item)


def standing(*candidates):
    return judge(candidates, held=HELD, umbrellas=UMBRELLAS).standing


def test_nothing_found_is_no_matter():
    judgement = judge((), held=HELD, umbrellas=UMBRELLAS)
    assert (judgement.standing, judgement.is_matter) == (Standing.STRANGE, False)
    assert judgement.rivals == ()


@pytest.mark.parametrize(
    ("share", "expected", "is_matter"),
    [
        (MATTER_FROM_SHARE - A_BIT, Standing.STRANGE, False),
        (MATTER_FROM_SHARE + A_BIT, Standing.STRANGE, True),
        (ANSWER_FROM_SHARE - A_BIT, Standing.STRANGE, True),
        (ANSWER_FROM_SHARE + A_BIT, Standing.HELD, True),
    ],
)
def test_weak_likeness_is_no_answer(share, expected, is_matter):
    found = judge([candidate("id-card", share * HIGHEST_TOTAL)], held=HELD, umbrellas=UMBRELLAS)
    assert (found.standing, found.is_matter) == (expected, is_matter)


def found_with(item, lead, **signals):
    """Return a candidate of 2 points and a lead, the rest from a signal that asks for none."""
    signals = {"explained": 0.0, **signals}
    weighed = sum(RANKING_RULES[name] * value for name, value in signals.items())
    return Candidate(
        item, Score({**signals, "fuzzy": (2 + lead - weighed) / RANKING_RULES["fuzzy"]}), item
    )


@pytest.mark.parametrize("signals", [{}, {"coverage": 1.0}, {"coverage": 1.0, "concepts": 0.5}])
@pytest.mark.parametrize(("more", "expected"), [(-A_BIT, Standing.HELD), (A_BIT, Standing.KNOWN)])
def test_matter_on_no_list_must_lead_by_what_its_fit_asks_for(signals, more, expected):
    needed = KNOWN_LEADS_BY + sum(LEAD_FOR[name] * value for name, value in signals.items())
    known, held = found_with("dog", needed + more, **signals), found_with("id-card", 0.0)
    assert standing(known, held) is expected


def test_clear_fits_ask_for_a_lead_and_faint_ones_for_none():
    assert KNOWN_LEADS_BY + sum(LEAD_FOR.values()) > 0
    assert KNOWN_LEADS_BY < 0


def test_matter_on_no_list_stands_alone_when_nothing_is_held():
    found = judge([candidate("dog", 2)], held=HELD, umbrellas=UMBRELLAS)
    assert found.standing is Standing.KNOWN
    assert [c.item for c in found.candidates] == ["dog"]


def test_candidates_are_only_those_of_the_standing():
    found = judge(
        [candidate("dog", 1), candidate("id-card", 2), candidate("passport", 1)],
        held=HELD,
        umbrellas=UMBRELLAS,
    )
    assert [c.item for c in found.candidates] == ["id-card", "passport"]


@pytest.mark.parametrize(
    ("behind", "explained", "first"),
    [
        (UMBRELLA_WITHIN - A_BIT, 0.5, "id-cards"),
        (UMBRELLA_WITHIN + A_BIT, 0.5, "id-card"),
        (-UMBRELLA_WITHIN + A_BIT, 0.6, "id-card"),
        (-UMBRELLA_WITHIN - A_BIT, 0.6, "id-cards"),
    ],
)
def test_umbrella_leads_when_no_single_item_explains_more(behind, explained, first):
    found = judge(
        [candidate("id-cards", 2 - behind, 0.5), candidate("id-card", 2, explained)],
        held=HELD,
        umbrellas=UMBRELLAS,
    )
    assert found.candidates[0].item == first


@pytest.mark.parametrize(
    ("ratio", "explained", "rivals"),
    [
        (SAME_FROM_RATIO + A_BIT, 0.5, ["passport"]),
        (SAME_FROM_RATIO - A_BIT, 0.5, []),
        (SAME_FROM_RATIO + A_BIT, 0.5 - SAME_EXPLAINED_WITHIN - A_BIT, []),
    ],
)
def test_rival_is_close_in_score_and_explains_as_much(ratio, explained, rivals):
    found = judge(
        [candidate("id-card", 2, 0.5), candidate("passport", 2 * ratio, explained)],
        held=HELD,
        umbrellas=UMBRELLAS,
    )
    assert [c.item for c in found.rivals] == rivals
