"""Replies: what a handler answers, free of any platform."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from handlers.grids import Grid
from handlers.texts import Text
from store.refs import Ref


@dataclass(frozen=True, slots=True)
class Invocation:
    """A command to run: by name, with the raw text of each argument.

    Attributes:
        command: such as "contact add".
        values: raw text by parameter name.
        confirmed: the preview was seen and agreed to.
        offset: first row of a list.
    """

    command: str
    values: Mapping[str, str] = field(default_factory=dict)
    confirmed: bool = False
    offset: int = 0

    def with_values(self, **values: str) -> "Invocation":
        """The same command with more arguments."""
        return replace(self, values={**self.values, **values})

    def dump(self) -> dict[str, Any]:
        """The form that is stored."""
        stored: dict[str, Any] = {"command": self.command, "values": dict(self.values)}
        if self.confirmed:
            stored["confirmed"] = True
        if self.offset:
            stored["offset"] = self.offset
        return stored

    @classmethod
    def load(cls, stored: Mapping[str, Any]) -> "Invocation":
        """Read what `dump` wrote."""
        return cls(
            stored["command"],
            stored["values"],
            stored.get("confirmed", False),
            stored.get("offset", 0),
        )


@dataclass(frozen=True, slots=True)
class Button:
    """A button: its label and the command that it stands for."""

    label: str
    does: Invocation


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer.

    Attributes:
        text: what is said.
        buttons: shown below; each is bound to the person who was answered.
        shows: records on the card, the main one first; "it" means that one from now on.
        versions: version of each shown record that has one.
        form: names of arguments that can be filled in at once.
        files: ids of files that go along.
        public: others may read it; everything else is told to the asker alone.
        alert: a remark on a button, shown to whoever pressed it and to nobody else.
        lists: the list that this is a page of; bulk changes, views and exports are about it.
        event: where it is told to a colleague, what it is about; see `store.notice_wishes`.
        wants_number: the platform may offer to share the asker's own phone number.
        anybody: its buttons are for whoever reads it.
        grid: makes the table of typed cells that a report is as a file; nobody else needs it.
        tells: other records that its words speak of; if it is delivered late, it is asked again
            whether they may still be seen.
        awaits: what the very next words answer, if they say nothing of their own; see
            `handlers.answers`.
    """

    text: Text
    buttons: tuple[Button, ...] = ()
    shows: tuple[Ref, ...] = ()
    versions: Mapping[str, int] = field(default_factory=dict)
    form: tuple[str, ...] = ()
    files: tuple[int, ...] = ()
    public: bool = False
    alert: bool = False
    lists: Invocation | None = None
    wants_number: bool = False
    event: str = ""
    anybody: bool = False
    grid: Callable[[], Grid] | None = None
    tells: tuple[Ref, ...] = ()
    awaits: Mapping[str, Any] | None = None

    def dump(self, *, to: int | None, edits: int | None = None) -> dict[str, Any]:
        """The form that is stored in the outbox.

        Args:
            to: id of the identity whose buttons these are.
            edits: id of the message that this one takes the place of.
        """
        stored: dict[str, Any] = {"spans": self.text.dump(), "for": None if self.anybody else to}
        if self.buttons:
            stored["buttons"] = [[one.label, one.does.dump()] for one in self.buttons]
        if self.shows:
            stored["shows"] = [str(ref) for ref in self.shows]
        if self.tells:
            stored["tells"] = [str(ref) for ref in self.tells]
        if self.form:
            stored["form"] = list(self.form)
        if self.files:
            stored["files"] = list(self.files)
        stored |= {name: True for name in ("alert", "wants_number") if getattr(self, name)}
        if edits:
            stored["edits"] = edits
        return stored
