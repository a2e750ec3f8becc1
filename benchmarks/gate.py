"""Fit the lead that a matter on no list needs (``bot/gate.py``) and say how good it is.

Run: ``.venv/bin/python -m benchmarks.gate QUESTIONS.jsonl``. It learns from the labelled questions
that are either to be answered or not, and from the catalog itself: some of its names and aliases
are asked while they are taken out of the index, and are to be answered when their item is held.
A logistic model weighs the lead against how well the better one fits; only numbers are kept.
"""

import random
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold

from bot.gate import LEAD_FOR, place_umbrellas
from bot.knowledge import Knowledge, build_knowledge
from bot.labelled import read_questions
from bot.reload import SHIPPED_FOLDER
from catalog.index import Index, PhraseMatch, Query, make_query
from catalog.loading import read_release
from catalog.matching import Candidate, find_candidates
from intents.understand import understand

_WORDINGS = 4000
"""So many names and aliases are asked beside the questions."""
_WORDING_WEIGHT = 0.1
"""What one of them counts against a question that somebody asked."""
_FALSELY_REFUSED = 0.05
"""The share of questions to be answered that may be refused."""
_CONSIDERED = 12

Rows = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Without:
    """The index without one wording."""

    index: Index
    wording: str

    def match(self, query: Query) -> list[PhraseMatch]:
        return [m for m in self.index.match(query) if m.phrase.text != self.wording]

    def explained_share(self, item: str, query: Query) -> float:
        return self.index.explained_share(item, query)


def find(text: str, knowledge: Knowledge, without: str | None = None) -> list[Candidate]:
    """Return the candidates of a text, as if one wording were not in the catalog."""
    read = understand(text, knowledge.lexicon)
    query = make_query(knowledge.asked_wordings(read.pieces, names_place=bool(read.mentions)))
    index: Any = _Without(knowledge.index, without) if without else knowledge.index
    near = knowledge.nearness(m.place for m in read.mentions if m.place is not None)
    words = knowledge.spaced(read.matter)
    return find_candidates(query, index, words, knowledge.spaced, near, limit=_CONSIDERED)


def features(candidates: list[Candidate], knowledge: Knowledge) -> list[float]:
    """Return the lead of the best matter on no list, and the better one's signals."""
    placed = place_umbrellas(candidates, knowledge.umbrellas)
    best = [
        next((c.score for c in placed if (c.item in knowledge.held) is held), None)
        for held in (False, True)
    ]
    known, held = (score.total if score else 0.0 for score in best)
    signals = [max(s.signals[name] if s else 0.0 for s in best) for name in LEAD_FOR]
    return [known - held, *signals]


def labelled(
    rows: Iterable[dict[str, Any]], knowledge: Knowledge
) -> Iterable[tuple[list[float], int]]:
    """Yield the features of each question that is either to be answered or not."""
    for row in rows:
        outcome = row.get("outcome") or []
        wanted = {outcome} if isinstance(outcome, str) else set(outcome)
        answers = bool(wanted & {"answer", "clarify"})
        if answers != bool(wanted & {"unlisted", "out_of_scope"}):
            yield features(find(row["question"], knowledge), knowledge), int(not answers)


def wordings(knowledge: Knowledge) -> Iterable[tuple[list[float], int]]:
    """Yield the features of names and aliases that are asked without themselves."""
    phrases = [p for p in knowledge.index.phrases if p.item not in knowledge.umbrellas]
    for phrase in random.Random(1).sample(phrases, min(_WORDINGS, len(phrases))):
        found = find(phrase.text, knowledge, without=phrase.text)
        yield features(found, knowledge), int(phrase.item not in knowledge.held)


def main() -> None:
    """Print the lead that was fitted and what cross-validation says of it."""
    knowledge = build_knowledge(read_release(SHIPPED_FOLDER))
    asked, refuse = map(
        np.array, zip(*labelled(read_questions(Path(sys.argv[1])), knowledge), strict=True)
    )
    more, more_refuse = map(np.array, zip(*wordings(knowledge), strict=True))
    odds = np.zeros(len(refuse))
    for train, test in StratifiedKFold(10, shuffle=True, random_state=0).split(asked, refuse):
        odds[test] = _fit(asked[train], refuse[train], more, more_refuse).decision_function(
            asked[test]
        )
    at = np.quantile(odds[refuse == 0], 1 - _FALSELY_REFUSED)
    model = _fit(asked, refuse, more, more_refuse)
    lead, *others = model.coef_[0]
    sys.stdout.write(
        f"{len(refuse)} questions, {len(more)} wordings\n"
        f"KNOWN_LEADS_BY = {(at - model.intercept_[0]) / lead:.2f}\n"
        + "".join(
            f"{name}: {-weight / lead:.2f}\n"
            for name, weight in zip(LEAD_FOR, others, strict=True)
        )
        + f"cross-validated: AUROC {roc_auc_score(refuse, odds):.3f}, "
        f"refused {(odds[refuse == 1] > at).mean():.3f} "
        f"with {_FALSELY_REFUSED:.2f} falsely refused\n"
    )


def _fit(asked: Rows, refuse: Rows, more: Rows, more_refuse: Rows) -> LogisticRegression:
    weights = np.r_[np.ones(len(refuse)), np.full(len(more_refuse), _WORDING_WEIGHT)]
    model = LogisticRegression(C=30.0, max_iter=2000)
    return model.fit(np.vstack([asked, more]), np.r_[refuse, more_refuse], sample_weight=weights)


if __name__ == "__main__":
    main()
