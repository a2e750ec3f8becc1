import pytest

from catalog.index import (
    Wording,
    bare_name,
    build_index,
    character_grams,
    index_names,
    make_query,
)
from catalog.items import Alias
from tests.builders import make_item

CONCEPTS = {"身份证": "id", "补": "again", "丢": "lost", "护照": "passport", "办": "do"}


def analyze(text):
    return Wording(text, tuple(c for word, c in CONCEPTS.items() if word in text))


def query(*texts):
    return make_query((analyze(text), 1.0) for text in texts)


NAMES = {"id-card": ("补身份证", "身份证丢了"), "passport": ("补护照",), "rest": ("办证",)}


@pytest.fixture
def index():
    return index_names(NAMES, analyze)


def best(index, text):
    return max(index.match(query(text)), key=lambda m: m.letters + m.concepts).phrase


def test_grams_do_not_reach_over_breaks():
    assert character_grams("补证,丢了") == {"补证": 1, "丢了": 1}
    assert character_grams("补身份") == {"补身": 1, "身份": 1, "补身份": 1}


def test_phrase_itself_is_matched_in_full(index):
    found = {m.phrase.text: m for m in index.match(query("补身份证"))}
    assert found["补身份证"].letters == pytest.approx(1.0)
    assert found["补身份证"].concepts == pytest.approx(1.0)
    assert found["补身份证"].coverage == 1.0


@pytest.mark.parametrize(
    ("text", "item", "phrase"),
    [
        ("身份证丢了", "id-card", "身份证丢了"),
        ("护照要补", "passport", "补护照"),
        ("丢身份证", "id-card", "身份证丢了"),
    ],
)
def test_nearest_phrase_wins(index, text, item, phrase):
    assert (best(index, text).item, best(index, text).text) == (item, phrase)


def test_nothing_is_matched_when_nothing_is_shared(index):
    assert index.match(query("天气")) == []
    assert index.match(query("")) == []


def test_signals_stay_within_their_range(index):
    for text in ("补身份证丢了护照办", "身份证身份证身份证", "丢"):
        for match in index.match(query(text)):
            for value in (match.letters, match.concepts, match.coverage, match.evidence):
                assert 0 <= value <= 1.0 + 1e-9


def test_explained_share_counts_all_wordings_of_an_item(index):
    both = query("补身份证丢了")
    assert index.explained_share("id-card", both) == pytest.approx(1.0)
    assert 0 < index.explained_share("passport", both) < 1
    assert index.explained_share("rest", both) == 0
    assert index.explained_share("nobody", both) == 0


def test_rare_concept_tells_more_than_a_common_one():
    names = {"a": ("办护照",), "b": ("办身份证",), "c": ("办补",)}
    index = index_names(names, analyze)
    found = {m.phrase.item: m.evidence for m in index.match(query("办护照"))}
    assert found["a"] > found.get("b", 0.0)
    rare = {m.phrase.item: m.evidence for m in index.match(query("护照"))}["a"]
    common = {m.phrase.item: m.evidence for m in index.match(query("办"))}["a"]
    assert rare > common


def test_sentence_that_counts_less_weighs_less():
    light = make_query([(analyze("补身份证"), 0.5)])
    full = make_query([(analyze("补身份证"), 1.0)])
    assert light.grams["补身"] == full.grams["补身"] / 2
    assert light.concepts["id"] == 0.5
    both = make_query([(analyze("补身份证"), 0.5), (analyze("身份证"), 1.0)])
    assert both.concepts["id"] == 1.0


def test_items_are_indexed_by_name_and_aliases_once_each():
    item = make_item(
        name="居民身份证补领(遗失)",
        aliases=(Alias("补身份证", "口语"), Alias("补身份证", "简称")),
    )
    texts = [phrase.text for phrase in build_index([item], analyze).phrases]
    assert texts == ["居民身份证补领", "补身份证"]


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("护照签发(首次、换发)", "护照签发"),
        ("护照签发(首次)", "护照签发"),
        ("首次(全国)申领", "首次(全国)申领"),
        ("护照", "护照"),
    ],
)
def test_trailing_bracket_is_no_part_of_a_name(name, bare):
    assert bare_name(name) == bare


def test_empty_index_matches_nothing():
    assert index_names({}, analyze).match(query("补身份证")) == []
