"""The lookups and the name of a version."""

import re

from catalog.loading import build_release
from tests.builders import (
    make_agreement,
    make_item,
    make_release,
    make_row,
    make_sheets,
)


def test_item_with_an_offering_is_listed():
    release = make_release()
    assert release.is_listed("id-card")
    assert not release.is_listed("dog-licence")
    assert not release.is_listed("no-such-item")


def test_every_item_of_an_offering_gets_it():
    items = [make_row("items"), make_row("items", id="other", name="别的")]
    both = make_row("offerings", items="id-card;other")
    sheets = make_sheets(items=items, offerings=[both])
    assert set(build_release(sheets).offerings_of) == {"id-card", "other"}


def test_members_of_an_umbrella_are_items():
    release = make_release(items=[make_item(), make_item(id="all", members=("id-card",))])
    assert [item.id for item in release.members_of("all")] == ["id-card"]
    assert release.members_of("id-card") == ()


def test_aliases_stand_with_their_item_in_order():
    aliases = [make_row("aliases", alias=text) for text in ("丢身份证", "补办身份证")]
    release = make_release(aliases=aliases)
    assert [alias.text for alias in release.items["id-card"].aliases] == ["丢身份证", "补办身份证"]


def test_version_is_month_and_digest():
    assert re.fullmatch(r"2026-11-[0-9a-f]{8}", make_release().version)


def test_version_changes_with_any_cell():
    changed = make_release(limits=[make_row("limits", what_to_do="先问")])
    assert changed.version != make_release().version


def test_as_of_follows_the_newest_look_up():
    rows = [make_row("unlisted_items", known_as_of="2027-02-03")]
    assert make_release(unlisted_items=rows).as_of == "2027-02"


def test_as_of_is_when_the_facts_were_compiled_when_nothing_says_otherwise():
    assert make_release(unlisted_items=[], unlisted_aliases=[]).as_of == "2026-11"


def test_built_facts_take_changes():
    assert make_agreement(title="新协议").title == "新协议"
    release = make_release(agreements=[make_agreement(id="new")])
    assert list(release.agreements) == ["new"]
