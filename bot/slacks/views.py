"""Views: forms and the App Home as Slack draws them."""

from typing import Any

from bot.slacks.readings import FORM
from bot.slacks.renderings import blocks, pieces
from handlers.forms import Form, FormField
from handlers.texts import Text

View = dict[str, Any]
TITLE, HINT, OPTION, OPTIONS, LABEL = 24, 150, 75, 100, 2000
LONGEST_INPUT = 3000


def modal(form: Form, channel: str) -> View:
    """A form; its answer comes back with the channel in which it was opened."""
    return {
        "type": "modal",
        "callback_id": f"{FORM}{form.command}",
        "title": _plain(form.title, TITLE),
        "submit": _plain(form.send, TITLE),
        "close": _plain(form.close, TITLE),
        "private_metadata": channel,
        "blocks": [_input(field) for field in form.fields[:OPTIONS]],
    }


def _input(field: FormField) -> View:
    return {
        "type": "input",
        "block_id": field.name,
        "optional": not field.required,
        "label": _plain(field.label, LABEL),
        "hint": _plain(field.hint, LABEL),
        "element": _choice(field) if field.choices else _text(field),
    }


def _text(field: FormField) -> View:
    element: View = {"type": "plain_text_input", "action_id": "value", "max_length": LONGEST_INPUT}
    element["multiline"] = field.long
    if field.value:
        element["initial_value"] = field.value[:LONGEST_INPUT]
    return element


def _choice(field: FormField) -> View:
    options = [
        {"text": _plain(label, OPTION), "value": value} for value, label in field.choices[:OPTIONS]
    ]
    element: View = {"type": "static_select", "action_id": "value", "options": options}
    chosen = [one for one in options if one["value"] == field.value]
    return element | ({"initial_option": chosen[0]} if chosen else {})


def home(text: Text, buttons: list[str], outbox_id: int) -> View:
    """One's own day; as much of it as fits."""
    return {"type": "home", "blocks": blocks(pieces(text)[0], buttons, outbox_id)}


def _plain(text: str, longest: int) -> View:
    return {"type": "plain_text", "text": text[:longest] or "–"}
