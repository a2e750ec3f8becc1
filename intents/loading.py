"""Read the wordings under ``data/`` and make a Lexicon of them and the catalog's place names."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from intents.lexicon import AspectRule, Lexicon, Place, RoleRule, RoleWords, TurningRules
from intents.place_names import PLACE_MARK
from intents.spelling import SpelledWords

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def _read_data(name: str) -> Any:  # noqa: ANN401 - every file has a form of its own
    text = (files("intents") / "data" / name).read_text(encoding="utf-8")
    return yaml.load(text, Loader=_LOADER)


def build_lexicon(places: Mapping[str, tuple[Place, ...]]) -> Lexicon:
    """Return the lexicon over these place names and the shipped wordings."""
    places = {**places, **_plates(places)}
    inner = _inner_places(places)
    abbreviated = _abbreviated(places)
    return Lexicon(
        places=places,
        place_lengths=_lengths_by_prefix(places),
        inner_places=inner,
        inner_lengths=_lengths_by_prefix(inner),
        abbreviation=_abbreviation(abbreviated),
        abbreviated=abbreviated,
        skip=_any_of(_read_data("skip_words.yaml"), longest_first=True),
        role_rules=read_role_rules(),
        role_words=read_role_words(),
        aspect_rules=read_aspect_rules(),
        social={
            kind: re.compile("|".join(patterns))
            for kind, patterns in _read_data("social.yaml").items()
        },
        follow_up=tuple(
            re.compile(pattern.replace("P", PLACE_MARK))
            for pattern in _read_data("follow_up.yaml")
        ),
        turning=read_turning_rules(),
        concepts=read_concepts(),
        acts=frozenset(_read_data("acts.yaml")),
    )


def read_role_rules() -> tuple[RoleRule, ...]:
    """Return the rules of roles.yaml in their order."""
    data = _read_data("roles.yaml")
    return tuple(
        RoleRule(
            rule["role"],
            re.compile(_framed_pattern(pattern, data["words"])),
            rule.get("strength", 3),
        )
        for rule in data["rules"]
        for pattern in rule["patterns"]
    )


def read_role_words() -> RoleWords:
    """Return the words of roles.yaml that change what its rules gave."""
    data = _read_data("roles.yaml")

    def compiled(patterns: list[str]) -> re.Pattern[str]:
        alternatives = (p.format(**data["words"]).replace("Q", PLACE_MARK) for p in patterns)
        return re.compile("|".join(f"(?:{p})" for p in alternatives))

    weakens = "|".join(p.format(**data["words"]) for p in data["weakens"])
    return RoleWords(
        things=compiled(["{thing}"]),
        homelands=compiled(data["homelands"]),
        whose=compiled(data["whose"]),
        relatives=compiled(data["relatives"]),
        weakens=re.compile(f"(?:{weakens})(?P<place>{PLACE_MARK})"),
        corrects=compiled(data["corrects"]),
        instead_is=compiled(data["instead_is"]),
        instead=frozenset(data["instead"]),
        moves_here=compiled(data["moves_here"]),
        settles_here=compiled(data["settles_here"]),
        kinds={kind: re.compile(words) for kind, words in data["kinds"].items()},
    )


def _framed_pattern(pattern: str, words: Mapping[str, str]) -> str:
    """Return a pattern of roles.yaml with its words filled in and its places marked."""
    named = pattern.format(**words)
    return named.replace("P", f"(?P<place>{PLACE_MARK})").replace("Q", PLACE_MARK)


def _inner_places(places: Mapping[str, tuple[Place, ...]]) -> dict[str, tuple[Place, ...]]:
    """Return 朝阳 for 朝阳区, 朝阳市 …: what may stand behind its province or city."""
    inner: dict[str, dict[str, Place]] = defaultdict(dict)
    for readings in places.values():
        for place in readings:
            short = place.name[:-1]
            if place.name[-1:] in "区市县旗" and len(short) >= 2:
                inner[short].setdefault(place.code, place)
    return {name: tuple(found.values()) for name, found in inner.items()}


def _plates(places: Mapping[str, tuple[Place, ...]]) -> dict[str, tuple[Place, ...]]:
    """Return 冀a → 石家庄市: the city that a number plate names."""
    plates: dict[str, tuple[Place, ...]] = {}
    for province, letters in _read_data("plates.yaml").items():
        for letter, city in letters.items():
            found = [p for p in places.get(city, ()) if p.code.endswith("00")]
            if found:
                plates[f"{province}{letter}".lower()] = (found[0],)
    return plates


def _abbreviated(places: Mapping[str, tuple[Place, ...]]) -> dict[str, tuple[Place, ...]]:
    """Return 京 for 京籍, 沪 for 沪籍 and so on."""
    return {
        name[0]: readings
        for name, readings in places.items()
        if len(name) == 2 and name.endswith("籍")
    }


def _abbreviation(abbreviated: Iterable[str]) -> re.Pattern[str]:
    data = _read_data("roles.yaml")["abbreviations"]
    clear = "".join(char for char in abbreviated if char not in data["other_words"])
    if not clear:
        return re.compile(r"(?!)")
    behind, verbs, after = data["behind"], data["verbs"], data["after"]
    return re.compile(
        f"[{''.join(abbreviated)}](?=籍)|[{clear}](?=(?:{behind}))"
        f"|(?<=[{verbs}])[{clear}](?=(?:{after}))"
    )


def read_spelled_words() -> SpelledWords:
    """Return the words of spelled_words.yaml."""
    return SpelledWords(**{k: tuple(v) for k, v in _read_data("spelled_words.yaml").items()})


def read_turning_rules() -> TurningRules:
    """Return the rules of turning.yaml."""
    data = _read_data("turning.yaml")
    countries = data["country"]
    return TurningRules(
        retracts={
            role: re.compile("|".join(patterns).replace("P", PLACE_MARK))
            for role, patterns in data["retracts"].items()
        },
        swaps=re.compile("|".join(data["swaps"])),
        goes_back=re.compile("|".join(data["goes_back"])),
        abroad=re.compile("|".join(data["abroad"]).format(country=countries)),
        comes_home=re.compile("|".join(data["comes_home"])),
        varies=re.compile("|".join(data["varies"])),
        asks_why=re.compile("|".join(data["asks_why"])),
    )


def read_aspect_rules() -> tuple[AspectRule, ...]:
    """Return the rules of aspects.yaml in their order."""
    data = _read_data("aspects.yaml")
    return tuple(
        AspectRule(
            rule["aspect"],
            rule["strong"],
            re.compile("|".join(f"(?:{p.format(**data['words'])})" for p in rule["patterns"])),
        )
        for rule in data["aspects"]
    )


def read_concepts() -> dict[str, str]:
    """Return surface word → concept from concepts.yaml."""
    return {
        str(word).lower(): concept
        for concept, words in (_read_data("concepts.yaml") or {}).items()
        for word in words
    }


def _lengths_by_prefix(names: Iterable[str]) -> dict[str, tuple[int, ...]]:
    lengths: dict[str, set[int]] = defaultdict(set)
    for name in names:
        lengths[name[:2]].add(len(name))
    return {prefix: tuple(sorted(found, reverse=True)) for prefix, found in lengths.items()}


@cache
def read_ordinary_words() -> frozenset[str]:
    """Return the short place names that are everyday words too."""
    return frozenset(_read_data("ordinary_words.yaml"))


def _any_of(words: list[str], *, longest_first: bool) -> re.Pattern[str]:
    ordered = sorted(words, key=len, reverse=True) if longest_first else words
    return re.compile("|".join(map(re.escape, ordered)))
