"""Cards and rows of articles, and what customers are shown of them."""

from collections.abc import Sequence

from handlers import cards
from handlers.asks import Ask
from handlers.feedback_words import TONGUES
from handlers.replies import Button, Invocation, Reply
from handlers.texts import Text, fmt, joined, lines, listed, plain, word
from store import access, article_showings, articles
from store.article_showings import Counts
from store.refs import Ref
from store.rights import Right
from store.tables import Article, Ticket

LONGEST = 3000
MOST_SUGGESTED = 3
COMMAND = "article helped"


def heading(row: Article) -> Text:
    """An article's title and ref."""
    return fmt("**{title}** `{ref}`", title=row.title, ref=Ref("article", row.id))


def card(ask: Ask, row: Article, lead: Text | None = None, *, undo: bool = False) -> Reply:
    """An article's card: who is shown it, how it has helped, and all that it says.

    Args:
        ask: decides which buttons there are.
        row: which one.
        lead: said above the card.
        undo: whether something was just done to it.
    """
    is_new = ("article", row.id) in ask.session.fresh
    held = {} if is_new else article_showings.counts(ask.session, [row.id])
    counts = held.get(row.id, Counts())
    body = lines(
        lead,
        heading(row),
        joined(" · ", [_audience(row), _tongues(row), _counted(counts)]),
        fmt("Keywords: {words}", words=listed(row.keywords.split(","))) if row.keywords else None,
        plain(_cut(row.text)),
        _translation(row),
    )
    first = (cards.undo_button(),) if undo else ()
    ref = f"K-{row.id}"
    return Reply(body, (*first, *_buttons(ask, row)), (Ref("article", row.id),), {ref: row.version})


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


def _audience(row: Article) -> Text:
    return fmt("customers may see it") if row.published_at else fmt("**internal**")


def _tongues(row: Article) -> Text:
    held = [row.locale, *([articles.other(row.locale)] if row.other_text else [])]
    return listed(word(TONGUES[one]) for one in held)


def _counted(counts: Counts) -> Text:
    if not counts.shown:
        return fmt("not shown to any customer yet")
    return fmt(
        "shown {shown} times, helped {helped}, did not help {unhelped}",
        shown=counts.shown,
        helped=counts.helped,
        unhelped=counts.unhelped,
    )


def _translation(row: Article) -> Text | None:
    if not row.other_text:
        return None
    return lines(fmt("**{title}**", title=row.other_title or ""), plain(_cut(row.other_text)))


def _buttons(ask: Ask, row: Article) -> tuple[Button, ...]:
    if ask.actor.scope(Right.TICKETS_WORK) is None:
        return ()
    ref = {"article": f"K-{row.id}"}
    edit = Button(word("Change the text"), Invocation("article rewrite", ref))
    if row.published_at:
        return (edit, Button(word("Make internal"), Invocation("article unpublish", ref)))
    return (edit, Button(word("Publish"), Invocation("article publish", ref)))


def row(one: Article, counts: Counts | None) -> Text:
    """An article in a list."""
    rest = [_audience(one), _counted(counts or Counts())]
    ref = Ref("article", one.id)
    return fmt("`{ref}` {title} · {rest}", ref=ref, title=one.title, rest=joined(" · ", rest))


def rows(ask: Ask, found: Sequence[Article]) -> list[Text]:
    """Articles in a list, with their counts."""
    counts = article_showings.counts(ask.session, [one.id for one in found])
    return [row(one, counts.get(one.id)) for one in found]


def suggested(ask: Ask, ticket: Ticket) -> Text | None:
    """Articles that may answer an open ticket, for whoever works on it."""
    if ticket.ended_at is not None or not access.covers(ask.session, Right.TICKETS_WORK, ticket):
        return None
    found = [one.article for one in articles.match(ask.session, ticket.title) if one.fit.is_close]
    if not found:
        return None
    shown = [
        fmt("{title} `{ref}`", title=one.title, ref=Ref("article", one.id))
        for one in found[:MOST_SUGGESTED]
    ]
    how = fmt("`article send {ref}`", ref=f"K-{found[0].id} T-{ticket.id}")
    return fmt("May help: {articles} · {how}", articles=listed(shown), how=how)


def for_customer(
    row: Article, locale: str | None, ticket: Ticket | None, human: Invocation | None = None
) -> Reply:
    """What a customer reads of an article, with the buttons by which they say whether it helped.

    Args:
        row: a published one.
        locale: the customer's language.
        ticket: the request, if there is one.
        human: what *Talk to a human* does; None: it only says that the article did not help.

    Raises:
        NotPublished: it is internal.
    """
    articles.demand_public(row)
    said = articles.worded(row, locale)
    values = {"article": f"K-{row.id}", **({"ticket": f"T-{ticket.id}"} if ticket else {})}
    buttons = (
        Button(word("This helped"), Invocation(COMMAND, values)),
        Button(word("Talk to a human"), human or Invocation(COMMAND, {**values, "answer": "no"})),
    )
    return Reply(lines(fmt("**{title}**", title=said.title), plain(said.text)), buttons)
