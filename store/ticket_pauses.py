"""Pauses: when a ticket's clocks stand still, kept with the ticket itself."""

import json
from datetime import datetime
from typing import Any

from store.sessions import Session
from store.sla_clocks import Pause
from store.tables import Ticket


def of(ticket: Ticket) -> list[Pause]:
    """When its clocks stood still."""
    return [
        (_moment(since), _moment(until) if until else None) for since, until, _ in _read(ticket)
    ]


def _read(ticket: Ticket) -> list[list[Any]]:
    found: list[list[Any]] = json.loads(ticket.pauses)
    return found


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def begin(session: Session, ticket: Ticket, reason: str) -> None:
    """Stop its clocks; a pause that lasts already goes on for this reason.

    Args:
        session: whose moment counts.
        ticket: which one.
        reason: "customer", "third party", or "ended" from its end until it is reopened.
    """
    held = _read(ticket)
    if held and held[-1][1] is None:
        held[-1][2] = reason
    else:
        held.append([session.now.isoformat(), None, reason])
        ticket.paused_since = session.now
    ticket.pauses = json.dumps(held)


def end(session: Session, ticket: Ticket) -> None:
    """Let its clocks run again."""
    held = _read(ticket)
    if held and held[-1][1] is None:
        held[-1][1] = session.now.isoformat()
        ticket.pauses = json.dumps(held)
    ticket.paused_since = None
