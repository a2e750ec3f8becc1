"""The shipped catalog: valid, complete, and nothing in it leads nowhere."""

import re
from pathlib import Path

import pytest

import catalog
from bot.storage.encoding import decode_sheet, encode_sheet
from catalog.loading import build_release
from catalog.sheets import read_sheets
from catalog.sources import parse_partial_date

DATA = Path(catalog.__file__).parent / "data"
LISTED_ITEMS = 192
AREA_CODE = re.compile(r"0\d{2,3}")


@pytest.fixture(scope="module")
def sheets():
    return read_sheets(DATA)


@pytest.fixture(scope="module")
def release(sheets):
    return build_release(sheets)


def test_every_item_of_the_lists_has_an_offering(release):
    assert len(release.offerings_of) == LISTED_ITEMS


def test_items_without_offering_say_whom_to_ask_or_what_they_cover(release):
    silent = [
        item.id
        for item in release.items.values()
        if not release.is_listed(item.id)
        and not item.members
        and not (item.ask and item.known_as_of)
    ]
    assert silent == []


def test_neighbours_of_unlisted_items_can_be_handled(release):
    wrong = [
        (item.id, near)
        for item in release.items.values()
        for near in item.near
        if not release.is_listed(near)
    ]
    assert wrong == []


def test_members_of_umbrellas_can_be_handled(release):
    items = release.items.values()
    lonely = [item.id for item in items if len(item.members) == 1]
    assert lonely == []
    unlisted = [
        (item.id, member)
        for item in items
        for member in item.members
        if not release.is_listed(member)
    ]
    assert unlisted == []


def test_every_item_has_wordings_of_its_own(release):
    assert [item.id for item in release.items.values() if not item.aliases] == []


def test_offerings_say_how_or_note_it(release):
    silent = [o.id for o in release.offerings if not (o.modes or o.mode_note)]
    assert silent == []


def test_offerings_hold_somewhere(release):
    nowhere = [
        o.id
        for o in release.offerings
        if not (o.homes.codes or o.currents.codes or o.destinations.codes)
    ]
    assert nowhere == []


def test_offerings_end_after_they_begin(release):
    turned = [
        o.id
        for o in release.offerings
        if o.valid_from and o.valid_until and o.valid_from.first_day > o.valid_until.last_day
    ]
    assert turned == []


def test_offerings_that_rest_on_an_agreement_name_it(release):
    wrong = [
        o.id for o in release.offerings if o.basis_kind == "agreement" and o.agreement is None
    ]
    assert wrong == []


def test_offerings_of_the_national_lists_cite_them_by_number(release):
    titles = {o.basis_title for o in release.offerings if o.basis_kind == "national_list"}
    assert titles <= {"国办发〔2020〕35号", "国办发〔2022〕34号"}


def test_agreements_have_parties_and_pairs_among_them(release):
    for agreement in release.agreements.values():
        assert len(set(agreement.party_codes)) == len(agreement.party_codes), agreement.id
        assert all(home != current for home, current in agreement.pairs), agreement.id


def test_agreements_end_after_they_are_signed(release):
    for agreement in release.agreements.values():
        if agreement.signed_on and agreement.expires_on:
            assert agreement.signed_on.first_day <= agreement.expires_on.last_day, agreement.id


def test_limits_that_apply_to_nothing_are_none(release):
    assert [x.id for x in release.limits if not (x.items or x.categories)] == []


def test_limits_that_say_no_say_what_to_do(release):
    assert [x.id for x in release.limits if x.effect == "not_yet" and not x.what_to_do] == []


def test_nothing_unsure_shows_where_to_go(release):
    for channel in release.channels.values():
        if channel.source.confidence in ("low", "inferred"):
            assert (channel.address, channel.phone) == (None, None), channel.id


def test_sources_of_facts_have_titles_and_only_own_addresses(release):
    facts = [
        *release.offerings,
        *release.agreements.values(),
        *release.limits,
        *release.channels.values(),
        *release.figures,
        *release.systems.values(),
    ]
    for fact in facts:
        assert fact.source.title, fact
        assert fact.source.url is None or fact.source.kind in ("official", "media", "common"), fact


def test_figures_have_a_day_of_their_own(release):
    undated = [f.meaning for f in release.figures if parse_partial_date(f.as_of) is None]
    assert undated == []


def test_figures_are_counted_for_some_system(release):
    counted = {name for system in release.systems.values() for name in system.figures}
    assert {figure.system for figure in release.figures} - counted == set()


def test_area_codes_are_there_for_the_capital_region_and_well_formed(release):
    cities = [d for d in release.divisions.values() if d.code.endswith("00")]
    capital_region = [d for d in cities if d.code in ("110000", "120000") or d.code[:2] == "13"]
    silent = [d.name for d in capital_region if not d.area_code and d.code != "130000"]
    assert silent == []
    assert [d.name for d in cities if d.area_code and not AREA_CODE.fullmatch(d.area_code)] == []


def test_release_from_the_store_is_the_one_from_the_files(sheets, release):
    stored = {name: decode_sheet(encode_sheet(rows)) for name, rows in sheets.items()}
    assert build_release(stored) == release
