"""From a quote to what its paper says, and to the file that goes along with an answer."""

from dataclasses import replace

from handlers import percents, quote_cards
from handlers.asks import Ask
from handlers.languages import speaking, voice
from handlers.papers import quotes as papers
from handlers.papers.quotes import Line, QuotePaper
from handlers.quote_cards import Shown
from handlers.replies import Reply
from store import (
    access,
    companies,
    contacts,
    files,
    quotes,
)
from store.files import File
from store.quote_sums import LineSum
from store.rights import Right
from store.tables import Quote, QuoteLine


def file_name(shown: Shown) -> str:
    """The name of the file, which tells one issue from another."""
    return f"Q-{shown.quote.id}-v{shown.quote.issue}.pdf"


def put(ask: Ask, shown: Shown) -> int:
    """Write a quote's paper, and give the id of the file."""
    content = papers.pdf(paper(ask, shown))
    file = File(file_name(shown), "application/pdf", content)
    return files.put(ask.session, shown.quote.subject_id, file)


def paper(ask: Ask, shown: Shown) -> QuotePaper:
    """What the paper of a quote says, in the customer's language."""
    with speaking(replace(voice(), language=shown.quote.locale)):
        return _written(ask, shown)


def _written(ask: Ask, shown: Shown) -> QuotePaper:
    quote, deal, sums = shown.quote, shown.deal, shown.sums
    place = companies.names(ask.session, [deal.company_id] if deal.company_id else [])
    person = contacts.names(ask.session, [deal.contact_id] if deal.contact_id else [])
    owner = ask.directory.people.get(deal.owner_id or 0)
    made_at = quote.sent_at or quote.updated_at
    taxes = tuple((percents.shown(one.rate_bp), shown.money(one.tax)) for one in sums.taxes)
    return QuotePaper(
        seller=str(ask.directory.setting("name", "")),
        address=(),
        ref=f"Q-{quote.id}",
        version=quote.issue,
        date=made_at.astimezone(ask.voice.timezone).date(),
        valid_until=quote.valid_until,
        company="".join(place.values()),
        contact="".join(person.values()),
        lines=tuple(
            _line(shown, line, total) for line, total in zip(shown.lines, sums.lines, strict=True)
        ),
        subtotal=shown.money(sums.subtotal),
        discount=shown.money(sums.discount) if sums.discount else None,
        discount_text=percents.shown(quote.discount_bp) if sums.discount else "",
        net=shown.money(sums.net),
        taxes=taxes,
        total=shown.money(sums.total),
        locale=quote.locale,
        region=ask.voice.region,
        note=quotes.note_of(ask.session, quote) or "",
        prepared_by=owner.name if owner else "",
        made_at=made_at,
    )


def _line(shown: Shown, line: QuoteLine, total: LineSum) -> Line:
    return Line(
        name=line.name,
        quantity=percents.quantity(line.quantity_milli),
        price=shown.money(line.price_minor),
        discount=percents.shown(line.discount_bp) if line.discount_bp else "",
        total=shown.money(total.gross),
    )


def with_paper(ask: Ask, quote: Quote, reply: Reply) -> Reply:
    """An answer with the paper of a quote beside it.

    Raises:
        Denied: amounts may not be read, and the paper is full of them.
    """
    shown = quote_cards.of(ask, quote)
    if not shown.clear:
        raise access.Denied(Right.AMOUNTS_SEE, ask.actor.scope(Right.AMOUNTS_SEE))
    return replace(reply, files=(put(ask, shown),))
