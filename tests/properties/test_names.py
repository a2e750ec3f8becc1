"""Names: every official name and every alias leads to its item through the whole reading.

A name of one item answers it, or asks back with it as the first choice; a wording that the data
marks as just as likely another item (``ambiguous_with``) has its item among the choices; a name
for several items asks which one. A name that a system goes by too may be answered with the system
when its examples begin with the item.
"""

import pytest

from bot.assistant import answer
from bot.decide import Answer, AskBack
from tests.properties.conftest import DAY
from tests.properties.test_routes import assert_none

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def meant(knowledge):
    """Return the items a text is taken for, the likeliest first."""

    def items(text):
        match answer(text, knowledge, on=DAY).decision:
            case Answer(route=route) if route is not None:
                return [route.item.id]
            case Answer(topic=topic):
                return [item.id for item in getattr(topic, "items", ())]
            case AskBack(candidates=candidates):
                return [candidate.item for candidate in candidates]
            case _:
                return []

    return items


def test_official_name_finds_its_item_first(held, meant):
    assert_none(
        f"{item.name} [{item.id}] is taken for {found}"
        for item in held
        if (found := meant(item.name))[:1] != [item.id]
    )


def test_alias_finds_its_item_first(held, meant):
    assert_none(
        f"{alias.text} [{item.id}] is taken for {found}"
        for item in held
        for alias in item.aliases
        if not alias.ambiguous_with and (found := meant(alias.text))[:1] != [item.id]
    )


def test_alias_of_two_items_offers_both(held, meant):
    assert_none(
        f"{alias.text} [{item.id}] is taken for {found}"
        for item in held
        for alias in item.aliases
        if alias.ambiguous_with and item.id not in (found := meant(alias.text))
    )


def test_name_for_several_items_asks_which_one(knowledge, meant):
    """The best guess stands first; the others are the items the name covers."""
    items = knowledge.release.items
    umbrellas = [items[item] for item in sorted(knowledge.umbrellas)]
    assert_none(
        f"{name} [{item.id}] offers {found}"
        for item in umbrellas
        for name in (item.name, *(alias.text for alias in item.aliases))
        if len(found := meant(name)) < 2 or not set(item.members) & set(found)
    )


@pytest.mark.parametrize("text", ["台湾通行证", "去台湾的证", "香港签注", "香港学历认证"])
def test_place_that_only_says_which_paper_is_no_place_of_the_question(knowledge, text):
    assert answer(text, knowledge, on=DAY).asked.places.named == ()
