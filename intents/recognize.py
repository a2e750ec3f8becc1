"""Recognize what is asked: the aspect, small talk, a wish for a person, one's own record.

Decides from wordings only (``data/aspects.yaml``, ``data/social.yaml``); places are none of its
business. The aspect rule of docs/contract.md: an explicit 材料/多久/多少钱/在哪/进度 beats
能…吗; several asked: the first in the text, the rest as well.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from intents.lexicon import AspectRule, Lexicon
from intents.normalize import Utterance

_ASKS = re.compile(
    r"请问|想问|问一下|咨询|了解|吗|么|呢|怎|如何|[能可]否|是否|多少|多久|多长|几|哪|什么|啥|能不能|可不可以"
    r"|要不要|用不用|为何|何时|求|望|麻烦"
)

_ASKS_OPENLY = re.compile(
    r"[?？]$|请问|想问|问一下|问问|请教|咨询|想知道|不知道(?=.{0,6}(?:能|可以|怎|该|要|是不是|有没有))|想了解|确认|搞明白|弄明白|搞清楚|弄清楚"
)

DEFAULT_ASPECT = "procedure"
"""When no wording asks for anything in particular, people want to know how it is done."""


def recognize_aspects(text: str, rules: Sequence[AspectRule]) -> tuple[str, ...]:
    """Return the aspects asked, the one to answer first at the front; never empty."""
    found: list[tuple[bool, int, int]] = []
    for order, rule in enumerate(rules):
        match = rule.pattern.search(text)
        if match is not None:
            found.append((not rule.strong, match.start(), order))
    aspects = dict.fromkeys(rules[order].aspect for _, _, order in sorted(found))
    return tuple(aspects) or (DEFAULT_ASPECT,)


def recognize_social(utterance: Utterance, lexicon: Lexicon) -> str | None:
    """Return greeting, thanks, handoff, own_record … or None for a matter."""
    for kind, pattern in lexicon.social.items():
        if pattern.search(utterance.text):
            return kind
    return None


@dataclass(frozen=True, slots=True)
class Turning:
    """What a message does to what was said before."""

    retracts: str | None = None
    """Role whose place was misread, as in “户籍地不是保定”."""
    swaps: bool = False
    """True for the opposite direction, as in “那反过来呢”."""
    goes_back: bool = False
    """True when it returns to an earlier matter, as in “回到刚才身份证的事”."""
    abroad: bool = False
    """True when the person stands outside the country."""
    comes_home: bool = False
    """True when it is to be handled after the return, as in “等我回国再办”."""
    varies: bool = False
    """True when another case is put beside the last, as in “要是丢了呢”."""
    asks_why: bool = False
    """True for “为什么” about what was answered."""


def recognize_turning(framed: str, lexicon: Lexicon) -> Turning:
    """Return what a framed text does to what was said before."""
    rules = lexicon.turning
    return Turning(
        retracts=next(
            (r for r, wording in rules.retracts.items() if wording.search(framed)), None
        ),
        swaps=rules.swaps.search(framed) is not None,
        goes_back=rules.goes_back.search(framed) is not None,
        abroad=rules.abroad.search(framed) is not None,
        comes_home=rules.comes_home.search(framed) is not None,
        varies=rules.varies.search(framed) is not None,
        asks_why=rules.asks_why.search(framed) is not None,
    )


def beyond_addition(framed: str, lexicon: Lexicon) -> str:
    """Return what a framed text says beyond places, asking words and what links them.

    Nothing is left of “那费用呢” and “换成天津呢”, 补 of “补办收费吗”.
    """
    for rule in lexicon.aspect_rules:
        if rule.strong:
            framed = rule.pattern.sub(" ", framed)
    for pattern in (*lexicon.follow_up, lexicon.skip):
        framed = pattern.sub(" ", framed)
    return framed.strip() if any(char.isalnum() for char in framed) else ""


def asks_openly(sentence: str) -> bool:
    """Say whether a sentence is marked as the question, as the one of a letter mostly is."""
    return _ASKS_OPENLY.search(sentence) is not None


def is_asking(sentence: str, rules: Sequence[AspectRule]) -> bool:
    """Say whether a sentence asks for something, as against telling a story.

    “一直没有消息” asks for the progress of a matter when it stands alone; behind a story it
    needs a word that asks.
    """
    return _ASKS.search(sentence) is not None and any(r.pattern.search(sentence) for r in rules)
