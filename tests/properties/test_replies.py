"""What a reply says: no part contradicts another, and every fact comes from a dated row.

Each held item is rendered for two pairs of every kind and for places left out, once asked plainly
and once for everything at once: the whole sweep would take minutes and say the same.
"""

import json
import re
from dataclasses import dataclass

import pytest

from bot.asked import Asked
from bot.decide import OUTCOMES, Answer, Outcome
from bot.messages import Turn
from bot.replies.compose import compose
from bot.replies.dates import say_date
from bot.replies.texts import say
from bot.replies.typeset import typeset
from bot.route import Route, find_route
from bot.route_facts import collect_facts
from catalog.offerings import BasisKind, HandlingMode, Reach
from catalog.sources import COMPILED_ON, Confidence
from intents.understand import understand
from tests.bot.replies.test_card import ASPECTS, ROWS
from tests.bot.replies.test_card import FIELDS as TYPES
from tests.properties.atlas import lies_in
from tests.properties.conftest import DAY, places_for
from tests.properties.test_routes import assert_none

pytestmark = pytest.mark.slow

ASKED = (
    ("eligibility",),
    ("materials", "time_limit", "fee", "place", "progress", "contact", "conditions", "basis"),
)
PAIRS_OF_EACH_KIND = 1
OPEN = ((False, False), (True, False), (False, True))
"""Which of home and the other place is named, beside pairs with both."""


@dataclass(frozen=True, slots=True)
class Told:
    """One reply with the route it tells."""

    route: Route
    aspects: tuple[str, ...]
    turn: Turn

    @property
    def card(self):
        return self.turn.answer

    @property
    def text(self):
        return self.turn.reply.text

    @property
    def first_line(self):
        return self.text.splitlines()[0]

    def __str__(self):
        """Return what a failure names: the item, the places and what was asked."""
        item, places = self.route.item, self.route.places
        named = "→".join(p.name if p else "?" for p in (places.home, places.current))
        moved = f"⇒{places.destination.name}" if places.destination else ""
        return f"{item.name} [{item.id}] {named}{moved} ({self.aspects[0]}…)"


@pytest.fixture(scope="module")
def told(held, pairs, knowledge, gazetteer):
    """Every held item for a few places and ways of asking."""
    understanding = understand("", knowledge.lexicon)
    release = knowledge.release
    places = list(_places(pairs))

    def tell(item, home, other, aspects):
        named = places_for(item, home, other, release)
        route = find_route(item, named, release, gazetteer, text="", on=DAY)
        asked = Asked(understanding, named, aspects, DAY)
        return Told(route, aspects, compose("", Outcome(asked, Answer((), route)), knowledge))

    return [
        tell(item, home, other, aspects)
        for item in held
        for home, other in places
        for aspects in ASKED
    ]


def _places(pairs):
    by_kind = {}
    for pair in pairs:
        by_kind.setdefault(pair.kind, []).append(pair)
    for kind in by_kind.values():
        for pair in kind[:PAIRS_OF_EACH_KIND]:
            yield pair.home, pair.other
    capital = by_kind["capital region"][0]
    for has_home, has_other in OPEN:
        yield capital.home if has_home else None, capital.other if has_other else None


VERDICTS = {"covered", "conditional", "not_yet", "local", "unknown", None}
OUTCOME_VALUES = {
    *("answer", "clarify", "unlisted", "out_of_scope", "refused", "smalltalk", "handoff"),
}
MODES = ["免申请", "全程网办", "定点直接结算", "自助终端", "云窗口", "窗口全国通办"]
MODES += ["异地代收代办", "多地联办"]


def is_places(card):
    places = [place for place in card["places"].values() if place is not None]
    optional = {"members", "given"}
    return list(card["places"]) == ["home", "current", "destination"] and all(
        {"code", "name"} <= set(place) <= {"code", "name"} | optional for place in places
    )


def are_rated(rows):
    return {row["confidence"] for row in rows} <= {"high", "medium", "low", "inferred"}


FIELDS = {
    "outcome": lambda card: card["outcome"] in OUTCOME_VALUES,
    "verdict": lambda card: card["verdict"] in VERDICTS,
    "aspect": lambda card: card["aspect"] in ASPECTS,
    "also_aspects": lambda card: set(card["also_aspects"]) <= ASPECTS - {card["aspect"]},
    "places": is_places,
    "items": lambda card: (
        len(card["items"]) <= 5 and all(0 <= row["score"] <= 1 for row in card["items"])
    ),
    "direction": lambda card: (
        card["direction"] is None or list(card["direction"]) == ["accepts", "decides"]
    ),
    "modes": lambda card: set(card["modes"]) <= set(MODES),
    "basis": lambda card: (
        are_rated(card["basis"])
        and {row["kind"] for row in card["basis"]} <= {kind.value for kind in BasisKind}
    ),
    "sources": lambda card: (
        are_rated(card["sources"]) and (card["sources"] != [] or card["outcome"] != "answer")
    ),
    "mode": lambda card: card["mode"] == "fast",
    "text": lambda card: card["text"].strip() != "",
    "limits": lambda card: say("line.blank") not in json.dumps(card["limits"], ensure_ascii=False),
    "materials": lambda card: say("line.blank") not in " ".join(card["materials"]),
    "time_limit": lambda card: card["time_limit"] != say("line.blank"),
    "fee": lambda card: card["fee"] != say("line.blank"),
}
"""What must hold of single fields, beside their kinds."""


def departures(card):
    """Yield how an answer object departs from the contract."""
    if list(card) != list(TYPES):
        yield f"has the fields {list(card)}"
        return
    yield from (
        f"{k} is {card[k]!r}" for k, kind in TYPES.items() if not isinstance(card[k], kind)
    )
    for key, columns in ROWS.items():
        found = [set(row) for row in card[key] if not set(columns) <= set(row)]
        yield from (f"{key} has {keys}" for keys in found)
    yield from (f"{key} is {card[key]!r}" for key, holds in FIELDS.items() if not holds(card))


def test_outcomes_and_modes_of_the_program_are_those_of_the_contract():
    assert set(OUTCOMES.values()) == OUTCOME_VALUES
    assert {mode.value for mode in HandlingMode} == set(MODES)


def test_answer_object_keeps_to_the_contract(told):
    assert_none(f"{reply}: {found}" for reply in told for found in departures(reply.card))


FIRST_LINES = {
    "covered": r"^可以(?!.*(?:但有条件|但只限))",
    "conditional": r"^可以办.*(?:,但有条件|，但有条件|但只限)",
    "not_yet": r"^这种情况目前还不能异地办",
    "local": r"不算跨省",
    "unknown": r"没有写明(?:\(|（)截至",
}


def test_first_line_says_the_verdict_and_no_other(told):
    assert_none(
        f"{reply}: {reply.card['verdict']} as {reply.first_line}"
        for reply in told
        if [v for v, said in FIRST_LINES.items() if re.search(said, reply.first_line)]
        != [reply.card["verdict"]]
    )


def test_first_line_promises_only_the_way_its_mode_goes(told):
    ways = {"在网上就能办": "全程网办", "不用申请": "免申请", "直接结算,": "定点直接结算"}
    assert_none(
        f"{reply}: {reply.first_line} with {reply.card['modes']}"
        for reply in told
        for words, mode in ways.items()
        if reply.card["verdict"] == "covered"
        and words in reply.first_line.replace("，", ",")
        and reply.card["modes"][:1] != [mode]
    )


def line_of(reply, beginning):
    """Return the line that begins so, empty for none."""
    lines = (line for line in reply.text.splitlines() if line.startswith(beginning))
    return next(lines, "")


def test_modes_told_in_the_text_are_the_modes_of_the_answer(told):
    assert_none(
        f"{reply}: {line_of(reply, '怎么办')} with {reply.card['modes']}"
        for reply in told
        if (line := line_of(reply, "怎么办"))
        and reply.card["modes"]
        and not line.endswith(f"（{'、'.join(reply.card['modes'])}）")
    )


BY_PRESENCE = re.compile(r"必须到场|须本人到场|须到窗口|须到现场|必须现场|本人到场办理")


def test_what_is_handled_online_alone_sends_nobody_to_a_window(told):
    assert_none(
        f"{reply}: {found[0]}"
        for reply in told
        if reply.card["modes"] in (["全程网办"], ["免申请"])
        and reply.card["verdict"] == "covered"
        and (found := BY_PRESENCE.search(reply.text))
    )


def test_not_yet_unknown_and_local_do_not_tell_how_to_do_it_here(told):
    assert_none(
        f"{reply}: {line_of(reply, '怎么办')}"
        for reply in told
        if reply.card["verdict"] in ("not_yet", "unknown", "local") and line_of(reply, "怎么办")
    )


def test_direction_of_the_answer_names_only_places_of_the_question(told):
    assert_none(
        f"{reply}: {reply.card['direction']}"
        for reply in told
        for name in (reply.card["direction"] or {}).values()
        if name is not None and name not in {p.name for p in reply.route.places.named}
    )


TAKES = re.compile(r"^怎么办：(?:在|向)(.+?)(?:交材料|的大厅|的自助终端|一处)")
RULES = re.compile(r"[，；](?:由)?([^，；]+?)(?:审核|办结)")


def test_line_how_it_is_done_names_who_accepts_and_who_decides(told, gazetteer):
    """“在X交材料,Y审核”: X and Y are the accepting and the deciding place of the answer."""

    def contradictions():
        for reply in told:
            line, direction = line_of(reply, "怎么办"), reply.route.direction
            takes, rules = TAKES.search(line), RULES.search(line)
            for said, place in ((takes, direction.accepts), (rules, direction.decides)):
                if said and place and said[1] not in (gazetteer.full_name(place), "当地"):
                    yield f"{reply}: {line} with {reply.card['direction']}"

    assert_none(contradictions())


def test_windows_are_at_the_place_of_handling(sweep, told, knowledge, gazetteer):
    """All pairs, for what names windows and for one item of every category.

    Where no place of handling was named, a window is one of the first offering alone.
    """
    release = knowledge.release
    regions = {}
    for channel in release.channels.values():
        regions.setdefault((channel.name, channel.address), []).append(Reach(channel.regions))
    tried = {s.item.category: s.item.id for s in sweep}
    tried = {*tried.values(), *_items_with_windows(release)}
    routes = [(s, s.route) for s in sweep if s.item.id in tried]
    routes += [(reply, reply.route) for reply in told if reply.aspects == ASKED[0]]

    def contradictions():
        for which, route in routes:
            current = route.places.current
            for row in collect_facts(route, release, gazetteer).channels:
                if row.kind not in WINDOWS:
                    continue
                served = regions[row.name, row.address]
                own = [i for o in route.offerings[:1] for i in o.channels]
                if current is None and row.name in [release.channels[i].name for i in own]:
                    continue
                if current is None or not any(lies_in(current.code, r, release) for r in served):
                    yield f"{which}: sent to {row.name} in {row.region}"

    assert_none(contradictions())


WINDOWS = ("窗口", "自助终端")


def _items_with_windows(release):
    for offering in release.offerings:
        if any(release.channels[i].kind in WINDOWS for i in offering.channels):
            yield from offering.items


PHONE = re.compile(r"(?<![\d\-年月〔])(?:0\d{2,3}-)?1[1-9]\d{3}(?!\d)|0\d{2,3}-\d{7,8}")


def test_phones_told_are_those_of_the_channels_and_of_the_deciding_place(told, knowledge):
    rows = " ".join(_row_texts(knowledge.release))

    def contradictions():
        for reply in told:
            known = " ".join(["12345", *(row["phone"] or "" for row in reply.card["channels"])])
            for phone in PHONE.findall(reply.text):
                if phone not in known and phone not in rows:
                    yield f"{reply}: {phone}, known are {known}"

    assert_none(contradictions())


def _row_texts(release):
    for offering in release.offerings:
        yield from (*offering.where, *offering.materials, offering.conditions, offering.fee)
        yield from (offering.mode_note, offering.time_limit, offering.label)
        yield from (offering.basis_title, offering.source.title)
    for limit in release.limits:
        yield from (limit.limit, limit.what_to_do, limit.source.title)
    for channel in release.channels.values():
        yield from (channel.name, channel.address or "", channel.hours or "")


def test_hotline_is_that_of_the_deciding_place(told, gazetteer):
    """With its area code, unless the person stands in the same city."""

    def contradictions():
        for reply in told:
            places = reply.route.places
            decides = places.home or reply.route.direction.decides or places.destination
            for row in reply.card["channels"]:
                if row["name"] not in _names_of_12345(row):
                    continue
                area_code = gazetteer.area_code(decides)
                is_local = places.current and gazetteer.area_code(places.current) == area_code
                if row["phone"] != ("12345" if is_local else f"{area_code}-12345"):
                    yield f"{reply}: {row['phone']}, decided at {decides}"
                if row["region"] not in _place_names(decides, gazetteer):
                    yield f"{reply}: {row['region']}, decided at {decides}"

    assert_none(contradictions())


def _names_of_12345(row):
    return (f"{row['region']}12345热线", "当地政务服务热线")


def test_places_told_are_those_of_the_question_or_of_the_rows_it_rests_on(told, knowledge):
    release, gazetteer = knowledge.release, knowledge.gazetteer
    divisions = {}
    for division in release.divisions.values():
        divisions.setdefault(division.name[:2], set()).add(division.name)

    def contradictions():
        for reply in told:
            named = [_place_names(place, gazetteer) for place in reply.route.places.named]
            known = " ".join([_own_texts(reply, release), *(n for names in named for n in names)])
            for name in _named_in(reply.text, divisions):
                if name not in known:
                    yield f"{reply}: names {name}"

    assert_none(contradictions())


def _named_in(text, names):
    """Return the divisions a text names; names of two characters are words as well (东区)."""
    for start in range(len(text)):
        for name in names.get(text[start : start + 2], ()):
            if len(name) > 2 and text.startswith(name, start):
                yield name


def _place_names(place, gazetteer):
    """Return what a place may be called, with the city and the province it lies in."""
    above = (place.code[:4] + "00", place.code[:2] + "0000")
    return [gazetteer.full_name(place), *(gazetteer.name(code) for code in above)]


def _own_texts(reply, release):
    """Return the words of the rows a reply rests on, as they are printed."""
    route = reply.route
    offerings = (*route.offerings, *route.alternative)
    rows = [text for o in offerings for text in (*o.where, *o.materials, *_cells(o))]
    rows += [text for limit in route.limits for text in (limit.limit, limit.what_to_do)]
    rows += [limit.source.title for limit in route.limits]
    rows += [fit.agreement.title for fit in route.agreements]
    rows += [release.agreements[o.agreement].title for o in offerings if o.agreement]
    rows += [f"{c['name']}{c['address']}{c['hours']}" for c in reply.card["channels"]]
    for o in offerings:
        for reach in (o.homes, o.currents, o.destinations):
            rows += [release.divisions[c].name for c in reach.codes if c in release.divisions]
    return typeset(" ".join([route.item.name, *rows]))


def _cells(o):
    return (o.label, o.mode_note, o.time_limit, o.fee, o.conditions, o.basis_title, o.source.title)


def test_every_fact_of_an_answer_stands_in_a_row_of_its_route(told, knowledge):
    release = knowledge.release

    def contradictions():
        for reply in told:
            card, offerings = reply.card, reply.route.offerings
            facts = {
                "materials": (card["materials"], {m for o in offerings for m in o.materials}),
                "time_limit": ([card["time_limit"]], {None, *(o.time_limit for o in offerings)}),
                "fee": ([card["fee"]], {None, *(o.fee for o in offerings)}),
                "modes": (card["modes"], {m.value for o in offerings for m in o.modes}),
                "basis": (
                    [row["title"] for row in card["basis"]],
                    set(_basis_titles(reply.route, release)),
                ),
                "limits": (
                    [row["limit"] for row in card["limits"]],
                    {limit.limit for limit in release.limits},
                ),
            }
            for name, (told_values, known) in facts.items():
                if not set(told_values) <= known:
                    yield f"{reply}: {name} {set(told_values) - known} stands in no row"

    assert_none(contradictions())


def _basis_titles(route, release):
    for offering in route.offerings:
        yield offering.basis_title
        if offering.agreement:
            yield release.agreements[offering.agreement].title
    for fit in route.agreements:
        yield fit.agreement.title


def test_channels_of_an_answer_stand_in_the_catalog(told, knowledge):
    known = {(c.name, c.kind) for c in knowledge.release.channels.values()}
    assert_none(
        f"{reply}: {row}"
        for reply in told
        for row in reply.card["channels"]
        if (row["name"], row["kind"]) not in known and not _is_12345(row)
    )


def _is_12345(row):
    return row["kind"] == "热线" and (row["phone"] or "").endswith("12345")


def test_every_source_is_that_of_a_row_and_has_a_date(told):
    def contradictions():
        for reply in told:
            route = reply.route
            rows = {o.source.title for o in (*route.offerings, *route.alternative)}
            rows |= {limit.source.title for limit in route.limits}
            for row in reply.card["sources"]:
                if row["title"] not in rows or not row["as_of"]:
                    yield f"{reply}: {row}"
                if row["as_of_kind"] == "compiled" and row["as_of"] != COMPILED_ON:
                    yield f"{reply}: compiled on {row['as_of']}"

    assert_none(contradictions())


def test_first_source_is_told_with_its_date(told):
    assert_none(
        f"{reply}: {reply.card['sources'][0]} in {reply.text}"
        for reply in told
        if say_date(reply.card["sources"][0]["as_of"]) not in line_of(reply, "来源")
    )


def test_basis_that_has_a_date_is_told_with_it(told):
    def contradictions():
        for reply in told:
            line = line_of(reply, "依据")
            for row in reply.card["basis"]:
                title = typeset(row["title"])
                if title in line and row["as_of"] and say_date(row["as_of"][:4]) not in line:
                    yield f"{reply}: {row} in {line}"

    assert_none(contradictions())


def test_what_is_only_inferred_says_so(told):
    def contradictions():
        for reply in told:
            lead = reply.route.offerings[:1]
            inferred = any(
                Confidence.INFERRED in (o.basis_confidence, o.source.confidence) for o in lead
            )
            if inferred is not (say("line.inferred") in reply.text.replace("，", ",")):
                yield f"{reply}: inferred is {inferred}"

    assert_none(contradictions())


def test_blank_facts_that_were_asked_for_are_told_as_blank(told):
    beginnings = {"materials": "带什么", "time_limit": "要多久", "fee": "多少钱"}
    assert_none(
        f"{reply}: {line_of(reply, beginning)}"
        for reply in told
        for aspect, beginning in beginnings.items()
        if aspect in reply.aspects
        and not reply.card[aspect]
        and say("line.blank") not in line_of(reply, beginning)
    )
