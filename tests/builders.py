"""Small facts and catalogs for tests: defaults plus what the test is about."""

from dataclasses import replace

from catalog.agreements import Agreement
from catalog.columns import LAYOUTS
from catalog.items import ServiceItem
from catalog.loading import build_release
from catalog.offerings import Offering
from catalog.release import CatalogRelease

_SOURCE_CELLS = {
    "source_title": "某市政府网:办事指南(2024-05)",
    "source_url": "https://www.example.gov.cn/guide",
    "source_kind": "official",
    "as_of": "2024-05",
    "confidence": "high",
}
_DEFAULT_CELLS = {
    "items": {
        "id": "id-card",
        "name": "居民身份证补领",
        "category": "公安户籍",
        "audience": "个人",
        "summary": "证件丢失后补领",
    },
    "unlisted_items": {
        "id": "dog-licence",
        "name": "养犬登记",
        "category": "公安治安",
        "audience": "个人",
        "summary": "给犬只办证",
        "ask": "派出所或12345",
        "known_as_of": "2026-11",
    },
    "aliases": {"item": "id-card", "alias": "补身份证", "kind": "口语"},
    "unlisted_aliases": {"item": "dog-licence", "alias": "狗证", "kind": "口语"},
    "offerings": {
        "id": "id-card-national",
        "items": "id-card",
        "label": "居民身份证补领",
        "homes": "*",
        "currents": "*",
        "modes": "异地代收代办",
        "basis_kind": "national_list",
        "basis_confidence": "high",
    },
    "agreements": {
        "id": "beijing-tianjin",
        "title": "京津通办协议",
        "parties": "北京市;天津市",
        "party_codes": "110000;120000",
        "direction": "mutual",
        "is_service_agreement": "yes",
    },
    "limits": {"id": "changed-name", "topic": "改名", "limit": "须回户籍地", "effect": "not_yet"},
    "channels": {
        "id": "hall",
        "name": "政务服务中心",
        "kind": "窗口",
        "regions": "110000",
        "address": "西三环南路1号",
        "phone": "010-12345",
    },
    "figures": {"system": "京津冀通办", "value": "179", "unit": "项", "meaning": "首批事项"},
    "systems": {"id": "jjj", "name": "京津冀通办", "kind": "system", "what": "三地通办"},
    "regions": {"name": "京津", "kind": "区域", "members": "110000;120000"},
    "divisions": {"code": "110000", "name": "北京市", "area_code": "010"},
}
_OTHER_DIVISIONS = (
    {"code": "120000", "name": "天津市", "area_code": "022"},
    {"code": "130000", "name": "河北省"},
)


def make_row(sheet, /, **cells):
    """Return a full row of a sheet."""
    layout = next(layout for layout in LAYOUTS if layout.name == sheet)
    row = {column.name: "" for column in layout.columns}
    source = _SOURCE_CELLS if "source_title" in row else {}
    return {**row, **source, **_DEFAULT_CELLS[sheet], **cells}


def make_sheets(**rows):
    """Return a valid catalog with one row a sheet; a keyword replaces all rows of a sheet."""
    sheets = {name: [make_row(name)] for name in _DEFAULT_CELLS}
    sheets["divisions"] += [make_row("divisions", area_code="") | row for row in _OTHER_DIVISIONS]
    return {**sheets, **rows}


def make_release(*, items=None, offerings=None, agreements=None, **rows) -> CatalogRelease:
    """Return a small release; facts given replace those of the default catalog."""
    release = build_release(make_sheets(**rows))
    if items is not None:
        release = replace(release, items={item.id: item for item in items})
    if agreements is not None:
        release = replace(release, agreements={a.id: a for a in agreements})
    if offerings is None:
        return release
    of = {
        item: tuple(o for o in offerings if item in o.items)
        for item in dict.fromkeys(item for o in offerings for item in o.items)
    }
    return replace(release, offerings=tuple(offerings), offerings_of=of)


def make_item(**changes) -> ServiceItem:
    """Return an item that can be handled across provinces."""
    return replace(make_release().items["id-card"], **changes)


def make_offering(**changes) -> Offering:
    """Return an offering that holds everywhere."""
    return replace(make_release().offerings[0], **changes)


def make_agreement(**changes) -> Agreement:
    """Return an agreement between Beijing and Tianjin that serves both ways."""
    return replace(make_release().agreements["beijing-tianjin"], **changes)
