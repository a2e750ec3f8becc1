"""Templates, and the two ways a page is sent: as it is, or as a short notice."""

from hashlib import sha256
from pathlib import Path

from fastapi import Request
from fastapi.responses import HTMLResponse
from fastapi.templating import Jinja2Templates

from bot.replies.typeset import typeset
from bot.web.words import column_title, confidence, meaning, moment, sheet_title

FOLDER = Path(__file__).parent
STATIC = FOLDER / "static"

_templates = Jinja2Templates(directory=FOLDER / "templates")


def static_address(name: str) -> str:
    """Return the address of a static file; it changes with the file, so caches stay right."""
    return f"/static/{name}?v={sha256((STATIC / name).read_bytes()).hexdigest()[:10]}"


_templates.env.globals["static"] = static_address
_templates.env.filters |= {
    "typeset": typeset,
    "moment": moment,
    "confidence": confidence,
    "meaning": meaning,
    "sheet_title": sheet_title,
    "column_title": column_title,
}
_templates.env.trim_blocks = True
_templates.env.lstrip_blocks = True


def page(request: Request, template: str, *, status: int = 200, **context: object) -> HTMLResponse:
    """Render a template."""
    return _templates.TemplateResponse(request, template, context, status_code=status)


def notice(request: Request, title: str, text: str, *, status: int) -> HTMLResponse:
    """Render a page that says one thing and shows the way on."""
    return page(request, "notice.html", status=status, title=title, text=text)
