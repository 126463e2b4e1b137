"""What becomes of a modal when the app answers to its submission."""

from typing import Any

from tests.standins.slack_deliveries import Answer
from tests.standins.slack_methods import Refused
from tests.standins.slack_records import View
from tests.standins.slack_views import change, checked, put
from tests.standins.slack_worlds import World

Json = dict[str, Any]
TROUBLE = "We had some trouble connecting. Try again?"


def settle(world: World, view: View, answer: Answer) -> None:
    """Do with a submitted modal what the app's answer says.

    Args:
        world: the workspace, held still by the caller.
        view: what was submitted.
        answer: what the app answered.
    """
    if not answer.good:
        world.modal_errors[view.user] = {"": TROUBLE}
        return
    body = answer.response if isinstance(answer.response, dict) else {}
    action = body.get("response_action")
    try:
        _act(world, view, action, body)
    except Refused as refusal:
        world.modal_errors[view.user] = {"": TROUBLE}
        complain(world, f"response_action {action}: {refusal.error} {refusal.messages}")


def _act(world: World, view: View, action: object, body: Json) -> None:
    if action is None:
        world.modals[view.user] = [one for one in _stack(world, view) if one is not view]
        world.modal_errors[view.user] = {}
    elif action == "clear":
        world.modals[view.user] = []
        world.modal_errors[view.user] = {}
    elif action == "errors":
        _errors(world, view, body.get("errors"))
    elif action == "update":
        change(world, view, checked(world, body.get("view"), "modal"))
    elif action == "push":
        put(world, view.user, checked(world, body.get("view"), "modal"))
    else:
        raise Refused("unknown response_action")


def _errors(world: World, view: View, errors: object) -> None:
    inputs = {one["block_id"] for one in view.content["blocks"] if one["type"] == "input"}
    if not isinstance(errors, dict) or not errors or not set(errors) <= inputs:
        raise Refused("errors must name input blocks", [str(errors)])
    if not all(isinstance(text, str) and text for text in errors.values()):
        raise Refused("errors must be sentences", [str(errors)])
    world.modal_errors[view.user] = dict(errors)


def _stack(world: World, view: View) -> list[View]:
    return world.modals.get(view.user, [])


def complain(world: World, text: str) -> None:
    """Note what Slack would not have put up with."""
    world.complaints.append(text)
