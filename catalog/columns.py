"""Which sheets a catalog has, which columns they have, and what each column may hold.

The one place where that is written down; ``data/README.md`` tells it to editors. Checking cells
against it is the business of ``cells``, checking rows against each other of ``links``.
"""

from catalog.kinds import Column, Kind, Layout
from catalog.limits import LimitEffect
from catalog.offerings import Accepts, BasisKind, HandlingMode
from catalog.sources import Confidence

CHANNEL_KINDS = (
    *("网站", "APP", "小程序", "网站/APP", "网站/小程序", "小程序/APP"),
    *("热线", "窗口", "自助终端"),
)
"""Kinds of service channels."""


def _text(name: str) -> Column:
    return Column(name, is_required=True)


def _one_of(name: str, *allowed: str, is_required: bool = True) -> Column:
    return Column(name, Kind.ONE_OF, is_required, allowed)


def _some_of(name: str, *allowed: str, is_required: bool = True) -> Column:
    return Column(name, Kind.SOME_OF, is_required, allowed)


def _all_named(name: str, refers_to: str, *, is_required: bool = False) -> Column:
    return Column(name, Kind.ALL_NAMED, is_required, refers_to=refers_to)


_ID = Column("id", Kind.SLUG, is_required=True)

_SOURCE = (
    _text("source_title"),
    Column("source_url", Kind.WEB),
    _one_of("source_kind", "official", "media", "mirror", "code", "memory", "common"),
    Column("as_of", Kind.PUBLISHED_DATE),
    _one_of("confidence", *Confidence),
    # Who answers for the row; catalogs from before this column have none.
    Column("owner", is_optional=True),
)


def _item_columns(*, is_unlisted: bool) -> tuple[Column, ...]:
    return (
        _ID,
        _text("name"),
        _text("category"),
        Column("department"),
        _some_of("audience", "个人", "企业"),
        _text("summary"),
        _all_named("members", "items"),
        Column("handled_by"),
        # Whoever is told that we do not hold a matter must hear whom to ask, and as of when.
        Column("ask", is_required=is_unlisted),
        Column("known_as_of", Kind.DATE, is_required=is_unlisted),
        _all_named("near", "items"),
    )


_ALIAS = (
    Column("item", Kind.NAMED, is_required=True, refers_to="items"),
    _text("alias"),
    _one_of("kind", "口语", "简称", "旧称", "英文缩写", "相关说法"),
    _all_named("ambiguous_with", "items"),
    _all_named("see_also", "items"),
    Column("is_umbrella", Kind.FLAG),
    Column("note"),
)

_OFFERING = (
    _ID,
    _all_named("items", "items", is_required=True),
    _text("label"),
    Column("homes", Kind.REACH),
    Column("currents", Kind.REACH),
    Column("destinations", Kind.REACH),
    Column("cross_only", Kind.FLAG),
    _some_of("modes", *HandlingMode, is_required=False),
    Column("mode_note"),
    _one_of("accepts", *Accepts, is_required=False),
    Column("where", Kind.LIST),
    _all_named("channels", "channels"),
    Column("materials", Kind.LIST),
    Column("time_limit"),
    Column("fee"),
    Column("conditions"),
    _one_of("basis_kind", *BasisKind),
    Column("basis_title"),
    Column("basis_as_of", Kind.PUBLISHED_DATE),
    _one_of("basis_confidence", *Confidence),
    Column("agreement", Kind.NAMED, refers_to="agreements"),
    Column("valid_from", Kind.DATE),
    Column("valid_until", Kind.DATE),
    *_SOURCE,
)

_AGREEMENT = (
    _ID,
    _text("title"),
    _text("parties"),
    Column("party_codes", Kind.PLACES),
    Column("direction", Kind.DIRECTION, is_required=True),
    Column("signed_on", Kind.PUBLISHED_DATE),
    Column("expires_on", Kind.DATE),
    Column("scope"),
    Column("item_count"),
    Column("mechanism"),
    Column("notes"),
    # Free: an agreement may be about a field in which no item is held (反垄断).
    Column("categories", Kind.LIST),
    _all_named("items", "items"),
    _one_of("is_service_agreement", "yes", "no"),
    *_SOURCE,
)

_LIMIT = (
    _ID,
    _text("topic"),
    _text("limit"),
    Column("what_to_do"),
    _all_named("items", "items"),
    _all_named("categories", "categories"),
    Column("when", Kind.LIST),
    Column("homes", Kind.PLACES),
    _one_of("effect", *LimitEffect),
    *_SOURCE,
)

_CHANNEL = (
    _ID,
    _text("name"),
    _one_of("kind", *CHANNEL_KINDS),
    Column("regions", Kind.PLACES, is_required=True),
    Column("address"),
    Column("address_check"),
    Column("phone"),
    Column("hours"),
    _all_named("categories", "categories"),
    _all_named("items", "items"),
    Column("notes"),
    *_SOURCE,
)

_FIGURE = (_text("system"), _text("value"), Column("unit"), _text("meaning"), *_SOURCE)

_SYSTEM = (
    _ID,
    _text("name"),
    _one_of("kind", "system", "term", "mode"),
    Column("aliases", Kind.LIST),
    _text("what"),
    Column("whom"),
    Column("where"),
    Column("regions", Kind.PLACES),
    _all_named("figures", "figures"),
    _all_named("agreements", "agreements"),
    _all_named("items", "items"),
    _all_named("limits", "limits"),
    *_SOURCE,
)

_REGION = (
    _text("name"),
    _text("kind"),
    Column("members", Kind.CODES),
    Column("aliases", Kind.LIST),
    Column("parent", Kind.CODE),
    Column("is_part", Kind.FLAG),
    Column("note"),
)

_DIVISION = (
    Column("code", Kind.NEW_CODE, is_required=True),
    _text("name"),
    Column("area_code"),
)

LAYOUTS = (
    Layout("items", "items", _item_columns(is_unlisted=False)),
    Layout("unlisted_items", "items", _item_columns(is_unlisted=True)),
    Layout("umbrella_items", "items", _item_columns(is_unlisted=False), is_optional=True),
    Layout("aliases", "aliases", _ALIAS, ("alias", "item")),
    Layout("unlisted_aliases", "aliases", _ALIAS, ("alias", "item")),
    Layout("umbrella_aliases", "aliases", _ALIAS, ("alias", "item"), is_optional=True),
    Layout("offerings", "offerings", _OFFERING),
    Layout("agreements", "agreements", _AGREEMENT),
    Layout("limits", "limits", _LIMIT),
    Layout("channels", "channels", _CHANNEL),
    Layout("figures", "figures", _FIGURE, ("meaning", "system", "as_of")),
    Layout("systems", "systems", _SYSTEM),
    Layout("regions", "regions", _REGION, ("name", "kind")),
    Layout("divisions", "divisions", _DIVISION, ("code",)),
)
"""Every sheet of a catalog; none may be added, and only optional ones left out."""
