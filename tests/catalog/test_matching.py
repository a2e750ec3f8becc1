import pytest

from catalog.index import index_names, make_query
from catalog.matching import NOWHERE, Nearness, find_candidates
from catalog.ranking import RANKING_RULES
from tests.catalog.test_index import analyze

NAMES = {
    "id-card": ("补身份证", "身份证丢了"),
    "passport": ("补护照", "护照丢了"),
    "card-region": ("补身份证",),
}


def spaced(text):
    return " ".join(text)


def find(text, near=NOWHERE, **options):
    return find_candidates(
        make_query([(analyze(text), 1.0)]),
        index_names(NAMES, analyze),
        spaced(text),
        spaced,
        near=near,
        **options,
    )


def test_candidates_are_one_an_item_and_best_first():
    found = find("护照丢了")
    assert found[0].item == "passport"
    assert found[0].alias == "护照丢了"
    assert len({c.item for c in found}) == len(found)
    totals = [c.score.total for c in found]
    assert totals == sorted(totals, reverse=True)


def test_no_more_than_the_limit_are_returned():
    assert len(find("补身份证护照")) == 3
    assert len(find("补身份证护照", limit=1)) == 1


def test_nothing_is_found_when_nothing_is_shared():
    assert find("天气") == []


def test_every_signal_is_kept_for_the_explanation():
    assert set(find("补护照")[0].score.signals) == set(RANKING_RULES)


def test_equal_items_stand_in_a_stable_order():
    found = find("补身份证")
    assert [c.item for c in found[:2]] == ["card-region", "id-card"]


@pytest.mark.parametrize(
    ("near", "first"),
    [
        (Nearness({"id-card"}, ()), "id-card"),
        (Nearness({"card-region"}, ()), "card-region"),
        (Nearness((), {"card-region"}), "id-card"),
        (Nearness((), {"id-card"}), "card-region"),
    ],
)
def test_region_decides_between_equal_wordings(near, first):
    assert find("补身份证", near)[0].item == first


def test_region_never_beats_the_right_matter():
    assert find("护照丢了", Nearness({"id-card"}, {"passport"}))[0].item == "passport"


def test_word_order_is_left_to_the_fuzzy_signal():
    score = find("丢了护照")[0].score
    assert score.signals["fuzzy"] == 1.0
    assert score.signals["letters"] < 1.0
