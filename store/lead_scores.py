"""Scores of leads: points by rules that everybody can read, and where each point comes from."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select, update

from store.access import NotFound
from store.columns import table_of
from store.sessions import Session
from store.tables import Lead, ScoreRule

EXACT = ("source", "industry", "territory", "language")
WITHIN = ("title", "company")
KNOWN = ("phone", "email")
FIELDS = (*EXACT, *WITHIN, *KNOWN)
"""What rules look at: fields that say exactly a value, hold its words, or are only known or not."""

_leads = table_of(Lead)
_OPEN = select(
    _leads.c.id,
    _leads.c.score,
    _leads.c.title,
    _leads.c.company_name,
    *(_leads.c[name] for name in EXACT),
    _leads.c.phone_sealed.is_not(None).label("phone"),
    _leads.c.email_sealed.is_not(None).label("email"),
).where(_leads.c.status.in_(("new", "working")))
_PUT = (
    update(_leads)
    .where(_leads.c.id == bindparam("lead_id"))
    .values(score=bindparam("points", type_=_leads.c.score.type))
)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as every message knows it."""

    id: int
    what: str
    value: str | None
    points: int


def fold(text: str) -> str:
    """The form in which values are compared."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def rules(session: Session) -> Sequence[Rule]:
    """All rules, in the order in which they were made."""
    held: Sequence[Rule] | None = session.directory.known.get("score rules")
    if held is None:
        rows = session.directory.rows["score_rules"]
        held = [Rule(row.id, row.what, row.value, row.points) for row in rows]
        session.directory.known["score rules"] = held
    return held


def counted(session: Session, lead: Lead) -> list[Rule]:
    """The rules that give, or take, points for a lead."""
    return _counted(rules(session), facts(lead))


def facts(lead: Lead) -> dict[str, Any]:
    """What rules may look at."""
    known: dict[str, Any] = {name: getattr(lead, name) for name in (*EXACT, "title")}
    known |= {"company": lead.company_name}
    return known | {name: getattr(lead, f"{name}_sealed") is not None for name in KNOWN}


def _counted(held: Sequence[Rule], known: Mapping[str, Any]) -> list[Rule]:
    folded = {
        name: fold(value) if isinstance(value, str) else value for name, value in known.items()
    }
    return [one for one in held if _fits(one, folded.get(one.what))]


def _fits(rule: Rule, value: Any) -> bool:  # noqa: ANN401 (a text, or whether there is one)
    if not value or rule.value is None or rule.what in KNOWN:
        return bool(value)
    wanted = fold(rule.value)
    return wanted in str(value) if rule.what in WITHIN else wanted == value


def settle(session: Session, lead: Lead) -> None:
    """Work out a lead's score anew."""
    lead.score = sum(one.points for one in counted(session, lead))


def settle_all(session: Session) -> None:
    """Work out the scores of all open leads anew, in two statements.

    A score only says what the rules say, and those are audited; so these rows change through Core.
    """
    held = rules(session)
    changed = []
    for row in session.connection().execute(_OPEN):
        known = {**row._mapping, "company": row.company_name}
        points = sum(one.points for one in _counted(held, known))
        if points != row.score:
            changed.append({"lead_id": row.id, "points": points})
    if changed:
        session.connection().execute(_PUT, changed)


def add(session: Session, what: str, value: str | None, points: int) -> int:
    """Add a rule, score all open leads by it, and give its number.

    Args:
        session: of an actor with the right to change settings.
        what: one of FIELDS.
        value: what the field has to say; None for anything.
        points: may be negative.
    """
    number = _free_number(session, {one.id for one in rules(session)})
    session.add(ScoreRule(id=number, what=what, value=value, points=points))
    session.forget_directory()
    settle_all(session)
    return number


def _free_number(session: Session, held: set[int]) -> int:
    """Rules that come with the first day took their numbers without asking."""
    number = session.take_number("score rule")
    return number if number not in held else _free_number(session, held)


def remove(session: Session, number: int) -> Rule:
    """Take a rule away, and score all open leads without it.

    Raises:
        NotFound: there is none of this number.
    """
    row = session.get(ScoreRule, number)
    if row is None:
        raise NotFound("rule", str(number))
    gone = Rule(row.id, row.what, row.value, row.points)
    session.delete(row)
    session.forget_directory()
    settle_all(session)
    return gone
