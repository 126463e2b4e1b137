"""What becomes of a quote: it waits for approval, goes out, is accepted or rejected."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from store import (
    access,
    approvals,
    deals,
    orders,
    pipelines,
    quote_revisions,
    quote_sums,
    quotes,
    subjects,
)
from store.errors import CrmError
from store.moneys import Money
from store.quote_rows import DISCOUNT
from store.quotes import OPEN, QuoteEnded, part
from store.rights import Right
from store.sessions import Session
from store.tables import Approval, Deal, Order, Quote, QuoteLine
from store.transitions import Closed, today

LIMIT_SETTING = "discount"
USUAL_LIMIT_BP = 1_000
AGREED = ("approved", "sent")
"""States in which the discount was agreed to, or needed nobody to agree."""


class QuoteExpired(CrmError):
    """The last day of the quote's validity is past."""

    def __init__(self, quote: Quote) -> None:
        """Keep which one."""
        super().__init__(quote.id)
        self.quote = quote


class QuoteWaits(CrmError):
    """The quote waits for approval, so it can neither go out nor be accepted."""

    def __init__(self, quote: Quote) -> None:
        """Keep which one."""
        super().__init__(quote.id)
        self.quote = quote


class BeyondLimit(CrmError):
    """The discount needs approval before the quote can be accepted."""

    def __init__(self, quote: Quote, discount: Decimal, limit: Decimal) -> None:
        """Keep which one, its deepest discount and the limit, in percent."""
        super().__init__(quote.id)
        self.quote = quote
        self.discount = discount
        self.limit = limit


def limit_bp(session: Session) -> int:
    """The discount that needs no approval, in hundredths of a percent."""
    return int(session.directory.setting(LIMIT_SETTING, USUAL_LIMIT_BP))


def deepest(quote: Quote, lines: Sequence[QuoteLine]) -> Fraction:
    """The largest part of its list price that any line of a quote is short of."""
    offered = [(line.list_minor, part(quote, line)) for line in lines]
    return quote_sums.deepest_discount(offered, quote.discount_bp)


def needs_approval(session: Session, quote: Quote, deal: Deal, lines: Sequence[QuoteLine]) -> bool:
    """Whether somebody else has to agree to the discount; whoever may approve it themselves, not."""
    if quote.status in AGREED:
        return False
    limit = Fraction(limit_bp(session), quote_sums.WHOLE_BP)
    return deepest(quote, lines) > limit and not access.covers(session, Right.APPROVE, deal)


def demand_sendable(session: Session, quote: Quote, deal: Deal) -> None:
    """Check that a quote may go out, now or again.

    Raises:
        Denied: the right does not reach its deal.
        Closed: the deal has ended.
        QuoteEnded: it was accepted, rejected or replaced.
        QuoteExpired: its last day is past.
        QuoteWaits: somebody has to agree first.
    """
    quotes.demand_open(session, deal)
    _demand_alive(session, quote)


def _demand_alive(session: Session, quote: Quote) -> None:
    if quote.status not in OPEN:
        raise QuoteEnded(quote, quote.status)
    if quote.valid_until < today(session):
        raise QuoteExpired(quote)
    if quote.status == "waiting":
        raise QuoteWaits(quote)


def ask_approval(session: Session, quote: Quote, words: str) -> Approval:
    """Have somebody else decide on the discount; the quote waits until then.

    Args:
        session: of the one who asks; `demand_sendable` was asked before.
        quote: which one.
        words: why the discount is given.
    """
    asker = session.actor.id if session.actor else None
    assert asker is not None  # noqa: S101 (Parley itself sends no quotes)
    quote.status, quote.updated_at = "waiting", session.now
    return approvals.request(
        session,
        DISCOUNT,
        quote.id,
        asked_by=asker,
        approver_ids=approvals.approvers(session.directory, asker),
        reason_words=words,
        subject_id=quote.subject_id,
        first=session.held.get(("waiting", quote.id)) is False,
    )


def send(session: Session, quote: Quote) -> None:
    """Mark a quote as sent; `demand_sendable` and `needs_approval` were asked before.

    One that went out before keeps its first date.
    """
    if quote.status != "sent":
        quote.status = "sent"
        quote.sent_at = quote.updated_at = session.now


def accept(session: Session, quote: Quote) -> Order:
    """The customer agrees: an order is made, and the deal is worth what the quote comes to.

    Other open quotes of the deal are replaced.

    Raises:
        Denied: the right does not reach its deal.
        Closed: the deal was lost.
        QuoteEnded, QuoteExpired, QuoteWaits: as for `demand_sendable`.
        BeyondLimit: nobody has agreed to the discount.
    """
    deal = quotes.deal_of(session, quote)
    access.demand(session, Right.DEALS_EDIT, deal)
    step = pipelines.step(session, deal.stage_id)
    if step.kind == "lost":
        raise Closed(deal, step)
    _demand_alive(session, quote)
    lines = [] if quote.status in AGREED else quotes.lines_of(session, quote)
    if needs_approval(session, quote, deal, lines):
        raise BeyondLimit(quote, percent(deepest(quote, lines)), percent(limit_bp(session)))
    _end(session, quote, "accepted")
    for other in quotes.others(session, quote):
        if other.status in OPEN:
            quote_revisions.replace(session, other)
    deals.edit(session, deal, {"amount": Money(quote.net_minor, quote.currency)})
    return orders.from_quote(session, quote)


def percent(part_of_one: Fraction | int) -> Decimal:
    """A part of one, or hundredths of a percent, as percent with two decimals at most."""
    exact = part_of_one * 100 if isinstance(part_of_one, Fraction) else Fraction(part_of_one, 100)
    return Decimal(quote_sums.half_even(exact.numerator * 100, exact.denominator)) / 100


def _end(session: Session, quote: Quote, status: str) -> None:
    quote.status = status
    quote.decided_at = quote.updated_at = session.now


def decline(session: Session, quote: Quote, reason: str) -> None:
    """The customer does not want it; a decision that it waits for is needed no more.

    Args:
        session: of the actor.
        quote: which one, expired or not.
        reason: in the customer's words or one's own; may be empty.

    Raises:
        Denied: the right does not reach its deal.
        QuoteEnded: it was accepted, rejected or replaced.
    """
    access.demand(session, Right.DEALS_EDIT, quotes.deal_of(session, quote))
    if quote.status not in OPEN:
        raise QuoteEnded(quote, quote.status)
    waited = quote.status == "waiting"
    _end(session, quote, "rejected")
    subjects.close(session, quote, "reason_sealed", reason or None)
    if waited:
        approvals.withdraw(session, DISCOUNT, quote.id)


def _decided(session: Session, approval: Approval) -> None:
    quote = quotes.whole(session, approval.record_id)
    if quote is not None and quote.status == "waiting":
        quote.status = "approved" if approval.status == "approved" else "refused"
        quote.updated_at = session.now


approvals.on_decision(DISCOUNT, _decided)
