"""What the desk shows of an answer is true to it: over every item and several pairs of places."""

import json
import re
from dataclasses import replace

import pytest

from bot.desk.both_ways import Way
from bot.desk.calls import answer_target, hear
from bot.desk.sheet import make_kept_sheet, make_sheet
from bot.desk.speech import LONGEST_SPOKEN, speak
from bot.desk.targets import HitKind, Target
from bot.replies import texts
from bot.replies.typeset import typeset
from bot.route_facts import collect_facts
from tests.bot.desk.calls import DAY, PAIRS, call, item

_BREAKS = re.compile("[，。；、：？]")
_GAP = re.compile(r"\{\w+\}")


def spoken_literals():
    """Return what the sentences read aloud say by themselves, the longest first."""

    def walk(node):
        if isinstance(node, str):
            return [node]
        children = node.values() if isinstance(node, dict) else node
        return [text for child in children for text in walk(child)]

    pieces = [p for t in walk(texts._texts()["sayable"]) for p in _GAP.split(t)]
    chunks = {chunk for piece in pieces for chunk in _BREAKS.split(piece) if chunk}
    return sorted(chunks, key=len, reverse=True)


LITERALS = spoken_literals()


def known_of(sheet, knowledge, at):
    """Return everything the answer knows, as it is printed and as it is spoken."""
    target, asked = at
    decision = answer_target(target, asked, hear(asked, knowledge), knowledge).decision
    route = getattr(decision, "route", None)
    facts = collect_facts(route, knowledge.release, knowledge.gazetteer) if route else None
    texts_known = [
        *strings(sheet.answer),
        *(facts.where if facts else ()),
        facts.conditions if facts else "",
    ]
    return "\n".join(f"{t}\n{typeset(t)}\n{speak(t)}" for t in texts_known)


def strings(value):
    if isinstance(value, str):
        return [value]
    children = (
        value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    )
    return [text for child in children for text in strings(child)]


def unsaid(sentence, known, counts):
    """Return what of a sentence stands neither in the answer nor in the frame of the sentence."""
    left = []
    for chunk in _BREAKS.split(sentence):
        rest = chunk
        for literal in LITERALS:
            if rest not in known:
                rest = rest.removeprefix(literal).removesuffix(literal).strip()
        if rest and rest not in known and rest not in counts:
            left.append(rest)
    return left


@pytest.mark.parametrize("pair", PAIRS)
def test_nothing_is_said_that_the_answer_does_not_say(knowledge, pair):
    release = knowledge.release
    # Where an item is on no list, places change nothing.
    for id_ in release.offerings_of if any(pair) else release.items:
        asked = call(knowledge, "", *pair)
        sheet = make_sheet(item(id_), asked, knowledge)
        known = known_of(sheet, knowledge, (item(id_), asked))
        counts = {str(len(sheet.answer["materials"]))}
        for sentence in sheet.sayable:
            assert not unsaid(sentence, known, counts), (id_, sentence)
            assert len(sentence) <= LONGEST_SPOKEN + 1, (id_, sentence)
            assert not re.search(r"https?:|www\.|[“”《》〔〕]", sentence), (id_, sentence)
        assert 2 <= len(sheet.sayable) <= 3


@pytest.mark.parametrize("pair", PAIRS)
def test_complete_form_holds_the_whole_answer_and_no_more(knowledge, pair):
    for id_ in knowledge.release.offerings_of:
        asked = call(knowledge, "", *pair)
        sheet = make_sheet(item(id_), asked, knowledge)
        shown = {section.key: section.rows for section in sheet.complete.sections}
        answer, known = sheet.answer, known_of(sheet, knowledge, (item(id_), asked))
        for key in ("materials", "where", "time_limit", "fee", "conditions", "limits", "sources"):
            for row in shown.get(key, ()):
                assert row.text in known, (id_, key, row)
        assert len(shown["materials"]) == len(answer["materials"])
        assert len(shown["basis"]) == len(answer["basis"])
        assert len(shown.get("limits", ())) == len(answer["limits"])
        assert [row.url for row in shown["sources"]] == [s["url"] for s in answer["sources"]]
        assert all(re.search(r"\d{4}", row.note) for row in shown["sources"])


@pytest.mark.parametrize(
    ("text", "home", "current", "said"),
    [
        ("身份证丢了", "130600", "110000", "可以"),
        ("身份证丢了", "130600", "130100", "不算跨省"),
        ("身份证上改名字", "", "", ""),
        ("养狗证", "", "", "不等于不能办"),
        ("公积金提取", "", "", "还是"),
        ("桥西区户口身份证换领", "", "", "还是"),
        ("同事同标是什么", "", "", "同一政务服务事项"),
        ("身份证丢了怎么补,另外养老保险怎么转", "", "", "身份证补领"),
        ("推荐一部电影", "", "", "跨省"),
        ("我要人工", "", "", "12345"),
        ("", "", "", "没有听清"),
        ("查我的社保余额", "", "", "请本人登录官方渠道"),
        ("北京和天津之间能办什么事", "", "", "两边都管的：京津冀"),
    ],
)
def test_every_outcome_can_be_read_aloud(knowledge, text, home, current, said):
    target = Target(HitKind.QUESTION)
    sheet = make_sheet(target, call(knowledge, text, home, current), knowledge)
    assert sheet.sayable
    assert said in "".join(sheet.sayable)
    assert all(len(sentence) <= LONGEST_SPOKEN + 1 for sentence in sheet.sayable)


@pytest.mark.parametrize("text", ["京津冀同事同标有多少项", "低保能在外省申请吗", "推荐一部电影"])
def test_how_a_question_was_read_is_not_read_aloud(knowledge, text):
    asked = call(knowledge, f"电话13812345678,{text}")
    said = make_sheet(Target(HitKind.QUESTION), asked, knowledge).sayable
    assert said == make_sheet(Target(HitKind.QUESTION), call(knowledge, text), knowledge).sayable
    assert not any(re.search("已隐去|：。|…", sentence) for sentence in said), said


def test_inferred_facts_are_said_to_be_inferred(knowledge):
    heard = 0
    for id_ in knowledge.release.offerings_of:
        sheet = make_sheet(item(id_), call(knowledge, "", "130600", "110000"), knowledge)
        if "据公开资料推断" in sheet.answer["text"] and sheet.answer["verdict"] == "covered":
            assert "推断" in "".join(sheet.sayable), id_
            heard += 1
    assert heard


def test_losers_are_told_with_what_they_lack_and_their_score(knowledge):
    asked = call(knowledge, "身份证丢了怎么补办", "130600", "110000")
    sheet = make_sheet(item("id-card-replacement"), asked, knowledge)
    losers = next(s for s in sheet.complete.sections if s.key == "losers")
    assert losers.rows
    assert all("得分" in row.note for row in losers.rows)


def test_picked_place_is_told_as_picked_not_as_guessed(knowledge):
    asked = call(knowledge, "身份证丢了", "130600", "110000")
    sheet = make_sheet(item("id-card-replacement"), asked, knowledge)
    why = sheet.answer["items"][0]["why"]
    assert sum("坐席选定" in sentence for sentence in why) == 2
    assert "按您前面说的" not in sheet.answer["text"]


def test_both_ways_are_two_questions_and_what_differs_is_marked(knowledge):
    asked = call(knowledge, "同事同标", "110000", "131082")
    sheet = make_sheet(item("id-card-replacement"), asked, knowledge)
    there, back = sheet.both_ways.sides
    assert there.title.startswith("北京市的事")
    assert back.title.startswith("廊坊市三河市的事")
    one_way = {a.title: a.way for a in sheet.agreements if "北三县" in a.title}
    assert set(one_way.values()) == {Way.THERE}
    reversed_ = make_sheet(
        item("id-card-replacement"),
        replace(asked, home=asked.current, current=asked.home),
        knowledge,
    )
    turned = {a.title: a.way for a in reversed_.agreements if "北三县" in a.title}
    assert turned
    assert set(turned.values()) == {Way.BACK}
    counts = {a.count for a in sheet.agreements}
    assert "527项" in counts
    assert not any(count.isdigit() for count in counts)


def test_item_that_holds_one_way_only_differs(knowledge):
    differing = [
        id_
        for id_ in knowledge.release.offerings_of
        if (
            ways := make_sheet(
                item(id_), call(knowledge, "", "110000", "120000"), knowledge
            ).both_ways
        )
        and "结论" in ways.differing
    ]
    assert differing


def test_trip_names_who_accepts_and_who_decides_with_their_phones(knowledge):
    asked = call(knowledge, "身份证丢了", "130600", "110000")
    accepting, deciding = make_sheet(item("id-card-replacement"), asked, knowledge).trip
    assert "北京市" in accepting.title
    assert "010-12345" in accepting.whom_to_ask
    assert "保定市" in deciding.title
    assert "0312-12345" in deciding.whom_to_ask
    assert deciding.asks == ("资料里没有写，以办理地公示为准",)


def test_no_trip_is_told_where_nothing_is_known(knowledge):
    asked = call(knowledge, "", "710000", "110000")
    assert make_sheet(item("id-card-replacement"), asked, knowledge).trip == ()


def test_work_order_is_masked_and_says_where_it_comes_from(knowledge):
    asked = call(knowledge, "我叫张三,手机13812345678,身份证丢了", "130600", "110000")
    sheet = make_sheet(item("id-card-replacement"), asked, knowledge, "7K3F-Q2MX")
    order = sheet.work_order
    assert "13812345678" not in order
    assert "张三" not in order
    for told in (
        "身份证丢了",
        "保定市",
        "北京市",
        "7K3F-Q2MX",
        sheet.answer["catalog_version"],
        "依据",
        "来源",
    ):
        assert told in order
    assert "".join(sheet.sayable) in order


def test_name_is_kept_as_the_question_where_only_letters_were_typed(knowledge):
    sheet = make_sheet(item("id-card-replacement"), call(knowledge, "sfzbl"), knowledge)
    assert sheet.answer["question"] == "居民身份证补领"


def test_day_decides_what_was_in_force(knowledge):
    before = call(knowledge, "", "110000", "131082", on=DAY.replace(year=2020))
    sheet = make_sheet(item("id-card-replacement"), before, knowledge)
    assert not [a for a in sheet.agreements if "北三县" in a.title]
    assert sheet.on.year == 2020


def test_kept_answer_is_laid_out_from_what_was_kept_alone(knowledge):
    asked = call(knowledge, "身份证丢了", "130600", "110000")
    fresh = make_sheet(item("id-card-replacement"), asked, knowledge, "7K3F-Q2MX")
    kept = make_kept_sheet(json.loads(json.dumps(fresh.answer)))
    assert kept.complete.headline == fresh.complete.headline
    assert kept.answer["text"] == fresh.answer["text"]
    assert {"materials", "basis", "sources", "losers"} <= {s.key for s in kept.complete.sections}


@pytest.mark.parametrize("id_", ["nothing:x", "item:gone", "system:gone", "", "receipt:x"])
def test_hit_that_is_gone_is_answered_by_the_words(knowledge, id_):
    sheet = make_sheet(Target.read(id_), call(knowledge, "身份证丢了"), knowledge)
    assert sheet.answer["items"][0]["id"] == "id-card-replacement"


def test_place_with_a_short_name_makes_no_difference_between_the_ways(knowledge):
    asked = call(knowledge, "社保卡补办,人在燕郊,户口在北京")
    ways = make_sheet(item("social-card-replacement"), asked, knowledge).both_ways
    assert "（燕郊）" in ways.sides[0].title
    assert not ways.differing


def test_both_ways_of_a_move_go_where_it_moves_to(knowledge):
    asked = call(knowledge, "医保转到北京", "120000", "440000")
    ways = make_sheet(item("medical-transfer"), asked, knowledge).both_ways
    assert [side.title for side in ways.sides] == ["从天津市转到北京市", "从北京市转到天津市"]


def test_unlisted_is_said_once_to_be_no_refusal(knowledge):
    said = make_sheet(Target(HitKind.QUESTION), call(knowledge, "飞碟怎么处理"), knowledge).sayable
    assert "".join(said).count("清单里没有不等于不能办") == 1


def test_question_back_has_chosen_none(knowledge):
    sheet = make_sheet(Target(HitKind.QUESTION), call(knowledge, "身份证"), knowledge)
    maybe = next(s for s in sheet.complete.sections if s.key == "losers")
    assert maybe.title == "也可能是"
    assert all("选中" not in row.note for row in maybe.rows)


def test_having_to_come_in_person_is_said(knowledge):
    for id_, told in (
        ("id-card-replacement", "须本人到场拍照采指纹"),
        ("disability-card-first", "须本人到经常居住地指定机构做残疾评定"),
        ("medical-away-filing", "京津冀区域内免备案"),
    ):
        said = make_sheet(item(id_), call(knowledge, "", "130600", "110000"), knowledge).sayable
        assert told in said[2], id_


def test_choices_with_an_enumeration_within_are_told_apart(knowledge):
    said = make_sheet(Target(HitKind.QUESTION), call(knowledge, "社保卡"), knowledge).sayable
    assert "，社会保障卡补领、换领、补换，" in said[1]


def test_app_is_no_place_to_go_to(knowledge):
    asked = call(knowledge, "", "130000", "110000")
    way = make_sheet(item("vehicle-inspection"), asked, knowledge).sayable[1]
    assert way.startswith("去这里办：任一机动车检验机构")
