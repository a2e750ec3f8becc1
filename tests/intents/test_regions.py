import pytest

from intents.lexicon import Place
from intents.loading import build_lexicon
from intents.understand import understand


def roles(text, lexicon):
    places = understand(text, lexicon).places
    found = (places.home, places.current, places.destination)
    return tuple(place.code if place else None for place in found)


@pytest.mark.parametrize(
    ("text", "home", "current", "destination"),
    [
        ("户口落在保定,人在北京工作,护照能办吗", "130600", "110000", None),
        ("北京户口在天津办护照", "110000", "120000", None),
        ("天津户口在北京办护照", "120000", "110000", None),
        ("我是唐山人,在上海打工,想换驾照", "130200", "310000", None),
        ("社保在成都交的,人到西安上班了", "510100", "610100", None),
        ("驾照是邯郸发的,能在太原换吗", "130400", "140100", None),
        ("公积金从太原转到西安", "140100", None, "610100"),
        ("把户口迁到成都要什么条件", None, None, "510100"),
        ("想在上海给孩子办身份证,户口是沧州的", "130900", "310000", None),
        ("人在燕郊住,北京户籍", "110000", "131082", None),
        ("我是安徽的,嫁到浙江,户口还在老家", "340000", "330000", None),
        ("户口在天津市河北区,人在石家庄", "120105", "130100", None),
        ("参保地是保定,来北京住院", "130600", "110000", None),
        ("我现在天津读大学,老家邯郸", "130400", "120000", None),
        ("北京的事在北三县能办吗", "110000", "area:北三县", None),
    ],
)
def test_places_get_their_roles_from_the_words_around_them(
    text, home, current, destination, lexicon
):
    assert roles(text, lexicon) == (home, current, destination)


def test_asked_place_wins_over_where_they_are(lexicon):
    assert roles("我在北京,想去天津补身份证", lexicon)[1] == "120000"


def test_negated_place_is_no_place(lexicon):
    assert roles("我不在北京,在太原,上海的社保卡想换", lexicon) == ("310000", "140100", None)


def test_district_behind_its_city_is_one_place(lexicon):
    mentions = understand("天津市河北区", lexicon).mentions
    assert [m.place.code for m in mentions] == ["120105"]


def test_province_name_inside_a_district_name_is_not_read(lexicon):
    assert roles("户口在河北区,人在北京", lexicon)[0] == "120105"


def test_ambiguous_name_is_settled_when_its_province_stands_in_the_text(lexicon):
    assert roles("户口在北京,想在通州换身份证", lexicon)[1] == "110112"


def test_ambiguous_name_stays_open_when_nothing_settles_it(lexicon):
    understanding = understand("户口在桥西区,想换身份证", lexicon)
    assert understanding.places.home is None
    assert [m.text for m in understanding.places.ambiguous] == ["桥西区"]


def test_city_is_read_when_its_county_has_the_same_short_name(lexicon):
    assert roles("承德户口", lexicon)[0] == "130800"


def test_two_cities_of_one_province_fall_back_to_the_province(lexicon):
    assert roles("江苏淮安南通户口办签注", lexicon)[0] == "320000"


def test_place_name_inside_a_street_or_village_name_is_not_read(lexicon):
    assert understand("住在天津路北京村旁边", lexicon).mentions == ()


def test_unmarked_places_keep_only_the_inner_one(lexicon):
    unmarked = understand("郑州民政局离婚二七区", lexicon).places.unmarked
    assert [place.code for place in unmarked] == ["410103"]


def test_region_name_does_not_cut_a_district_name(lexicon):
    places = {**lexicon.places, "天津河北": (Place("area:津冀", "津冀", ("120000", "130000")),)}
    mentions = understand("天津河北区的,在石家庄换驾照", build_lexicon(places)).mentions
    assert [m.place.code for m in mentions] == ["120105", "130100"]


@pytest.fixture(scope="module")
def china(knowledge):
    """The places of the shipped catalog."""
    return knowledge.lexicon


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("户口在天津河北区,人在石家庄", ("120105", "130100", None)),
        ("河北省户口,人在天津河北区", ("130000", "120105", None)),
        ("江苏南通户口,在北京通州上班", ("320600", "110112", None)),
        ("辽宁朝阳户口,在北京朝阳住", ("211300", "110105", None)),
        ("唐山路北区户口,人在天津", ("130203", "120000", None)),
        ("牡丹江西安区的户口,人在石家庄", ("231005", "130100", None)),
        ("医保山西晋城的,人在苏州", ("140500", "320500", None)),
        ("户口在石家庄新华区,人在北京", ("130105", "110000", None)),
        ("徐州鼓楼区户口,在上海办", ("320302", "310000", None)),
        ("户口在宣武区,人在天津", ("110102", "120000", None)),
        ("蓟县户口,住燕郊", ("120119", "131082", None)),
        ("魔都社保要转回帝都", ("310000", None, "110000")),
        ("京籍,长住燕郊", ("110000", "131082", None)),
        ("冀社保转沪", ("130000", None, "310000")),
        ("我是冀户,在京打工", ("130000", "110000", None)),
        ("粤B牌的车在赣州年检", ("440300", "360700", None)),
        ("湖北恩施州户口,在成都办", ("422800", "510100", None)),
    ],
)
def test_places_of_the_catalog_are_read_closely(text, expected, china):
    assert roles(text, china) == expected


@pytest.mark.parametrize(
    "text",
    [
        "我们小区叫和平小区",
        "在新华书店买的书",
        "一路平安",
        "朝阳产业有补贴吗",
        "去哪里办,哪里都行",
        "新户口本怎么领",
        "黑户口怎么办",
        "医保定点医院怎么选",
        "身份证上地址写错了",
        "省内能办吗",
        "老人平安,不用担心",
        "贵公司的社保卡",
    ],
)
def test_ordinary_words_are_no_places(text, china):
    assert understand(text, china).mentions == ()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("户口在新华区,人在北京", "新华区"),
        ("桥西区户口,在北京办", "桥西区"),
        ("户口在鼓楼区,人在南京", "鼓楼区"),
        ("户口在长安区,人在西安", "长安区"),
        ("户口在朝阳,人在北京", "朝阳"),
    ],
)
def test_where_one_stands_does_not_tell_which_home_is_meant(text, name, china):
    places = understand(text, china).places
    assert places.home is None
    assert [m.text for m in places.ambiguous] == [name]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("户口在保定,不对,是沧州,人在北京", ("130900", "110000", None)),
        ("在天津上班,说错了,在廊坊上班", (None, "131000", None)),
        ("社保从北京转到石家庄,打错了,是转到唐山", ("110000", None, "130200")),
        ("户口原来在保定,后来迁到天津了,人在北京", ("120000", "110000", None)),
        ("我户口衡水,老公户口保定,人在北京", ("131100", "110000", None)),
        ("刚从海南玩回来,户口唐山,人在北京", ("130200", "110000", None)),
        ("听说天津能办,户口邢台,人在北京", ("130500", "110000", None)),
        ("人在石家庄,把北京的公积金转过来", ("110000", "130100", "130100")),
        ("在涿州买了房,想把北京户口迁到涿州", ("110000", None, "130681")),
        ("户口不在北京,在郑州,人在北京", ("410100", "110000", None)),
    ],
)
def test_what_was_or_was_said_in_passing_gives_way(text, expected, china):
    assert roles(text, china) == expected


@pytest.mark.parametrize(
    "text",
    [
        "我们两口子户口都在德州",
        "孩子也是天津户口",
        "户口再保定 人再北京",
        "那我老婆是天津户口呢",
        "驾照是沧州的",
        "户口迁到天津了",
        "俺户口搁邢台",
    ],
)
def test_places_alone_are_no_matter(text, china):
    assert understand(text, china).only_adds
