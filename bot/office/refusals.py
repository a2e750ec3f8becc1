"""What the office does not do, said in one sentence."""


class OfficeRefusal(ValueError):
    """Something that cannot be done; the text says what is wrong and what to do instead."""


NO_SUCH_DRAFT = "没有这份草稿,可能已被丢弃或发布;回草稿列表看看"
"""The draft is not there, or not open."""
DRAFT_MOVED_ON = "刚才有别人改了这份草稿,没有保存;刷新后再改"
"""Somebody else saved meanwhile."""
NO_REASON = "没有写发布理由;写一句为什么改,再发布"
"""A publish has to say why."""
NO_REASON_BACK = "没有写退回理由;写一句为什么退回"
"""So has going back."""
NOT_REHEARSED = "草稿改过或现行版本换过,还没有预演;先预演,再发布"
"""The rehearsal is not about what would be published."""
NOT_CONFIRMED = "预演发现有变差的答复、矛盾或找不到的事项;逐条看过,确认后再发布"
"""The rehearsal found something to confirm."""
HAS_PROBLEMS = "草稿还有 {count} 处问题,不能预演或发布;先改好"
"""The draft is no valid catalog."""
NOTHING_CHANGED = "草稿和现行版本没有差别,不用发布"
"""Publishing would change nothing."""
NO_SUCH_VERSION = "没有版本 {version};在版本列表里选一个"
"""There is no such version to go back to."""
