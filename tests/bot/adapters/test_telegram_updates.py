"""What the adapter makes of messages, commands, groups and pressed buttons."""

import pytest

from bot.messages import Choice, Copyable, Reply
from bot.replies.texts import say
from tests.bot.adapters.fake_bot_api import BOT, GROUP
from tests.bot.adapters.fake_talker import replying

LONG = "我户口在河北省保定市,人在北京市上班,身份证丢了想补"
ASKING = Reply(
    "您要办的是哪一种?\n点一下就行:",
    choices=(Choice("期满换证", "驾驶证期满换证"), Choice("补证", LONG)),
    copyables=(Copyable("廊坊12345", "0316-12345"),),
    asks_feedback=True,
)


def labels(message):
    return [b["text"] for row in message["reply_markup"]["inline_keyboard"] for b in row]


def heard(talker):
    return [message.text for message in talker.heard]


async def settled(api, talker, chat=7):
    """Wait until everything that the chat said has been handled; return what was heard."""
    before = heard(talker).count("/forget")
    api.say("/forget", chat=chat)
    await talker.wait_for(lambda: heard(talker).count("/forget") > before)
    return heard(talker)[:-1]


@pytest.mark.parametrize(
    ("said", "command"),
    [
        ("/start", "/start"),
        ("/start from-a-link", "/start"),
        ("/HELP", "/help"),
        ("/help@Tongban_Bot", "/help"),
    ],
)
async def test_command_reaches_the_talker_without_its_tail(bot, api, talker, said, command):
    api.say(said)
    assert await settled(api, talker) == [command]


async def test_text_reaches_the_talker_as_it_is(bot, api, talker):
    api.say("*户口* <在>保定_人在北京 & 😀")
    [sent] = await api.wait_for_sent(1)
    assert sent["text"] == "您说的是:*户口* <在>保定_人在北京 & 😀"
    assert "parse_mode" not in api.payloads("sendMessage")[0]


@pytest.mark.parametrize(
    "content",
    [
        {"sticker": {"file_id": "s", "file_unique_id": "s", "type": "regular", "width": 1,
                     "height": 1, "is_animated": False, "is_video": False}},
        {"voice": {"file_id": "v", "file_unique_id": "v", "duration": 1}},
        {"photo": [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}]},
        {"location": {"latitude": 39.9, "longitude": 116.4}},
    ],
)  # fmt: skip
async def test_what_holds_no_text_is_an_empty_text(bot, api, talker, content):
    api.say(None, **content)
    assert await settled(api, talker) == [""]


async def test_caption_of_a_photo_is_its_text(bot, api, talker):
    photo = [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}]
    api.say(None, photo=photo, caption="这个能在天津办吗")
    assert await settled(api, talker) == ["这个能在天津办吗"]


async def test_corrected_text_is_asked_anew_but_a_moving_location_is_not(bot, api, talker):
    api.edit(text="户口在廊坊")
    api.edit(location={"latitude": 39.9, "longitude": 116.4, "live_period": 60})
    assert await settled(api, talker) == ["户口在廊坊"]


async def test_service_messages_are_not_answered(bot, api, talker):
    api.say(None, chat=GROUP, new_chat_members=[BOT])
    assert await settled(api, talker, chat=GROUP) == []
    api.say(
        None, pinned_message={"message_id": 1, "date": 0, "chat": {"id": 7, "type": "private"}}
    )
    assert await settled(api, talker) == ["/forget"]


async def test_group_is_answered_only_when_the_bot_is_meant(bot, api, talker):
    mention = [{"type": "mention", "offset": 2, "length": 12}]
    other = [{"type": "mention", "offset": 0, "length": 6}]
    api.say("今天吃什么", chat=GROUP)
    api.say("@other 身份证", chat=GROUP, entities=other)
    api.say("请问@tongban_bot身份证能在天津办吗", chat=GROUP, entities=mention)
    answered = {"message_id": 5, "date": 0, "chat": {"id": GROUP, "type": "group"}}
    api.say("那驾照呢", chat=GROUP, reply_to_message=answered | {"from": BOT, "text": "可以"})
    api.say("/help@other_bot", chat=GROUP)
    api.say("/help", chat=GROUP)
    said = await settled(api, talker, chat=GROUP)
    assert said == ["请问 身份证能在天津办吗", "那驾照呢", "/help"]
    assert talker.heard[0].conversation == f"telegram:{GROUP}"


async def test_reply_in_a_group_quotes_the_message(bot, api, talker):
    api.say("/help", chat=GROUP)
    await api.wait_for_sent(1)
    quoted = api.payloads("sendMessage")[0]["reply_parameters"]
    assert quoted["allow_sending_without_reply"] is True


async def test_pressed_choice_is_said_and_marked(bot, api, talker):
    talker.answer = replying(ASKING)
    api.say("我想办驾驶证")
    [asked] = await api.wait_for_sent(1)
    assert labels(asked) == ["期满换证", "补证", "📋 廊坊12345", "👍 有用", "👎 没用"]
    api.press_label("期满换证", asked)
    await api.wait_for_sent(2)
    assert heard(talker) == ["我想办驾驶证", "驾驶证期满换证"]
    assert labels(api.sent[0]) == ["✅ 期满换证", "📋 廊坊12345", "👍 有用", "👎 没用"]
    assert api.payloads("answerCallbackQuery")


async def test_long_choice_is_said_by_its_number(bot, api, talker):
    talker.answer = replying(ASKING)
    api.say("我想办驾驶证")
    [asked] = await api.wait_for_sent(1)
    api.press_label("补证", asked)
    await api.wait_for_sent(2)
    assert heard(talker)[1] == "#2"


async def test_long_choice_of_an_earlier_turn_is_refused_with_a_word(bot, api, talker):
    talker.answer = replying(ASKING)
    api.say("我想办驾驶证")
    [asked] = await api.wait_for_sent(1)
    api.say("换个问题")
    await api.wait_for_sent(2)
    api.press_label("补证", asked)
    assert (await api.wait_for_call("answerCallbackQuery"))["text"] == say("adapter.outdated")
    assert heard(talker) == ["我想办驾驶证", "换个问题"]


async def test_second_press_is_not_answered_twice(bot, api, talker):
    talker.answer = replying(ASKING)
    api.say("我想办驾驶证")
    [asked] = await api.wait_for_sent(1)
    api.press_label("期满换证", asked)
    api.press_label("期满换证", asked)
    assert (await api.wait_for_call("answerCallbackQuery", 2))["text"] == say(
        "adapter.already_chosen"
    )
    assert await settled(api, talker) == ["我想办驾驶证", "驾驶证期满换证"]


async def test_old_button_is_answered_when_neither_query_nor_message_is_known(bot, api, talker):
    api.press("s:驾驶证期满换证")  # Telegram no longer shows the message
    api.forget_queries()
    [sent] = await api.wait_for_sent(1)
    assert sent["text"] == "您说的是:驾驶证期满换证"


async def test_press_is_answered_when_the_message_cannot_be_marked(bot, api, talker):
    markup = {"inline_keyboard": [[{"text": "换证", "callback_data": "s:换证"}]]}
    gone = {"message_id": 99, "date": 5, "chat": {"id": 7, "type": "private"}, "text": "?"}
    api.press("s:换证", gone | {"reply_markup": markup})
    await api.wait_for_sent(1)
    assert api.payloads("editMessageReplyMarkup")


@pytest.mark.parametrize("data", ["done", "", "x:1", "c:x:R", "f:2:R-1"])
async def test_button_without_meaning_is_only_acknowledged(bot, api, talker, data):
    api.press(data or "s:")
    await api.wait_for_call("answerCallbackQuery")
    assert await settled(api, talker) == []


@pytest.mark.parametrize(
    ("label", "useful", "known", "said"),
    [("👍 有用", True, True, "thanks"), ("👎 没用", False, False, "record_gone")],
)
async def test_judgement_is_kept_and_marked(bot, api, talker, label, useful, known, said):
    talker.answer = replying(ASKING)
    talker.known_receipts = known
    api.say("我想办驾驶证")
    [asked] = await api.wait_for_sent(1)
    api.press_label(label, asked)
    assert (await api.wait_for_call("answerCallbackQuery"))["text"] == say(f"adapter.{said}")
    await api.wait_for_call("editMessageReplyMarkup")
    assert talker.judged == [("R-1", useful)]
    assert labels(api.sent[0]) == ["期满换证", "补证", "📋 廊坊12345", f"✅ {label}"]


async def test_long_reply_comes_in_parts_with_the_buttons_on_the_last(bot, api, talker):
    paragraph = "办理材料" * 300
    text = "\n\n".join([paragraph] * 8)
    talker.answer = replying(Reply(text, choices=(Choice("去哪办", "去哪里办"),)))
    api.say("都要什么")
    parts = await api.wait_for_sent(3)
    assert "\n\n".join(p["text"] for p in parts) == text
    assert ["reply_markup" in p for p in parts] == [False, False, True]
