"""Rows made of a cluster: in the right sheet, whole, and never another item's phrase."""

from datetime import UTC, date, datetime

import pytest

from bot.knowledge import build_knowledge
from bot.storage.records import OpenQuestion
from bot.suggestions.rows import LONGEST_ALIAS, NoRow, alias_row, new_item_row
from bot.suggestions.suggest import suggest
from catalog.loading import build_release
from tests.builders import make_row, make_sheets

DAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def sheets():
    umbrella = make_row("items", id="cards", name="身份证业务", members="id-card;dog-licence")
    return make_sheets(
        umbrella_items=[umbrella],
        umbrella_aliases=[make_row("aliases", item="cards", alias="证件的事", is_umbrella="yes")],
        unlisted_aliases=[make_row("unlisted_aliases", item="养犬登记", alias="狗证")],
        systems=[make_row("systems", aliases="三地通办")],
    )


@pytest.fixture(scope="module")
def small(sheets):
    return build_knowledge(build_release(sheets))


@pytest.fixture
def cluster(knowledge):
    asked = OpenQuestion("R-1", "天津的无人机 执照怎么办", "unlisted", "web", datetime.now(UTC))
    return suggest([asked], knowledge)[0]


@pytest.mark.parametrize(
    ("item", "sheet", "is_umbrella"),
    [
        ("id-card", "aliases", ""),
        ("dog-licence", "unlisted_aliases", ""),
        ("cards", "umbrella_aliases", "yes"),
    ],
)
def test_alias_goes_to_the_sheet_beside_its_item(item, sheet, is_umbrella, sheets, small):
    new = alias_row(item, " 换个 新的 ", sheets, small)
    assert new.sheet == sheet
    assert new.cells == make_row(
        "aliases", item=item, alias="换个 新的", kind="口语", is_umbrella=is_umbrella
    )
    grown = {**sheets, sheet: [*sheets[sheet], new.cells]}
    assert any(a.text == "换个 新的" for a in build_release(grown).items[item].aliases)


@pytest.mark.parametrize(
    ("item", "text", "told"),
    [
        ("id-card", "狗证", "养犬登记"),
        ("id-card", "养犬登记", "dog-licence"),
        ("id-card", "请问狗证怎么办", "狗证"),
        ("dog-licence", "补身份证", "居民身份证补领"),
        ("dog-licence", "狗证", "已经是"),
        ("id-card", "三地通办", "京津冀通办"),
        ("cat-licence", "猫证", "cat-licence"),
        ("id-card", "", "没有说是什么事"),
        ("id-card", "那材料呢", "没有说是什么事"),
        ("id-card", "丢证" * LONGEST_ALIAS, "最多"),
        ("id-card", "手机13812345678的证", "个人信息"),
        ("id-card", "我的〔手机号〕证", "个人信息"),
    ],
)
def test_alias_is_refused_in_one_sentence(item, text, told, sheets, small):
    with pytest.raises(NoRow) as refused:
        alias_row(item, text, sheets, small)
    assert told in str(refused.value)
    assert "\n" not in str(refused.value)
    assert "13812345678" not in str(refused.value)


def test_alias_with_a_place_is_not_taken_for_the_phrase_without_it(sheets, small):
    assert alias_row("id-card", "北京狗证", sheets, small).cells["alias"] == "北京狗证"


def test_new_item_is_prefilled_and_says_what_is_missing(cluster, sheets):
    new = new_item_row(cluster, "drone-licence", sheets, on=DAY)
    assert new.sheet == "unlisted_items"
    assert (new.cells["id"], new.cells["name"]) == ("drone-licence", "无人机执照")
    assert new.cells["known_as_of"] == "2026-11"
    assert new.missing == ("category", "summary", "ask")
    filled = {**new.cells, **dict.fromkeys(new.missing, "民航")}
    grown = {**sheets, new.sheet: [*sheets[new.sheet], filled]}
    assert "drone-licence" in build_release(grown).items


@pytest.mark.parametrize("item", ["id-card", "无人机", "Drone", ""])
def test_new_item_is_refused_when_its_id_is_none_or_taken(item, cluster, sheets):
    with pytest.raises(NoRow, match="标识"):
        new_item_row(cluster, item, sheets, on=DAY)


def test_new_item_is_refused_when_one_bears_its_name(cluster, sheets):
    known = make_row("unlisted_items", id="drone", name="无人机执照")
    with pytest.raises(NoRow, match="drone"):
        new_item_row(cluster, "drone-licence", {**sheets, "unlisted_items": [known]}, on=DAY)
