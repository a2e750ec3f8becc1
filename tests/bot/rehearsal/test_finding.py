"""Items that do not come by their name or by a new wording are told."""

from datetime import date

import pytest

from bot.rehearsal.finding import Unfindable, Wording, find_unfindable, wordings_to_try
from catalog.difference import compare
from catalog.editing import add_row, edit_row

DAY = date(2026, 11, 23)


def alias(item, text, **cells):
    return {"item": item, "alias": text, "kind": "口语", **cells}


@pytest.fixture(scope="module")
def with_aliases(sheets):
    """A draft with three wordings more, one of them said to be ambiguous."""
    draft = add_row(sheets, "aliases", alias("exit-passport", "出国的小红本子"))
    draft = add_row(draft, "aliases", alias("id-card-renewal", "护照快过期了要换"))
    meant = {"ambiguous_with": "exit-passport"}
    return add_row(draft, "aliases", alias("id-card-renewal", "换个证", **meant))


def test_names_of_all_items_are_tried_and_only_new_wordings(sheets, with_aliases, know):
    draft = know(with_aliases)
    tried = wordings_to_try(draft, compare(sheets, with_aliases)).tried
    own = [wording for wording in tried if not wording.is_neighbour]
    assert len(own) == len(draft.release.items) + 2
    assert Wording("exit-passport", "出国的小红本子") in tried
    changed = edit_row(sheets, "aliases", "补身份证 / id-card-replacement", {"kind": "简称"})
    tried = wordings_to_try(know(changed), compare(sheets, changed)).tried
    assert Wording("id-card-replacement", "补身份证") in tried


def test_shipped_catalog_finds_every_item_by_its_name(knowledge):
    steps = []
    tried = wordings_to_try(knowledge, ()).tried
    found = find_unfindable(tried, knowledge, knowledge, on=DAY, on_step=lambda: steps.append(1))
    assert found == ()
    assert len(steps) == len(tried)


def test_wording_that_leads_to_another_item_is_told_with_what_comes(knowledge, with_aliases, know):
    draft = know(with_aliases)
    name = draft.release.items["exit-passport"].name
    tried = [Wording("exit-passport", "出国的小红本子"), Wording("id-card-first", name)]
    (found,) = find_unfindable(tried, knowledge, draft, on=DAY)
    first = draft.release.items["id-card-first"].name
    assert found == Unfindable("id-card-first", first, name, name, is_new=True)


def test_older_wording_that_a_new_one_takes_away_is_newly_missing(knowledge, sheets, know):
    stolen = "补身份证"
    # The row names the item it takes the wording from, so that it is valid.
    row = alias("hukou-move-kinds", stolen, see_also="id-card-replacement")
    taking = add_row(sheets, "umbrella_aliases", row)
    draft = know(taking)
    tried = wordings_to_try(draft, compare(sheets, taking)).tried
    assert Wording("id-card-replacement", stolen, is_neighbour=True) in tried
    found = find_unfindable(tried, knowledge, draft, on=DAY)
    assert ("id-card-replacement", stolen, True) in [(x.item, x.wording, x.is_new) for x in found]


def test_item_renamed_to_what_nobody_finds_is_newly_missing(knowledge, sheets, know):
    renamed = know(edit_row(sheets, "unlisted_items", "dog-registration", {"name": "你好"}))
    tried = [Wording("dog-registration", "你好")]
    (found,) = find_unfindable(tried, knowledge, renamed, on=DAY)
    assert (found.found, found.is_new) == ("", True)
    (found,) = find_unfindable(tried, renamed, renamed, on=DAY)
    assert not found.is_new


def test_umbrella_is_found_by_the_choice_among_its_members(knowledge):
    umbrella = next(i for i in knowledge.release.items.values() if i.members)
    tried = [Wording(umbrella.id, umbrella.name)]
    assert find_unfindable(tried, knowledge, knowledge, on=DAY) == ()


def test_only_so_many_names_are_tried_and_the_rest_is_counted(knowledge, monkeypatch):
    monkeypatch.setattr("bot.rehearsal.finding.MOST_TRIED", 100)
    found = wordings_to_try(knowledge, ())
    assert len(found.tried) <= 100
    assert len(found.tried) + found.left_out == len(knowledge.release.items)
    items = list(knowledge.release.items)
    assert items.index(found.tried[-1].item) > len(items) * 0.9  # spread over the whole catalog
