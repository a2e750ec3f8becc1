from collections import Counter

import pytest

from intents.loading import _read_data, read_aspect_rules, read_concepts, read_role_rules

ASPECTS = {
    "eligibility",
    "procedure",
    "place",
    "materials",
    "time_limit",
    "fee",
    "progress",
    "conditions",
    "contact",
    "basis",
    "overview",
    "definition",
}


def test_every_aspect_of_the_contract_has_a_rule():
    assert {rule.aspect for rule in read_aspect_rules()} == ASPECTS


def test_every_role_rule_finds_its_place():
    for rule in read_role_rules():
        assert "place" in rule.pattern.groupindex, rule.pattern.pattern


def test_no_word_stands_for_two_concepts():
    words = Counter(str(word) for words in _read_data("concepts.yaml").values() for word in words)
    assert [word for word, count in words.items() if count > 1] == []


def test_skip_words_hold_no_concept():
    concepts = read_concepts()
    assert [word for word in _read_data("skip_words.yaml") if word in concepts] == []


@pytest.mark.parametrize("role", ["home", "current", "destination", "negated"])
def test_role_rules_cover_every_role(role):
    assert any(rule.role == role for rule in read_role_rules())
