"""What must not be shown is not in a release at all."""

import pytest

from catalog.sources import Confidence
from tests.builders import make_release, make_row


def channel_of(**cells):
    return make_release(channels=[make_row("channels", **cells)]).channels["hall"]


def test_sure_channel_shows_address_and_phone():
    channel = channel_of(confidence="medium")
    assert (channel.address, channel.phone) == ("西三环南路1号", "010-12345")


@pytest.mark.parametrize(
    "cells",
    [{"confidence": "low"}, {"confidence": "inferred"}, {"source_kind": "memory"}],
)
def test_unsure_channel_shows_neither_address_nor_phone(cells):
    channel = channel_of(**cells)
    assert (channel.address, channel.phone) == (None, None)


@pytest.mark.parametrize("kind", ["mirror", "code", "memory"])
def test_address_of_a_page_that_is_not_the_publishers_is_never_shown(kind):
    assert channel_of(source_kind=kind).source.url is None


@pytest.mark.parametrize("kind", ["official", "media", "common"])
def test_address_of_the_publishers_page_is_shown(kind):
    assert channel_of(source_kind=kind).source.url == "https://www.example.gov.cn/guide"


def test_what_is_written_from_memory_is_inferred():
    assert channel_of(source_kind="memory").source.confidence is Confidence.INFERRED


def test_source_without_a_date_has_none():
    assert channel_of(as_of="").source.as_of is None
