"""What is allowed below a message: buttons, keyboards, a forced reply."""

from typing import Any
from urllib.parse import urlsplit

from tests.standins.telegram_refusals import Json, bad_request

BUTTONS = 100
BUTTONS_A_ROW = 8
CALLBACK_BYTES = 64
PLACEHOLDER_LENGTH = 64

ACTIONS = frozenset(
    {
        "callback_data",
        "url",
        "web_app",
        "login_url",
        "switch_inline_query",
        "switch_inline_query_current_chat",
        "switch_inline_query_chosen_chat",
        "copy_text",
        "pay",
    }
)
KEY_REQUESTS = frozenset({"request_contact", "request_location", "request_poll", "web_app"})
LOOKS = frozenset({"text", "style", "icon_custom_emoji_id"})
SORTS = {
    "inline_keyboard": frozenset[str](),
    "keyboard": frozenset(
        {
            "resize_keyboard",
            "one_time_keyboard",
            "selective",
            "input_field_placeholder",
            "is_persistent",
        }
    ),
    "remove_keyboard": frozenset({"selective"}),
    "force_reply": frozenset({"selective", "input_field_placeholder"}),
}


def check_markup(markup: Any, *, private: bool, inline_only: bool = False) -> Json:
    """A reply_markup that Telegram would take.

    Args:
        markup: As sent; None is none.
        private: Whether it is for a private chat, where alone a phone can be asked for.
        inline_only: For edits, which take nothing but buttons.

    Raises:
        Refused: When something is wrong with it.
    """
    if markup is None:
        return {}
    sorts = [sort for sort in SORTS if isinstance(markup, dict) and sort in markup]
    if len(sorts) != 1 or (inline_only and sorts != ["inline_keyboard"]):
        raise bad_request("object expected as reply markup")
    _check_sort(sorts[0], markup)
    if sorts[0] in {"inline_keyboard", "keyboard"}:
        _check_rows(sorts[0], markup[sorts[0]], private=private)
    return {} if markup == {"inline_keyboard": []} else markup


def _check_sort(sort: str, markup: Json) -> None:
    unknown = markup.keys() - {sort} - SORTS[sort]
    if unknown:
        raise bad_request(f"unknown field {', '.join(sorted(unknown))} in reply markup")
    hint = markup.get("input_field_placeholder")
    if hint is not None and not 1 <= len(hint) <= PLACEHOLDER_LENGTH:
        raise bad_request("reply markup input field placeholder must be 1-64 characters")


def _check_rows(sort: str, rows: Any, *, private: bool) -> None:
    if not isinstance(rows, list) or not all(isinstance(row, list) and row for row in rows):
        raise bad_request("reply markup must be an array of non-empty rows")
    if sum(len(row) for row in rows) > BUTTONS:
        raise bad_request("reply markup is too long")
    if any(len(row) > BUTTONS_A_ROW for row in rows):
        raise bad_request(f"more than {BUTTONS_A_ROW} buttons in a row")
    for button in (button for row in rows for button in row):
        if sort == "inline_keyboard":
            _check_button(button)
        else:
            _check_key(button, private=private)


def _check_button(button: Json) -> None:
    _check_label(button)
    actions = button.keys() - LOOKS
    if len(actions) != 1 or not actions <= ACTIONS:
        raise bad_request(f"text buttons are unallowed in the inline keyboard: {sorted(actions)}")
    data = button.get("callback_data")
    if data is not None and not 1 <= len(data.encode()) <= CALLBACK_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" in button and urlsplit(button["url"]).scheme not in {"http", "https", "tg"}:
        raise bad_request(f"inline keyboard button URL '{button['url']}' is invalid")


def _check_key(button: Json, *, private: bool) -> None:
    if isinstance(button, dict) and button.keys() - LOOKS - KEY_REQUESTS:
        raise bad_request("unknown field in a keyboard button")
    _check_label(button)
    if button.get("request_contact") and not private:
        raise bad_request("phone number can be requested in private chats only")


def _check_label(button: Any) -> None:
    if not isinstance(button, dict) or not isinstance(button.get("text"), str):
        raise bad_request("button must be an object with a text")
    if not button["text"].strip():
        raise bad_request("button text must be non-empty")
