"""Take the core out of a question: what it is about, without places, courtesy and asking words.

The same matter in other words should have nearly the same features: the concepts that the
vocabulary knows (弄丢 = 遗失), and pairs of characters for what it does not know.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.knowledge import EVERYDAY, Knowledge
from catalog.index import character_grams
from catalog.items import ServiceItem
from intents.understand import Understanding, understand

LONGEST_CORE = 60
"""Characters that are compared; a letter asks in few words what it tells in many."""
CONCEPT = "="
"""Begins a feature that is a concept."""
_LONGEST_GRAM = 2
_MASKED = re.compile(r"〔[^〕]*〕")
_MARKS = re.compile(r"[^\u3400-\u9fffa-z0-9]+")
_CLAUSE_END = re.compile(r"[,、。.;!?:…~]+")
_FILLER = re.compile(
    r"(?:请|想|要)?(?:(?<![访慰顾学])问|知道|咨询|了解)(?:一下|下)?|麻烦(?:您|你)?|求(?:助|解|教|问)|各位|大佬|朋友们?"
    r"|老师|您好|你好|需要|什么?样?|哪些|哪个|哪家|(?:去|在|到)?哪儿?里?|找谁|部门|多长|多久|多少钱?|有没有|能不能"
    r"|可不可以|行不行|会不会|用不用|是否|怎么|如何|怎样|咋|为什么|为啥|可以|(?<![功智新节性职])能(?![源力量])够?"
    r"|应该|到底|究竟|必须|一定|情况|条件|流程|手续(?!费)|证件(?![照号])|材料|办证$|报名|申请|办理|直接|网上|线上|在线"
    r"|(?:异地|外地|外省|跨省|省外|本地|当地)人?|[这那](?:边|里)|[给帮]我|我们?|咱们?|他们?|她们?|想|(?<![重主必])要(?!求)"
    r"|(?<!一)[个只](?![人体税贷有能])|啊|了$|的"
    r"|\d{2,4}年(?:上半年|下半年)?|\d+月(?:\d+[日号])?|(?:19|20)\d\d(?!\d)"
)
"""Words that ask or soften and days that are named, wherever they stand."""
_AT_THE_EDGE = re.compile(
    r"^(?:办(?![公学])|给|把|去(?!世)|到(?![期账])|在(?![职校读编])|从(?!业)|由|有(?!限)|就(?![业医诊读学])|也|都"
    r"|还(?![贷款])|又|跟|和)+|(?:办|去|到|了|给|不)+$"
)
"""The same, where they begin or end what is left."""
_BACKGROUND = re.compile(
    r"(?:\s|户口|户籍|老家|家|人|住|籍贯|社保|上班|打工|工作|上学|读书|生活|居住|租房|定居|毕业|来自|来|本|过|这|那|后"
    r"|现|目前|一直|常年|长期|自己|本人|从|到|年|[一二三四五六七八九十两几\d])+"
)
"""A clause of nothing but such words says where somebody lives or works, not what is asked."""


@dataclass(frozen=True, slots=True)
class Core:
    """What one question is about."""

    phrase: str
    """Readable words, without places and courtesy."""
    features: tuple[str, ...]
    """What is compared, in a fixed order: ``=concept`` and pairs of characters."""

    @property
    def key(self) -> str:
        """Short name of the wording: the same in every run, whatever the order of its words."""
        return hashlib.blake2b("\x1f".join(self.features).encode(), digest_size=4).hexdigest()


def core_of(question: str, knowledge: Knowledge) -> Core | None:
    """Return the core of a masked question; None when it names no matter of its own."""
    read = understand(_MASKED.sub(" ", question), knowledge.lexicon)
    if read.only_adds:
        return None
    core = read_core(_asked_words(read), knowledge)
    return core if core.features else None


def core_of_item(item: ServiceItem, knowledge: Knowledge) -> Core:
    """Return the core of an item's name: what “那材料呢” is about when it was the item."""
    return read_core(knowledge.name_wording(item).text, knowledge)


def read_core(phrase: str, knowledge: Knowledge) -> Core:
    """Return the core of words that have neither places nor courtesy in them."""
    concepts = knowledge.wording(phrase).concepts
    features = {CONCEPT + c for c in concepts if not c.startswith(EVERYDAY)}
    features.update(g for g in character_grams(phrase) if len(g) <= _LONGEST_GRAM)
    return Core(phrase, tuple(sorted(features)))


def _asked_words(read: Understanding) -> str:
    """Return the clauses that tell the matter; of those that only tell a life, all or none."""
    asking = (piece.text for piece in read.pieces if piece.weight >= 1.0)
    clauses = [clause for text in asking for clause in _clauses(text)]
    telling = [clause for clause in clauses if not _BACKGROUND.fullmatch(clause)]
    return " ".join(telling or clauses)[:LONGEST_CORE].strip()


def _clauses(text: str) -> Iterator[str]:
    for clause in _CLAUSE_END.split(text):
        bare = _FILLER.sub(" ", _MARKS.sub(" ", clause)).split()
        words = [word for piece in bare if (word := _AT_THE_EDGE.sub("", piece))]
        if words:
            yield " ".join(words)
