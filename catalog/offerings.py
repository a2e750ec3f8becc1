"""Offerings: where and how an item holds (办理方式), and the eight handling modes."""

from dataclasses import dataclass
from enum import StrEnum

from catalog.sources import Confidence, PartialDate, Source


class HandlingMode(StrEnum):
    """How a matter is handled away from home (办理模式); fewest trips first."""

    AUTOMATIC = "免申请"
    ONLINE = "全程网办"
    DIRECT_SETTLEMENT = "定点直接结算"
    TERMINAL = "自助终端"
    CLOUD_WINDOW = "云窗口"
    NATIONWIDE_WINDOW = "窗口全国通办"
    PROXY = "异地代收代办"
    JOINT = "多地联办"


class Accepts(StrEnum):
    """Which of the places takes the papers, where a source says so."""

    HOME = "home"
    CURRENT = "current"
    DESTINATION = "destination"


class BasisKind(StrEnum):
    """On what an offering rests."""

    NATIONAL_LIST = "national_list"
    REGIONAL_LIST = "regional_list"
    AGREEMENT = "agreement"
    DEPARTMENT_RULE = "department_rule"
    COMMON = "common"


@dataclass(frozen=True, slots=True)
class Reach:
    """Which places an offering serves in one role."""

    codes: tuple[str, ...]
    """Codes and ``area:<name>``; ``*`` = everywhere; empty = the role plays no part."""
    excluded: tuple[str, ...] = ()
    """Codes that are left out, e.g. Beijing for 外省市户籍在北京."""


@dataclass(frozen=True, slots=True)
class Offering:
    """One way in which an item is handled across provinces (办理方式)."""

    id: str
    """Stable slug."""
    items: tuple[str, ...]
    """Ids of the items whose offering this is (at least one)."""
    label: str
    """Name of the row as published, e.g. 首次申领居民身份证(长三角)."""
    homes: Reach
    """Deciding places served (业务属地)."""
    currents: Reach
    """Places where it can be handled."""
    destinations: Reach
    """Places of arrival (转入地, 迁入地)."""
    cross_only: bool
    """True when home and current must be of different provinces or zones."""
    modes: tuple[HandlingMode, ...]
    """Fewest trips first; empty when the wording fits none (see mode_note)."""
    mode_note: str
    """The source's own wording where it says more than the mode."""
    accepts: Accepts | None
    """Who takes the papers, when the source says otherwise than the mode does."""
    where: tuple[str, ...]
    """Where to go, in words, in the order one would try."""
    channels: tuple[str, ...]
    """Ids of service channels for it."""
    materials: tuple[str, ...]
    """What to bring."""
    time_limit: str
    """How long, in words; empty = not known."""
    fee: str
    """What it costs, in words; empty = not known."""
    conditions: str
    """Conditions and notes, in words."""
    basis_kind: BasisKind
    """Kind of the list or rule it rests on."""
    basis_title: str
    """Title of that list or rule; empty = none known."""
    basis_as_of: str
    """Its date; empty = not known."""
    basis_confidence: Confidence
    """inferred when the row was put on the list by inference (推断, 待核)."""
    agreement: str | None
    """Id of the agreement it rests on, if one."""
    valid_from: PartialDate | None
    """First day it holds; None = not known to begin."""
    valid_until: PartialDate | None
    """Last day it holds; None = not known to end."""
    source: Source
    """Where the handling facts were published."""
