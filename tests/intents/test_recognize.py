import pytest

from intents.understand import understand


@pytest.mark.parametrize(
    ("text", "aspect"),
    [
        ("结婚证丢了,补一个要拿什么手续", "materials"),
        ("护照补办得几天", "time_limit"),
        ("补身份证收费标准", "fee"),
        ("在哪个窗口办退休", "place"),
        ("社保卡申请了一个月,怎么还没收到", "progress"),
        ("可不可以异地换驾照", "eligibility"),
        ("医保关系怎么转", "procedure"),
        ("提取公积金有什么条件", "conditions"),
        ("云窗口是什么意思", "definition"),
        ("京津冀自助办有多少项", "overview"),
        ("依据什么文件", "basis"),
        ("天津户政电话是多少", "contact"),
    ],
)
def test_aspect_is_what_the_wording_asks_for(text, aspect, lexicon):
    assert understand(text, lexicon).aspects[0] == aspect


def test_explicit_aspect_beats_yes_or_no_and_the_rest_is_kept(lexicon):
    aspects = understand("在外地能不能补护照,要带什么", lexicon).aspects
    assert aspects[0] == "materials"
    assert "eligibility" in aspects


def test_aspect_of_a_letter_is_read_from_the_asking_sentence(lexicon):
    letter = "去年交了材料。窗口一直没有消息。我妈很着急。请问补办残疾证要多长时间"
    assert understand(letter, lexicon).aspects[0] == "time_limit"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("你好呀", "greeting"),
        ("晚上好", "greeting"),
        ("好的谢谢", "thanks"),
        ("我要找真人客服", "handoff"),
        ("你能干什么", "about"),
        ("/forget", "forget"),
        ("忘掉我的户籍地", "forget"),
        ("清除我的记录", "forget"),
        ("别记我的户籍地了", "forget"),
        ("帮我记住户籍地是邢台", "keep_home"),
        ("帮忙查一下我的公积金余额", "own_record"),
    ],
)
def test_talk_that_is_no_matter_is_recognized(text, kind, lexicon):
    assert understand(text, lexicon).social == kind


@pytest.mark.parametrize(
    "text",
    [
        "你好,请问护照怎么办",
        "公积金余额怎么查",
        "客服电话打不通,想补社保卡",
        "删除我的违章记录要去哪",
    ],
)
def test_matter_is_not_taken_for_small_talk(text, lexicon):
    assert understand(text, lexicon).social is None


@pytest.mark.parametrize(
    "text",
    [
        "那费用呢",
        "要交什么材料",
        "大概几天能好",
        "换成天津呢",
        "不是,我说的是天津",
        "不是北京,是上海",
        "那户口在保定呢",
        "我人在太原上班",
        "户口在保定怎么办",
        "网上能弄吗",
        "电话多少",
    ],
)
def test_message_only_adds_when_it_names_no_matter(text, lexicon):
    assert understand(text, lexicon).only_adds


@pytest.mark.parametrize(
    "text",
    [
        "护照呢",
        "那补办呢",
        "身份证丢了",
        "社保卡怎么办",
        "换成驾照呢",
        "北京户口迁到天津",
        "想离婚",
    ],
)
def test_message_does_not_only_add_when_it_names_a_matter(text, lexicon):
    assert not understand(text, lexicon).only_adds


@pytest.mark.parametrize(
    ("text", "aspect"),
    [
        ("那费用呢", "fee"),
        ("电话呢", "contact"),
        ("时间呢", "time_limit"),
        ("那补办呢", "procedure"),
    ],
)
def test_aspect_of_a_follow_up_is_its_one_word(text, aspect, lexicon):
    assert understand(text, lexicon).aspects[0] == aspect


@pytest.mark.parametrize(
    ("text", "abroad", "comes_home"),
    [
        ("我人在日本,身份证丢了", True, False),
        ("我妈长期住在海外", True, False),
        ("我人在国外,等我回国再办", True, True),
        ("回来以后办行吗", False, True),
        ("人在香港,身份证丢了", False, False),
        ("我在台湾上学", False, False),
        ("在澳门打工", False, False),
        ("想去日本旅游,护照怎么办", False, False),
        ("暂时回不了国", False, False),
    ],
)
def test_being_abroad_and_coming_home_are_told_apart(text, abroad, comes_home, lexicon):
    turning = understand(text, lexicon).turning
    assert (turning.abroad, turning.comes_home) == (abroad, comes_home)
