"""Desks of service for tests: a rep with a contact, an agent with a ticket, a customer who writes."""

from datetime import timedelta

from sqlalchemy import select
from sqlmodel import col

from handlers import thread_events, ticket_letters
from store import customer_accounts, deliveries, exchanges, outboxes, ticket_files, tickets
from store import files as held_files
from store.sessions import PARLEY, Actor
from store.tables import Identity, Ticket
from store.tickets import Draft

DOWN = "The export has been down since noon. Please help, we need it for the board."


def a_rep(chat):
    """A rep with a contact."""
    ada = chat.rep("Ada")
    ada.says("contact add Grace Hopper grace@navy.example company:Navy tier:B")
    return ada


def an_agent(chat):
    """An agent; there is a ticket of Grace's."""
    gus = chat.agent("Gus")
    gus.says(f"ticket add C-1 {DOWN}")
    return gus


def wrote(chat, number, text):
    """The customer writes, as the customer's own side will let them."""

    def unit(session):
        session.actor = PARLEY
        with session.unscoped():
            row = session.get_one(Ticket, number)
        session.actor = Actor(None, {}, frozenset())
        exchanges.receive(session, row, text)

    chat.database.write(unit, chat.clock.now())


def agreed(somebody, text):
    """What is answered to a yes."""
    somebody.says(text)
    return somebody.says("yes")


def a_customer(chat, name="Grace", *numbers):
    """A customer who writes from an account, whose tickets these are."""
    somebody = chat.customer(name)
    somebody.says("hello")

    def unit(session):
        session.actor = PARLEY
        account = session.scalars(accounts(name)).one().id
        customer_accounts.of(session, account)
        for number in numbers or (1,):
            tickets.get(session, number).identity_id = account

    chat.database.write(unit, chat.clock.now())
    return somebody


def never_arrives(chat, somebody, why="the person has blocked the bot"):
    """The last message to somebody turns out not to have arrived, and the clock moves on."""
    letter = somebody.last.outbox_id
    chat.database.write(lambda session: deliveries.fail(session, letter, why), chat.clock.now())
    chat.passes(minutes=1)


def accounts(name):
    """The accounts of a display name."""
    return select(Identity).where(col(Identity.name) == name)


def days(count):
    """A length of time."""
    return timedelta(days=count)


def asked(chat, customer, text):
    """A customer's request, as the customer's own side will open it; gives its number."""

    def unit(session):
        session.actor = Actor(None, {}, frozenset())
        draft = Draft(text, identity_id=customer.speaker.identity_id, source="terminal")
        row = tickets.open_(session, draft)
        outboxes.post(session, thread_events.letters(session), None)
        return row.id

    number = chat.database.write(unit, chat.clock.now())
    settle(chat)
    return number


def writes(chat, customer, number, text, *files):
    """The customer writes on, and sends files."""

    def unit(session):
        session.actor = PARLEY
        with session.unscoped():
            row = session.get_one(Ticket, number)
        session.actor = Actor(None, {}, frozenset())
        identity_id = customer.speaker.identity_id
        message = exchanges.receive(session, row, text, identity_id=identity_id)
        session.flush()
        kept = [held_files.put(session, row.subject_id, one) for one in files]
        ticket_files.keep(session, message, kept)
        with session.unscoped():
            survivor = session.get_one(Ticket, message.ticket_id)
        ticket_letters.in_threads(session, survivor, message)

    chat.database.write(unit, chat.clock.now())
    settle(chat)


def settle(chat):
    """Let what waits arrive."""
    messages = chat.terminal.deliver()
    chat.terminal.confirm(messages)
    chat.arrived.extend(messages)


def room(chat, number):
    """What was said in a ticket's thread at the terminal."""
    return [str(one.text) for one in chat.arrived if one.to == f"#T-{number}"]


def within(chat, somebody, number, text, *files):
    """Write into a ticket's thread; gives what was said there since."""
    before = len(room(chat, number))
    somebody._told({"say": text, "thread": f"#T-{number}"}, files)
    return room(chat, number)[before:]
