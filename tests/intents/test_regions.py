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
