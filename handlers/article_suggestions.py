"""Suggestions of articles to customers, before a human is called."""

from dataclasses import dataclass

from handlers import article_cards
from handlers.replies import Invocation, Reply
from handlers.texts import fmt, lines
from store import article_showings, articles
from store.sessions import Session
from store.tables import Article, Ticket


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An article that may answer a customer, and the message that shows it with its buttons."""

    article: Article
    reply: Reply


def offer(
    session: Session,
    text: str,
    locale: str | None,
    ticket: Ticket | None = None,
    *,
    identity_id: int | None = None,
    human: Invocation | None = None,
) -> Suggestion | None:
    """The published article that fits a customer's words best, which is counted as shown.

    Args:
        session: of the customer, or of Parley for them; it need not have any right.
        text: what the customer has written.
        locale: the customer's language; the caller speaks it already (`languages.speaking`).
        ticket: the request, if there is one already; only then can *This helped* close it.
        identity_id: the customer's account; that of the ticket by default.
        human: what *Talk to a human* does instead of saying only that the article did not help.

    Returns:
        None where nothing fits well, or the customer has been shown it in this request.
    """
    account = identity_id or (ticket.identity_id if ticket else None)
    if account is None:
        return None
    ticket_id = ticket.id if ticket else None
    for match in articles.match(session, text, for_customers=True)[:1]:
        article = match.article
        if not match.fit.is_close:
            return None
        if article_showings.find(session, article.id, account, ticket_id):
            return None
        article_showings.note(session, article, account, ticket_id)
        shown = article_cards.for_customer(article, locale, ticket, human)
        return Suggestion(
            article, Reply(lines(fmt("Perhaps this helps:"), shown.text), shown.buttons)
        )
    return None
