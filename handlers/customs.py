"""Custom fields: reading their values by kind, and refs of any kind."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from handlers import amounts, dates
from handlers.asks import Ask
from handlers.languages import mark
from handlers.outcomes import Unreadable
from handlers.readers.readings import Reader
from handlers.readers.words import YesNo, narrow
from handlers.texts import Text, fmt, listed, word
from store import fields
from store.access import NotFound
from store.directories import CustomField
from store.moneys import Money
from store.refs import Ref, read_ref
from store.tables import Contact

YES_NO = YesNo("Yes or no?")
YES_OR_NO = {"yes": mark("yes"), "no": mark("no")}


class RefReader(Reader[Ref]):
    """A ref, of a record that may be deleted."""

    greedy = True

    def read(self, ask: Ask, text: str) -> Ref:
        """Read it."""
        ref = read_ref(text)
        if ref is None:
            raise NotFound("contact", text)
        return ref

    def question(self, name: str) -> Text:
        """Ask for a value."""
        return fmt("Which one? A ref such as C-1.")


AnyRef = Annotated[Ref, RefReader()]


def normal(ask: Ask, field: CustomField, text: str) -> str:
    """The form in which a value of a custom field is kept: numbers plain, dates ISO.

    Raises:
        CrmError: the text makes no sense for the field's kind.
    """
    if field.kind == "number":
        return f"{amounts.read_number(text).normalize():f}"
    if field.kind == "money":
        money = amounts.read_money(text, currency=ask.voice.currency)
        return f"{money.decimal} {money.currency}"
    if field.kind == "date":
        return dates.read_when(text, now=ask.now, zone=ask.voice.timezone).day.isoformat()
    if field.kind == "yesno":
        return YES_NO.read(ask, text)
    return _choice(field, text) if field.kind == "choice" else text.strip()


def readable(field: CustomField, value: str) -> Any:  # noqa: ANN401
    """A kept value as `fmt` shows it in the listener's language."""
    if field.kind == "money":
        number, _, currency = value.partition(" ")
        return Money.of(Decimal(number), currency)
    if field.kind == "number":
        return Decimal(value)
    if field.kind == "date":
        return date.fromisoformat(value)
    return word(YES_OR_NO[value]) if field.kind == "yesno" else value


def _choice(field: CustomField, text: str) -> str:
    choices = fields.choices_of(field)
    for choice in choices:
        if narrow(choice) == narrow(text):
            return choice
    raise Unreadable(
        fmt("“{text}” is not one of these: {choices}.", text=text[:60], choices=listed(choices))
    )


def put_all(ask: Ask, contact: Contact, values: Mapping[str, str]) -> dict[str, tuple[Any, Any]]:
    """Set custom fields of a contact, and give old and new value of what changed."""
    done: dict[str, tuple[Any, Any]] = {}
    for name, text in values.items():
        field = fields.find(ask.session, name)
        value = normal(ask, field, text)
        old = fields.put(ask.session, contact, field, value)
        if old != value:
            done[field.name] = (old and readable(field, old), readable(field, value))
    return done


def filter_of(ask: Ask, values: Mapping[str, str]) -> tuple[int, str] | None:
    """The custom field and value that a list is narrowed to."""
    for name, text in values.items():
        field = fields.find(ask.session, name)
        return field.id, normal(ask, field, text)
    return None
