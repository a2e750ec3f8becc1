"""One turn: load the conversation, answer, save. Every adapter and page comes through here."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

from bot.assistant import answer
from bot.conversation import Conversation
from bot.decide import AskBack, Handoff, HandoffWay, HomeKept, Outcome, SmallTalk
from bot.knowledge import Knowledge
from bot.memory import remember
from bot.messages import IncomingMessage, Turn
from bot.privacy import mask
from bot.replies.compose import compose, new_receipt
from bot.storage.records import TurnRecord
from bot.storage.store import Store
from bot.today import day_in_china
from intents.regions import Role

_SAVE_ATTEMPTS = 3
_IN_WORDS = "一二三四五六七八九"
_CHOICE = re.compile(
    rf"(?:我?(?:选|要))?(?:第|#)?(?:(?P<digit>[1-9])|(?P<word>[{_IN_WORDS}]))(?:个|项|种|号)?(?:吧)?[.。、]?"
)
"""2, #2, 第二个, 选2."""
_MORE = re.compile(r"(?:看|给我)?(?:更多|下一页|继续|还有(?:吗|呢|哪些|什么|别的吗)?)[。?!]*")
_NEXT_PAGE = re.compile(r"第\d+页")
"""What the button under an overview says for its next part."""
_SHORTEST_NAME = 2
_AFTER_A_NAME = re.compile(r"[的吧呢。.!!\s]+$")


class Turns:
    """Answers messages from the live catalog and keeps what has to be kept (a ``Talker``)."""

    def __init__(self, store: Store, current: Callable[[], Knowledge]) -> None:
        """Take the store and a function that returns the live knowledge."""
        self._store = store
        self._current = current

    async def turn(self, message: IncomingMessage) -> Turn:
        """Answer one message; the knowledge it began with serves it to the end."""
        knowledge = self._current()
        now = datetime.now(UTC)
        conversation = await self._conversation(message, now)
        text = _chosen(message.text, conversation)
        outcome = answer(
            text,
            knowledge,
            on=date.fromisoformat(message.on) if message.on else day_in_china(now),
            here=message.here,
            conversation=conversation,
        )
        outcome = await self._with_way(outcome, message)
        turn = compose(text, outcome, knowledge, new_receipt())
        await self._keep(message, conversation, outcome, turn, now)
        return turn

    async def feedback(self, receipt: str, *, useful: bool, reason: str = "") -> bool:
        """Keep 有用/没用 for a turn; False when the receipt is unknown."""
        return await self._store.save_feedback(receipt, useful=useful, reason=mask(reason).text)

    async def _with_way(self, outcome: Outcome, message: IncomingMessage) -> Outcome:
        """Let a hand-off say what happens now: without anybody at the desk only the phone."""
        if not _begins_handoff(outcome, message) or not await self._store.accounts.has_any():
            return outcome
        is_open = await self._store.handoffs.find_open(message.conversation or "") is not None
        return replace(outcome, decision=Handoff(HandoffWay.AGAIN if is_open else HandoffWay.HERE))

    async def _conversation(self, message: IncomingMessage, now: datetime) -> Conversation | None:
        if message.conversation is None:
            return None
        known = await self._store.load_conversation(message.conversation, now=now)
        return known or Conversation(message.conversation)

    async def _keep(
        self,
        message: IncomingMessage,
        conversation: Conversation | None,
        outcome: Outcome,
        turn: Turn,
        now: datetime,
    ) -> None:
        record = TurnRecord.from_answer(
            turn.answer,
            surface=message.surface,
            asked_at=now,
            conversation=message.conversation,
        )
        if _begins_handoff(outcome, message):
            await self._store.handoffs.begin(record)
        else:
            await self._store.record_turn(record)
        if conversation is not None and _is_to_forget(outcome):
            await self._store.forget_conversation(conversation.key)
            return
        for _ in range(_SAVE_ATTEMPTS):
            if conversation is None:
                return
            after = next_state(conversation, outcome, turn)
            if await self._store.save_conversation(after, now=now) is not None:
                return
            # Another message of this conversation was saved meanwhile: add to what it left.
            conversation = await self._conversation(message, now)


def next_state(conversation: Conversation, outcome: Outcome, turn: Turn) -> Conversation:
    """Return the conversation after a turn."""
    decision = outcome.decision
    question = decision.question if isinstance(decision, AskBack) else None
    pending = turn.answer["question"]
    if question == "place" and conversation.pending:
        pending = f"{conversation.pending}。{pending}"  # a second place of the same question
    return replace(
        conversation,
        slots=remember(conversation, outcome),
        # A place that was taken back is asked for by its role, not read with the old question.
        pending=pending if question and question not in list(Role) else None,
        asking=question if question in list(Role) else None,
        kept_home=_kept_home(conversation.kept_home, outcome),
        choices=tuple(choice.say for choice in turn.reply.choices),
        last_receipt=turn.receipt,
    )


def _begins_handoff(outcome: Outcome, message: IncomingMessage) -> bool:
    can_be_answered = message.takes_letters and message.conversation is not None
    return can_be_answered and isinstance(outcome.decision, Handoff)


def _is_to_forget(outcome: Outcome) -> bool:
    return isinstance(outcome.decision, SmallTalk) and outcome.decision.kind == "forget"


def _kept_home(kept: str | None, outcome: Outcome) -> str | None:
    """Return the home to keep: the new one; none any more when the person takes it back."""
    decision, asked = outcome.decision, outcome.asked
    if isinstance(decision, HomeKept) and decision.home is not None:
        return decision.home.code
    is_taken_back = asked is not None and asked.understanding.turning.retracts == Role.HOME
    return None if is_taken_back else kept


def _chosen(text: str, conversation: Conversation | None) -> str:
    """Return what a pressed button or a typed number stands for, else the text itself."""
    if conversation is None or not conversation.choices:
        return text
    if _MORE.fullmatch(text.strip()):
        pages = [choice for choice in conversation.choices if _NEXT_PAGE.search(choice)]
        return pages[0] if pages else text
    typed = _CHOICE.fullmatch(unicodedata.normalize("NFKC", text.strip()))
    if typed is None:
        return _named_choice(text, conversation) or text
    number = int(typed["digit"] or _IN_WORDS.index(typed["word"]) + 1)
    return conversation.choices[number - 1] if number <= len(conversation.choices) else text


def _named_choice(text: str, conversation: Conversation) -> str | None:
    """Return the choice of a question back that alone holds what was typed (“租房的”)."""
    name = _AFTER_A_NAME.sub("", text.strip())
    if conversation.pending is None or len(name) < _SHORTEST_NAME:
        return None
    holding = [choice for choice in conversation.choices if name in choice]
    return holding[0] if len(holding) == 1 else None
