"""One lock a chat: in turn within a chat, side by side between chats, nothing kept when idle."""

import asyncio

from telegram import Chat, Message, Update

from bot.adapters.telegram_order import WAITING_PER_CHAT, ChatOrder


def update_of(chat):
    return Update(1, message=Message(1, date=None, chat=Chat(chat, "private")))


async def test_chats_go_side_by_side_and_leave_nothing_behind():
    order = ChatOrder()
    done = []

    async def work(chat, number, seconds):
        await asyncio.sleep(seconds)
        done.append((chat, number))

    await asyncio.gather(
        order.process_update(update_of(1), work(1, 1, 0.1)),
        order.process_update(update_of(1), work(1, 2, 0)),
        order.process_update(update_of(2), work(2, 1, 0)),
    )
    assert done == [(2, 1), (1, 1), (1, 2)]
    assert order.busy_chats == 0


async def test_next_update_is_handled_when_one_fails():
    order = ChatOrder()
    done = asyncio.Event()

    async def fail():
        raise RuntimeError

    async def work():
        done.set()

    await asyncio.gather(
        order.process_update(update_of(1), fail()),
        order.process_update(update_of(1), work()),
        return_exceptions=True,
    )
    assert done.is_set()
    assert order.busy_chats == 0


async def test_update_without_a_chat_is_handled_at_once():
    done = asyncio.Event()

    async def work():
        done.set()

    await ChatOrder().process_update(Update(1), work())
    assert done.is_set()


async def test_flooder_is_cut_off(caplog):
    order = ChatOrder()
    done = []

    async def work(number):
        await asyncio.sleep(0)
        done.append(number)

    many = range(WAITING_PER_CHAT + 5)
    await asyncio.gather(*(order.process_update(update_of(1), work(n)) for n in many))
    assert done == list(range(WAITING_PER_CHAT))
    assert "dropped" in caplog.text
