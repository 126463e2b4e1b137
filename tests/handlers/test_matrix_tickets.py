"""The matrix of tickets: every role x whose customer x path, against the table of COMMANDS section 4."""

import pytest
from sqlalchemy import select
from sqlmodel import col

from store import contacts, exchanges, tickets
from store.contacts import Draft
from store.rights import Role
from store.sessions import PARLEY, Session
from store.tables import Ticket, TicketMessage
from tests.conversations import Chat, Somebody
from tests.handlers import matrix_viewers
from tests.handlers.matrix_tables import ROLES, TICKETS, TICKETS_WORKED

pytestmark = pytest.mark.no_cover  # tracing thousands of messages takes half of their time
WHOSE = ("own", "team", "elsewhere")
NUMBERS = {whose: number for number, whose in enumerate(WHOSE, 1)}
PATHS = ("{}", "ticket show {}", "show {}", "timeline {}", "ticket show murmur{whose}",
         "find murmur{whose}", "note murmur{whose} aha", "ticket merge {} {}",
         "ticket link {} O-1")  # fmt: skip
LISTS = ("tickets", "tickets mine", "tickets unassigned", "tickets overdue", "tickets status:open",
         "tickets category:general", "tickets priority:normal", "find murmur", "find gloom",
         "tickets contact:C-1", "tickets contact:C-3", "C-1", "C-3", "audit", "audit T-1",
         "audit T-3", "audit @gus", "agenda", "sla")  # fmt: skip
WRITES = ("ticket take {}", "ticket assign {} @gus", "ticket priority {} high", "note {} something",
          "ticket category {} outage", "reply {} something", "wait {}", "resolve {}",
          "ticket close {}", "ticket link {} O-1")  # fmt: skip


@pytest.fixture(params=ROLES)
def role(request) -> str:
    return str(request.param)


@pytest.fixture
def chat(request, tmp_path):
    yield from matrix_viewers.company(request, tmp_path, fill)


@pytest.fixture
def viewer(chat: Chat, role: str) -> Somebody:
    return matrix_viewers.looking(chat, role)


def fill(chat: Chat, role: str) -> None:
    """The one who looks, with tickets of contacts in each relation to them, and an agent, Gus."""
    top = chat.manager("Maria Top")
    viewer = matrix_viewers.looking(chat, role)
    chat.staff("Tom Team", Role.REP, viewer if role == "manager" else top)
    chat.staff("Zoe Elsewhere", Role.REP, chat.manager("Olaf Other"))
    chat.rep("Tom Team").says("company add Gloom")
    chat.agent("Gus")
    for whose in WHOSE:
        _make(chat, viewer, whose)
    if role == "suspended":
        admin = chat.admin()
        admin.says("suspend @vera")
        admin.says("yes")


def _make(chat: Chat, viewer: Somebody, whose: str) -> None:
    names = {"team": "Tom Team", "elsewhere": "Zoe Elsewhere"}
    owner = chat.rep(names[whose]).speaker if whose in names else viewer.speaker
    gus = chat.agent("Gus").speaker

    def unit(session: Session) -> None:
        session.act_as(session.directory.people[gus.staff_id or 0])
        draft = Draft(f"Customer {whose}")
        contact = contacts.add(session, draft, owner_id=owner.staff_id)
        session.flush()
        row = tickets.add(session, tickets.Draft(f"Murmur{whose} gloom", contact))
        exchanges.note(session, row, f"whispered {whose}")
        assert row.id == NUMBERS[whose]

    chat.database.write(unit, chat.clock.now())


def leaks(answer: str, typed: str, *, seen: set[str]) -> list[str]:
    """What an answer says of tickets that may not be seen."""
    assert "incident" not in answer
    said = answer.replace(typed, "").replace("Murmur", "murmur")
    words = {whose: (f"murmur{whose} gloom", f"whispered {whose}") for whose in WHOSE}
    return [one for whose in WHOSE if whose not in seen for one in words[whose] if one in said]


def answers(viewer: Somebody, text: str) -> str:
    """All that a message leads to, buttons included; an open question is cancelled."""
    found = viewer.says(text) + "\n" + " ".join(viewer.buttons)
    if "Cancel" in viewer.buttons:
        viewer.says("cancel")
    return found


def state(chat: Chat, number: int) -> dict[str, object]:
    """Everything of a ticket, and how much was written in it."""

    def unit(session: Session) -> dict[str, object]:
        session.actor = PARLEY
        row = session.scalars(select(Ticket).where(col(Ticket.id) == number)).one()
        written = select(TicketMessage).where(col(TicketMessage.ticket_id) == number)
        return {**row.model_dump(), "messages": len(list(session.scalars(written)))}

    return chat.database.read(unit, chat.clock.now())


def _restore(chat: Chat, number: int, before: dict[str, object]) -> None:
    """Put a ticket back, behind everybody's back."""

    def unit(session: Session) -> None:
        session.actor = PARLEY
        row = session.scalars(select(Ticket).where(col(Ticket.id) == number)).one()
        for name, value in before.items():
            if name not in ("messages", "version"):
                setattr(row, name, value)

    chat.database.write(unit, chat.clock.now())


def test_a_ticket_is_read_by_those_only_who_may(viewer, role):
    for whose in WHOSE:
        for path in PATHS:
            ref = f"T-{NUMBERS[whose]}"
            text = path.format(ref, ref, whose=whose)
            assert leaks(answers(viewer, text), text, seen=TICKETS[role]) == [], text
        card = answers(viewer, f"T-{NUMBERS[whose]}")
        assert (f"Murmur{whose}" in card) == (whose in TICKETS[role]), whose
        assert ("Resolve" in card) == (whose in TICKETS_WORKED.get(role, ())), whose


def test_lists_hold_only_what_may_be_seen(viewer, role):
    for text in LISTS:
        assert leaks(answers(viewer, text), text, seen=TICKETS[role]) == [], text
    if TICKETS[role]:
        assert f"{len(TICKETS[role])} in all" in viewer.says("tickets")
        assert f"Now: {len(TICKETS[role])} open" in viewer.says("sla")


def test_a_ticket_is_worked_on_by_those_only_who_may(chat, viewer, role):
    for whose in WHOSE:
        number = NUMBERS[whose]
        for text in WRITES:
            before = state(chat, number)
            viewer.says(text.format(f"T-{number}"))
            if "Yes" in viewer.buttons:
                viewer.says("yes")
            changed = state(chat, number) != before
            assert changed == (whose in TICKETS_WORKED.get(role, ())), (text, whose)
            if changed:
                _restore(chat, number, before)
        opened = answers(viewer, f"ticket add C-{number} Another gloom")
        assert opened.startswith("Opened.") == (whose in TICKETS_WORKED.get(role, ())), whose


def test_whoever_works_on_a_ticket_sees_it_whosever_customer_it_is(chat):
    maria, gus = chat.manager("Maria"), chat.agent("Gus")
    chat.rep("Zoe").says("contact add Grace Hopper")
    gus.says("ticket add C-1 Gloom")
    assert "No ticket fits" in maria.says("T-1")
    gus.says("ticket assign T-1 @maria")
    assert "Gloom" in maria.says("find gloom")
    assert "internally" in maria.says("note T-1 I see")
    gus.says("take T-1")
    gus.says("yes")
    assert "No ticket fits" in maria.says("T-1")
    assert maria.says("find gloom").startswith("Nothing found")


def test_a_shared_contact_shows_no_tickets(chat):
    ada, ben, gus = chat.rep("Ada"), chat.rep("Ben"), chat.agent("Gus")
    ada.says("contact add Grace Hopper")
    gus.says("ticket add C-1 Gloom")
    ada.says("contact share C-1 @ben edit")
    assert "Gloom" not in ben.says("C-1")
    assert "No ticket fits" in ben.says("T-1")
    assert "Gloom" in ada.says("C-1")


def test_a_ticket_cannot_be_linked_to_what_one_does_not_see(chat):
    gus, ada = chat.agent("Gus"), chat.rep("Ada")
    ada.says("contact add Grace Hopper")
    ada.says("deal add Secret pumps 5k")
    gus.says("ticket add C-1 Gloom")
    assert "No deal fits" in gus.says("ticket link T-1 D-1")
    gus.says("cancel")
    chat.admin().says("ticket link T-1 D-1")
    assert "Secret" not in gus.says("T-1")


def test_a_button_works_for_the_one_only_whom_it_was_shown_to(chat):
    gus, ivy = chat.agent("Gus"), chat.agent("Ivy")
    chat.rep("Ada").says("contact add Grace Hopper")
    gus.says("ticket add C-1 Gloom")
    press = {"press": {"outbox_id": gus.last.outbox_id, "index": gus.buttons.index("Take")}}
    assert "somebody else" in ivy._told(press)
