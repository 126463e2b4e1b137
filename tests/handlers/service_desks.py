"""Desks of service for tests: a rep with a contact, an agent with a ticket, a customer who writes."""

from datetime import timedelta

from sqlalchemy import select
from sqlmodel import col

from store import exchanges, tickets
from store.sessions import PARLEY, Actor
from store.tables import Identity, Ticket

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
        for number in numbers or (1,):
            tickets.get(session, number).identity_id = account

    chat.database.write(unit, chat.clock.now())
    return somebody


def accounts(name):
    """The accounts of a display name."""
    return select(Identity).where(col(Identity.name) == name)


def days(count):
    """A length of time."""
    return timedelta(days=count)
