"""Tickets as the customers' side will use them: opened, written in and merged by nobody of the staff."""

import pytest
from sqlalchemy import select
from sqlmodel import col

from store import exchanges, subjects, ticket_merges, ticket_messages, tickets
from store.sessions import PARLEY, Actor
from store.tables import Identity, Ticket

NOBODY = Actor(None, {}, frozenset())


@pytest.fixture
def write(chat):
    """Runs a unit of work as Parley itself, or as a customer."""

    def run(unit, actor=PARLEY):
        def act(session):
            session.actor = actor
            return unit(session)

        return chat.database.write(act, chat.clock.now())

    return run


def accounts(chat, write):
    for name in ("Grace", "Alan"):
        chat.customer(name).says("hello")

    def ids(session):
        rows = session.scalars(select(Identity).where(col(Identity.name).in_(("Grace", "Alan"))))
        return [row.id for row in rows]

    return write(ids)


def test_a_customer_who_is_no_contact_opens_a_ticket_and_goes_on_in_it(chat, write):
    grace, alan = accounts(chat, write)

    def opens(session):
        draft = tickets.Draft("It is down", identity_id=grace, locale="en", source="terminal")
        return tickets.open_(session, draft).id

    def knows_the_key(session):
        draft = tickets.Draft("再问一个", identity_id=alan, subject_id=subjects.create(session))
        return tickets.open_(session, draft).id

    first, second, third = write(opens, NOBODY), write(opens, NOBODY), write(knows_the_key, NOBODY)
    assert (first, second, third) == (1, 2, 3)

    def merges(session):
        kept, given, other = tickets.get_many(session, [first, second, third])
        with pytest.raises(ticket_merges.DifferentCustomers):
            ticket_merges.merge(session, kept, other)
        ticket_merges.merge(session, kept, given)
        assert kept.identity_id == grace

    write(merges)

    def writes(session):
        with session.unscoped():
            row = session.get_one(Ticket, second)
        message = exchanges.receive(session, row, "Still down", identity_id=grace)
        return message.ticket_id, message.identity_id

    assert write(writes, NOBODY) == (first, grace)
    gus = chat.agent("Gus")
    card = gus.says("T-2")
    assert card.startswith("It is down T-1\nGrace\n")
    assert "Grace\nStill down" in card
    assert "It is down · Grace · urgent" in gus.says("tickets")
    assert gus.says("reply T-1 We look").startswith("Sent to Grace on the terminal: ")


def test_what_was_merged_into_a_merged_ticket_follows(chat, write):
    chat.rep("Ada").says("contact add Grace Hopper")
    gus = chat.agent("Gus")
    for text in ("One", "Two", "Three"):
        gus.says(f"ticket add C-1 {text}")
    gus.says("reply T-1 Yes?")
    gus.says("yes")
    gus.says("resolve T-3")

    def merge(session):
        first, second, third = tickets.get_many(session, [1, 2, 3])
        ticket_merges.merge(session, second, third)
        session.flush()
        ticket_merges.merge(session, first, second)
        session.flush()
        written, total = ticket_messages.of(session, first, events=False)
        assert total == 4
        assert set(ticket_messages.texts(session, written).values()) == {
            "One", "Two", "Three", "Yes?",
        }  # fmt: skip
        return first.next_since, tickets.get(session, 3).id

    assert write(merge) == (chat.clock.now(), 1)


def test_a_ticket_is_given_back_to_nobody(chat, write):
    chat.rep("Ada").says("contact add Grace Hopper")
    gus = chat.agent("Gus")
    gus.says("ticket add C-1 One")
    gus.says("take T-1")
    assert write(lambda session: tickets.assign(session, tickets.get(session, 1), None))
    assert "nobody has taken it yet" in gus.says("T-1")
    assert "Assigned to nobody" in gus.says("timeline T-1")


def test_a_closed_ticket_takes_no_reply(chat, write):
    chat.rep("Ada").says("contact add Grace Hopper")
    gus = chat.agent("Gus")
    gus.says("ticket add C-1 One")
    gus.says("ticket close T-1")
    with pytest.raises(exchanges.Closed):
        write(lambda session: exchanges.reply(session, tickets.get(session, 1), "Hello"))
    assert write(lambda session: tickets.get_many(session, [])) == []
    assert write(lambda session: tickets.names(session, [])) == {}
    assert write(lambda session: tickets.names(session, [1, 9])) == {1: "One"}


def test_every_event_has_its_words(chat):
    ada, gus, admin = chat.rep("Ada"), chat.agent("Gus"), chat.admin()
    ada.says("contact add Grace Hopper company:Navy")
    for text in ("One", "Two", "Three"):
        gus.says(f"ticket add C-1 {text}")
    for text in ("take T-1", "ticket priority T-1 low", "ticket category T-1 outage", "wait T-1",
                 "ticket resume T-1", "resolve T-1", "ticket reopen T-1", "ticket close T-1",
                 "ticket reopen T-1", "ticket merge T-1 T-2", "yes",
                 "ticket split T-1 1"):  # fmt: skip
        gus.says(text)
    admin.says("company add Harbour")
    gus.says("ticket link T-1 O-2")
    told = gus.says("timeline T-1") + gus.presses("More ›")
    for words in ("Assigned to Gus", "Priority: low", "Category: outage", "Waits for the customer",
                  "Goes on", "Resolved", "Reopened", "Closed", "T-2 was merged into it",
                  "Merged into T-1", "Linked to O-2"):  # fmt: skip
        assert words in told, words
