"""Readers of records: a ref, a name or part of one, an e-mail, a phone, or "it"."""

import re
from collections.abc import Sequence
from typing import Annotated, Any

from handlers.asks import Ask
from handlers.outcomes import Ambiguous, Option
from handlers.readers import stages
from handlers.readers.entries import region_of
from handlers.readers.kinds import KINDS, Record, kind_of, load, look_up, ref_of
from handlers.readers.readings import Reader, Word
from handlers.readers.words import MEANT, PRONOUNS, narrow
from handlers.texts import Text, fmt
from store import (
    companies,
    contacts,
    emails,
    identities,
    leads,
    person_names,
    phones,
    pipelines,
    points,
    staff,
    teams,
)
from store.access import NotFound
from store.directories import Person
from store.emails import InvalidEmail
from store.phones import ImpossiblePhone
from store.points import Point
from store.refs import Ref, read_ref
from store.staff import Several
from store.tables import Company, Contact, Deal, Lead, Team, Ticket

ME = frozenset(["me", "我", "myself", "自己"])
OPTIONS = 5
LONGEST_NAME = 8


class RecordReader(Reader[Record]):
    """A record of one kind, or of any of several."""

    greedy = True
    wordy = True

    def __init__(self, *kinds: str) -> None:
        """Keep the kinds that are accepted, such as "contact"; keys of KINDS."""
        self._kinds = kinds

    def takes(self, kind: str) -> bool:
        """Whether records of a kind are accepted."""
        return kind in self._kinds

    def complete(self, text: str) -> bool:
        """A ref is: the words behind it speak of something else."""
        ref = read_ref(text)
        return ref is not None and ref.kind in self._kinds

    def read(self, ask: Ask, text: str) -> Record:
        """Find the record that a text means; it never guesses between two."""
        text = text.strip()
        if narrow(text) in PRONOUNS:
            return self._get(ask, self._last_shown(ask, text))
        ref = read_ref(text)
        if ref:
            return self._get(ask, ref, text)
        known = self._by_point(ask, text)
        return known or self._by_name(ask, text)

    def _last_shown(self, ask: Ask, text: str) -> Ref:
        kinds = MEANT.get(narrow(text), self._kinds)
        for ref in ask.shown():
            if ref.kind in kinds and ref.kind in self._kinds:
                return ref
        raise NotFound(self._kinds[0], text)

    def _get(self, ask: Ask, ref: Ref, text: str = "") -> Record:
        if ref.kind not in self._kinds:
            raise NotFound(self._kinds[0], text)
        return KINDS[ref.kind].get(ask.session, ref.id)

    def _by_point(self, ask: Ask, text: str) -> Record | None:
        """The contact or lead that has exactly this phone or e-mail, if the asker may see it."""
        point = point_of(text, ask.voice.region)
        rows: Sequence[Record] = ()
        if point and "contact" in self._kinds:
            rows = contacts.get_many(ask.session, points.owners_of(ask.session, [point]))
        if point and not rows and "lead" in self._kinds:
            rows = leads.with_points(ask.session, [point])
        return rows[0] if len(rows) == 1 else None

    def _by_name(self, ask: Ask, text: str) -> Record:
        hits = look_up(ask.session, text, self._kinds, OPTIONS)
        rows = load(ask.session, hits.found)
        found = [rows[key] for key in hits.found if key in rows]
        if not found:
            raise NotFound(self._kinds[0], text)
        same = [row for row in found if row.folded == _fold(row, text)]
        best = same if len(same) == 1 else found
        if len(best) == 1 and not hits.guessed:
            return best[0]
        raise Ambiguous(text, tuple(option(ask, row) for row in best))

    def spot(self, ask: Ask, words: Sequence[Word], others: Sequence[Reader[Any]]) -> slice | None:
        """A ref or a pronoun, the longest name that begins the words, or all of them."""
        if not words:
            return None
        if not any(other.greedy for other in others):
            return slice(0, len(words))
        first = words[0].text
        if narrow(" ".join(word.text for word in words[:2])) in PRONOUNS:
            return slice(0, 2)
        if words[0].quoted or read_ref(first) or narrow(first) in PRONOUNS or "@" in first:
            return slice(0, 1)
        return slice(0, self._name_length(ask, words))

    def _name_length(self, ask: Ask, words: Sequence[Word]) -> int:
        """How many words name the record: those of the longest known name they begin with."""
        hits = look_up(ask.session, words[0].text, self._kinds, 50)
        names = [row.name for row in load(ask.session, hits.found).values()]
        folded = [person_names.folded(name) for name in names]
        for count in range(min(LONGEST_NAME, len(words)), 1, -1):
            begun = person_names.folded(" ".join(word.text for word in words[:count]))
            if any(name.startswith(begun) for name in folded):
                return count
        return 1

    def question(self, name: str) -> Text:
        """Ask for a value."""
        if self._kinds == ("company",):
            return fmt("Which company? A name or a ref such as O-1.")
        if self._kinds == ("deal",):
            return fmt("Which deal? A title, a company or a ref such as D-1.")
        if self._kinds == ("lead",):
            return fmt("Which lead? A name, a phone, an e-mail or a ref such as L-1.")
        if self._kinds == ("ticket",):
            return fmt("Which ticket? A ref such as T-1, or words of its title.")
        return fmt("Whom do you mean? A name, a phone, an e-mail or a ref such as C-1.")

    def suggest(self, ask: Ask) -> list[str]:
        """Records shown last in this conversation."""
        return [str(ref) for ref in ask.shown() if ref.kind in self._kinds][:3]


class PartyFirst(RecordReader):
    """A contact, a company, a lead or a deal; a name means a deal only where it fits nobody."""

    def _by_name(self, ask: Ask, text: str) -> Record:
        try:
            return RecordReader("contact", "company", "lead")._by_name(ask, text)
        except NotFound:
            return RecordReader(*self._kinds)._by_name(ask, text)


def _fold(row: Record, text: str) -> str:
    try:
        return KINDS[kind_of(row)].fold(text)
    except Exception:  # noqa: BLE001 (a search text need not be a name)
        return ""


def _is_colleague(text: str) -> bool:
    ref = read_ref(text)
    return narrow(text) in ME or (ref is not None and ref.kind == "staff")


def point_of(text: str, region: str) -> Point | None:
    """The phone or e-mail that a text is, or None."""
    try:
        if "@" in text:
            return Point("email", emails.read_email(text))
        return Point("phone", phones.read_phone(text, region=region_of(text, region)).e164)
    except (InvalidEmail, ImpossiblePhone):
        return None


def option(ask: Ask, row: Record) -> Option:
    """How a record is told apart from its namesakes on a button."""
    ref = ref_of(row)
    owner = ask.directory.people.get(row.owner_id or 0)
    parts = [row.name, *_telling(ask, row), owner.name if owner else None, str(ref)]
    return Option(str(ref), " · ".join(part for part in parts if part))


def _telling(ask: Ask, row: Record) -> Sequence[str | None]:
    """What else tells a record apart: where somebody works, how far a deal has come."""
    if isinstance(row, Contact):
        return (contacts.company_name(ask.session, row),)
    if isinstance(row, Company):
        return (row.industry,)
    if isinstance(row, Lead):
        return (row.company_name, row.source)
    if isinstance(row, Ticket):
        return tuple(contacts.names(ask.session, [row.contact_id or 0]).values())
    place = companies.names(ask.session, [row.company_id] if row.company_id else [])
    return (*place.values(), stages.called(pipelines.step(ask.session, row.stage_id)))


MENTION = re.compile(r"[@＠](?P<platform>slack)/(?P<account>\w+)")


class Colleague(Reader[Person]):
    """A member of staff: @handle, first name, whole name, part of it, ref or e-mail."""

    greedy = True

    def read(self, ask: Ask, text: str) -> Person:
        """Find the one that is meant."""
        if narrow(text).removeprefix("@") in ME:
            return ask.person
        mentioned = MENTION.fullmatch(text.strip())
        if mentioned:
            return self._mentioned(ask, text, mentioned["platform"], mentioned["account"])
        try:
            return staff.find(ask.session, text.strip())
        except Several as several:
            options = tuple(
                Option(f"U-{one.id}", f"{one.name} · @{one.handle}")
                for one in several.people[:OPTIONS]
            )
            raise Ambiguous(text, options) from several

    def _mentioned(self, ask: Ask, text: str, platform: str, account: str) -> Person:
        """The colleague behind an account that a messenger lets one mention."""
        staff_id = identities.staff_behind(ask.session, platform, account)
        if staff_id is None:
            raise NotFound("staff", text)
        return ask.directory.people[staff_id]

    def spot(self, ask: Ask, words: Sequence[Word], others: Sequence[Reader[Any]]) -> slice | None:
        """The word with an @, with the words after it that complete the name."""
        for index, word in enumerate(words):
            if word.text.startswith(("@", "＠")) and not word.quoted:
                return slice(index, index + self._length(ask, words[index:]))
        everything = slice(0, len(words)) if words else None
        if any(other.greedy for other in others):
            return self._unmarked(ask, words)
        if staff.matching(ask.directory, " ".join(word.text for word in words)):
            return everything
        return self._unmarked(ask, words) or everything

    def _unmarked(self, ask: Ask, words: Sequence[Word]) -> slice | None:
        """A colleague named without @ among other words: the last ones, or the first."""
        known = {one.folded for one in ask.directory.people.values()}
        known |= {one.handle for one in ask.directory.people.values()}
        for count in range(min(LONGEST_NAME, len(words)), 0, -1):
            for part in (slice(len(words) - count, len(words)), slice(0, count)):
                text = " ".join(word.text for word in words[part])
                if staff.fold(text) in known or (count == 1 and _is_colleague(text)):
                    return part
        return None

    def _length(self, ask: Ask, words: Sequence[Word]) -> int:
        for count in range(min(LONGEST_NAME, len(words)), 1, -1):
            name = staff.fold(" ".join(word.text for word in words[:count])).lstrip("@")
            if any(person.folded == name for person in ask.directory.people.values()):
                return count
        return 1

    def question(self, name: str) -> Text:
        """Ask for a value."""
        return fmt("Which colleague? For example: @ben")


class TeamName(Reader[Team]):
    """A team that exists."""

    greedy = True
    wordy = True

    def read(self, ask: Ask, text: str) -> Team:
        """Find it by name."""
        return teams.find(ask.session, text)

    def question(self, name: str) -> Text:
        """Ask for a value."""
        return fmt("Which team?")

    def suggest(self, ask: Ask) -> list[str]:
        """The teams that there are."""
        return list(ask.directory.teams.values())[:OPTIONS]


AContact = Annotated[Contact, RecordReader("contact")]
ACompany = Annotated[Company, RecordReader("company")]
ADeal = Annotated[Deal, RecordReader("deal")]
ALead = Annotated[Lead, RecordReader("lead")]
Anything = Annotated[Record, RecordReader("contact", "company", "deal", "lead", "ticket")]
Loggable = Annotated[
    Contact | Company | Deal | Lead, PartyFirst("contact", "company", "lead", "deal")
]
ATicket = Annotated[Ticket, RecordReader("ticket")]
ARecord = Annotated[Contact | Company, RecordReader("contact", "company")]
AColleague = Annotated[Person, Colleague()]
ATeam = Annotated[Team, TeamName()]
