"""Which sheets a catalog has, which columns they have, and what each column may hold.

The one place where that is written down; ``data/README.md`` tells it to editors. Checking cells
against it is the business of ``cells``, checking rows against each other of ``links``.
"""

from collections.abc import Mapping

from catalog.kinds import Column, Kind, Layout
from catalog.limits import LimitEffect
from catalog.offerings import Accepts, BasisKind, HandlingMode
from catalog.sources import Confidence

CHANNEL_KINDS = (
    *("网站", "APP", "小程序", "网站/APP", "网站/小程序", "小程序/APP"),
    *("热线", "窗口", "自助终端"),
)
"""Kinds of service channels."""


def _text(name: str, title: str, note: str = "") -> Column:
    return Column(name, title, is_required=True, note=note)


def _one_of(
    name: str, title: str, *allowed: str, is_required: bool = True, note: str = ""
) -> Column:
    return Column(name, title, Kind.ONE_OF, is_required, allowed, note=note)


def _some_of(name: str, title: str, *allowed: str, is_required: bool = True) -> Column:
    return Column(name, title, Kind.SOME_OF, is_required, allowed)


def _all_named(
    name: str, title: str, refers_to: str, *, is_required: bool = False, note: str = ""
) -> Column:
    return Column(
        name, title, Kind.ALL_NAMED, is_required=is_required, refers_to=refers_to, note=note
    )


_ID = Column("id", "标识", Kind.SLUG, is_required=True, note="发布后不要改,别的表靠它认这一行")

_RATINGS = "high 高、medium 中、low 低、inferred 推断"

_SOURCE = (
    _text("source_title", "来源标题", "文件或网页的标题,可带日期"),
    Column("source_url", "来源网址", Kind.WEB),
    _one_of("source_kind", "来源类型", "official", "media", "mirror", "code", "memory", "common"),
    Column("as_of", "来源日期", Kind.PUBLISHED_DATE, note="来源自己的日期,没有就留空"),
    _one_of("confidence", "可信度", *Confidence, note=_RATINGS),
    # Catalogs from before this column have none.
    Column("owner", "负责人", is_optional=True, note="谁负责这条事实,可不填"),
)


def _item_columns(*, is_unlisted: bool) -> tuple[Column, ...]:
    return (
        _ID,
        _text("name", "名称", "清单上的全称"),
        _text("category", "类别"),
        Column("department", "主管部门"),
        _some_of("audience", "对象", "个人", "企业"),
        _text("summary", "一句话简介"),
        _all_named("members", "包含的事项", "items", note="只有总称才写"),
        Column("handled_by", "由谁办理"),
        # Whoever is told that we do not hold a matter must hear whom to ask, and as of when.
        Column("ask", "可以问谁", is_required=is_unlisted),
        Column("known_as_of", "查证日期", Kind.DATE, is_required=is_unlisted),
        _all_named("near", "相近事项", "items"),
    )


_LISTED = _item_columns(is_unlisted=False)
_UNLISTED = _item_columns(is_unlisted=True)

_ALIAS = (
    Column("item", "事项", Kind.NAMED, is_required=True, refers_to="items"),
    _text("alias", "叫法", "居民口头怎么说"),
    _one_of("kind", "叫法类型", "口语", "简称", "旧称", "英文缩写", "相关说法"),
    _all_named("ambiguous_with", "也可能是", "items", note="同一说法还指哪些事项"),
    _all_named("see_also", "另见", "items"),
    Column("is_umbrella", "是总称", Kind.FLAG),
    Column("note", "备注"),
)

_OFFERING = (
    _ID,
    _all_named("items", "事项", "items", is_required=True),
    _text("label", "显示名称"),
    Column("homes", "业务属地", Kind.REACH, note="由哪些地方决定"),
    Column("currents", "所在地", Kind.REACH, note="人在哪些地方可以办"),
    Column("destinations", "转入地", Kind.REACH),
    Column("cross_only", "只限异地", Kind.FLAG),
    _some_of("modes", "办理模式", *HandlingMode, is_required=False),
    Column("mode_note", "模式说明"),
    _one_of("accepts", "受理方", *Accepts, is_required=False),
    Column("where", "办理地点", Kind.LIST),
    _all_named("channels", "办理渠道", "channels"),
    Column("materials", "材料", Kind.LIST),
    Column("time_limit", "时限"),
    Column("fee", "费用"),
    Column("conditions", "条件"),
    _one_of("basis_kind", "依据类型", *BasisKind),
    Column("basis_title", "依据标题"),
    Column("basis_as_of", "依据日期", Kind.PUBLISHED_DATE),
    _one_of("basis_confidence", "依据可信度", *Confidence, note=_RATINGS),
    Column("agreement", "协议", Kind.NAMED, refers_to="agreements"),
    Column("valid_from", "开始日期", Kind.DATE),
    Column("valid_until", "结束日期", Kind.DATE),
    *_SOURCE,
)

_AGREEMENT = (
    _ID,
    _text("title", "标题"),
    _text("parties", "签约方"),
    Column("party_codes", "签约地", Kind.PLACES),
    Column("direction", "方向", Kind.DIRECTION, is_required=True),
    Column("signed_on", "签订日期", Kind.PUBLISHED_DATE),
    Column("expires_on", "到期日期", Kind.DATE),
    Column("scope", "范围"),
    Column("item_count", "事项数"),
    Column("mechanism", "机制"),
    Column("notes", "备注"),
    # Free: an agreement may be about a field in which no item is held (反垄断).
    Column("categories", "类别", Kind.LIST),
    _all_named("items", "事项", "items"),
    _one_of("is_service_agreement", "是通办协议", "yes", "no"),
    *_SOURCE,
)

_LIMIT = (
    _ID,
    _text("topic", "主题"),
    _text("limit", "限制"),
    Column("what_to_do", "怎么办"),
    _all_named("items", "事项", "items"),
    _all_named("categories", "类别", "categories"),
    Column("when", "触发说法", Kind.LIST, note="问题里出现这些词时提示"),
    Column("homes", "业务属地", Kind.PLACES),
    _one_of("effect", "影响", *LimitEffect),
    *_SOURCE,
)

_CHANNEL = (
    _ID,
    _text("name", "名称"),
    _one_of("kind", "渠道类型", *CHANNEL_KINDS),
    Column("regions", "服务地区", Kind.PLACES, is_required=True),
    Column("address", "地址或网址"),
    Column("address_check", "地址核对"),
    Column("phone", "电话"),
    Column("hours", "开放时间"),
    _all_named("categories", "类别", "categories"),
    _all_named("items", "事项", "items"),
    Column("notes", "备注"),
    *_SOURCE,
)

_FIGURE = (
    _text("system", "系统"),
    _text("value", "数值"),
    Column("unit", "单位"),
    _text("meaning", "含义"),
    *_SOURCE,
)

_SYSTEM = (
    _ID,
    _text("name", "名称"),
    _one_of("kind", "种类", "system", "term", "mode"),
    Column("aliases", "别称", Kind.LIST),
    _text("what", "是什么"),
    Column("whom", "给谁用"),
    Column("where", "在哪里"),
    Column("regions", "地区", Kind.PLACES),
    _all_named("figures", "数字", "figures"),
    _all_named("agreements", "协议", "agreements"),
    _all_named("items", "事项", "items"),
    _all_named("limits", "限制", "limits"),
    *_SOURCE,
)

_REGION = (
    _text("name", "名称"),
    _text("kind", "种类"),
    Column("members", "包含地区", Kind.CODES),
    Column("aliases", "别称", Kind.LIST),
    Column("parent", "所在行政区划", Kind.CODE),
    Column("is_part", "是部分区域", Kind.FLAG, note="不是完整的行政区划:片区、街道、旧区"),
    Column("note", "备注"),
)

_DIVISION = (
    Column("code", "代码", Kind.NEW_CODE, is_required=True),
    _text("name", "名称"),
    Column("area_code", "电话区号", note="按文本填,保留开头的 0"),
)

_ALIAS_KEY = ("alias", "item")

LAYOUTS = (
    Layout("items", "事项", "items", _LISTED),
    Layout("unlisted_items", "未列入事项", "items", _UNLISTED),
    Layout("umbrella_items", "总称", "items", _LISTED, is_optional=True),
    Layout("aliases", "叫法", "aliases", _ALIAS, _ALIAS_KEY),
    Layout("unlisted_aliases", "未列入事项的叫法", "aliases", _ALIAS, _ALIAS_KEY),
    Layout("umbrella_aliases", "总称的叫法", "aliases", _ALIAS, _ALIAS_KEY, is_optional=True),
    Layout("offerings", "办理方式", "offerings", _OFFERING),
    Layout("agreements", "协议", "agreements", _AGREEMENT),
    Layout("limits", "限制", "limits", _LIMIT),
    Layout("channels", "渠道", "channels", _CHANNEL),
    Layout("figures", "数字", "figures", _FIGURE, ("meaning", "system", "as_of")),
    Layout("systems", "系统和名词", "systems", _SYSTEM),
    Layout("regions", "区域", "regions", _REGION, ("name", "kind")),
    Layout("divisions", "行政区划", "divisions", _DIVISION, ("code",)),
)
"""Every sheet of a catalog; none may be added, and only optional ones left out."""

LAYOUT_OF: Mapping[str, Layout] = {layout.name: layout for layout in LAYOUTS}
"""Name of a sheet → its layout."""
