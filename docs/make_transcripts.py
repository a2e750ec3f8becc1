"""Write the pages of docs/ that show what the program answers, from the shipped catalog.

    .venv/bin/python -m docs.make_transcripts

``letters.md``: long letters and mixed messages with their replies. ``understanding.md``: how one
question travels through the steps, between two marks. ``tests/test_docs.py`` holds both to it.
"""

from datetime import date
from pathlib import Path

import yaml

from bot.asked import resolve
from bot.assistant import answer
from bot.decide import Answer
from bot.gate import judge
from bot.knowledge import Knowledge, build_knowledge
from bot.privacy import mask
from bot.reload import SHIPPED_FOLDER
from bot.replies.compose import compose
from bot.search import search_items
from catalog.loading import build_release
from catalog.sheets import read_sheets
from intents.place_names import PLACE_MARK, find_mentions, frame
from intents.understand import understand

DOCS = Path(__file__).parent
LETTERS = DOCS.parent / "tests" / "dialogues" / "letters.yaml"
DAY = date(2026, 11, 23)
QUESTION = "我户口在沧州,在天津打工,身份证到期了能在天津换吗"
BEGIN, END = "<!-- walk: made by docs/make_transcripts.py -->\n", "<!-- end of walk -->\n"
SHOWN_CANDIDATES = 3

LETTERS_HEAD = f"""# Letters and mixed messages, answered

Long letters with the question somewhere in the story, and messages that ask several things at
once, each with the reply of {DAY.isoformat()}. Made by `python -m docs.make_transcripts` from
`tests/dialogues/letters.yaml`, where it is written what each has to be answered with.
"""


def letters_page(knowledge: Knowledge) -> str:
    """Return the page of all letters and mixed messages with their replies."""
    parts = [LETTERS_HEAD]
    titles = {"letter": "长信", "mixed": "一句话问几件事"}
    messages = yaml.safe_load(LETTERS.read_text("utf-8"))
    for kind, title in titles.items():
        parts.append(f"\n## {title}\n")
        for number, message in enumerate((m for m in messages if m["kind"] == kind), 1):
            says = message["says"]
            reply = compose(says, answer(says, knowledge, on=DAY), knowledge).reply.text
            parts.append(f"\n### {number}\n\n> {says}\n\n```text\n{reply}\n```\n")
    return "".join(parts)


def walk(knowledge: Knowledge) -> str:
    """Return how one question travels through the steps, as Markdown."""
    masked = mask(QUESTION)
    understanding = understand(masked.without_marks, knowledge.lexicon)
    text = understanding.utterance.text
    framed = frame(text, find_mentions(text, knowledge.lexicon)).replace(PLACE_MARK, "P")
    asked = resolve(understanding, None, knowledge.gazetteer, here=None, on=DAY)
    search = search_items(asked, knowledge)
    judgement = judge(search.candidates, held=knowledge.held, umbrellas=knowledge.umbrellas)
    outcome = answer(QUESTION, knowledge, on=DAY)
    if not isinstance(outcome.decision, Answer) or outcome.decision.route is None:
        raise SystemExit(f"{QUESTION}: no route any more")
    route = outcome.decision.route
    reply = compose(QUESTION, outcome, knowledge).reply.text
    places = [f"{m.text}, {m.role} by “{m.words}”" for m in understanding.mentions]
    matter = [f"“{p.text}” × {p.weight:g}" for p in understanding.pieces]
    candidates = [
        f"{knowledge.release.items[c.item].name}, by “{c.alias}”: `{c.score.explain()}`"
        for c in search.candidates[:SHOWN_CANDIDATES]
    ]
    steps = {
        "message (`bot/privacy.py`)": [f"“{masked.text}”"],
        "normalized (`intents/normalize.py`)": [f"“{text}”"],
        "framed, every place one P (`intents/place_names.py`)": [f"“{framed}”"],
        "places with their roles (`intents/regions.py`)": places,
        "aspect (`intents/recognize.py`)": [", ".join(understanding.aspects)],
        "what is matched (`intents/understand.py`)": matter,
        "its concepts (`bot/knowledge.py`)": ["、".join(search.query.concepts)],
        "candidates (`catalog/matching.py`, `catalog/ranking.py`)": candidates,
        "standing (`bot/gate.py`)": [judgement.standing.value],
        "route (`bot/route.py`)": [
            f"verdict {route.verdict.value}; modes {'、'.join(route.modes)}",
            *(f"offering {o.id}: {o.source.title}" for o in route.offerings),
            *(f"limit {limit.id}" for limit in route.limits),
        ],
    }
    lines = [f"> {QUESTION}\n"]
    for number, (step, values) in enumerate(steps.items(), 1):
        lines.append(f"{number}. {step}")
        lines += [f"   - {value}" for value in values]
    return "\n".join([*lines, "", "The reply:", "", "```text", reply, "```", ""])


def with_walk(page: str, text: str) -> str:
    """Return a page with what stands between the marks put anew."""
    before, rest = page.split(BEGIN)
    return f"{before}{BEGIN}\n{text}\n{END}{rest.split(END)[1]}"


def main() -> None:
    """Write both pages."""
    knowledge = build_knowledge(build_release(read_sheets(SHIPPED_FOLDER)))
    (DOCS / "letters.md").write_text(letters_page(knowledge), "utf-8")
    page = DOCS / "understanding.md"
    page.write_text(with_walk(page.read_text("utf-8"), walk(knowledge)), "utf-8")


if __name__ == "__main__":
    main()
