"""What a cluster tells: counts, places, reasons, examples, near items; and when it is settled."""

from datetime import UTC, datetime, timedelta

from bot.storage.records import NamedPlace, OpenQuestion
from bot.suggestions.cores import core_of
from bot.suggestions.suggest import MOST_EXAMPLES, suggest

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
BAODING = NamedPlace("130600", "保定市")
LANGFANG = NamedPlace("131000", "廊坊市")
BEIJING = NamedPlace("110000", "北京市")


def ask(question="狗证怎么办", number=0, **changes):
    defaults = {
        "receipt": f"R-{number}",
        "outcome": "unlisted",
        "surface": "web",
        "asked_at": NOW + timedelta(hours=number),
        "conversation": f"web:{number}",
    }
    return OpenQuestion(question=question, **{**defaults, **changes})


def test_cluster_tells_who_asked_when_and_from_where(knowledge):
    (cluster,) = suggest(
        [
            ask("保定的狗证在北京怎么办", 1, home=BAODING, current=BEIJING),
            ask("廊坊的狗证在北京怎么办", 2, home=LANGFANG, current=BEIJING, surface="telegram"),
            ask("请问狗证怎么办", 3, home=BAODING, conversation="web:1"),
            ask("狗证", 4, conversation=None, outcome="clarify"),
        ],
        knowledge,
    )
    assert (cluster.phrase, cluster.count, cluster.people) == ("狗证", 4, 3)
    assert cluster.last_asked - cluster.first_asked == timedelta(hours=3)
    assert [(p.place, p.count) for p in cluster.homes] == [(BAODING, 2), (LANGFANG, 1)]
    assert [(p.place, p.count) for p in cluster.currents] == [(BEIJING, 2)]
    assert cluster.surfaces == {"web": 3, "telegram": 1}
    assert cluster.outcomes == {"unlisted": 3, "clarify": 1}
    assert cluster.nearest[0].id == "dog-registration"


def test_cluster_tells_what_was_disliked_and_why(knowledge):
    said = {"outcome": "answer", "is_disliked": True, "items": ("notary-degree", "x")}
    (cluster,) = suggest(
        [ask(number=1, reason="太旧", **said), ask(number=2, reason="", **said), ask(number=3)],
        knowledge,
    )
    assert (cluster.disliked, cluster.reasons) == (2, ("太旧",))
    assert cluster.answered == {"notary-degree": 2}


def test_examples_are_the_newest_each_wording_once(knowledge):
    questions = [ask(f"狗证{'呀' * (n // 2)}怎么办", n) for n in range(20)]
    (cluster,) = suggest(questions, knowledge)
    assert [e.receipt for e in cluster.examples] == ["R-19", "R-17", "R-15", "R-13", "R-11"]
    assert len({e.question for e in cluster.examples}) == MOST_EXAMPLES


def test_most_asked_comes_first_and_what_is_no_matter_last(knowledge):
    talk = [ask("今天天气怎么样", n, outcome="out_of_scope") for n in range(5)]
    asked = [ask(number=8), ask("彩礼能要回来吗", 6), ask("彩礼要不要退", 7)]
    phrases = [cluster.phrase for cluster in suggest([*talk, *asked], knowledge)]
    assert phrases[1:] == ["狗证", "今天天气"]
    assert phrases[0].startswith("彩礼")


def test_short_question_counts_for_the_item_it_was_about(knowledge):
    (cluster,) = suggest(
        [
            ask("养犬登记怎么办", 1),
            ask("那材料呢", 2, items=("dog-registration",)),
            ask("那材料呢", 3),
        ],
        knowledge,
    )
    assert cluster.count == 2


def test_settled_cluster_is_left_out_until_most_of_it_is_new(knowledge):
    key = core_of("狗证怎么办", knowledge).key
    old, new = [ask("狗证怎么办", 1)], [ask("养犬登记怎么办", n) for n in (2, 3)]
    assert suggest(old, knowledge, settled={key}) == ()
    assert suggest([*old, new[0]], knowledge, settled={key}) == ()
    (cluster,) = suggest([*old, *new], knowledge, settled={key})
    assert not cluster.is_settled
    (shown,) = suggest(old, knowledge, settled={key}, with_settled=True)
    assert shown.is_settled


def test_key_stays_the_same_when_more_is_asked(knowledge):
    first = suggest([ask("狗证怎么办", 1)], knowledge)[0]
    more = [ask("狗证怎么办", 1), ask("彩礼", 2), ask("养犬登记", 3), ask("天津的狗证", 4)]
    assert first.key in {cluster.key for cluster in suggest(more, knowledge)}


def test_limit_leaves_out_the_least_asked(knowledge):
    questions = [ask(number=1), ask("彩礼能要回来吗", 2), ask("天津的狗证", 3)]
    assert [c.phrase for c in suggest(questions, knowledge, limit=1)] == ["狗证"]
    assert suggest([], knowledge) == ()
