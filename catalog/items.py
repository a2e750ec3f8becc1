"""Service items (政务服务事项) and what people call them; place-free."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Alias:
    """One thing people call an item (叫法)."""

    text: str
    """The wording, e.g. 换身份证."""
    kind: str
    """口语, 简称, 旧称, 英文缩写 or 相关说法."""
    ambiguous_with: tuple[str, ...] = ()
    """Ids of items that are meant just as often: ask back or show both (多义)."""
    see_also: tuple[str, ...] = ()
    """Ids that may be mentioned along the way, no need to ask (首选本项,另见)."""
    is_umbrella: bool = False
    """True when the wording covers several items (总称)."""


@dataclass(frozen=True, slots=True)
class ServiceItem:
    """A matter people handle with the government (政务服务事项), wherever they live."""

    id: str
    """Stable slug, e.g. ``id-card-renewal``."""
    name: str
    """Official name in Chinese."""
    category: str
    """Field, e.g. 公安户籍."""
    department: str
    """National department in charge (牵头部门)."""
    audience: tuple[str, ...]
    """个人 and/or 企业."""
    summary: str
    """One sentence: what it is and who needs it."""
    aliases: tuple[Alias, ...]
    """What people call it."""
    members: tuple[str, ...] = ()
    """Ids of the items an umbrella name covers (总称)."""
    handled_by: str = ""
    """For an item without any offering: who usually handles it (一般由谁办)."""
    ask: str = ""
    """For an item without any offering: whom to ask, e.g. ``户籍地街道或12345``."""
    known_as_of: str = ""
    """For an item without any offering: date of that knowledge."""
    near: tuple[str, ...] = ()
    """Ids of covered items that are truly near to it."""
