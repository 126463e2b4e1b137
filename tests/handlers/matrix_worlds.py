"""Records full of things that only some may read, for the matrix of roles and records."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select
from sqlmodel import SQLModel, col

from bot.terminals import Message
from store import activities, companies, contacts, fields, points, shares, staff, tags
from store.ids import new_id
from store.points import Point
from store.rights import Role
from store.sessions import PARLEY, Session
from store.tables import Company, Contact, Share
from tests.conversations import Chat, Somebody

OWNERS = {"team": "Tom Team", "elsewhere": "Zoe Elsewhere", "read": "Zoe Elsewhere"}
OWNERS |= {"edit": "Zoe Elsewhere"}


@dataclass(frozen=True)
class Secret:
    """A contact and all that is known of it; every word of it is unique.

    Attributes:
        number: of its ref.
        whose: in what relation it stands to the one who looks.
        others: phones that it shares with other contacts.
    """

    number: int
    whose: str
    others: list[str] = field(default_factory=list)

    @property
    def ref(self) -> str:
        return f"C-{self.number}"

    @property
    def surname(self) -> str:
        return f"Zarov{self.whose}{'abcdefghij'[self.number % 10]}"

    @property
    def tail(self) -> str:
        return f"{7100 + self.number}"

    @property
    def phone(self) -> str:
        return f"+1202555{self.tail}"

    @property
    def phones(self) -> set[str]:
        return {self.phone, *self.others}

    @property
    def email(self) -> str:
        return f"{self.whose}{self.number}@hush{self.number}.example"

    @property
    def address(self) -> str:
        return f"{self.number} Concealed Lane"

    @property
    def birthday(self) -> date:
        return date(1900 + self.number, 2, 3)

    @property
    def allergy(self) -> str:
        return f"nut{self.whose}{self.number}"

    @property
    def note(self) -> str:
        return f"whispered {self.whose} {self.number}"

    @property
    def title(self) -> str:
        return f"Keeper of {self.whose} {self.number}"

    @property
    def record(self) -> tuple[str, ...]:
        """What only somebody who sees the record may read."""
        return self.surname, self.note, self.title

    @property
    def personal(self) -> tuple[str, ...]:
        """What is masked for some of those who see the record."""
        return self.email, self.address, str(self.birthday.year), self.allergy

    def leaks(self, answer: str, *, seen: bool, in_clear: bool) -> list[str]:
        """What an answer says of the record that it should not."""
        found = [] if in_clear else [one for one in self.personal if one in answer]
        if not in_clear and self.phone[2:] in re.sub(r"\D", "", answer):
            found.append(self.phone)
        if not seen:
            found += [one for one in (*self.record, self.tail) if one in answer]
        return found


@dataclass
class World:
    """A company with somebody who looks, a colleague below the same manager, and another."""

    chat: Chat
    viewer: Somebody
    secrets: list[Secret]
    known: dict[str, int] = field(default_factory=dict)

    def id_of(self, name: str) -> int:
        """The staff id of a rep, who is made at the first mention."""
        if name not in self.known:
            self.known[name] = self.chat.staff(name, Role.REP).speaker.staff_id or 0
        return self.known[name]

    def write(self, unit):
        """Change the store as Parley itself."""

        def act(session: Session):
            session.actor = PARLEY
            return unit(session)

        return self.chat.database.write(act, self.chat.clock.now())

    def add(self, whose: str) -> Secret:
        """A contact that Tom made, and that the viewer owns for now."""
        secret = Secret(len(self.secrets) + 1, whose)
        self.secrets.append(secret)
        tom = self.id_of("Tom Team")
        self.chat.database.write(lambda session: _add(session, secret, tom), self.chat.clock.now())
        self.move(secret, self.viewer.speaker.staff_id)
        return secret

    def move(self, secret: Secret, owner_id: int | None) -> None:
        """Give a contact to somebody, behind everybody's back."""

        def unit(session: Session) -> None:
            contacts.get(session, secret.number).owner_id = owner_id

        self.write(unit)

    def settle(self, secret: Secret) -> None:
        """Put a contact into its relation to the viewer."""
        name = OWNERS.get(secret.whose)
        viewer_id = self.viewer.speaker.staff_id
        owner_id = self.id_of(name) if name else viewer_id

        def unit(session: Session) -> None:
            row = contacts.get(session, secret.number)
            row.owner_id = None if secret.whose == "pool" else owner_id
            if secret.whose in ("read", "edit") and viewer_id:
                session.add(
                    Share(
                        id=new_id(),
                        contact_id=secret.number,
                        staff_id=viewer_id,
                        level=secret.whose,
                    )
                )
            if secret.whose == "deleted":
                row.deleted_at = session.now

        self.write(unit)

    @contextmanager
    def looking_as(self, role: str) -> Iterator[None]:
        """The viewer is suspended meanwhile, if that is the role."""
        if role != "suspended":
            yield
            return
        self._suspend(self.chat.clock.now())
        yield
        self._suspend(None)

    def _suspend(self, at: datetime | None) -> None:
        def unit(session: Session) -> None:
            staff.get(session, self.viewer.speaker.staff_id or 0).suspended_at = at
            session.forget_directory()

        self.write(unit)

    def add_phone(self, secret: Secret, phone: str) -> None:
        """Give a contact a phone that another one has too."""

        def unit(session: Session) -> None:
            with session.with_deleted():
                row = session.scalars(select(Contact).where(col(Contact.id) == secret.number)).one()
                session.add_all(points.rows(row, [Point("phone", phone)], session, first=5))

        self.write(unit)

    def state(self, *secrets: Secret) -> list[object]:
        """All rows of contacts and all that refer to them: whatever somebody might have changed."""

        def unit(session: Session) -> list[object]:
            held = session.connection().exec_driver_sql
            return [
                row
                for secret in secrets
                for query in _ROWS
                for row in held(query, (secret.number,)).all()
            ]

        return self.chat.database.read(unit, self.chat.clock.now())

    def answers(self, text: str, typed: str = "") -> str:
        """All that reaches the viewer but for what they typed: texts and buttons of all pages."""
        before = len(self.chat.arrived)
        self.viewer.says(text)
        return self.heard(before).replace(typed or text, "")

    def pressed(self, message: Message, label: str) -> str:
        """What a button of an old message leads to."""
        before = len(self.chat.arrived)
        index = message.buttons.index(label)
        self.viewer._told({"press": {"outbox_id": message.outbox_id, "index": index}})
        return self.heard(before)

    def heard(self, before: int) -> str:
        """All that has reached the viewer since, and the pages that follow."""
        while "More ›" in self.viewer.buttons:
            self.viewer.presses("More ›")
        told = [one for one in self.chat.arrived[before:] if one.to == self.viewer.speaker.name]
        return "\n".join(f"{one.text}\n{' '.join(one.buttons)}" for one in told)


def _rows_of_contacts() -> Iterator[str]:
    yield "SELECT * FROM contacts WHERE id = ?"
    for table in SQLModel.metadata.sorted_tables:
        for column in table.c:
            if any(key.column.table.name == "contacts" for key in column.foreign_keys):
                yield f"SELECT * FROM {table.name} WHERE {column.name} = ? ORDER BY 1, 2"


_ROWS = tuple(_rows_of_contacts())


def _add(session: Session, secret: Secret, tom: int | None) -> None:
    session.act_as(session.directory.people[tom or 0])
    place = companies.by_name(session, "Umbra Works")
    reached = (Point("phone", secret.phone), Point("email", secret.email))
    row = contacts.add(
        session,
        contacts.Draft(
            name=f"Quill {secret.surname}",
            points=reached,
            company_id=place.id if place else None,
            title=secret.title,
            birthday=secret.birthday,
            address=secret.address,
        ),
        owner_id=tom,
    )
    assert row.id == secret.number
    session.flush()
    tags.put(session, row, "hush")
    fields.put(session, row, fields.find(session, "allergy"), secret.allergy)
    activities.log(session, row, "note", secret.note)


@dataclass(frozen=True)
class CompanySecret:
    """A company with a phone and an address, of the same relations."""

    number: int
    whose: str

    @property
    def name(self) -> str:
        return f"Gloom{self.whose} Holding"

    @property
    def personal(self) -> tuple[str, ...]:
        return f"55572{self.number:02}", f"{self.number} Shrouded Road"

    def shows(self, answer: str) -> set[str]:
        """Which of them an answer says, however a phone is written."""
        digits = re.sub(r"\D", "", answer)
        return {one for one in self.personal if one in answer or one in digits}

    def leaks(self, answer: str, *, seen: bool, in_clear: bool) -> list[str]:
        """What an answer says of the company that it should not."""
        named = [self.name] if not seen and self.name in answer else []
        return named if in_clear else [*named, *self.shows(answer)]


def add_companies(world: World) -> Iterator[CompanySecret]:
    """The pool's "Umbra Works", where everybody works, and one company of each relation."""
    zoe = world.chat.staff("Zoe Elsewhere", Role.REP).speaker.staff_id
    tom = world.chat.staff("Tom Team", Role.REP).speaker.staff_id
    viewer_id = world.viewer.speaker.staff_id
    owners = {"own": viewer_id, "team": tom, "elsewhere": zoe, "pool": None}
    owners |= {"read": zoe, "edit": zoe}
    for number, (whose, owner_id) in enumerate(owners.items(), 2):
        secret = CompanySecret(number, whose)
        filled = {"phone": f"+120255572{number:02}", "address": secret.personal[1]}
        draft = companies.Draft(secret.name, filled)

        def unit(session: Session, secret=secret, draft=draft, owner_id=owner_id) -> None:
            row = companies.add(session, draft, owner_id=owner_id)
            session.flush()
            if secret.whose in ("read", "edit") and viewer_id:
                shares.put(session, row, viewer_id, "read" if secret.whose == "read" else "edit")

        world.write(unit)
        yield secret


def found_world(chat: Chat, viewer: Somebody) -> World:
    """A company with a custom field, the company of everybody, and the viewer."""
    world = World(chat, viewer, [])

    def unit(session: Session) -> Company:
        fields.add(session, "allergy", "text")
        return companies.add(session, companies.Draft("Umbra Works"), owner_id=None)

    world.write(unit)
    return world
