"""Web API methods on modals and App Home."""

from typing import Any

from tests.standins import slack_checks, slack_payloads
from tests.standins.slack_chats import identified
from tests.standins.slack_methods import Refused, method
from tests.standins.slack_records import Trigger, View
from tests.standins.slack_worlds import World

Json = dict[str, Any]
MOST_PUSHED = 3


def checked(world: World, view: Any, kind: str) -> Json:
    """A view after the checks.

    Raises:
        Refused: invalid_arguments, as Slack answers for views.
    """
    if faults := slack_checks.view_faults(view, kind):
        raise Refused("invalid_arguments", faults)
    return {**view, "blocks": identified(world, view["blocks"])}


def exchanged(world: World, trigger_id: object) -> Trigger:
    """Use a trigger up.

    Raises:
        Refused: invalid_trigger_id, exchanged_trigger_id, expired_trigger_id.
    """
    trigger = world.triggers.get(str(trigger_id))
    if trigger is None:
        raise Refused("invalid_trigger_id")
    if trigger.exchanged:
        raise Refused("exchanged_trigger_id")
    if world.clock() - trigger.issued > world.trigger_life:
        raise Refused("expired_trigger_id")
    trigger.exchanged = True
    return trigger


def put(world: World, user: str, content: Json) -> View:
    """Put a modal on top of the open ones."""
    stack = world.modals.setdefault(user, [])
    view = View(world.next_id("V"), user, content, world.next_id("hash"), seq=world.count())
    view.root = stack[0].id if stack else view.id
    stack.append(view)
    world.modal_errors[user] = {}
    return view


def change(world: World, view: View, content: Json) -> View:
    """Replace what a view shows."""
    view.content, view.hash = content, world.next_id("hash")
    world.modal_errors[view.user] = {}
    return view


@method("views.open", "view trigger_id")
def open_view(world: World, args: Json) -> Json:
    """Open a modal."""
    content = checked(world, args["view"], "modal")
    _unique(world, content, None)
    trigger = exchanged(world, args["trigger_id"])
    world.modals[trigger.user] = []
    return {"view": slack_payloads.view(world, put(world, trigger.user, content))}


@method("views.push", "view trigger_id")
def push_view(world: World, args: Json) -> Json:
    """Put a modal on top of the one from within which the trigger came."""
    content = checked(world, args["view"], "modal")
    _unique(world, content, None)
    trigger = exchanged(world, args["trigger_id"])
    if trigger.view is None or not world.modals.get(trigger.user):
        raise Refused("not_found")
    if len(world.modals[trigger.user]) >= MOST_PUSHED:
        raise Refused("push_limit_reached")
    return {"view": slack_payloads.view(world, put(world, trigger.user, content))}


@method("views.update", "view", "view_id external_id hash")
def update_view(world: World, args: Json) -> Json:
    """Replace an open modal."""
    view = _find(world, args)
    if args.get("hash", view.hash) != view.hash:
        raise Refused("hash_conflict")
    content = checked(world, args["view"], "modal")
    _unique(world, content, view)
    return {"view": slack_payloads.view(world, change(world, view, content))}


@method("views.publish", "user_id view", "hash")
def publish(world: World, args: Json) -> Json:
    """Replace somebody's App Home."""
    user = str(args["user_id"])
    if user not in world.people:
        raise Refused("user_not_found")
    home = world.homes.get(user)
    if home and args.get("hash", home.hash) != home.hash:
        raise Refused("hash_conflict")
    content = checked(world, args["view"], "home")
    view_id = home.id if home else world.next_id("V")
    view = View(view_id, user, content, world.next_id("hash"), view_id, world.count())
    world.homes[user] = view
    return {"view": slack_payloads.view(world, view)}


def _find(world: World, args: Json) -> View:
    for stack in world.modals.values():
        for view in stack:
            external = view.content.get("external_id")
            if view.id == args.get("view_id") or (external and external == args.get("external_id")):
                return view
    raise Refused("not_found")


def _unique(world: World, content: Json, own: View | None) -> None:
    external = content.get("external_id")
    for stack in world.modals.values():
        for view in stack:
            if external and view is not own and view.content.get("external_id") == external:
                raise Refused("duplicate_external_id")
