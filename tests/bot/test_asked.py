"""Which place fills which role when words, conversation and surface all say something."""

import pytest

from bot.asked import place_unmarked, resolve
from bot.assistant import answer
from bot.conversation import Conversation, Slots
from bot.decide import Answer, AskBack
from intents.understand import understand
from tests.bot.world import DAY


@pytest.fixture
def ask(knowledge):
    def ask_one(text, slots=None, *, here=None, item=None):
        asked = resolve(
            understand(text, knowledge.lexicon),
            Conversation("web:1", slots=slots or Slots()),
            knowledge.gazetteer,
            here=here,
            on=DAY,
        )
        return place_unmarked(asked, knowledge.release.items[item] if item else None)

    return ask_one


def codes(asked):
    places = (asked.places.home, asked.places.current, asked.places.destination)
    return tuple(place.code if place else None for place in places)


def test_nothing_is_guessed_when_no_place_was_named(ask):
    asked = ask("护照到期了怎么换")
    assert codes(asked) == (None, None, None)
    assert asked.carried == ()
    assert not asked.given


def test_named_place_beats_the_one_said_before(ask):
    slots = Slots(home="130600", current="110000")
    assert codes(ask("户口在邯郸", slots)) == ("130400", "110000", None)


def test_place_said_before_beats_where_the_surface_is(ask):
    asked = ask("护照怎么换", Slots(current="120000"), here="110000")
    assert codes(asked) == (None, "120000", None)
    assert not asked.given


def test_surface_tells_where_the_person_is_only_when_nothing_was_said(ask):
    asked = ask("护照怎么换", here="110105")
    assert codes(asked) == (None, "110105", None)
    assert asked.given
    assert not ask("人在天津,护照怎么换", here="110105").given


@pytest.mark.parametrize(
    ("slots", "carried"),
    [
        (Slots(home="130600"), ["home"]),
        (Slots(home="130600", current="110000"), ["home", "current"]),
        (Slots(destination="120000"), ["destination"]),
        (Slots(), []),
    ],
)
def test_carried_roles_are_told(ask, slots, carried):
    assert [str(role) for role in ask("要带什么材料", slots).carried] == carried


def test_negated_place_is_not_carried_on(ask):
    asked = ask("我不在北京,在天津", Slots(home="130600", current="110000"))
    assert codes(asked) == ("130600", "120000", None)


def test_negation_alone_empties_the_role(ask):
    assert codes(ask("我人不在北京", Slots(current="110000")))[1] is None


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("housing-fund-withdraw-rent", ("130600", None, None)),
        ("medical-outpatient-settlement", ("130600", None, None)),
        ("exit-passport", (None, "130600", None)),
        (None, (None, "130600", None)),
    ],
)
def test_place_without_a_role_goes_by_the_kind_of_matter(ask, item, expected):
    assert codes(ask("保定,帮忙看看", item=item)) == expected


def test_second_place_without_a_role_becomes_the_home(ask):
    assert codes(ask("保定、天津,帮忙看看", item="exit-passport")) == ("120000", "130600", None)


def test_place_that_has_a_role_gets_no_second_one(ask):
    asked = ask("那保定呢", Slots(item="exit-passport", current="110000"), item="exit-passport")
    assert codes(asked) == (None, "130600", None)


def test_aspect_asked_before_goes_on_when_the_item_was_still_open(ask):
    assert ask("换新的", Slots(aspect="fee")).aspect == "fee"
    assert ask("换新的", Slots(aspect="fee", item="exit-passport")).aspect != "fee"
    assert ask("要带什么材料", Slots(aspect="fee")).aspect == "materials"


@pytest.mark.parametrize(
    ("text", "known", "expected"),
    [
        ("换成天津呢", {"home": "130600", "current": "110000"}, ("130600", "120000", None)),
        ("换成天津呢", {"home": "130600"}, ("120000", None, None)),
        ("那天津呢", {"home": "130600"}, ("130600", "120000", None)),
        ("换成天津呢", {"current": "110000"}, (None, "120000", None)),
        ("换成天津呢", {"home": "130600", "destination": "110000"}, ("130600", None, "120000")),
        ("不是北京,是天津", {"home": "130600", "current": "110000"}, ("130600", "120000", None)),
        ("那户口在天津呢", {"home": "130600", "current": "110000"}, ("120000", "110000", None)),
    ],
)
def test_follow_up_changes_one_place_and_keeps_the_others(ask, text, known, expected):
    slots = Slots(item="exit-passport", **known)
    assert codes(ask(text, slots, item="exit-passport")) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("河北户口,人在天津", ("130000", "120000", None)),
        ("户口在河北区,人在北京", ("120105", "110000", None)),
        ("缴存在北京,人在廊坊", ("110000", "131000", None)),
    ],
)
def test_places_of_the_shipped_catalog_are_read_as_people_mean_them(ask, text, expected):
    assert codes(ask(text)) == expected


@pytest.mark.parametrize(
    ("text", "item", "home"),
    [
        ("户口保定,公积金石家庄交的,人在北京", "housing-fund-withdraw-rent", "130100"),
        ("户口保定,公积金石家庄交的,人在北京", "exit-passport", "130600"),
        ("社保在北京,我是河北的", "exit-passport", "130000"),
    ],
)
def test_the_matter_decides_whose_place_is_the_home(ask, text, item, home):
    assert codes(ask(text, item=item))[0] == home


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("新华区户口,人在北京,补身份证", "新华区"),
        ("户口在桥西区,人在北京,换护照", "桥西区"),
        ("长安区户口,在北京换身份证", "长安区"),
    ],
)
def test_home_that_can_be_several_places_is_asked_for(text, name, knowledge):
    decision = answer(text, knowledge, on=DAY).decision
    assert isinstance(decision, AskBack)
    assert (decision.question, decision.place) == ("place", name)


def test_home_named_with_its_city_is_not_asked_for(knowledge):
    decision = answer("石家庄新华区户口,人在北京,补身份证", knowledge, on=DAY).decision
    assert isinstance(decision, Answer)


@pytest.mark.parametrize(
    ("text", "item", "expected"),
    [
        # where a firm is to be registered is its home, and there it is handled
        ("在海南注册公司要什么材料", "company-domestic-setup", ("460000", "460000", None)),
        ("人在海南,想注册公司", "company-domestic-setup", (None, "460000", None)),
        # the only place, named before what is done
        ("深圳怎么提取公积金", "housing-fund-withdraw-rent", ("440300", None, None)),
        ("在深圳怎么提取公积金", "housing-fund-withdraw-rent", (None, "440300", None)),
        # what is transferred follows the person
        (
            "社保在北京交的,现在在石家庄上班,怎么转过来",
            "pension-transfer-employee",
            ("110000", "130100", "130100"),
        ),
    ],
)
def test_only_place_and_transfers_go_by_the_matter(ask, text, item, expected):
    assert codes(ask(text, item=item)) == expected


def test_place_that_is_moved_away_from_is_not_where_one_stands(ask):
    asked = ask("上海的公积金怎么转到石家庄", Slots(current="310000"))
    assert codes(asked) == ("310000", None, "130100")
    stays = ask("上海的社保卡怎么换", Slots(current="310000"))
    assert codes(stays) == ("310000", "310000", None)
