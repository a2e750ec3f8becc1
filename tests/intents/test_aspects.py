"""What a question asks, over made-up wordings of every aspect."""

from pathlib import Path

import pytest
import yaml

from intents.understand import understand

WORDINGS = yaml.safe_load((Path(__file__).parent / "aspects.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("text", "aspect"), [(text, aspect) for aspect, texts in WORDINGS.items() for text in texts]
)
def test_wording_asks_for_its_aspect(text, aspect, lexicon):
    assert understand(text, lexicon).aspects[0] == aspect


def test_no_aspect_is_told_twice(lexicon):
    aspects = understand("要满几年才能办,有条件限制吗,要什么条件", lexicon).aspects
    assert len(aspects) == len(set(aspects))
    assert aspects[0] == "conditions"


@pytest.mark.parametrize("text", ["智能设备", "办事技能", "档案功能"])
def test_able_is_a_verb_of_its_own(text, lexicon):
    assert understand(text, lexicon).aspects == ("procedure",)
