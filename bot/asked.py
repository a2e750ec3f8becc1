"""What is asked once the conversation, the surface and the matter have had their say.

Decides which place fills which role: named beats carried over, carried over beats the position the
surface knows; a place whose role the words do not give goes by the kind of matter.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.conversation import Conversation, Slots
from bot.places import Gazetteer
from bot.route import Places
from catalog.items import ServiceItem
from intents.lexicon import Place
from intents.recognize import DEFAULT_ASPECT
from intents.regions import Role, choose_place
from intents.understand import Understanding

CATEGORIES_OF_A_HOME = frozenset(
    {
        *("社会保障", "医疗保障", "住房公积金", "职业资格", "就业创业", "教育", "民政", "残联"),
        *("税务", "市场监管", "自然资源", "不动产", "档案"),
    }
)
"""“佛山公积金提取”: the place in front of such a matter is where it belongs, by 参保, 缴存 or
登记 (docs/contract.md), not where one stands."""

KINDS_OF_HOME = {
    "公安户籍": ("户口",),
    "公安出入境": ("户口",),
    "民政": ("户口",),
    "社会保障": ("社保", "医保"),
    "就业创业": ("社保",),
    "医疗保障": ("医保", "社保"),
    "住房公积金": ("公积金",),
    "市场监管": ("公司",),
    "税务": ("公司",),
    "不动产": ("房产",),
    "档案": ("档案",),
    "教育": ("档案", "资格证"),
    "职业资格": ("资格证",),
    "残联": ("残疾证", "户口"),
}
"""Category of a matter → whose place its home is, of those that roles.yaml tells apart."""

_CHANGES = re.compile(r"[换改]成|不是|不对|错了|应该是|说的是")
_SLIPS = re.compile(r"错了?|说的是|应该是|不对|手滑")
"""“打错了,是唐山”: what was said was wrong, as against “换成唐山呢”, another case."""
_AGREED = re.compile(r"协议|签|合作")
_MOVES = re.compile(r"转移|迁移(?!登记|涉税)")
_SETS_UP = re.compile(r"(?:想|要|准备|打算|怎么|如何)*(?:在|去|到|来)(?!.*(?:上班|打工|工作))")
"""“在深圳注册公司”, “去深圳办执照”: a firm belongs where it is registered."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question with everything that is known about it."""

    understanding: Understanding
    """What the text itself says."""
    places: Places
    """The places by role."""
    aspects: tuple[str, ...]
    """Aspects asked, first to be answered at the front."""
    on: date
    """Day the question is about."""
    given: bool = False
    """True when ``current`` comes from the surface and not from the words."""
    abroad: bool = False
    """True when the person stands outside the country, as said now or before."""
    picked: tuple[Role, ...] = ()
    """Roles whose place was picked by hand at the desk."""
    carried: tuple[Role, ...] = ()
    """Roles taken over from what was said before."""
    is_home_kept: bool = False
    """True when ``home`` is the one the person asked to keep."""
    masked: tuple[str, ...] = ()
    """Kinds of personal data that were masked."""
    corrected: str | None = None
    """The word a typo or pinyin was read as."""

    @property
    def text(self) -> str:
        """The normalized text."""
        return self.understanding.utterance.text

    @property
    def is_abroad(self) -> bool:
        """True when it is asked from abroad and no place inside the country to handle it."""
        return self.abroad and self.places.current is None

    @property
    def named_codes(self) -> tuple[str, ...]:
        """Codes of the places in the text, in its order; of a part of a division its area."""
        places = [m.place for m in self.understanding.mentions if m.place is not None]
        return tuple(dict.fromkeys(f"area:{p.zone}" if p.zone else p.code for p in places))

    @property
    def aspect(self) -> str:
        """The aspect to answer first."""
        return self.aspects[0]


def resolve(
    understanding: Understanding,
    conversation: Conversation | None,
    gazetteer: Gazetteer,
    *,
    here: str | None,
    on: date,
    masked: tuple[str, ...] = (),
) -> Asked:
    """Join the text with what was said before and where the person is."""
    said = conversation or Conversation("")
    slots, found = said.slots, understanding.places
    named = _named_now(understanding, said)
    carried = _carry_over(named, understanding, slots, gazetteer)
    is_home_kept = _is_home_kept(named[Role.HOME], carried, said.kept_home, understanding)
    if is_home_kept and said.kept_home:
        named[Role.HOME] = gazetteer.place(said.kept_home)
    turning = understanding.turning
    abroad = (turning.abroad or slots.abroad) and not turning.comes_home
    is_elsewhere = found.unmarked or turning.abroad or abroad
    given = named[Role.CURRENT] is None and here is not None and not is_elsewhere
    if given and here is not None:
        named[Role.CURRENT] = gazetteer.place(here)
    aspects = understanding.aspects
    if aspects == (DEFAULT_ASPECT,) and slots.aspect and not slots.is_going_on:
        aspects = (slots.aspect,)
    return Asked(
        understanding=understanding,
        places=Places(named[Role.HOME], named[Role.CURRENT], named[Role.DESTINATION]),
        aspects=aspects,
        on=on,
        given=given,
        abroad=abroad,
        carried=tuple(r for r in carried if r is not Role.HOME or not is_home_kept),
        is_home_kept=is_home_kept and named[Role.HOME] is not None,
        masked=masked,
    )


def asks_about_more(understanding: Understanding) -> bool:
    """Say whether it is asked what there is, or what places have agreed: that is about no item.

    Nothing that was said before limits it.
    """
    names_parties = len([m for m in understanding.mentions if m.place]) > 1
    agreed = names_parties and _AGREED.search(understanding.utterance.text) is not None
    return understanding.aspects[0] == "overview" or agreed


def _named_now(understanding: Understanding, said: Conversation) -> dict[Role, Place | None]:
    """Return the places this message gives a role, one without a role in the role asked for."""
    found = understanding.places
    named = {
        Role.HOME: found.home,
        Role.CURRENT: found.current,
        Role.DESTINATION: found.destination,
    }
    if found.unmarked and said.asking:
        named[Role(said.asking)] = found.unmarked[0]
    elif found.unmarked and _goes_on(understanding, said.slots):
        named[_role_to_change(understanding, said.slots)] = found.unmarked[0]
    return named


def _goes_on(understanding: Understanding, slots: Slots) -> bool:
    is_addition = understanding.only_adds and not asks_about_more(understanding)
    return slots.is_going_on and is_addition


def _carry_over(
    named: dict[Role, Place | None],
    understanding: Understanding,
    slots: Slots,
    gazetteer: Gazetteer,
) -> list[Role]:
    """Put the places said before where this message names none; return their roles."""
    found = understanding.places
    before = _said_before(understanding, slots)
    # “户籍地不是保定” takes back the home, “我不在北京” where one stands.
    is_replaced = understanding.turning.retracts or _denied_role(understanding, slots)
    cleared = () if is_replaced else found.cleared
    goes_on = _goes_on(understanding, slots) or not found.unmarked
    goes_on = goes_on and not asks_about_more(understanding)
    carried = [
        role
        for role, place in named.items()
        if place is None and before[role] and role not in cleared and goes_on
    ]
    if _has_left(named, before, carried):
        carried.remove(Role.CURRENT)
    for role in carried:
        named[role] = gazetteer.place(before[role] or "")
    return carried


def _has_left(
    named: Mapping[Role, Place | None],
    before: Mapping[Role, str | None],
    carried: Sequence[Role],
) -> bool:
    """Say whether the place said before is just what is moved away from now (从上海转到…)."""
    home = named[Role.HOME]
    moves = home is not None and named[Role.DESTINATION] is not None
    return moves and Role.CURRENT in carried and before[Role.CURRENT] == getattr(home, "code", "")


def _is_home_kept(
    home: Place | None, carried: Sequence[Role], kept: str | None, understanding: Understanding
) -> bool:
    """Say whether the home is the kept one: none was named, now or before, but it."""
    turning = understanding.turning
    if kept is None or turning.swaps or turning.retracts == Role.HOME:
        return False
    if home is None:
        return not understanding.places.unmarked
    return Role.HOME in carried and home.code == kept


def _said_before(understanding: Understanding, slots: Slots) -> dict[Role, str | None]:
    """Return the places said before, as this message leaves them: swapped, or one taken back."""
    turning = understanding.turning
    before = {role: getattr(slots, role.value) for role in Role}
    if turning.swaps:
        other = Role.CURRENT if slots.current or not slots.destination else Role.DESTINATION
        before[Role.HOME], before[other] = before[other], before[Role.HOME]
    if turning.retracts:
        before[Role(turning.retracts)] = None
    if turning.abroad:
        before[Role.CURRENT] = None
    return before


def _role_to_change(understanding: Understanding, slots: Slots) -> Role:
    """Return which place a place without a role takes the place of.

    The one that is denied (“不是保定,是沧州”); the only one known; for a slip the one in the same
    province; else where it is handled or goes to (“换成天津呢”).
    """
    denied = _denied_role(understanding, slots)
    if denied is not None:
        return denied
    text = understanding.utterance.text
    known = [role for role in Role if getattr(slots, role.value)]
    if len(known) == 1 and _CHANGES.search(text):
        return known[0]
    if known and _SLIPS.search(text):
        province = understanding.places.unmarked[0].code[:2]
        near = [role for role in known if getattr(slots, role.value).startswith(province)]
        if near:
            return near[0]
    return Role.DESTINATION if Role.DESTINATION in known else Role.CURRENT


def _denied_role(understanding: Understanding, slots: Slots) -> Role | None:
    """Return the role that was given to a place which the text says it is not."""
    denied = {m.place.code for m in understanding.mentions if m.negated and m.place}
    return next((role for role in Role if getattr(slots, role.value) in denied), None)


def place_unmarked(asked: Asked, item: ServiceItem | None) -> Asked:
    """Give the places without a role the one that the kind of matter suggests.

    Of several homes (户口在A,社保在B) the one that the matter belongs to.
    """
    places = asked.places
    home = item and _home_of(item, asked.understanding)
    if home and places.home == asked.understanding.places.home:
        places = replace(places, home=home)
    # Who says that they stand abroad does not stand in the place they name beside it.
    is_abroad = asked.understanding.turning.abroad
    belongs = is_abroad or (item is not None and _belongs(item))
    if belongs and places.home is None:
        places = _home_from_only_place(places, item, asked.understanding)
    for place in asked.understanding.places.unmarked:
        places = _put(place, places, belongs=belongs)
    moves = item is not None and _MOVES.search(item.name) is not None
    if moves and places.destination is None and places.home:
        # “社保在北京交的,现在在石家庄上班,怎么转过来”: it follows the person.
        places = replace(places, destination=places.current)
    return replace(asked, places=places)


def _home_from_only_place(
    places: Places, item: ServiceItem | None, understanding: Understanding
) -> Places:
    """Return the places with the home that the only place named stands for, too.

    “深圳怎么提公积金” names it before what is done; a firm belongs where it is to be registered,
    and that is where it is handled (“在深圳注册公司”).
    """
    mentions, current = understanding.mentions, places.current
    if current is None or len(mentions) != 1 or mentions[0].place != current:
        return places
    if mentions[0].words.startswith(mentions[0].text):
        return replace(places, home=current, current=None)
    is_firm = item is not None and item.category == "市场监管"
    if is_firm and _SETS_UP.match(mentions[0].words):
        return replace(places, home=current)
    return places


def _home_of(item: ServiceItem, understanding: Understanding) -> Place | None:
    kinds = KINDS_OF_HOME.get(item.category, ())
    if item.category == "公安交管":
        kinds = ("驾驶证",) if "驾驶" in item.name else ("车",)
    for kind in kinds:
        # “我是河北的” says where the 户口 is.
        kinds_said = {kind, ""} if kind == "户口" else {kind}
        named = [m for m in understanding.places.homes if m.kind in kinds_said]
        if named:
            return choose_place(named)
    return None


def _belongs(item: ServiceItem) -> bool:
    """Say whether such a matter belongs somewhere; people marry where they are."""
    return item.category in CATEGORIES_OF_A_HOME and not item.name.endswith("婚登记")


def _put(place: Place, places: Places, *, belongs: bool) -> Places:
    if place in places.named:
        return places
    if places.home is None and (belongs or places.current is not None):
        return replace(places, home=place)
    if places.current is None:
        return replace(places, current=place)
    return places
