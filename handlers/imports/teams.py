"""Staff and teams: people with their managers, and teams by their names."""

from functools import partial
from unicodedata import normalize

from handlers.imports.frames import Frame, Line
from handlers.imports.runs import Result, Run
from handlers.languages import mark
from handlers.names import ROLE_WORDS
from handlers.sentences import sentence
from handlers.texts import Text, fmt, plural
from store import emails, staff_imports
from store import teams as teams_of_staff
from store.emails import InvalidEmail
from store.person_names import InvalidPersonName, read_person_name
from store.rights import Role
from store.sessions import Session
from store.staff import fold
from store.staff_imports import Hiring, StaffEntry, StaffVerdict

FIELDS = {"manager": mark("manager"), "team": mark("team"), "role": mark("role")}


def import_staff(run: Run, frame: Frame, result: Result) -> None:
    """Import the rows of a file as members of staff, with their managers and teams."""
    entries: dict[str, StaffEntry] = {}
    rows = [line for lines in frame.batches(result.sheet.rows) for line in lines]
    for line in rows:
        entry = _read(line)
        if entry and fold(entry.name) in entries:
            before = entries[fold(entry.name)].line
            line.remark(line.first("name"), fmt("Line {line} names them already.", line=before))
            result.counts["duplicate"] += 1
        elif entry:
            entries[fold(entry.name)] = entry
    judge = partial(staff_imports.judge, entries=list(entries.values()))
    hiring = run.settle(judge, staff_imports.write)
    result.count(len(rows), hiring.judged)
    result.counts["rejected"] -= result.counts["duplicate"] - sum(
        one.outcome == "duplicate" for one in hiring.judged
    )
    _tell(result, hiring)


def _read(line: Line) -> StaffEntry | None:
    """Read a member of staff; None where the row names nobody, which is remarked."""
    cell = line.first("name")
    if cell is None:
        line.remark(None, fmt("Rejected: the row names nobody."), line.text)
        return None
    try:
        name = read_person_name(cell.text).full
    except InvalidPersonName as error:
        line.remark(cell, fmt("Rejected: {why}", why=sentence(error)))
        return None
    manager, team = line.label("manager"), line.label("team")
    return StaffEntry(line.number, name, _email(line), _role(line), manager, team)


def _email(line: Line) -> str | None:
    cell = line.first("email")
    if cell is None:
        return None
    try:
        return emails.read_email(cell.text)
    except InvalidEmail:
        line.remark(cell, fmt("Not an e-mail address: left out."))
        return None


def _role(line: Line) -> Role | None:
    cell = line.first("role")
    if cell is None:
        return None
    said = normalize("NFKC", cell.text).casefold().strip()
    for role, words in ROLE_WORDS.items():
        if said in (role, *words):
            return Role(role)
    line.remark(cell, fmt("Not a role here: left out."))
    return None


def _tell(result: Result, hiring: Hiring) -> None:
    result.made["manager"] += len(hiring.managers)
    result.made["team"] += len(hiring.teams)
    for verdict in hiring.judged:
        if verdict.outcome != "added":
            entry = verdict.entry
            result.findings.add(entry.line, "", entry.name, _reason(verdict))
        for name in verdict.kept:
            reason = fmt("Something else is kept here, which stays.")
            said = getattr(verdict.entry, name)
            result.findings.add(verdict.entry.line, name, said, reason)
    for line in hiring.loops:
        reason = fmt("Left out: somebody would report to themselves.")
        result.findings.add(line, "manager", "", reason)
    new = sum(one.outcome == "added" for one in hiring.judged) + len(hiring.managers)
    if new:
        result.told.append(_invitation(new))


def _invitation(new: int) -> Text:
    return plural(
        "{count} colleague has no account yet: `invite rep NAME` makes a one-time code.",
        "{count} colleagues have no account yet: `invite rep NAME` makes a one-time code for each.",
        new,
    )


def _reason(verdict: StaffVerdict) -> Text:
    person = verdict.person
    who = fmt("{name} (@{handle})", name=person.name, handle=person.handle) if person else Text()
    if verdict.why == "several":
        return fmt("Rejected: several are called so. Give an e-mail.")
    if verdict.why == "email":
        return fmt("Rejected: {who} has this e-mail.", who=who)
    if verdict.filled:
        fields = ", ".join(str(fmt(FIELDS[name])) for name in verdict.filled)
        return fmt("Filled in at {other}: {fields}.", other=who, fields=fields)
    return fmt("{who} is here already, and nothing is new.", who=who)


def import_teams(run: Run, frame: Frame, result: Result) -> None:
    """Import the rows of a file as teams."""
    held = run.read(lambda session: {fold(name) for name in session.directory.teams.values()})
    new: dict[str, str] = {}
    for lines in frame.batches(result.sheet.rows):
        for line in lines:
            result.counts["read"] += 1
            result.counts[_team(line, held, new)] += 1
    if new and not run.dry_run:
        run.write(partial(_found, names=list(new.values())))


def _team(line: Line, held: set[str], new: dict[str, str]) -> str:
    """How a row is counted."""
    name = line.label("name")
    if name is None:
        line.remark(None, fmt("Rejected: the row names no team."), line.text)
        return "rejected"
    if fold(name) in held or fold(name) in new:
        return "duplicate"
    new[fold(name)] = name
    return "added"


def _found(session: Session, names: list[str]) -> None:
    for name in names:
        teams_of_staff.add(session, name)
