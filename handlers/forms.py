"""Forms: a command's arguments as fields of a form, made and checked from its signature."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from handlers import clearings, grammar, sentences
from handlers.asks import Ask, voice_of
from handlers.contract import Parameter, registry
from handlers.interpretations import check_right
from handlers.key_words import KEYS
from handlers.languages import mark, speaking, suited
from handlers.readers.entries import Moment, PersonName
from handlers.readers.words import Choice, FreeText
from handlers.replies import Invocation
from handlers.texts import fmt, word
from store.conversations import Place, Taken
from store.errors import CrmError
from store.sessions import Actor, Session

OWN_WORD: Mapping[str, type] = {"name": PersonName, "when": Moment}
HINTS = {
    "also": mark("One more phone or e-mail, beside those there are."),
    "without": mark("A phone or e-mail to take away."),
    "other": mark("The one that is merged into the first."),
    "employees": mark("How many people work there?"),
    "founded": mark("In which year was it founded?"),
}
"""Where a form says more than the question that is asked where there is none."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who opens or sends a form.

    Attributes:
        platform: such as "slack".
        identity_id: the account; None for one never seen.
        staff_id: the member of staff behind it, if it is linked.
        locale: the account's own language.
    """

    platform: str
    identity_id: int | None = None
    staff_id: int | None = None
    locale: str | None = None


@dataclass(frozen=True, slots=True)
class FormField:
    """A field.

    Attributes:
        name: of the argument.
        label: what stands above it.
        hint: the question that is asked where there is no form.
        choices: value and label of each, where there are few.
        long: whether it holds several lines.
        value: filled in already.
    """

    name: str
    label: str
    hint: str
    required: bool
    choices: tuple[tuple[str, str], ...] = ()
    long: bool = False
    value: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A command as a form."""

    command: str
    title: str
    send: str
    close: str
    fields: tuple[FormField, ...]


def of(session: Session, speaker: Speaker, invocation: Invocation, now: datetime) -> Form | None:
    """The form of a command, with what is known of it filled in.

    Args:
        session: any; it acts as the speaker from here on.
        speaker: who is to fill it in, in their language.
        invocation: the command and the raw texts that are known.
        now: the present.

    Returns:
        None when the speaker may not use the command, or when it takes nothing.
    """
    known = registry[invocation.command]
    ask = unsaid(session, speaker, now)
    shown = [one for one in known.parameters if not one.reader.aside]
    try:
        check_right(ask, known)
    except CrmError:
        return None
    if not shown:
        return None
    with speaking(ask.voice):
        fields = tuple(_field(one, invocation.values.get(one.name, "")) for one in shown)
        title = grammar.spelled(known).capitalize()
        return Form(known.name, title, word("Submit"), word("Cancel"), fields)


def _field(parameter: Parameter, value: str) -> FormField:
    reader = parameter.reader
    return FormField(
        name=parameter.name,
        label=_label(parameter),
        hint=_hint(parameter),
        required=parameter.required,
        choices=tuple(reader.options()) if isinstance(reader, Choice) else (),
        long=reader.many or (isinstance(reader, FreeText) and reader.free),
        value=value,
    )


def _label(parameter: Parameter) -> str:
    """The key of an argument; in Chinese a person's name and a time have words of their own."""
    spellings = KEYS.get(parameter.name, (parameter.name,))
    other = not isinstance(parameter.reader, OWN_WORD.get(parameter.name, object))
    if other:
        spellings = (spellings[0], spellings[-1])
    return suited(spellings)[0].capitalize()


def _hint(parameter: Parameter) -> str:
    known = HINTS.get(parameter.name)
    return word(known) if known else str(parameter.reader.question(parameter.name))


def faults(
    session: Session, speaker: Speaker, command: str, values: Mapping[str, str], now: datetime
) -> dict[str, str]:
    """What is wrong with a filled form: a sentence for each field, none when it may be sent.

    Nothing is changed; whatever shows only when the command runs is answered as a message.
    """
    known = registry[command]
    ask = unsaid(session, speaker, now)
    found: dict[str, str] = {}
    try:
        check_right(ask, known)
    except CrmError:
        return {}  # whoever lost the right meanwhile is told so, and nothing else
    with speaking(ask.voice):
        for parameter in known.parameters:
            raw = values.get(parameter.name, "").strip()
            if not raw:
                if parameter.required:
                    found[parameter.name] = str(fmt("This is needed."))
                continue
            if parameter.clears and clearings.means_nothing(raw):
                continue
            try:
                parameter.reader.read(ask, raw)
            except CrmError as error:
                found[parameter.name] = str(sentences.sentence(error))
    return found


def unsaid(session: Session, speaker: Speaker, now: datetime) -> Ask:
    """A message that was never said, so that readers can be asked."""
    person = session.directory.people.get(speaker.staff_id or 0)
    if person:
        session.act_as(person)
    else:
        session.actor = Actor(None, {}, frozenset())
    taken = Taken(
        id=0,
        place=Place(0, 0),
        platform=speaker.platform,
        payload={},
        state={},
        identity_id=speaker.identity_id,
        staff_id=speaker.staff_id,
        account_name="",
        locale=speaker.locale,
        timezone=None,
        received_at=now,
        done=False,
    )
    return Ask(session, taken, voice_of(session.directory, person, {"locale": speaker.locale}))
