"""The golden questions: right as shipped, wide enough, and in words of their own."""

from collections import Counter
from datetime import date

from bot.decide import OUTCOMES
from bot.rehearsal.golden import read_golden
from bot.rehearsal.replaying import replay
from bot.route import Verdict
from catalog.index import bare_name

DAY = date(2026, 11, 23)


def each(label):
    values = (row[label] for row in read_golden() if row.get(label))
    return Counter(
        one for value in values for one in (value if isinstance(value, list) else [value])
    )


def test_shipped_catalog_answers_every_golden_question_right(knowledge):
    replayed = replay(read_golden(), knowledge, knowledge, DAY)
    assert replayed.missed == ()
    assert replayed.changed == ()
    assert replayed.count >= 200


def test_every_outcome_and_verdict_is_asked_for():
    assert set(each("outcome")) == set(OUTCOMES.values())
    assert set(each("verdict")) == set(Verdict)


def test_every_field_with_several_items_is_asked_about(knowledge):
    release = knowledge.release
    listed = Counter(release.items[item].category for item in release.offerings_of)
    named = set(each("items"))
    asked = {i.category for i in release.items.values() if {i.name, bare_name(i.name)} & named}
    assert {field for field, count in listed.items() if count >= 2} - asked == set()


def test_golden_questions_are_no_names_or_aliases(knowledge):
    release = knowledge.release
    known = {
        text for i in release.items.values() for text in (i.name, *(a.text for a in i.aliases))
    }
    known |= {text for s in release.systems.values() for text in (s.name, *s.aliases)}
    questions = [row["question"] for row in read_golden()]
    assert known.isdisjoint(questions)
    assert len(set(questions)) == len(questions)
