"""The pages of docs/ that show replies say what the program says."""

from docs.make_transcripts import BEGIN, DOCS, END, letters_page, walk

REMAKE = "run: .venv/bin/python -m docs.make_transcripts"


def test_letters_are_answered_as_the_page_says(knowledge):
    page = (DOCS / "letters.md").read_text("utf-8")
    assert page == letters_page(knowledge), REMAKE


def test_question_travels_as_the_page_says(knowledge):
    page = (DOCS / "understanding.md").read_text("utf-8")
    shown = page.split(BEGIN)[1].split(END)[0]
    assert shown.strip() == walk(knowledge).strip(), REMAKE
