"""Buttons: how a messenger names one, so that its press is answered from the outbox."""

import re

KEY = re.compile(r"b:(\d{1,19}):(\d{1,3})")


def key_of(outbox_id: int, index: int) -> str:
    """The name of a button; messengers hand it back with its press."""
    return f"b:{outbox_id}:{index}"


def is_key(text: str) -> bool:
    """Whether a text names one of Parley's buttons."""
    return KEY.fullmatch(text) is not None


def press_of(text: str) -> dict[str, int]:
    """The press of a button, as `handlers.payloads` has it; what names none presses nothing."""
    match = KEY.fullmatch(text)
    outbox_id, index = (int(match[1]), int(match[2])) if match else (0, 0)
    return {"outbox_id": outbox_id, "index": index}
