"""Payloads: what a message says once its platform has been read off; all that dispatch knows of it."""

from collections.abc import Callable
from typing import Any, TypedDict


class Shared(TypedDict, total=False):
    """A contact card that was shared; `own` when the platform vouches that it is the speaker's."""

    name: str
    phone: str
    email: str
    own: bool


class Payload(TypedDict, total=False):
    """A message of any platform. One of the first group says what was done; the rest is about it.

    Attributes:
        say: words, perhaps beside files.
        press: `outbox_id` and `index` of a button.
        fill: fields of the open form.
        run: a command that the platform's own form or menu made, as `Invocation.dump` writes it.
        contact: a contact card.
        odd: a kind of message that nothing can be made of, such as "sticker".
        event: no message: "quiet" (noted only), "departed" (nothing can be sent any more) or
            "moved" (the chat has another account, see `account`).
        files: how many files came along; they lie in the store already.
        replied_to: refs on the message that was replied to.
        replied_as: or the platform's name of that message.
        named: the platform's name of this message.
        edits: the platform's name of the earlier message that this is a new version of.
        shared: others read along.
        private: where private answers go, if not here: place and account of the chat.
        at: hints for the answer's way back, such as a thread; opaque but to the platform.
        account: the chat's new account, for "moved"; for "departed" the one that was left.
        thread: the platform's name of the thread in which it was said.
        addressed: it was said to Parley by name, although it need not be.
        room: what the people of a channel or group call it.
        topics: whether the group has topics.
        external: people of other companies read along.
        plain: set by interpretation: it was written in a thread, to nobody in particular.
        answered: set by interpretation: the open question has got its answer.
    """

    say: str
    press: dict[str, int]
    fill: dict[str, Any]
    run: dict[str, Any]
    contact: Shared
    odd: str
    event: str
    files: int
    replied_to: list[str]
    replied_as: str
    named: str
    edits: str
    shared: bool
    private: dict[str, str]
    at: dict[str, Any]
    account: str
    thread: str
    addressed: bool
    room: str
    topics: bool
    external: bool
    plain: bool
    answered: bool


Read = Callable[[dict[str, Any]], dict[str, Any]]
"""Reads what a platform delivered into the form of Payload; it raises on what makes no sense."""


def as_is(raw: dict[str, Any]) -> dict[str, Any]:
    """The terminal says it in this form already."""
    return raw
