"""Questions: what is asked when something is missing, means several things, or needs a yes."""

from dataclasses import dataclass
from typing import Any

from handlers import grammar, sentences
from handlers.asks import Ask, NeedsConfirmation
from handlers.contract import Command, registry
from handlers.dates import AmbiguousDate, When
from handlers.outcomes import Ambiguous, Choose, Missing
from handlers.replies import Button, Invocation, Reply
from handlers.texts import Text, day, fmt, lines, moment, word
from store.access import Denied, NotFound
from store.approvals import AlreadyDecided, OwnRequest
from store.errors import CrmError

CANCEL = Invocation("cancel")


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, and what an answer is joined to."""

    reply: Reply
    pending: dict[str, Any]


def of(ask: Ask, why: Exception) -> Question | None:
    """The question that a refusal leads to; None when it is only told."""
    if isinstance(why, NeedsConfirmation):
        return _confirm(why)
    if isinstance(why, Missing):
        return _missing(ask, why.invocation, why.parameter, why.complaint, needed=why.needed)
    if isinstance(why, Choose):
        offered = [[one.label, one.does.dump()] for one in why.buttons]
        return Question(Reply(why.text, why.buttons), {"kind": "choose", "offered": offered})
    if isinstance(why, CrmError) and why.asking:
        return _again(ask, why, *why.asking)
    return None


def _worth_asking(why: CrmError, known: Invocation) -> bool:
    """A record that is not there is asked for again only if something else would be lost."""
    if isinstance(why, AlreadyDecided | OwnRequest):
        return False
    return not isinstance(why, NotFound | Denied) or bool(known.values)


def _again(ask: Ask, why: CrmError, known: Invocation, name: str) -> Question | None:
    """Ask once more for an argument that made no sense, or offer what it may mean."""
    rest = {key: value for key, value in known.values.items() if key != name}
    invocation = Invocation(known.command, rest, known.confirmed)
    if isinstance(why, Ambiguous):
        return _choose(invocation, name, why)
    if isinstance(why, AmbiguousDate):
        return _choose_day(ask, invocation, name, why)
    if not _worth_asking(why, invocation):
        return None
    return _missing(ask, invocation, name, sentences.sentence(why))


def _confirm(why: NeedsConfirmation) -> Question:
    agreed = Invocation(why.invocation.command, why.invocation.values, confirmed=True)
    yes = word("Yes") if why.count is None else word("Yes, all {count}").format(count=why.count)
    label = why.label or yes
    buttons = (Button(label, agreed), Button(word("Cancel"), CANCEL))
    pending = {"kind": "confirm", "invocation": why.invocation.dump(), "count": why.count}
    return Question(Reply(why.preview, buttons), pending)


def _missing(
    ask: Ask, known: Invocation, name: str, complaint: Text | None, *, needed: bool = False
) -> Question:
    command = registry[known.command]
    reader = command.parameter(name).reader
    offers = reader.offers(ask)
    suggested = tuple(Button(label, known.with_values(**{name: value})) for label, value in offers)
    required = needed or command.parameter(name).required
    without = () if required else (Button(word("Leave it out"), known),)
    text = lines(complaint, reader.question(name), _how_in_thread(ask, known, name))
    buttons = (*suggested, *without, Button(word("Cancel"), CANCEL))
    # Others may read refs and words of the language, but not what a record is called.
    open_to_all = all(label == value for label, value in offers)
    reply = Reply(text, buttons, form=_form(command, known), public=open_to_all)
    pending = {"kind": "ask", "invocation": known.dump(), "parameter": name}
    return Question(reply, pending)


def _how_in_thread(ask: Ask, known: Invocation, name: str) -> Text | None:
    """In a ticket's thread plain words are no answer: they stay inside."""
    if ask.thread is None or not registry[known.command].parameter(name).reader.free:
        return None
    return fmt(
        "Write it here with `{command}` before it.",
        command=grammar.spelled(registry[known.command]),
    )


def _form(command: Command, known: Invocation) -> tuple[str, ...]:
    """Arguments that are not known yet, the required ones first."""
    open_ones = [
        one for one in command.parameters if one.name not in known.values and not one.reader.aside
    ]
    return tuple(one.name for one in sorted(open_ones, key=lambda one: not one.required))


def _choose(known: Invocation, name: str, why: Ambiguous) -> Question:
    buttons = tuple(
        Button(option.label, known.with_values(**{name: option.value})) for option in why.options
    )
    one_only = len(buttons) == 1
    text = fmt("Do you mean this one?") if one_only else fmt("Which “{text}”?", text=why.text)
    pending = {"kind": "ask", "invocation": known.dump(), "parameter": name}
    return Question(Reply(text, (*buttons, Button(word("Cancel"), CANCEL))), pending)


def _choose_day(ask: Ask, known: Invocation, name: str, why: AmbiguousDate) -> Question:
    buttons = tuple(_reading(ask, known, name, when) for when in why.readings)
    text = fmt("“{text}” can be read in two ways. Which day?", text=why.text)
    pending = {"kind": "ask", "invocation": known.dump(), "parameter": name}
    return Question(Reply(text, (*buttons, Button(word("Cancel"), CANCEL))), pending)


def _reading(ask: Ask, known: Invocation, name: str, when: When) -> Button:
    """One of the days that a date may mean, with its time of day if it has one."""
    if not when.has_time:
        return Button(day(when.day), known.with_values(**{name: when.day.isoformat()}))
    at = when.at.astimezone(ask.voice.timezone)
    return Button(moment(when.at), known.with_values(**{name: f"{at:%Y-%m-%d %H:%M}"}))
