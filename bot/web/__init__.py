"""The pages and the HTTP interface; everything answers through the one Talker.

``build_web`` joins them to one application. This folder alone knows FastAPI, Starlette and Jinja2.
"""

from bot.web.metrics import MeasuredTalker, Metrics
from bot.web.office import OfficeParts
from bot.web.parts import Readiness
from bot.web.site import build_web
from bot.web.views import ItemPage, OfferingCard

__all__ = [
    "ItemPage",
    "MeasuredTalker",
    "Metrics",
    "OfferingCard",
    "OfficeParts",
    "Readiness",
    "build_web",
]
