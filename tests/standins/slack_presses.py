"""Where people can press something: a modal, messages, App Home."""

from dataclasses import dataclass
from typing import Any

from tests.standins import slack_payloads
from tests.standins.slack_forms import KEYS
from tests.standins.slack_records import Message, View
from tests.standins.slack_shown import choices, elements, label
from tests.standins.slack_worlds import World

Json = dict[str, Any]


@dataclass(frozen=True)
class Spot:
    """A message or a view with its blocks."""

    blocks: list[Json]
    place: Message | View

    @property
    def labels(self) -> list[str]:
        """What can be pressed or chosen."""
        found = [one for _, one in elements(self.blocks)]
        options = [str(o["text"]["text"]) for one in found for o in choices(one)]
        return [name for one in found if (name := label(one))] + options

    def is_at(self, ts: str | None) -> bool:
        """Whether it is the message with a time stamp; None: any spot is."""
        return ts is None or (isinstance(self.place, Message) and self.place.ts == ts)

    def payload(self, world: World, user: str) -> Json:
        """What a press tells about the place; the world is held still by the caller."""
        if isinstance(self.place, View):
            return _of_view(world, self.place)
        return _of_message(world, self.place, user)


def _of_view(world: World, view: View) -> Json:
    modal = view.content["type"] == "modal"
    return {
        "container": {"type": "view", "view_id": view.id},
        "trigger_id": world.trigger(view.user, view.id if modal else None),
        "view": slack_payloads.view(world, view),
    }


def _of_message(world: World, message: Message, user: str) -> Json:
    ephemeral = message.ephemeral_to is not None
    container: Json = {"type": "message", "message_ts": message.ts, "channel_id": message.channel}
    container["is_ephemeral"] = ephemeral
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    payload: Json = {
        "container": container,
        "channel": slack_payloads.channel_of(world.channels[message.channel]),
        "trigger_id": world.trigger(user),
        "response_url": world.response_url(user, message.channel, message),
        "state": {"values": {}},
    }
    # Slack keeps no ephemerals, so it cannot hand them back.
    shape = {} if ephemeral else {"message": slack_payloads.message(world, message)}
    return payload | shape


def spots(world: World, user: str) -> list[Spot]:
    """Where somebody can press something, first what is in front, then the newest."""
    modals = [Spot(v.content["blocks"], v) for v in reversed(world.modals.get(user, []))][:1]
    home = world.homes.get(user)
    messages = [Spot(m.blocks, m) for m in reversed(world.visible_to(user)) if m.by_bot]
    return modals + messages + ([Spot(home.content["blocks"], home)] if home else [])


def pressed(spot: Spot, wanted: str) -> Json | None:
    """The press of a button with a label."""
    for block, element in elements(spot.blocks):
        if label(element) == wanted:
            kept: Json = {
                k: element[k] for k in ("action_id", "text", "value", "style") if k in element
            }
            return {"type": "button", "block_id": block["block_id"], **kept}
    return None


def chosen(spot: Spot, wanted: str) -> Json | None:
    """The choice of an option with a label."""
    for block, element in elements(spot.blocks):
        for option in choices(element):
            if option["text"]["text"] == wanted:
                ids = {"block_id": block["block_id"], "action_id": element["action_id"]}
                return {"type": element["type"], **ids, **_choice(element, option)}
    return None


def _choice(element: Json, option: Json) -> Json:
    key = KEYS.get(element["type"], ("selected_option", ""))[0]
    return {key: [option] if key == "selected_options" else option}
