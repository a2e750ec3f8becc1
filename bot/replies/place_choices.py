"""Offer one tap to correct a place that was read, and one to keep the home for next time."""

from bot.asked import Asked
from bot.messages import Choice
from bot.places import Gazetteer
from bot.replies.texts import has_text, say
from catalog.items import ServiceItem
from intents.regions import Role


def place_choices(asked: Asked, item: ServiceItem, gazetteer: Gazetteer) -> tuple[Choice, ...]:
    """Return a button for each place that this message named and that was not known before."""
    choices = []
    for role in Role:
        place = getattr(asked.places, role)
        if place is None or role in asked.carried or (role is Role.CURRENT and asked.given):
            continue
        words = {"role": role_word(role, item), "place": gazetteer.full_name(place)}
        label, message = say("place_buttons.correct", **words), "place_buttons.say_correct"
        choices.append(Choice(label, say(message, **words)))
    home = asked.places.home
    if home is not None and Role.HOME not in asked.carried and not asked.is_home_kept:
        words = {"role": role_word(Role.HOME, item), "place": gazetteer.full_name(home)}
        choices.append(
            Choice(say("place_buttons.keep", **words), say("place_buttons.say_keep", **words))
        )
    return tuple(choices)


def role_word(role: Role, item: ServiceItem) -> str:
    """Return what people call a place of this role: 参保地 for insurance, 登记地 for firms."""
    if role is not Role.HOME:
        return say(f"place_buttons.{role}")
    key = f"place_buttons.home_of.{item.category}"
    return say(key if has_text(key) else "place_buttons.home_of.other")
