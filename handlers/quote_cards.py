"""Cards and rows of quotes: how they look, with amounts for those only who may see them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from handlers import approval_cards, cards, dealings, line_cards, percents
from handlers.approval_cards import Matter
from handlers.asks import Ask
from handlers.languages import mark
from handlers.replies import Button, Invocation, Reply
from handlers.texts import Text, fmt, joined, lines, listed, plain, word
from store import access, approvals, companies, quote_decisions, quote_rows, quotes
from store.moneys import Money
from store.quote_sums import LineSum, Sums
from store.refs import Ref
from store.rights import Right, Scope
from store.tables import Approval, Deal, Quote, QuoteLine

STATES = {
    "draft": mark("draft"), "waiting": mark("waiting for approval"), "approved": mark("approved"),
    "refused": mark("not approved"), "sent": mark("sent"), "accepted": mark("accepted"),
    "rejected": mark("rejected by the customer"), "expired": mark("expired"),
    "replaced": mark("replaced"),
}  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """A quote with what a card needs of it."""

    ask: Ask
    quote: Quote
    deal: Deal
    lines: Sequence[QuoteLine]

    @cached_property
    def sums(self) -> Sums:
        """What it comes to."""
        return quotes.sums_of(self.quote, self.lines)

    @cached_property
    def clear(self) -> bool:
        """Whether the asker may read its amounts."""
        return access.amounts(self.ask.session, self.deal)

    @cached_property
    def state(self) -> str:
        """What has become of it."""
        return quotes.state_of(self.ask.session, self.quote)

    @property
    def editable(self) -> bool:
        """Whether the asker may change its deal."""
        return access.covers(self.ask.session, Right.DEALS_EDIT, self.deal)

    @cached_property
    def asked(self) -> Approval | None:
        """The last request to approve its discount, once there is one."""
        if self.quote.status not in ("waiting", "refused"):
            return None
        return approvals.newest(self.ask.session, [quote_rows.DISCOUNT], self.quote.id)

    @cached_property
    def deciders(self) -> list[int]:
        """Staff ids of those who were asked to approve its discount, while it waits."""
        waits = self.asked is not None and self.asked.status == "waiting"
        return approvals.seats(self.ask.session, self.asked) if waits and self.asked else []

    @property
    def decides(self) -> bool:
        """Whether it waits for the asker."""
        actor = self.ask.actor
        if self.quote.status != "waiting" or self.asked is None or self.asked.asked_by == actor.id:
            return False
        return actor.scope(Right.APPROVE) is Scope.ALL or actor.id in self.deciders

    def money(self, minor: int) -> Money:
        """Minor units of its currency."""
        return Money(minor, self.quote.currency)


def of(ask: Ask, quote: Quote) -> Shown:
    """Read what the card of a quote needs."""
    held = quotes.lines_of(ask.session, quote)
    return Shown(ask, quote, quotes.deal_of(ask.session, quote), held)


def heading(quote: Quote) -> Text:
    """A quote's ref, and which issue of its deal's it is."""
    return fmt("**Quote** `{ref}` v{issue}", ref=Ref("quote", quote.id), issue=str(quote.issue))


def named(quote: Quote) -> Text:
    """A quote within a sentence."""
    return fmt("`{ref}` v{issue}", ref=Ref("quote", quote.id), issue=str(quote.issue))


def card(ask: Ask, quote: Quote, lead: Text | None = None, *, undo: bool = False) -> Reply:
    """A quote's card: lines, discount, tax, total, validity, and what can be done next."""
    one = of(ask, quote)
    state = fmt("**{state}**", state=word(STATES[one.state]))
    body = lines(
        lead,
        joined(" · ", [heading(quote), state]),
        cards.heading(one.deal) if lead else _for(ask, one.deal),
        *(_row(one, line, total) for line, total in zip(one.lines, one.sums.lines, strict=True)),
        *(_totals(one) if one.clear else [fmt("Total: {amount}", amount=dealings.MASKED)]),
        *_words(ask, one),
    )
    first = (cards.undo_button(),) if undo else ()
    shows = (Ref("quote", quote.id), Ref("deal", quote.deal_id))
    return Reply(body, (*first, *_buttons(one)), shows, {f"Q-{quote.id}": quote.version})


def _for(ask: Ask, deal: Deal) -> Text:
    place = companies.names(ask.session, [deal.company_id] if deal.company_id else [])
    return joined(" · ", [cards.heading(deal), *map(plain, place.values())])


def _row(one: Shown, line: QuoteLine, total: LineSum) -> Text:
    rest: Text = plain(percents.quantity(line.quantity_milli))
    if one.clear:
        price, comes_to = one.money(line.price_minor), one.money(total.gross)
        rest = line_cards.priced(line.quantity_milli, price, line.discount_bp, comes_to)
    return fmt("{place}. {name} · {rest}", place=line.position, name=line.name, rest=rest)


def _totals(one: Shown) -> list[Text]:
    sums, found = one.sums, []
    if sums.discount or sums.taxes:
        found.append(fmt("Subtotal: {amount}", amount=one.money(sums.subtotal)))
    if sums.discount:
        off = percents.shown(one.quote.discount_bp)
        found.append(
            fmt("Discount {percent}: −{amount}", percent=off, amount=one.money(sums.discount))
        )
    found += [
        fmt(
            "Tax {percent}: {amount}",
            percent=percents.shown(tax.rate_bp),
            amount=one.money(tax.tax),
        )
        for tax in sums.taxes
    ]
    return [*found, fmt("Total: **{amount}**", amount=one.money(sums.total))]


def _words(ask: Ask, one: Shown) -> list[Text | None]:
    quote = one.quote
    note, reason = quotes.note_of(ask.session, quote), quotes.reason_of(ask.session, quote)
    until = fmt("Valid until {day}", day=quote.valid_until)
    return [
        until if one.state not in ("accepted", "rejected", "replaced") else None,
        fmt("Sent {at}", at=quote.sent_at) if quote.sent_at else None,
        fmt("Note: {note}", note=note) if note else None,
        fmt("Reason: {reason}", reason=reason) if reason else None,
        _decision(one),
    ]


def _decision(one: Shown) -> Text | None:
    """Who has to decide, or who has decided and why not."""
    people = one.ask.directory.people
    if one.asked is None:
        return None
    if one.deciders:
        return fmt("Waits for {people}", people=listed(people[who] for who in one.deciders))
    who, words = (
        people.get(one.asked.decided_by or 0),
        approvals.reason_of(one.ask.session, one.asked),
    )
    return fmt("{who}: “{words}”", who=who, words=words) if words and who else None


def _buttons(one: Shown) -> tuple[Button, ...]:
    """What can be done next; nothing that would be refused."""
    quote, ref = one.quote, {"quote": f"Q-{one.quote.id}"}
    paper = [_button(mark("PDF"), "quote show", ref | {"format": "pdf"})] if one.clear else []
    if not one.editable or one.state in ("accepted", "replaced"):
        return tuple(paper)
    revise = _button(mark("New version"), "quote revise", ref)
    found: list[Button] = []
    if one.state in ("draft", "approved"):
        found = [_button(mark("Send"), "quote send", ref)]
    elif one.state == "waiting" and one.decides:
        found = [
            _button(mark("Approve"), "quote approve", ref),
            _button(mark("Reject"), "quote reject", ref),
        ]
    elif one.state == "sent":
        accepted = _button(mark("Accepted"), "quote accept", ref)
        found = [accepted, _button(mark("Rejected"), "quote reject", ref), revise]
    elif one.state in ("expired", "rejected"):
        found = [revise]
    return (*found, *paper) if quote.deleted_at is None else ()


def _button(label: str, command: str, values: Mapping[str, str]) -> Button:
    return Button(word(label), Invocation(command, dict(values)))


def row(ask: Ask, quote: Quote, deal: Deal) -> Text:
    """A quote in a list: what tells it apart."""
    owner = ask.directory.people.get(deal.owner_id or 0)
    clear = access.amounts(ask.session, deal)
    total = Money(quote.total_minor, quote.currency) if clear else dealings.MASKED
    parts = [
        fmt("v{issue}", issue=str(quote.issue)),
        fmt("{total}", total=total),
        plain(word(STATES[quotes.state_of(ask.session, quote)])),
        plain(owner.name) if owner and owner.id != ask.actor.id else Text(),
    ]
    rest = joined(" · ", [part for part in parts if part])
    return fmt("`{ref}` {title} · {rest}", ref=Ref("quote", quote.id), title=deal.title, rest=rest)


def _matters(ask: Ask, numbers: Sequence[int]) -> Mapping[int, Text]:
    """What discounts that wait for approval are about."""
    return {
        number: _matter(ask, *found) for number, found in quotes.many(ask.session, numbers).items()
    }


def _matter(ask: Ask, quote: Quote, deal: Deal, held: Sequence[QuoteLine]) -> Text:
    one = Shown(ask, quote, deal, held)
    total = one.money(one.sums.total) if one.clear else dealings.MASKED
    off = percents.shown(quote_decisions.percent(quote_decisions.deepest(quote, held)) * 100)
    return lines(
        joined(" · ", [heading(quote), cards.heading(deal)]),
        fmt("{percent} off the list price · total {total}", percent=off, total=total),
    )


def _onward(number: int) -> tuple[Button, ...]:
    return (_button(mark("Send"), "quote send", {"quote": f"Q-{number}"}),)


approval_cards.MATTERS[quote_rows.DISCOUNT] = Matter("quote", _matters, _onward)
