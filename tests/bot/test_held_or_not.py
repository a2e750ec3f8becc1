"""Made-up questions about what is held and about its neighbours on no list."""

from datetime import date
from pathlib import Path

import pytest

import catalog
from bot.assistant import answer
from bot.decide import Answer, Unlisted
from bot.knowledge import build_knowledge
from catalog.loading import read_release

DAY = date(2026, 11, 25)

HELD = {
    "身份证掉在火车上了,人在外地怎么补": "id-card-replacement",
    "驾照下个月到期,不在发证地能换吗": "licence-renewal",
    "换了城市上班,以前的养老保险关系怎么转": "pension-transfer-employee",
    "老人在外省住院前要不要先备案": "medical-away-filing",
    "怀上二宝了,准生证怎么弄": "birth-registration",
    "刚生的宝宝在外地怎么上户口": "household-newborn",
    "被裁员以后失业金去哪申请": "unemployment-benefit",
    "租房子能不能把公积金取出来": "housing-fund-withdraw-rent",
    "结婚证找不到了想补一本": "marriage-certificate-replacement",
    "毕业后档案想寄回老家人才中心": "personnel-file-transfer",
}
ON_NO_LIST = {
    "房贷用的是公积金,能贷多少": "gjj-loan-quota",
    "自由职业者自己怎么交公积金": "gjj-flex",
    "医保断了三个月,补上还有等待期吗": "medical-interrupt",
    "驾照一次扣满12分要去学习吗": "license-12points",
    "醉驾被吊销,几年后能重新考驾照": "license-revoked",
    "户口本上的名字想改成跟妈妈姓": "hukou-name-change",
    "跟爸妈分户要什么材料": "hukou-split",
    "租客想办居住证,房东不给合同": "residence-permit",
    "父母的房子过户给女儿要交多少税": "property-transfer",
    "给房子立个遗嘱公证收多少钱": "other-notary",
    "小区物业费太高找谁管": "property-management",
    "营业执照忘记年报了怎么办": "annual-report",
    "孩子从县里转学到市里怎么办": "school-transfer",
    "上班路上被车撞了算不算工伤": "work-injury-recognition",
    "儿媳妇是外国人,怎么领证": "marriage-foreign",
    "劳务派遣许可证要什么条件": "dispatch-license",
    "跑滴滴要办什么证": "online-taxi",
    "爷爷八十五了,高龄补贴怎么领": "elderly-allowance",
}


@pytest.fixture(scope="module")
def shipped():
    return build_knowledge(read_release(Path(catalog.__file__).parent / "data"))


@pytest.mark.parametrize(("text", "item"), HELD.items())
def test_what_is_held_is_found(text, item, shipped):
    decision = answer(text, shipped, on=DAY).decision
    assert isinstance(decision, Answer)
    assert decision.candidates[0].item == item


@pytest.mark.parametrize(("text", "item"), ON_NO_LIST.items())
def test_neighbour_on_no_list_is_told_apart(text, item, shipped):
    decision = answer(text, shipped, on=DAY).decision
    assert isinstance(decision, Unlisted)
    assert decision.item is not None
    assert decision.item.id == item
