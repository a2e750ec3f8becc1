"""Knowledge: one catalog version ready to answer from – release, lexicon and index, immutable.

Built in one place, swapped whole when the version changes; decides which names a place goes by.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.places import EVERYWHERE, Fit, Gazetteer
from catalog.index import Index, Wording, bare_name, build_index, index_names, item_names
from catalog.items import ServiceItem
from catalog.jurisdictions import MUNICIPALITIES, Jurisdiction, Region
from catalog.matching import Nearness
from catalog.offerings import Offering
from catalog.release import CatalogRelease
from catalog.systems import System
from intents.lexicon import Lexicon, Place
from intents.loading import build_lexicon, read_ordinary_words, read_spelled_words
from intents.segment import Segmenter, build_segmenter
from intents.spelling import Speller
from intents.understand import Piece, plain_matter

_SUFFIX = re.compile(
    r"(?:(?:壮族|回族|维吾尔|土家族|苗族|布依族|藏族|彝族|侗族|傣族|蒙古族?|朝鲜族|满族|哈萨克|黎族|瑶族|白族|"
    r"哈尼族|傈僳族|景颇族|羌族|各族|水族|仡佬族|畲族|达斡尔族|鄂温克族|纳西族|佤族|拉祜族|布朗族|独龙族|怒族|"
    r"普米族|毛南族|仫佬族|锡伯|塔吉克|裕固族|保安族|东乡族|撒拉族|土族|柯尔克孜|哈萨克族)*"
    r"(?:特别行政区|自治区|自治州|自治县|自治旗|地区|新区|省|市|区|县|盟|旗|林区))$"
)
_ABBREVIATION_FOLLOWED_BY = ("籍", *"abcdefghjkl")


def short_name(name: str) -> str:
    """Return 石家庄 for 石家庄市, 大厂 for 大厂回族自治县; the name itself where it is short."""
    short = _SUFFIX.sub("", name)
    return short if len(short) >= 2 else name


def place_names(
    divisions: Mapping[str, Jurisdiction], regions: tuple[Region, ...]
) -> dict[str, tuple[Place, ...]]:
    """Return every name a place goes by, lower case, with all that the name can stand for."""
    names: dict[str, dict[str, Place]] = defaultdict(dict)
    provinces = {short_name(d.name) for d in divisions.values() if d.code.endswith("0000")}
    for division in divisions.values():
        place = Place(division.code, division.name)
        for name in _division_names(division):
            if name in provinces and not division.code.endswith("00"):
                continue  # 河北 is the province, also beside 天津, which has a 河北区
            names[name.lower()].setdefault(division.code, place)
    for region in regions:
        _add_region(region, divisions, names)
    return {name: tuple(found.values()) for name, found in names.items()}


def _division_names(division: Jurisdiction) -> list[str]:
    names = [division.name] if division.name not in read_ordinary_words() else []
    short = short_name(division.name)
    is_district = division.name.endswith("区") and not division.code.endswith("00")
    in_municipality = division.code[:2] + "0000" in MUNICIPALITIES or division.code[:2] == "13"
    if short not in read_ordinary_words() and (not is_district or in_municipality):
        names.append(short)
    return names


def _add_region(
    region: Region,
    divisions: Mapping[str, Jurisdiction],
    names: dict[str, dict[str, Place]],
) -> None:
    readings = _region_readings(region, divisions)
    for name in (region.name, *region.aliases):
        bare = re.sub(r"[(（].*[)）]$", "", name).lower()
        if len(bare) == 1:
            bare_names = [bare + after for after in _ABBREVIATION_FOLLOWED_BY]
        else:
            bare_names = [bare]
        for known in bare_names:
            if known in read_ordinary_words() or (region.kind == "同名易混" and known in names):
                continue
            for place in readings:
                if not names[known] or region.kind != "旧称" or place.code in names[known]:
                    names[known].setdefault(place.code, place)


def _region_readings(region: Region, divisions: Mapping[str, Jurisdiction]) -> list[Place]:
    zone = region.name if region.is_part else None
    members = [code for code in region.members if code in divisions]
    if region.kind == "同名易混":
        return [Place(code, divisions[code].name) for code in members]
    if len(members) == 1:
        return [Place(members[0], divisions[members[0]].name, zone=zone)]
    return [Place(f"area:{region.name}", region.name, tuple(members), zone)] if members else []


EVERYDAY = "~"
"""Begins the name of a concept of everyday talk (data/concepts.yaml)."""
PLACE_WEIGHT = 0.3
"""A place named tells little about the matter; it only helps wordings that name one too."""
PLACE_CONCEPT = "地名"
"""Concept of a wording that names a place: “北京医保天津用” is more than 医保."""


WeightedWording = tuple[Wording, float]
"""A piece of a question and how much it counts."""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Everything one turn answers from; a turn keeps the one it began with."""

    release: CatalogRelease
    """The facts."""
    lexicon: Lexicon
    """The words."""
    segment: Segmenter
    """Cuts text into words."""
    speller: Speller
    """Reads typos, pinyin and initials."""
    index: Index
    """Names and aliases of the items."""
    topics: Mapping[str, tuple[str, ...]]
    """Normalized name of a system or term → ids of the systems it stands for."""
    topic_index: Index
    """Names of the systems and terms, for wordings that are near to them."""
    gazetteer: Gazetteer
    """The places."""
    regional: Mapping[str, tuple[str, ...]]
    """Id of an item that holds in some region only → the codes and areas it serves."""
    held: frozenset[str]
    """Ids of the items with an offering, and of the names that only cover such items (总称)."""
    umbrellas: frozenset[str]
    """Ids of the names that only cover several items."""
    moving: frozenset[str]
    """Ids of the held items by which something goes to another place."""

    def nearness(self, places: Iterable[Place]) -> Nearness:
        """Return which regional items are made for the named places, and which are not."""
        named = tuple(places)
        here, elsewhere = set(), set()
        for item, served in self.regional.items():
            fits = [self.gazetteer.fit(place, served) for place in named]
            is_region = len(named) > 1 or any(place.members for place in named)
            if is_region and min(fits) is Fit.YES:
                here.add(item)
            elif not any(fits):
                elsewhere.add(item)
        return Nearness(here, elsewhere)

    def asked_wordings(
        self, pieces: Iterable[Piece], *, names_place: bool
    ) -> list[WeightedWording]:
        """Return the pieces of a question as they are compared, everyday talk left out."""
        wordings = [(self.wording(piece.text), piece.weight) for piece in pieces]
        named = {concept for wording, _ in wordings for concept in wording.concepts}
        if all(concept.startswith(EVERYDAY) for concept in named):
            return [(Wording(wording.text, ()), weight) for wording, weight in wordings]
        if names_place:
            wordings.append((Wording("", (PLACE_CONCEPT,)), PLACE_WEIGHT))
        return wordings

    def wording(self, text: str) -> Wording:
        """Return a text with the concepts it names."""
        return Wording(text, _concepts(text, self.lexicon, self.segment))

    def name_wording(self, item: ServiceItem) -> Wording:
        """Return the official name of an item as it is compared."""
        return self.wording(plain_matter(bare_name(item.name), self.lexicon)[0])

    def things(self, concepts: Iterable[str]) -> frozenset[str]:
        """Return those of the concepts that are things and not what is done to them."""
        named = (c for c in concepts if c not in self.lexicon.acts and c != PLACE_CONCEPT)
        return frozenset(c for c in named if not c.startswith(EVERYDAY))

    def spaced(self, text: str) -> str:
        """Return a text cut into words joined by spaces, for token scorers."""
        return " ".join(self.segment(text))


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a release and how its phrases are read with them."""

    lexicon: Lexicon
    segment: Segmenter
    speller: Speller
    known: Mapping[str, Wording]
    """Phrases that were read already, with these very words."""

    def analyze(self, text: str) -> Wording:
        """Return a phrase of the catalog as it is compared."""
        known = self.known.get(text)
        if known is not None:
            return known
        matter, names_place = plain_matter(text, self.lexicon)
        concepts = _concepts(matter, self.lexicon, self.segment)
        return Wording(matter, (*concepts, PLACE_CONCEPT) if names_place else concepts)


def build_knowledge(release: CatalogRelease, before: Knowledge | None = None) -> Knowledge:
    """Build everything that is derived from one release.

    What the release has in common with the one ``before`` is taken from there, so that a small
    change is answered from at once (benchmarks/follow_publish.py).
    """
    words = _find_words(release, before)
    return Knowledge(
        release=release,
        lexicon=words.lexicon,
        segment=words.segment,
        speller=words.speller,
        index=_find_index(release, words, before),
        topics=_topic_names(release.systems.values()),
        topic_index=index_names(
            {system.id: (system.name, *system.aliases) for system in release.systems.values()},
            words.analyze,
        ),
        gazetteer=Gazetteer(release),
        regional=_regional_items(release),
        held=frozenset(release.offerings_of) | _umbrellas(release),
        umbrellas=_umbrellas(release),
        moving=frozenset(
            item
            for item, found in release.offerings_of.items()
            if any(o.destinations.codes for o in found)
        ),
    )


def _find_words(release: CatalogRelease, before: Knowledge | None) -> _Words:
    if before is not None and _has_same_places(release, before.release):
        phrases = (*before.index.phrases, *before.topic_index.phrases)
        known = {phrase.text: phrase.wording for phrase in phrases}
        return _Words(before.lexicon, before.segment, before.speller, known)
    lexicon = build_lexicon(place_names(release.divisions, release.regions))
    segment = build_segmenter(lexicon.concepts)
    speller = Speller(lexicon.concepts, lexicon.places, read_spelled_words())
    return _Words(lexicon, segment, speller, {})


def _find_index(release: CatalogRelease, words: _Words, before: Knowledge | None) -> Index:
    if before is not None and words.lexicon is before.lexicon:
        # The order counts, too: the first of equals is preferred.
        names, known = (item_names(r.items.values()) for r in (release, before.release))
        if [*names.items()] == [*known.items()]:
            return before.index
    return build_index(release.items.values(), words.analyze)


def _has_same_places(one: CatalogRelease, other: CatalogRelease) -> bool:
    return one.divisions == other.divisions and one.regions == other.regions


def _concepts(text: str, lexicon: Lexicon, segment: Segmenter) -> tuple[str, ...]:
    concepts = lexicon.concepts
    return tuple(concepts[word] for word in segment(text) if word in concepts)


_SHORTEST_TOPIC = 2


def _topic_names(systems: Iterable[System]) -> dict[str, tuple[str, ...]]:
    """Return each name with the systems it stands for, the one that is called so first."""
    known = list(systems)
    called = [(system.name, system.id) for system in known]
    called += [(alias, system.id) for system in known for alias in system.aliases]
    names: dict[str, tuple[str, ...]] = {}
    for name, system in called:
        key = topic_key(name)
        if len(key) >= _SHORTEST_TOPIC:
            names[key] = (*names.get(key, ()), system)
    return names


def topic_key(text: str) -> str:
    """Return a name as it is compared: lower case, without quotes, spaces, marks and 的."""
    return re.sub(r"[的\s“”\"'‘’()（）\[\]〔〕·、,,—-]", "", text.lower())


def _regional_items(release: CatalogRelease) -> dict[str, tuple[str, ...]]:
    """Return the items whose every offering is bound to some places, with those places."""
    regional = {}
    for item, offerings in release.offerings_of.items():
        bound = [_bound_to(offering) for offering in offerings]
        if all(bound):
            regional[item] = tuple(dict.fromkeys(code for codes in bound for code in codes))
    return regional


def _bound_to(offering: Offering) -> tuple[str, ...]:
    reaches = (offering.homes, offering.currents, offering.destinations)
    return tuple(code for r in reaches if EVERYWHERE not in r.codes for code in r.codes)


def _umbrellas(release: CatalogRelease) -> frozenset[str]:
    return frozenset(
        item.id
        for item in release.items.values()
        if item.members and not release.is_listed(item.id)
    )
