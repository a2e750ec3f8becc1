"""Read the wordings under ``data/`` and make a Lexicon of them and the catalog's place names."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from intents.lexicon import AspectRule, Lexicon, Place, RoleRule, TurningRules
from intents.regions import PLACE_MARK

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def _read_data(name: str) -> Any:  # noqa: ANN401 - every file has a form of its own
    text = (files("intents") / "data" / name).read_text(encoding="utf-8")
    return yaml.load(text, Loader=_LOADER)


def build_lexicon(places: Mapping[str, tuple[Place, ...]]) -> Lexicon:
    """Return the lexicon over these place names and the shipped wordings."""
    return Lexicon(
        places=places,
        place_lengths=_lengths_by_prefix(places),
        skip=_any_of(_read_data("skip_words.yaml"), longest_first=True),
        role_rules=read_role_rules(),
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
    )


def read_role_rules() -> tuple[RoleRule, ...]:
    """Return the rules of roles.yaml, strongest first."""
    data = _read_data("roles.yaml")
    rules = []
    for rule in data["rules"]:
        strength = rule.get("strength", 1)
        for pattern in rule["patterns"]:
            named = pattern.replace("P", f"(?P<place>{PLACE_MARK})").replace("Q", PLACE_MARK)
            marked = named.format(**data["words"])
            rules.append(RoleRule(rule["role"], re.compile(marked), strength))
    return tuple(rules)


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
