"""What people ask about the 18 systems (systems.yaml) is answered by the system that is meant."""

import csv
import shutil
from datetime import date
from pathlib import Path

import pytest
import yaml

from bot.assistant import answer
from bot.decide import AgreementTopic, Answer, PairTopic, SystemTopic
from bot.knowledge import build_knowledge
from bot.reload import SHIPPED_FOLDER
from bot.replies.compose import compose
from catalog.loading import build_release
from catalog.sheets import read_sheets

DAY = date(2026, 11, 23)
LEAST_ANSWERED = 3
ASKED = yaml.safe_load((Path(__file__).parent / "systems.yaml").read_text("utf-8"))
MEANT = {
    1: ("jjj-online-service", "term-one-network"),
    2: ("same-matter-same-standard",),
    3: ("jjj-cross-province-items", "term-cross-province"),
    4: ("jjj-xiongan-mobile",),
    5: ("jjj-xiongan-selfservice", "mode-selfservice"),
    6: ("jjj-social-card",),
    7: ("jjj-medical-homogeneous",),
    8: ("cross-city-elderly-care",),
    9: ("cross-region-schooling",),
    10: ("jjj-one-network-pilot",),
    11: ("etdz-authorization", "term-case-by-case"),
    12: ("cooperation-agreements",),
    13: ("tongzhou-beisanxian", "term-beisanxian", "term-license-issue-collect"),
    14: ("xiongan-beijing-archives",),
    15: ("jjj-service-zone", "term-service-zone"),
    16: ("tianjin-point-to-point", "term-point-to-point"),
    17: ("business-regime-recognition",),
    18: ("not-yet-connected", "term-power-boundary"),
}
"""Number of a system → ids of the systems and terms that are meant by it."""


def is_about(decision, systems):
    """Say whether a decision is about one of the systems, or what comes first belongs to it."""
    if not isinstance(decision, Answer):
        return False
    items = {item for system in systems for item in system.items}
    agreements = {agreement for system in systems for agreement in system.agreements}
    match decision.topic:
        case SystemTopic(systems=(first, *_)):
            return first in systems
        case AgreementTopic(agreements=(first, *_)):
            return first.id in agreements
        case PairTopic(agreements=(first, *_)):
            return first.agreement.id in agreements
    return decision.route is not None and decision.route.item.id in items


def test_every_system_is_asked_about():
    assert [system["system"] for system in ASKED] == list(MEANT) == list(range(1, 19))


@pytest.mark.parametrize("asked", ASKED, ids=[system["about"] for system in ASKED])
def test_questions_about_a_system_are_answered_by_it(asked, knowledge):
    systems = [knowledge.release.systems[i] for i in MEANT[asked["system"]]]
    answered, others = [], []
    for question in asked["questions"]:
        decision = answer(question, knowledge, on=DAY).decision
        (answered if is_about(decision, systems) else others).append(question)
    assert len(answered) >= LEAST_ANSWERED, others


@pytest.mark.parametrize(
    "asked",
    [system for system in ASKED if system["mentions"]],
    ids=[system["about"] for system in ASKED if system["mentions"]],
)
def test_figures_of_a_system_stand_in_its_own_answer(asked, knowledge):
    name = knowledge.release.systems[MEANT[asked["system"]][0]].aliases[0]
    question = f"{name}有多少项"
    turn = compose(question, answer(question, knowledge, on=DAY), knowledge)
    shown = turn.reply.text
    assert [number for number in asked["mentions"] if number not in shown] == []


def test_every_figure_is_shown_with_its_own_day(knowledge):
    question = "同事同标一共多少项"
    card = compose(question, answer(question, knowledge, on=DAY), knowledge).answer
    assert len(card["figures"]) > 1
    assert all(figure["as_of"] and figure["meaning"] for figure in card["figures"])


def test_edited_figure_changes_the_reply(knowledge, tmp_path):
    question = "同事同标一共多少项"
    before = compose(question, answer(question, knowledge, on=DAY), knowledge)
    value = before.answer["figures"][0]["value"]
    folder = tmp_path / "catalog"
    shutil.copytree(SHIPPED_FOLDER, folder)
    edited = edit_figure(folder / "figures.csv", before.answer["figures"][0], "98765")
    assert edited == 1
    changed = build_knowledge(build_release(read_sheets(folder)))
    after = compose(question, answer(question, changed, on=DAY), changed)
    assert "98765" not in before.reply.text
    assert "98765" in after.reply.text
    assert after.answer["figures"][0]["value"] == "98765" != value
    assert after.answer["catalog_version"] != before.answer["catalog_version"]


def edit_figure(file, figure, value):
    """Write another value into the row of a figure; return how many rows that were."""
    with file.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream)
        names, rows = reader.fieldnames, list(reader)
    found = [
        row for row in rows if all(row[k] == figure[k] for k in ("system", "meaning", "as_of"))
    ]
    for row in found:
        row["value"] = value
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, names)
        writer.writeheader()
        writer.writerows(rows)
    return len(found)
