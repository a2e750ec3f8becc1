"""The bar moves in one line of a terminal, and is silent elsewhere."""

import io

from bot.progress_bar import ProgressBar
from catalog.progress import Progress, Stage


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_bar_moves_in_one_line_and_is_cleared():
    terminal = Terminal()
    with ProgressBar(terminal) as bar:
        bar.show(Progress(Stage.READING, 50, 100))
        bar.show(Progress(Stage.CHECKING, 0, 0))
    half, full, cleared = terminal.getvalue().split("\r")[1:]
    assert half.endswith("读取 ███████████████░░░░░░░░░░░░░░░  50% 50/100")
    assert "100% 0/0" in full
    assert cleared == "\x1b[K"
    assert "\n" not in terminal.getvalue()


def test_nothing_is_drawn_where_nobody_watches():
    stream = io.StringIO()
    with ProgressBar(stream) as bar:
        bar.show(Progress(Stage.READING, 1, 2))
    assert stream.getvalue() == ""
