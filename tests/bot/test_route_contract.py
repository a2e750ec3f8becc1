"""Every sentence of docs/contract.md about verdict, direction, modes and basis, as a table.

A row quotes its sentence, says what is decided for it, and what must come out. The last test
takes all quotes out of the contract: no sentence of these sections may be left.
"""

import re
from datetime import date
from pathlib import Path

import pytest

from bot.decide import Answer, AskBack, CatalogTopic, Outcome
from bot.places import Gazetteer
from bot.replies.route_text import verdict_line
from bot.replies.texts import say
from bot.route import find_route
from bot.route_facts import collect_facts
from catalog.agreements import DirectionKind
from catalog.offerings import Accepts, HandlingMode
from catalog.sources import Confidence
from tests.bot.world import DAY, dated_agreement, day, make_world, offer, places
from tests.builders import make_agreement, make_row

CONTRACT = Path(__file__).parents[2] / "docs" / "contract.md"
ANYWHERE = offer("*", "*", basis_title="国办发〔2020〕35号", basis_as_of="2020-09-29")
JJJ = offer("area:京津冀", "area:京津冀", id="jjj")
ONE_WAY = offer("110000", "area:北三县", id="one-way")
ZONE = offer("110000", "area:天津经开区", id="zone")
MOVE = offer("*", "", "*", id="move", modes=(HandlingMode.JOINT,))
SERVES_BEIJING_IN_NORTH_THREE = make_agreement(
    id="179",
    title="北京市179项政务服务事项可在廊坊北三县办理",
    party_codes=("110000", "area:北三县"),
    direction=DirectionKind.PAIRS,
    pairs=(("110000", "area:北三县"),),
)
SILENT = make_agreement(id="silent", title="框架协议", direction=DirectionKind.UNKNOWN)


def limit(effect, **cells):
    return make_row("limits", items="id-card", effect=effect, **cells)


def decide(*offerings, home=None, current=None, destination=None, on=DAY, **world):
    """Return in plain values what is decided about the one item and what is told of it."""
    release = make_world(offerings=offerings, **world)
    gazetteer = Gazetteer(release)
    item = release.items["id-card"]
    route = find_route(
        item, places(home, current, destination), release, gazetteer, text="", on=on
    )
    facts = collect_facts(route, release, gazetteer)
    direction = route.direction
    return {
        "verdict": route.verdict,
        "accepts": direction.accepts and gazetteer.name(direction.accepts.code),
        "decides": direction.decides and gazetteer.name(direction.decides.code),
        "modes": list(route.modes),
        "notes": [o.mode_note for o in route.offerings],
        "offered": [o.id for o in route.offerings],
        "elsewhere": [o.id for o in route.alternative],
        "limits": [(x.effect, x.what_to_do) for x in route.limits],
        "basis": [line.title for line in facts.basis],
        "as_of": [line.as_of for line in facts.basis],
        "scopes": [line.scope for line in facts.basis],
        "rated": [line.confidence for line in facts.basis],
        "is_inferred": facts.is_inferred,
        "ask": facts.hotline and facts.hotline.phone,
        "windows": [(c.address, c.phone) for c in facts.channels if c.kind == "窗口"],
        "first_line": verdict_line(route, gazetteer),
    }


def by(*modes, **changes):
    """Return what is decided for 保定 → 北京 when it is handled in these modes."""
    offering = offer("*", "*", modes=tuple(HandlingMode(m) for m in modes), **changes)
    return decide(offering, home="130600", current="110000")


COVERED = "`covered` | an offering in force fits every place that was named"
CONDITIONAL = "`conditional` | the same, and a limit applies that the person can meet or must"
NOT_YET = "`not_yet` | a known limit says no for this case"
LOCAL = "`local` | home and current (else destination) lie in one province-level division"
UNKNOWN = "`unknown` | the item has offerings, none for this pair, direction or date"
NULL = "null | no item decided, or a general overview"
VERDICT_ROWS = [
    (COVERED, lambda: decide(ANYWHERE), {"verdict": "covered"}),
    (COVERED, lambda: decide(JJJ, home="130600"), {"verdict": "covered"}),
    (COVERED, lambda: decide(JJJ, current="110112"), {"verdict": "covered"}),
    (COVERED, lambda: decide(JJJ, home="130600", current="110112"), {"verdict": "covered"}),
    (COVERED, lambda: decide(JJJ, home="130600", current="310000"), {"verdict": "unknown"}),
    (COVERED, lambda: decide(MOVE, home="130600", destination="110000"), {"verdict": "covered"}),
    (
        CONDITIONAL,
        lambda: decide(ANYWHERE, home="130600", current="110000", limits=[limit("conditional")]),
        {"verdict": "conditional", "offered": ["id-card-national"]},
    ),
    (
        "know to decide",
        lambda: decide(ANYWHERE, home="130600", current="110000", limits=[limit("note")]),
        {"verdict": "covered"},
    ),
    (
        NOT_YET,
        lambda: decide(ANYWHERE, home="130600", current="110000", limits=[limit("not_yet")]),
        {"verdict": "not_yet"},
    ),
    (
        ": with what to do instead",
        lambda: decide(ANYWHERE, limits=[limit("not_yet", what_to_do="回户籍地办")]),
        {"limits": [("not_yet", "回户籍地办")]},
    ),
    (
        "and the nearest covered alternative",
        lambda: decide(ANYWHERE, home="130600", current="110000", limits=[limit("not_yet")]),
        {"verdict": "not_yet", "offered": ["id-card-national"]},
    ),
    (LOCAL, lambda: decide(ANYWHERE, home="130600", current="131000"), {"verdict": "local"}),
    (LOCAL, lambda: decide(ANYWHERE, home="120000", current="120116"), {"verdict": "local"}),
    (LOCAL, lambda: decide(MOVE, home="130600", destination="131000"), {"verdict": "local"}),
    (
        LOCAL,
        lambda: decide(ANYWHERE, home="130600", current="110000", destination="131000"),
        {"verdict": "covered"},
    ),
    (
        ": not a cross-province matter, handled locally",
        lambda: decide(ANYWHERE, home="130600", current="131000"),
        {"accepts": "保定市", "decides": "保定市", "modes": []},
    ),
    (
        UNKNOWN,
        lambda: decide(JJJ, home="340100", current="310000"),
        {"verdict": "unknown", "offered": [], "elsewhere": ["jjj"], "modes": []},
    ),
    (UNKNOWN, lambda: decide(ONE_WAY, home="131082", current="110000"), {"verdict": "unknown"}),
    (
        UNKNOWN,
        lambda: decide(offer("*", "*", valid_from=day("2026-12")), home="130600"),
        {"verdict": "unknown"},
    ),
    (
        ": names whom to ask (区号+12345 of the deciding place)",
        lambda: decide(ONE_WAY, home="130600", current="110000"),
        {"verdict": "unknown", "ask": "0312-12345"},
    ),
    (NULL, lambda: {"verdict": Outcome(None, AskBack("item")).verdict}, {"verdict": None}),
    (
        NULL,
        lambda: {"verdict": Outcome(None, Answer((), topic=CatalogTopic({}))).verdict},
        {"verdict": None},
    ),
    (
        "A matching limit wins over `unknown`",
        lambda: decide(ONE_WAY, home="131082", current="110000", limits=[limit("not_yet")]),
        {"verdict": "not_yet"},
    ),
    (
        "A matching limit wins over `unknown`",
        lambda: decide(
            ONE_WAY, home="131082", current="110000", limits=[limit("not_yet", homes="310000")]
        ),
        {"verdict": "unknown"},
    ),
]

ONLINE = "全程网办: accepts = decides = home"
AT_CURRENT = "异地代收代办, 云窗口, 自助终端: accepts current, decides home"
DECIDED_HERE = "窗口全国通办, 定点直接结算: accepts and decides current"
TRANSFER = "转移接续, 迁移: accepts destination"
JOINT = "多地联办: accepts the one place of acceptance, decides home"
HOME, HERE = "保定市", "北京市"
DIRECTION_ROWS = [
    (ONLINE, lambda: by("全程网办"), {"accepts": HOME, "decides": HOME}),
    *(
        (AT_CURRENT, lambda mode=mode: by(mode), {"accepts": HERE, "decides": HOME})
        for mode in ("异地代收代办", "云窗口", "自助终端")
    ),
    *(
        (DECIDED_HERE, lambda mode=mode: by(mode), {"accepts": HERE, "decides": HERE})
        for mode in ("窗口全国通办", "定点直接结算")
    ),
    (
        "(unless the source says otherwise)",
        lambda: by("窗口全国通办", accepts=Accepts.HOME),
        {"accepts": HOME, "decides": HOME},
    ),
    (
        TRANSFER,
        lambda: decide(MOVE, home="130600", destination="110000"),
        {"accepts": HERE, "decides": HOME},
    ),
    (
        "unless the source says otherwise ·",
        lambda: decide(
            offer("*", "", "*", modes=(HandlingMode.JOINT,), accepts=Accepts.HOME),
            home="130600",
            destination="110000",
        ),
        {"accepts": HOME, "decides": HOME},
    ),
    (JOINT, lambda: by("多地联办"), {"accepts": HERE, "decides": HOME}),
    (
        JOINT,
        lambda: by("多地联办", accepts=Accepts.HOME),
        {"accepts": HOME, "decides": HOME},
    ),
    ("not known: null", lambda: by(), {"accepts": None}),
    (
        "not known: null",
        lambda: decide(ANYWHERE, current="110000"),
        {"accepts": "北京市", "decides": None},
    ),
    (
        "Short official names at the level named",
        lambda: decide(ANYWHERE, home="131082", current="110112"),
        {"accepts": "通州区", "decides": "三河市"},
    ),
]

CLOSED_SET = (
    "closed set: 全程网办, 异地代收代办, 多地联办, 窗口全国通办, "
    "云窗口, 自助终端, 定点直接结算, 免申请"
)
MODES_ROWS = [
    (
        CLOSED_SET,
        lambda: {"modes": {mode.value for mode in HandlingMode}},
        {"modes": set(CLOSED_SET.removeprefix("closed set: ").split(", "))},
    ),
    (
        "fewest trips first",
        lambda: by("多地联办", "异地代收代办", "窗口全国通办", "全程网办", "免申请"),
        {"modes": ["免申请", "全程网办", "窗口全国通办", "异地代收代办", "多地联办"]},
    ),
    (
        "The facts' other wordings map to one of these plus a note",
        lambda: by("异地代收代办", mode_note="窗口全国通办:任一窗口都受理"),
        {"modes": ["异地代收代办"], "notes": ["窗口全国通办:任一窗口都受理"]},
    ),
]

ALL_IN_FORCE = "all that is in force on the day in that direction"
COUNTIES = make_agreement(id="counties", title="县与区", party_codes=("110112", "131082"))
PROVINCES = make_agreement(id="provinces", title="省与市", party_codes=("110000", "130000"))
TITLES = "titles exactly as in the agreements' data"
NOT_ITEMISED = 'An agreement whose scope is not itemised is named (`"scope": "not itemised"`)'
SERVES_ONE_WAY = (
    "One-way is `home → current`: “北京市179项…在廊坊北三县” serves home 北京, current 北三县"
)
NO_DIRECTION = "A direction the source doesn't give is `unknown`"
ZONE_STAYS = (
    "In the agreements' `party_codes` a zone that is only part of a division stays `area:<name>`"
)
PARTIAL_DATES = "Partial dates keep their precision"
INFERRED = 'Rows only inferred (推断, memory) carry `confidence: "inferred"`'
LOW = "nothing rated low shows a phone or an address"


def between(home, current, *agreements, on=DAY):
    """Return what is decided when an offering without a list meets these agreements."""
    return decide(offer("*", "*"), home=home, current=current, agreements=agreements, on=on)


BASIS_ROWS = [
    (
        ALL_IN_FORCE,
        lambda: between("110112", "131082", PROVINCES, SERVES_BEIJING_IN_NORTH_THREE, SILENT),
        {"basis": ["北京市179项政务服务事项可在廊坊北三县办理", "省与市"]},
    ),
    (
        ALL_IN_FORCE,
        lambda: between("110000", "120000", dated_agreement("2023-08-15"), on=date(2023, 8, 14)),
        {"basis": []},
    ),
    (
        ALL_IN_FORCE,
        lambda: between("110000", "120000", dated_agreement("2018", expires="2020-12-31")),
        {"basis": []},
    ),
    (
        "most specific first",
        lambda: between("110112", "131082", PROVINCES, COUNTIES),
        {"basis": ["县与区", "省与市"]},
    ),
    (
        TITLES,
        lambda: between("110000", "131082", SERVES_BEIJING_IN_NORTH_THREE),
        {"basis": ["北京市179项政务服务事项可在廊坊北三县办理"]},
    ),
    (
        "national lists as 国办发〔2020〕35号",
        lambda: decide(ANYWHERE, home="130600", current="110000"),
        {"basis": ["国办发〔2020〕35号"], "as_of": ["2020-09-29"]},
    ),
    (
        "and 国办发〔2022〕34号",
        lambda: decide(
            offer("*", "*", basis_title="国办发〔2022〕34号", basis_as_of="2022-10-04")
        ),
        {"basis": ["国办发〔2022〕34号"]},
    ),
    (
        NOT_ITEMISED,
        lambda: between("110000", "120000", make_agreement()),
        {"basis": ["京津通办协议"], "scopes": ["not itemised"]},
    ),
    (
        NOT_ITEMISED,
        lambda: between("110000", "120000", make_agreement(items=("id-card",))),
        {"basis": ["京津通办协议"], "scopes": [None]},
    ),
    (
        "but covers no item by itself",
        lambda: decide(ONE_WAY, home="110000", current="120000", agreements=[make_agreement()]),
        {"verdict": "unknown", "basis": ["京津通办协议"]},
    ),
    (
        SERVES_ONE_WAY,
        lambda: decide(
            ONE_WAY,
            home="110000",
            current="area:北三县",
            agreements=[SERVES_BEIJING_IN_NORTH_THREE],
        ),
        {"verdict": "covered", "basis": [SERVES_BEIJING_IN_NORTH_THREE.title]},
    ),
    (
        "the reverse is `unknown` there",
        lambda: decide(
            ONE_WAY,
            home="area:北三县",
            current="110000",
            agreements=[SERVES_BEIJING_IN_NORTH_THREE],
        ),
        {"verdict": "unknown", "basis": []},
    ),
    (NO_DIRECTION, lambda: between("110000", "120000", SILENT), {"basis": []}),
    (
        "yields no `covered`",
        lambda: decide(ONE_WAY, home="110000", current="120000", agreements=[SILENT]),
        {"verdict": "unknown"},
    ),
    (
        ZONE_STAYS,
        lambda: decide(ZONE, home="110000", current="area:天津经开区"),
        {"verdict": "covered"},
    ),
    (
        "a place is matched to a party through its members",
        lambda: between("110000", "131024", SERVES_BEIJING_IN_NORTH_THREE),
        {"basis": [SERVES_BEIJING_IN_NORTH_THREE.title]},
    ),
    (
        "a place is matched to a party through its members",
        lambda: between("110000", "130600", SERVES_BEIJING_IN_NORTH_THREE),
        {"basis": []},
    ),
    (
        "and a reply says when only the zone is meant",
        lambda: decide(ZONE, home="110000", current="120116"),
        {
            "verdict": "conditional",
            "first_line": "可以办“居民身份证补领”,"
            "但只限北京市、天津经开区,先看您说的地方在不在里面。",
        },
    ),
    (
        PARTIAL_DATES,
        lambda: between("110000", "120000", dated_agreement("2023-08")),
        {"as_of": ["2023-08"]},
    ),
    (
        "and count from the period's last day",
        lambda: between("110000", "120000", dated_agreement("2023-08"), on=date(2023, 8, 30)),
        {"basis": []},
    ),
    (
        "and count from the period's last day",
        lambda: between("110000", "120000", dated_agreement("2023-08"), on=date(2023, 8, 31)),
        {"basis": ["京津通办协议"]},
    ),
    (
        "and count from the period's last day",
        lambda: between("110000", "120000", dated_agreement("2023"), on=date(2023, 12, 31)),
        {"as_of": ["2023"]},
    ),
    (
        INFERRED,
        lambda: decide(offer("*", "*", basis_title="目录", basis_confidence=Confidence.INFERRED)),
        {"rated": ["inferred"], "is_inferred": True},
    ),
    (
        "and the text says 据公开资料推断, 以办理地公示为准",
        lambda: {"text": say("line.inferred").replace(",", ", ")},
        {"text": "据公开资料推断, 以办理地公示为准。"},
    ),
    (
        LOW,
        lambda: decide(
            ANYWHERE,
            home="130600",
            current="110000",
            channels=[make_row("channels", categories="公安户籍", confidence="low")],
        ),
        {"windows": []},
    ),
    (
        LOW,
        lambda: decide(
            ANYWHERE,
            home="130600",
            current="110000",
            channels=[make_row("channels", categories="公安户籍", confidence="medium")],
        ),
        {"windows": [("西三环南路1号", "010-12345")]},
    ),
]
ROWS = [*VERDICT_ROWS, *DIRECTION_ROWS, *MODES_ROWS, *BASIS_ROWS]


@pytest.mark.parametrize(("quote", "decided", "wanted"), ROWS, ids=[row[0] for row in ROWS])
def test_contract_says(quote, decided, wanted):
    found = decided()
    assert {key: found[key] for key in wanted} == wanted


def section(name):
    """Return the text of one section, up to the next one, on one line."""
    text = CONTRACT.read_text(encoding="utf-8")
    found = re.search(rf"\*\*{name}\*\*(.*?)(?=\n\*\*|\Z)", text, re.DOTALL)
    assert found, name
    return re.sub(r"\s+", " ", found[1])


NO_RULES = ("value | when", "from the offering's mode:")
"""Head of the table; what the first sentence of a section begins with."""


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("verdict", VERDICT_ROWS),
        ("direction", DIRECTION_ROWS),
        ("modes", MODES_ROWS),
        ("basis", BASIS_ROWS),
    ],
)
def test_every_sentence_of_the_section_has_a_row(name, rows):
    left = section(name)
    # The longest first: a short quote may stand inside of a longer one.
    for quote in sorted({row[0] for row in rows}, key=len, reverse=True):
        assert quote in section(name), quote
        left = left.replace(quote, " ")
    for words in NO_RULES:
        left = left.replace(words, " ")
    assert set(re.findall(r"\w+", left)) <= {"and"}, left
