"""What must hold after a storm: read from the database, and from what the platforms were asked to show."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from store import files, ticket_messages
from store.sessions import PARLEY, Session
from store.tables import Attachment, Identity, Inbox, Outbox, Ticket, TicketMessage
from tests.bot.seats import TICKET, SlackSeat, TelegramDesk, TelegramSeat
from tests.bot.service_storms import Storm
from tests.bot.storm_people import MARK, Customer

TOKEN = re.compile(MARK + "[a-z]{12}")
INSIDE = re.compile(r"internal|Internal|内部|Send to customer|stays inside|\bpriority\b|Resolve\b")
"""Words that Parley says to staff alone."""
CODES = re.compile(r"[A-Za-z0-9_-]{20,}")


@dataclass(frozen=True)
class Written:
    """A message in a ticket, with the account of the ticket's customer and that of its author."""

    kind: str
    text: str
    number: int
    customer: str
    author: str | None
    sent: bool

    @property
    def tokens(self) -> set[str]:
        """Those in it."""
        return set(TOKEN.findall(self.text))


@dataclass
class Books:
    """What the database holds.

    Attributes:
        customers: of tickets, by number.
        restless: tickets that were closed, merged or erased at some time: answers may be refused.
        files: tokens of contents, and whose ticket each is kept with.
        asked: how often each ticket's customer was asked for a rating.
    """

    written: list[Written] = field(default_factory=list)
    customers: dict[int, str] = field(default_factory=dict)
    restless: set[int] = field(default_factory=set)
    files: list[tuple[str, str]] = field(default_factory=list)
    incidents: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


def books(session: Session) -> Books:
    """Read everything, as nobody may in Parley."""
    session.actor = PARLEY
    found = Books()
    with session.unscoped():
        accounts = dict(session.execute(select(col(Identity.id), col(Identity.account))).all())
        for ticket in session.scalars(select(Ticket)):
            found.customers[ticket.id] = accounts[ticket.identity_id or 0]
        rows = list(session.scalars(select(TicketMessage)))
        texts = ticket_messages.texts(session, rows)
        for row in rows:
            customer, author = found.customers[row.ticket_id], accounts.get(row.identity_id or 0)
            sent = row.letter_id is not None
            one = Written(row.kind, texts[row.id], row.ticket_id, customer, author, sent)
            found.written.append(one)
            if row.event in {"closed", "merged", "merged into"}:
                found.restless.add(row.ticket_id)
        for kept in session.scalars(select(Attachment)):
            file = files.open_file(session, kept.blob_id)
            content = (file.content or b"").decode() if file else ""
            owner = found.customers[kept.ticket_id or 0]
            found.files += [(token, owner) for token in TOKEN.findall(content)]
        found.incidents = list(
            session.scalars(select(col(Inbox.incident)).where(col(Inbox.incident).is_not(None)))
        )
        found.failed = [
            one or ""
            for one in session.scalars(
                select(col(Outbox.reason)).where(col(Outbox.failed_at).is_not(None))
            )
        ]
    return found


@dataclass
class Heard:
    """What one customer was ever shown: each message as it stands, and all that was ever said."""

    messages: list[str]
    everything: str
    files: list[str]


def heard(storm: Storm) -> dict[str, Heard]:
    """What Parley asked the platforms to show to each customer."""
    said: dict[str, list[str]] = defaultdict(list)
    for call in storm.site.telegram.calls:
        said[str(call.params.get("chat_id"))].append(_dumped(call.params))
    for slack_call in storm.site.slack.calls:
        for key in ("channel", "user", "user_id", "channel_id", "users"):
            said[str(slack_call.params.get(key))].append(_dumped(slack_call.params))
    return {one.seat.account: _heard(one, said) for one in storm.customers}


def _dumped(params: object) -> str:
    return json.dumps(params, ensure_ascii=False, default=str)


def _heard(customer: Customer, said: dict[str, list[str]]) -> Heard:
    seat = customer.seat
    if isinstance(seat, TelegramSeat):
        shown = seat.person.sees
        texts = [one.text for one in shown]
        contents = [(one.document or one.photo or b"").decode() for one in shown]
        ways = [str(seat.person.id)]
    else:
        assert isinstance(seat, SlackSeat)
        told = [one for one in seat.person.sees if one.by_bot]
        texts = [f"{one.text}\n{one.spans}" for one in told]
        held = seat.person.world.files.values()
        contents = [
            one.bytes.decode()
            for one in held
            if one.channel == seat.person.dm.id and not one.user.startswith("U2")
        ]
        ways = [seat.person.id, seat.person.dm.id]
    everything = "\n".join([*texts, *(one for way in ways for one in said[way])])
    return Heard(texts, everything, contents)


@dataclass
class Figures:
    """What a storm came to."""

    messages: int = 0
    replies: int = 0
    doubled: int = 0
    lost_by_slack: int = 0
    refused: int = 0


def check(storm: Storm) -> Figures:
    """Everything that must hold; gives the figures."""
    held, ears = storm.database.read(books, datetime.now(UTC)), heard(storm)
    _none(held.incidents, "failed")
    _none(held.failed, "was not delivered")
    figures = Figures()
    _customers_words(storm, held, figures)
    _files(storm, held)
    _replies(storm, held, figures)
    _arrivals(storm, held, ears, figures)
    _silence(storm, held, ears)
    _desks(storm, held)
    return figures


def _none(found: Iterable[object], what: str) -> None:
    """Nothing of a kind is there."""
    listed = list(found)
    assert not listed, f"{what}: {len(listed)}, such as {listed[:5]}"


def _twice(counted: Counter[Any]) -> list[Any]:
    return [one for one, count in counted.items() if count > 1]


def _customers_words(storm: Storm, held: Books, figures: Figures) -> None:
    """Every message is in exactly one request, one of whoever wrote it."""
    rows = [one for one in held.written if one.kind == "customer"]
    there = Counter(token for one in rows for token in one.tokens)
    lines = storm.ledger.of("customer")
    missing = [one for one in lines if not there[one.token]]
    _none([one for one in missing if not one.sent.lost], "lost")
    _none(_twice(there), "in two requests")
    owned = {(storm.ledger.lines[token].by, one) for one in rows for token in one.tokens}
    _none([one for by, one in owned if {by} != {one.author, one.customer}], "of another")
    figures.messages, figures.lost_by_slack = len(lines), len(missing)


def _files(storm: Storm, held: Books) -> None:
    """Every file of a customer is kept once, with a request of theirs."""
    there = Counter(held.files)
    lines = storm.ledger.of("file")
    expected = Counter((one.token, one.by) for one in lines if not one.sent.lost)
    _none(expected - there, "files lost")
    _none(_twice(there), "files kept twice")
    kept = [(storm.ledger.lines[token], owner) for token, owner in there]
    _none([one for one, owner in kept if one.kind == "file" and one.by != owner], "files of others")


def _replies(storm: Storm, held: Books, figures: Figures) -> None:
    """What agents have sent is noted once; nothing is that they have not sent."""
    rows, macros = [one for one in held.written if one.kind == "reply"], set(storm.macros.values())
    there = Counter(token for one in rows for token in one.tokens - macros)
    _none(_twice(there), "replies noted twice")
    commanded, drafts = storm.ledger.of("reply"), storm.ledger.of("draft")
    missing = [one for one in commanded if not there[one.token] and not one.sent.lost]
    asked = Counter(one.by for one in missing if one.asks)
    _none(asked - _questions(storm), "replies neither sent nor asked about")
    at_once = [one for one in missing if not one.asks]
    _none([one for one in at_once if one.ticket not in held.restless], "replies lost")
    sent = {one.token for one in [*commanded, *drafts] if one.kind == "reply" or one.pressed}
    _none(set(there) - sent, "never sent by anybody")
    filled = {(token, one.number) for one in rows for token in one.tokens & macros}
    pressed = {pair for one in storm.agents for pair in one.sent}
    _none([pair for pair in filled if pair not in pressed], "macros never sent by anybody")
    figures.replies, figures.refused = len(rows), len(missing)


def _questions(storm: Storm) -> Counter[str]:
    """How often each agent was asked, or told that it has ended, instead of a reply's sending."""
    said: Counter[str] = Counter()
    for call in storm.site.telegram.calls:
        said[str(call.params.get("chat_id"))] += _holds_back(call.params)
    for slack_call in storm.site.slack.calls:
        said[f"T1:{slack_call.params.get('channel')}"] += _holds_back(slack_call.params)
    return said


def _holds_back(params: object) -> bool:
    text = _dumped(params)
    return "Send anyway" in text or "ticket reopen T-" in text


def _arrivals(storm: Storm, held: Books, ears: dict[str, Heard], figures: Figures) -> None:
    """Every reply has arrived at its customer: once, but for what a kill has doubled."""
    for one in held.written:
        if one.kind == "reply":
            assert one.tokens, one
            token, end = min(one.tokens), f"T-{one.number}"
            heard = [text for text in ears[one.customer].messages if token in text and "—" in text]
            copies = [text for text in heard if text.rstrip().endswith(end)]
            assert one.sent, one
            assert copies, (one, heard)
            figures.doubled += len(copies) - 1
    assert figures.doubled <= storm.kills


def _silence(storm: Storm, held: Books, ears: dict[str, Heard]) -> None:
    """Nobody hears what is internal, nor what is another's."""
    lines, macros = storm.ledger.lines, set(storm.macros.values())
    replies = [one for one in held.written if one.kind == "reply"]
    sent = {token: one.customer for one in replies for token in one.tokens - macros}
    for account, ear in ears.items():
        for line in (lines[token] for token in set(TOKEN.findall(ear.everything))):
            mine = line.by if line.kind in {"customer", "file"} else sent.get(line.token)
            common = line.kind == "article" or line.token in macros
            assert common or mine == account, (account, line)
        for line in (lines[token] for one in ear.files for token in TOKEN.findall(one)):
            whose = held.customers[line.ticket or 0]
            assert (line.kind, whose) == ("paper", account), (account, line)
        numbers = {int(found[1]) for found in TICKET.finditer(ear.everything)}
        others = [one for one in numbers if held.customers.get(one) != account]
        _none(others, f"{account} was told of tickets of others")
        _none(INSIDE.findall(ear.everything), f"{account} was told in words for staff")


def _desks(storm: Storm, held: Books) -> None:
    """Staff see every message and every file of every customer at each desk."""
    desk = storm.agents[0].desk
    assert isinstance(desk, TelegramDesk)
    channel = storm.site.slack.channels["C1"]
    written = {token for one in held.written if one.kind == "customer" for token in one.tokens}
    sent = {token for token, _ in held.files if storm.ledger.lines[token].kind == "file"}
    for words, contents in (_group(desk.group), _channel(storm, channel)):
        _none(written - set(TOKEN.findall(words)), "not shown to staff")
        _none(sent - set(TOKEN.findall(contents)), "files not shown to staff")


def _group(group: Any) -> tuple[str, str]:
    shown = group.sees
    contents = [(one.document or one.photo or b"").decode() for one in shown]
    return "\n".join(one.text for one in shown), "\n".join(contents)


def _channel(storm: Storm, channel: Any) -> tuple[str, str]:
    shown = [one.spans for one in channel.sees if one.by_bot]
    held = [one for one in storm.site.slack.uploaded if one.channel == channel.id]
    return "\n".join(shown), "\n".join(one.bytes.decode() for one in held)
