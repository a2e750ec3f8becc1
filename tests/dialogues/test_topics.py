"""Every system, term and agreement of the catalog is answered when it is asked about by name."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from bot.assistant import answer
from bot.decide import AgreementTopic, Answer, CatalogTopic, SystemTopic
from bot.replies.compose import compose

DAY = date(2026, 11, 23)
ASKED = yaml.safe_load((Path(__file__).parent / "topics.yaml").read_text("utf-8"))


def rows(kind):
    return [(row, question) for row, questions in ASKED[kind].items() for question in questions]


def test_every_row_is_asked_about(knowledge):
    assert set(ASKED["systems"]) == set(knowledge.release.systems)
    assert set(ASKED["agreements"]) == set(knowledge.release.agreements)


@pytest.mark.parametrize(("row", "question"), rows("systems"))
def test_system_is_answered(row, question, knowledge):
    decision = answer(question, knowledge, on=DAY).decision
    assert isinstance(decision, Answer), decision
    system = knowledge.release.systems[row]
    match decision.topic:
        case SystemTopic(systems=(first, *_)):
            assert first.id == row
        case AgreementTopic(agreements=(first, *_)):
            assert first.id in system.agreements
        case other:
            pytest.fail(f"answered by {other}")


@pytest.mark.parametrize(("row", "question"), rows("agreements"))
def test_agreement_is_answered(row, question, knowledge):
    decision = answer(question, knowledge, on=DAY).decision
    assert isinstance(decision, Answer), decision
    match decision.topic:
        case AgreementTopic(agreements=(first, *_)):
            assert first.id == row
        case SystemTopic(agreements=agreements):
            assert row in [agreement.id for agreement in agreements]
        case other:
            pytest.fail(f"answered by {other}")


def test_button_of_a_system_leads_back_to_it(knowledge):
    lost = []
    for system in knowledge.release.systems.values():
        name = system.aliases[0] if system.aliases else system.name
        question = f"{name}是什么"
        turn = compose(question, answer(question, knowledge, on=DAY), knowledge)
        for choice in turn.reply.choices:
            if choice.label == choice.say:  # an item of the system
                continue
            topic = getattr(answer(choice.say, knowledge, on=DAY).decision, "topic", None)
            first = topic.systems[0].id if isinstance(topic, SystemTopic) else None
            if first != system.id and not isinstance(topic, CatalogTopic | AgreementTopic):
                lost.append((system.id, choice.say, topic))
    assert lost == []
