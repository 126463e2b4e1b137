"""Rows of tickets: what a line of a file says of a request, and when."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from handlers.imports import cells
from handlers.imports.company_cells import company_of
from handlers.imports.contacts_rows import whole_name
from handlers.imports.days import read_moment
from handlers.imports.frames import Frame, Line
from handlers.imports.points import read_points
from handlers.imports.service_synonyms import PRIORITIES, STATUSES
from handlers.readers.words import narrow
from handlers.sentences import sentence
from handlers.texts import Text, fmt
from store.entries import Entry
from store.person_names import InvalidPersonName, read_person_name
from store.ticket_entries import TicketEntry
from store.tickets import title_of

ENDED = ("resolved", "closed")


@dataclass(slots=True)
class TicketReader:
    """Reads the tickets of one file.

    Attributes:
        kinds: numbers of categories by what the file calls them.
        repeated: rows so far that have the number of a row above.
    """

    frame: Frame
    kinds: Mapping[str, int]
    repeated: int = 0
    _lines: dict[str, int] = field(default_factory=dict)

    def read(self, line: Line) -> TicketEntry | None:
        """Read a ticket; None where the row makes none, which is remarked."""
        text = "\n".join(_raw(line, "text"))
        title = line.label("title") or (title_of(text) if text else None)
        if title is None:
            line.remark(None, fmt("Rejected: the row asks for nothing."), line.text)
            return None
        customer = self._customer(line)
        number = self._number(line, title, text)
        if number is None:
            return None
        status, waiting_for = self._status(line)
        kind = line.first("category")
        entry = TicketEntry(
            line.number,
            number,
            title,
            (text or title)[: cells.NOTE],
            status,
            waiting_for or None,
            self._priority(line),
            self.kinds.get(kind.text) if kind else None,
            read_moment(line, "opened"),
            read_moment(line, "responded"),
            read_moment(line, "resolved"),
            read_moment(line, "closed"),
            "\n".join(_raw(line, "resolution"))[: cells.NOTE],
            line.label("source"),
            self._assignee(line),
            customer,
        )
        self._remark_times(line, entry)
        return entry

    def _customer(self, line: Line) -> Entry | None:
        whole = whole_name(line)
        if not whole:
            line.remark(None, fmt("The row names no customer: the ticket has none."), line.text)
            return None
        try:
            name = read_person_name(whole)
        except InvalidPersonName as error:
            line.remark(line.first("name"), sentence(error))
            return None
        entry = Entry(line.number, name.full, name.folded, self.frame.owner_id)
        entry.points = read_points(line)
        entry.company = company_of(line)
        return entry

    def _number(self, line: Line, title: str, text: str) -> str | None:
        """What a ticket is called where it comes from; None for one that is in the file already."""
        cell = line.first("id")
        number = cell.text[: cells.LABEL] if cell else self._made_up(line, title, text)
        before = self._lines.setdefault(number, line.number)
        if before == line.number:
            return number
        self.repeated += 1
        line.remark(cell, fmt("Line {line} has this number already: left out.", line=before))
        return None

    def _made_up(self, line: Line, title: str, text: str) -> str:
        """A number for a row that has none, by what does not change as a ticket goes on."""
        facts = [title, text]
        facts += [one.text if one else "" for one in map(line.first, ("name", "email", "opened"))]
        return f"#{hashlib.sha256(chr(31).join(facts).encode()).hexdigest()[:24]}"

    def _status(self, line: Line) -> tuple[str, str]:
        cell = line.first("status")
        found = STATUSES.get(narrow(cell.text).replace("-", " ")) if cell else None
        if found:
            return found
        if cell:
            line.remark(cell, fmt("Not a status that I know: it counts as open or resolved."))
        return ("resolved" if line.first("resolved") else "open"), ""

    def _priority(self, line: Line) -> str | None:
        cell = line.first("priority")
        if cell is None:
            return None
        found = PRIORITIES.get(narrow(cell.text))
        if found is None:
            line.remark(cell, fmt("Not a priority that I know: that of its category counts."))
        return found

    def _assignee(self, line: Line) -> int | None:
        cell = line.first("owner")
        owner = self.frame.owners.get(cell.text) if cell else None
        if cell and owner is None:
            line.remark(cell, fmt("Nobody who works on tickets is called so: nobody has it."))
        return owner

    def _remark_times(self, line: Line, entry: TicketEntry) -> None:
        """Say which times cannot be; they are kept as the file has them."""
        told: list[tuple[str, Text]] = []
        opened, responded, resolved = entry.opened, entry.responded, entry.resolved
        if resolved and responded and resolved < responded:
            told.append(("resolved", fmt("Solved before the first answer: kept as it is.")))
        if opened and responded and responded < opened:
            told.append(("responded", fmt("Answered before it came in: kept as it is.")))
        if opened and resolved and resolved < opened:
            told.append(("resolved", fmt("Solved before it came in: kept as it is.")))
        if entry.closed and resolved and entry.closed < resolved:
            told.append(("closed", fmt("Closed before it was solved: kept as it is.")))
        if entry.status in ENDED and entry.ended_at is None:
            told.append(("status", fmt("No time at which it ended: now counts.")))
        known = {"opened": opened, "responded": responded, "resolved": resolved}
        for name, moment in known.items():
            if moment and moment > self.frame.now:
                told.append((name, fmt("It lies in the future: kept as it is.")))
        for name, reason in told:
            line.remark(line.first(name), reason)


def _raw(line: Line, name: str) -> list[str]:
    """Cells of several lines."""
    columns = line.frame.guess.columns.get(name, ())
    return [text for text in (cells.written(line.raw(one)) for one in columns) if text]
