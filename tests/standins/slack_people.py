"""People of a workspace, who use the app."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.standins import slack_forms, slack_modals, slack_payloads, slack_responses
from tests.standins.slack_deliveries import COMMANDS, INTERACTIVE, Answer, Delivery
from tests.standins.slack_methods import Refused
from tests.standins.slack_presses import Spot, chosen, pressed, spots
from tests.standins.slack_records import ResponseUrl, View
from tests.standins.slack_worlds import Channel
from tests.standins.slack_writers import Writer

Json = dict[str, Any]


class Person(Writer):
    """Somebody who uses commands, buttons and modals, too."""

    def commands(self, name: str, text: str = "", channel: Channel | None = None) -> Delivery:
        """Use a slash command; what the app acknowledges with is shown as a message."""
        with self.world.changing():
            place = channel or self.dm
            payload = slack_payloads.command(self.world, self.profile, place, name, text)
            url = ResponseUrl(self.id, place.id, self.world.clock())

        def answered(answer: Answer) -> None:
            self._command_answered(url, name, answer)

        return self.deliveries.start(Delivery(COMMANDS, payload, on_answer=answered))

    def _command_answered(self, url: ResponseUrl, name: str, answer: Answer) -> None:
        if not answer.good:
            slack_modals.complain(self.world, f"{name} failed with status {answer.status}")
            return
        body = answer.response
        if not body:
            return
        try:
            slack_responses.post(
                self.world, url, body if isinstance(body, dict) else {"text": body}
            )
        except Refused as refusal:
            slack_modals.complain(self.world, f"{name}: {refusal.error} {refusal.messages}")

    def presses(self, label: str, ts: str | None = None) -> Delivery:
        """Press the newest visible button with a label; an open modal comes first.

        Args:
            label: what stands on it.
            ts: press it on a certain message.
        """
        return self._acts(lambda spot: pressed(spot, label) if spot.is_at(ts) else None, label)

    def chooses(self, option: str) -> Delivery:
        """Choose the newest visible option with a label, in a menu or a group of buttons."""
        return self._acts(lambda spot: chosen(spot, option), option)

    def _acts(self, find: Callable[[Spot], Json | None], wanted: str) -> Delivery:
        with self.world.changing():
            for spot in spots(self.world, self.id):
                if action := find(spot):
                    payload = self._action(spot, action)
                    return self.deliveries.start(Delivery(INTERACTIVE, payload))
            seen = [spot.labels for spot in spots(self.world, self.id)]
        raise LookupError(f"no {wanted!r} among {seen}")

    def _action(self, spot: Spot, action: Json) -> Json:
        payload = slack_payloads.interaction(self.world, self.profile, "block_actions")
        payload |= spot.payload(self.world, self.id)
        return payload | {"actions": [action | {"action_ts": self.world.next_ts()}]}

    def opens_home(self, tab: str = "home") -> None:
        """Open the app's own place, on the tab "home" or "messages"."""
        with self.world.changing():
            self.world.emit(slack_payloads.home_opened(self.world, self.id, tab))

    def shortcut(
        self, callback_id: str, ts: str | None = None, channel: Channel | None = None
    ) -> Delivery:
        """Use a shortcut, on a message when a time stamp is given."""
        with self.world.changing():
            kind = "message_action" if ts else "shortcut"
            payload = slack_payloads.interaction(self.world, self.profile, kind)
            payload |= {"callback_id": callback_id, "action_ts": self.world.next_ts()}
            payload["trigger_id"] = self.world.trigger(self.id)
            if ts:
                payload |= self._on_message(channel or self.dm, ts)
        return self.deliveries.start(Delivery(INTERACTIVE, payload))

    def _on_message(self, channel: Channel, ts: str) -> Json:
        message = next(m for m in channel.visible_to(self.id) if m.ts == ts)
        return {
            "channel": slack_payloads.channel_of(channel),
            "message_ts": ts,
            "message": slack_payloads.message(self.world, message),
            "response_url": self.world.response_url(self.id, channel.id),
        }

    def submits(
        self, values: Mapping[str, Any] | None = None, view: Json | None = None
    ) -> Delivery:
        """Fill in the open modal and submit it.

        Args:
            values: by block_id, action_id or label; what is not named stays as it was.
            view: one of the open modals; by default the one on top.

        Raises:
            LookupError: no modal is open, or nothing in it is called so.
            slack_forms.Unsendable: Slack's client would not send it.
        """
        with self.world.changing():
            shown = self._open(view)
            entered = slack_forms.state(shown.content, values or {})
            payload = self._about(shown, "view_submission", entered)
            payload |= {"response_urls": [], "trigger_id": self.world.trigger(self.id, shown.id)}
            self.world.modal_errors[self.id] = {}

        def answered(answer: Answer) -> None:
            slack_modals.settle(self.world, shown, answer)

        return self.deliveries.start(Delivery(INTERACTIVE, payload, on_answer=answered))

    def closes(self) -> Delivery | None:
        """Close the modal on top; the app is told only when it wants to be."""
        with self.world.changing():
            shown = self._open(None)
            self.world.modals[self.id].remove(shown)
            payload = self._about(shown, "view_closed", {}) | {"is_cleared": False}
        if not shown.content.get("notify_on_close"):
            return None
        return self.deliveries.start(Delivery(INTERACTIVE, payload))

    def _about(self, view: View, kind: str, values: Json) -> Json:
        payload = slack_payloads.interaction(self.world, self.profile, kind)
        return payload | {"view": slack_payloads.view(self.world, view, values)}

    def _open(self, view: Json | None) -> View:
        stack = self.world.modals.get(self.id, [])
        shown = [one for one in stack if view is None or one.id == view["id"]]
        if not shown:
            raise LookupError(f"{self.name} has no modal open")
        return shown[-1]
