"""A progress bar in one line of a terminal; silent where nobody watches."""

from types import TracebackType
from typing import TextIO

from catalog.progress import Progress

_WIDTH = 30
_CLEAR = "\r\x1b[K"


class ProgressBar:
    """Draws how far an import has come; the line is gone when it is over."""

    def __init__(self, stream: TextIO) -> None:
        """Draw on a stream, if it is a terminal."""
        self._stream = stream
        self._is_watched = stream.isatty()

    def __enter__(self) -> "ProgressBar":
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Clear the line, whatever happened."""
        self._draw(_CLEAR)

    def show(self, progress: Progress) -> None:
        """Draw how far a stage has come."""
        share = progress.done / progress.total if progress.total else 1.0
        bar = ("█" * int(share * _WIDTH)).ljust(_WIDTH, "░")
        counts = f"{progress.done}/{progress.total}"
        self._draw(f"{_CLEAR}{progress.stage} {bar} {share:4.0%} {counts}")

    def _draw(self, text: str) -> None:
        if self._is_watched:
            self._stream.write(text)
            self._stream.flush()
