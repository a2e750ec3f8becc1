"""Find the agreements a question asks about: by title, parties, year or what they cover."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import pairwise
from math import log

from bot.asked import Asked
from bot.basis import touching
from bot.decide import AgreementTopic
from bot.knowledge import Knowledge, topic_key
from bot.systems import detail_asked
from catalog.agreements import Agreement
from intents.lexicon import Place

_ABOUT_AGREEMENT = re.compile(
    r"协议|签的|签订|签署|签了|签过|签约|备忘录|联盟|合作(?!医疗|社|办)|联动机制|工作方案|协同立法"
    r"|行动方案|工作要点|共识|工作规则"
    r"|(?:通知|目录|规定|方案|清单)[是,]?(?:哪一?年|什么时候|何时|谁|讲|说)"
)
_ASKS_WHICH = re.compile(
    r"哪些|哪几|几[份个]|多少|有什么(?:协议|合作)|都(?:签|有|和|跟|与)|[和跟与](?:谁|哪)|一共|总共"
)
_YEAR = re.compile(r"(20\d\d)年?")
TELLING_WORDS = 1.2
"""Rare words shared with a title that name an agreement even where its places were not said; one
word of a single title counts 1 for the title and 0.5 for the rest."""
LISTED = 8
"""So many agreements are named at most where it is asked which there are."""
_RELATED = 5


def find_agreements(asked: Asked, knowledge: Knowledge) -> AgreementTopic | None:
    """Return the agreements that a question asks about, best first; None for no agreement.

    What is expired comes last and is only history.
    """
    agreements = list(knowledge.release.agreements.values())
    titled = find_titled(asked.text, knowledge)
    if titled:
        return AgreementTopic(tuple(titled[:_RELATED]), detail=detail_asked(asked.text))
    if not _ABOUT_AGREEMENT.search(asked.text):
        return None
    places = [m.place for m in asked.understanding.mentions if m.place is not None]
    words = _shared_words(asked, agreements, knowledge)
    years = set(_YEAR.findall(asked.text))
    found = [
        a
        for a in agreements
        if words[a.id] >= TELLING_WORDS or (years and not places and _years(a) & years)
    ]
    if places:
        found += touching(dict.fromkeys(places), agreements, knowledge.gazetteer)
    if years:
        found = [a for a in found if _years(a) & years]
    ordered = _order(dict.fromkeys(found), places, words, asked, knowledge)
    if not ordered:
        return None
    is_list = len(ordered) > 1 and _ASKS_WHICH.search(asked.text) is not None
    detail = None if is_list else detail_asked(asked.text)
    return AgreementTopic(tuple(ordered[: LISTED if is_list else _RELATED]), is_list, detail)


def find_titled(text: str, knowledge: Knowledge) -> list[Agreement]:
    """Return the agreements whose whole title stands in a text."""
    key = topic_key(text)
    return [a for a in knowledge.release.agreements.values() if topic_key(a.title) in key]


def find_agreements_of(
    codes: Iterable[str], asked: Asked, knowledge: Knowledge
) -> AgreementTopic | None:
    """Return the agreements of which all these places are parties, the nearest first."""
    places = [place for code in dict.fromkeys(codes) if (place := knowledge.gazetteer.place(code))]
    shared = touching(places, knowledge.release.agreements.values(), knowledge.gazetteer)
    ordered = _order(shared, places, Counter(), asked, knowledge)
    return (
        AgreementTopic(tuple(ordered[:_RELATED]), detail=detail_asked(asked.text))
        if ordered
        else None
    )


def _years(agreement: Agreement) -> set[str]:
    return set(_YEAR.findall(agreement.signed_text))


def _order(
    found: Iterable[Agreement],
    places: Iterable[Place],
    words: Mapping[str, float],
    asked: Asked,
    knowledge: Knowledge,
) -> list[Agreement]:
    wanted = {f"area:{place.zone}" for place in places}
    wanted.update(code for place in places for code in (place.code, *place.members))

    def nearness(agreement: Agreement) -> float:
        parties = [knowledge.gazetteer.place(code) for code in agreement.party_codes]
        members = {code for party in parties if party for code in party.members}
        return len(wanted & {*agreement.party_codes, *members}) + words[agreement.id]

    def is_expired(agreement: Agreement) -> bool:
        return agreement.expires_on is not None and agreement.expires_on.last_day < asked.on

    return sorted(found, key=lambda a: (is_expired(a), -nearness(a), len(a.party_codes), a.title))


def _shared_words(
    asked: Asked, agreements: list[Agreement], knowledge: Knowledge
) -> dict[str, float]:
    """Return how much of the rarer wording of each agreement stands in the question.

    Counted in pairs of characters, each worth the less the more agreements have it.
    """
    said = _pairs(topic_key(asked.text))
    titles = {a.id: _pairs(topic_key(a.title)) & said for a in agreements}
    whole = {a.id: _pairs(_about(a, knowledge)) & said for a in agreements}
    spread = Counter(pair for pairs in whole.values() for pair in pairs)
    most = log(len(agreements) + 1)

    def worth(pairs: set[str]) -> float:
        return sum(1 - log(spread[pair]) / most for pair in pairs)

    return {a.id: (worth(titles[a.id]) + worth(whole[a.id])) / 2 for a in agreements}


def _about(agreement: Agreement, knowledge: Knowledge) -> str:
    parties = [knowledge.gazetteer.name(code) for code in agreement.party_codes]
    return topic_key("|".join((agreement.title, agreement.parties, agreement.scope, *parties)))


def _pairs(text: str) -> set[str]:
    return {a + b for a, b in pairwise(text)}
