"""How a reply is laid out: nothing is lost, nothing is said twice."""

from bot.messages import Choice, Copyable, Reply
from bot.web.shown import FOLD_AFTER_ROWS, Line, fold, show, typeset
from tests.bot.web.fakes import LONG_TEXT, SOURCE, make_card, make_turn


def test_verdict_body_and_sources_are_taken_apart():
    shown = show(make_card("问"))
    assert shown.headline.startswith("能办：保定户口")
    assert [line.text for line in shown.body].count(SOURCE) == 0
    assert shown.sources == (typeset(SOURCE),)
    assert Line("titled", "最长 60 日", "多久") in shown.body
    assert Line("label", "怎么办：") in shown.body
    assert shown.tone == "covered"
    assert shown.places == ("归属地 保定市", "办理地 北京市")


def test_source_in_the_middle_of_the_text_stays():
    reply = Reply(f"一\n{SOURCE}\n二\n{SOURCE}", sources=(SOURCE,))
    assert [line.text for line in show(make_turn(reply)).body] == [typeset(SOURCE), "二"]


def test_long_body_is_folded_without_loss():
    shown = show(make_card("问", text=LONG_TEXT))
    assert len(shown.body) == FOLD_AFTER_ROWS
    assert len(shown.body) + len(shown.folded) == 24


def test_little_more_than_fits_is_not_folded():
    lines = tuple(Line("text", "一行") for _ in range(FOLD_AFTER_ROWS + 2))
    assert fold(lines) == (lines, ())


def test_numbered_lines_that_repeat_buttons_are_left_out():
    reply = Reply(
        "哪一种?\n点一下:\n1. 补领\n2. 换领\n3. 别的",
        choices=(Choice("补领", "补"), Choice("换领", "换")),
    )
    shown = show(make_turn(reply, outcome="clarify"))
    assert [line.text for line in shown.body] == ["点一下：", "3. 别的"]
    assert shown.tone == "clarify"


def test_phone_site_and_street_get_the_link_they_need():
    values = ("0316-12345", "12345", "+86 10 12345678", "https://example.cn/a", "西三环南路1号")
    reply = Reply("一", copyables=tuple(Copyable("标签", value) for value in values))
    hrefs = [contact.href for contact in show(make_turn(reply)).contacts]
    assert hrefs == ["tel:0316-12345", "tel:12345", "tel:+861012345678", values[3], None]


def test_item_pages_are_linked_for_an_answer_only():
    item = {"id": "a", "name": "甲"}
    other = {"id": "b", "name": "乙"}
    assert [link.href for link in show(make_turn(Reply("一"), items=[item, other])).items] == [
        "/i/a"
    ]
    overview = make_turn(Reply("一"), items=[item, other], aspect="overview")
    assert [link.href for link in show(overview).items] == ["/i/a", "/i/b"]
    asked = make_turn(Reply("一"), outcome="clarify", items=[item, other])
    assert show(asked).items == ()


def test_punctuation_is_widened_in_chinese_only():
    assert typeset("能办:保定,北京;好?") == "能办：保定，北京；好？"
    assert typeset("掌上12333;国家平台") == "掌上12333；国家平台"
    for kept in ("https://a.cn/b?c=1,2", "9:00-12:00,a", "1,000", "网站:https"):
        assert typeset(kept).replace("：", ":") == kept


def test_heading_of_a_line_is_told_apart_when_its_colon_is_full_width():
    shown = show(make_turn(Reply("可以。\n带什么\uff1a身份证")))
    assert Line("titled", "身份证", "带什么") in shown.body
