"""Say in plain words why a question was read as it was: matter, places, and what was not chosen.

For the clerk at the hotline and for ``tongban ask --explain``: words of the question and words of
the catalog, never weights. Decides nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.asked import Asked
from bot.knowledge import EVERYDAY, PLACE_CONCEPT, Knowledge
from bot.replies.texts import say
from bot.replies.typeset import quote, typeset
from catalog.index import bare_name
from catalog.matching import Candidate
from intents.lexicon import Place
from intents.regions import Role
from intents.understand import plain_matter

_SHOWN_WORDS = 4


def why_chosen(candidate: Candidate, asked: Asked, knowledge: Knowledge) -> list[str]:
    """Return which words of the question led to this item."""
    name = bare_name(knowledge.release.items[candidate.item].name)
    if not candidate.alias:
        return [typeset(say("why.member", item=quote(name)))]
    shared = _shared_words(candidate.alias, asked, knowledge)
    key = "letters" if not shared else "name" if candidate.alias == name else "alias"
    same = [say("why.same", said=s, known=k) for s, k in shared if s != k]
    sentence = say(
        f"why.{key}",
        words=_quoted(said for said, _ in shared),
        item=quote(name),
        alias=quote(candidate.alias),
        same=say("why.same_list", same="、".join(same)) if same else "",
    )
    return [typeset(sentence)]


def why_not_chosen(
    other: Candidate, chosen: Candidate, asked: Asked, knowledge: Knowledge
) -> list[str]:
    """Return what spoke against an item that was considered too."""
    name = quote(bare_name(knowledge.release.items[other.item].name))
    alias = quote(other.alias)
    if not other.alias:
        return why_chosen(other, asked, knowledge)
    named = _asked_words(asked, knowledge)
    known = knowledge.index.concepts_of(other.item)
    theirs = knowledge.index.concepts_of(chosen.item)
    lacking = {word: concept for word, concept in named.items() if concept not in known}
    # What the chosen item lacks too speaks against neither.
    missing = [word for word, concept in lacking.items() if concept in theirs]
    concepts = frozenset(named.values())
    extra = [w for w, c in _alias_words(other.alias, knowledge).items() if c not in concepts]
    if missing:
        sentence = say("why.lacks", item=name, words=_quoted(missing))
    elif extra:
        sentence = say("why.wants", item=name, alias=alias, words=_quoted(extra))
    elif other.score.signals.get("elsewhere"):
        sentence = say("why.elsewhere", item=name)
    else:
        sentence = say("why.weaker", item=name, alias=alias, chosen=quote(chosen.alias))
    return [typeset(sentence)]


def why_places(asked: Asked, knowledge: Knowledge) -> list[str]:
    """Return what each place was read as, and by which words."""
    sentences = []
    for role in Role:
        place = getattr(asked.places, role.value)
        if place is None:
            continue
        words = None if role in asked.picked else _place_words(place, role, asked)
        key, said = (_unsaid(role, asked), "") if words is None else ("place", words)
        name = knowledge.gazetteer.full_name(place)
        meaning = say(f"why.role_{role.value}")
        sentences.append(typeset(say(f"why.{key}", words=said, place=name, role=meaning)))
    return sentences


def explanation_lines(items: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return what ``--explain`` tells of the items of an answer object; the scores come last."""
    if not items:
        return [say("why.nothing")]
    scores = [say("why.score", item=item["name"], score=item["score"]) for item in items]
    told = [say("why.line", text=sentence) for item in items for sentence in item["why"]]
    return [say("why.title"), *told, typeset(say("why.scores", scores=";".join(scores)))]


def _place_words(place: Place, role: Role, asked: Asked) -> str | None:
    """Return the words that gave a place its role; None when no words of this question did."""
    for mention in asked.understanding.mentions:
        if mention.role is role and place.code in {p.code for p in mention.readings}:
            return mention.words or mention.text
    inside = [m for m in asked.understanding.mentions if m.role is role]
    return inside[0].words or inside[0].text if inside and role not in asked.carried else None


def _unsaid(role: Role, asked: Asked) -> str:
    if role in asked.picked:
        return "place_picked"
    if role in asked.carried:
        return "place_carried"
    if role is Role.HOME and asked.is_home_kept:
        return "place_kept"
    return "place_given" if role is Role.CURRENT and asked.given else "place_guessed"


def _shared_words(alias: str, asked: Asked, knowledge: Knowledge) -> list[tuple[str, str]]:
    """Return the words a question and a wording share, each as said here and as written there."""
    written = {concept: word for word, concept in _alias_words(alias, knowledge).items()}
    named = _asked_words(asked, knowledge)
    return [(word, written[c]) for word, c in named.items() if c in written][:_SHOWN_WORDS]


def _asked_words(asked: Asked, knowledge: Knowledge) -> dict[str, str]:
    """Return the telling words of a question with their concepts, in their order."""
    return _telling_words([piece.text for piece in asked.understanding.pieces], knowledge)


def _alias_words(alias: str, knowledge: Knowledge) -> dict[str, str]:
    matter, _ = plain_matter(alias, knowledge.lexicon)
    return _telling_words([matter], knowledge)


def _telling_words(texts: Iterable[str], knowledge: Knowledge) -> dict[str, str]:
    concepts = knowledge.lexicon.concepts
    words = (word for text in texts for word in knowledge.segment(text))
    return {
        word: concepts[word]
        for word in words
        if word in concepts
        and concepts[word] != PLACE_CONCEPT
        and not concepts[word].startswith(EVERYDAY)
    }


def _quoted(words: Iterable[str]) -> str:
    listed: Sequence[str] = list(dict.fromkeys(words))[:_SHOWN_WORDS]
    return "".join(f"“{word}”" for word in listed)
