"""What tables and columns are called on the pages; decides nothing about what they hold."""

from bot.storage.browsing import BrowsedTable

TABLE_TITLES = {
    BrowsedTable.TURNS: "问答",
    BrowsedTable.FEEDBACK: "有用没用",
    BrowsedTable.WRONG_ANSWERS: "标错的回答",
    BrowsedTable.HANDOFFS: "转人工",
    BrowsedTable.VERSIONS: "目录版本",
    BrowsedTable.CHANGES: "版本切换",
    BrowsedTable.AUDIT: "操作记录",
}
"""Table of the database → its title."""

ROW_NUMBER = "row"
"""Column that says where in its file a row of a sheet stands."""

COLUMN_TITLES = {
    ROW_NUMBER: "行",
    "id": "编号",
    "items": "事项",
    "note": "备注",
    "kind": "种类",
    "asked_at": "时间",
    "question": "问题",
    "outcome": "结果",
    "verdict": "结论",
    "aspect": "问的方面",
    "surface": "入口",
    "receipt": "回执",
    "catalog_version": "目录版本",
    "answer": "回答",
    "useful": "有用",
    "reason": "原因",
    "given_at": "时间",
    "account": "账号",
    "marked_at": "标记时间",
    "settled_by": "处理人",
    "settled_at": "处理时间",
    "state": "状态",
    "claimed_by": "接手人",
    "claimed_at": "接手时间",
    "closed_at": "结束时间",
    "version": "版本",
    "published_at": "入库时间",
    "author": "谁",
    "row_count": "行数",
    "digest": "校验值",
    "changed_at": "时间",
    "at": "时间",
    "action": "做了什么",
    "subject": "对象",
    "detail": "详情",
}
"""Column of a table of the database → its title; sheets have theirs in ``catalog.columns``."""
