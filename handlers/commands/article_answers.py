"""Articles and customers: sent by an agent, and what customers say of them."""

from functools import partial
from typing import Annotated

from handlers import article_cards, cards, ticket_cards, ticket_letters
from handlers.asks import Ask
from handlers.contract import command
from handlers.customers_only import for_customers
from handlers.outcomes import Unreadable
from handlers.readers.articles import AnArticle, ArticleNumber, TicketNumber
from handlers.readers.asides import AsideChoice
from handlers.readers.records import ATicket
from handlers.replies import Reply
from handlers.speakers import account_of, by_parley
from handlers.texts import Text, fmt, lines, plain
from store import (
    article_showings,
    articles,
    exchanges,
    requests,
    ticket_places,
    ticket_states,
    tickets,
)
from store.access import NotFound
from store.refs import Ref
from store.rights import Right
from store.tables import Article, Ticket

Answer = Annotated[str, AsideChoice("Did it help?", {"yes": ("是",), "no": ("否",)})]


@command(
    "article send",
    needs=Right.TICKETS_WORK,
    examples=("article send K-1 T-1", "发送文章 K-1 T-1"),
    undoable=False,
)
def send_article(ask: Ask, article: AnArticle, ticket: ATicket) -> Reply:
    """Send an article to the customer of a ticket, in the customer's language."""
    tickets.demand(ask.session, ticket)
    articles.demand_public(article)
    place = ticket_places.of_customer(ask.session, ticket)
    who = ticket_cards.customer(ask, ticket)
    if place is None or ticket.identity_id is None:
        raise Unreadable(fmt("{who} does not write to me, so I cannot send it.", who=who))
    said = articles.worded(article, place[1]["locale"])
    preview = lines(fmt("**{title}**", title=said.title), plain(said.text))
    ask.confirm(lines(fmt("This goes to **{who}**:", who=who), preview, fmt("Send it?")))
    message = exchanges.reply(ask.session, ticket, f"{said.title}\n{said.text}")
    article_showings.note(ask.session, article, ticket.identity_id, ticket.id)
    say = partial(article_cards.for_customer, article, place[1]["locale"], ticket)
    message.letter_id = ticket_letters.to_customer(ask.session, ticket, say)
    ask.session.flush()
    lead = fmt("{heading}: sent to **{who}**.", heading=article_cards.heading(article), who=who)
    return Reply(lead, shows=(Ref("ticket", ticket.id),))


@command(
    article_cards.COMMAND,
    needs=Right.EVERYONE,
    strangers=True,
    examples=("article helped K-1", "文章有用 K-1"),
    undoable=False,
)
@for_customers
def article_helped(
    ask: Ask, article: ArticleNumber, *, ticket: TicketNumber | None = None, answer: Answer = "yes"
) -> Reply:
    """For customers: say whether an article has helped you."""
    row = requests.own(ask.session, account_of(ask), ticket) if ticket else None
    helped = answer == "yes"
    speaking_from = ask.taken.identity_id or 0
    article_showings.answer(ask.session, article, speaking_from, ticket, helped=helped)
    shown = articles.public(ask.session, [article]).get(article)
    if shown is None:
        raise NotFound("article", f"K-{article}")
    if helped:
        return _solved(ask, row, shown)
    if row is None:
        return Reply(fmt("Then write what you need, and a colleague will answer you."))
    return Reply(fmt("All right. A colleague will answer you here: {ref}", ref=_ref(row)))


def _ref(ticket: Ticket) -> Text:
    return fmt("`{ref}`", ref=Ref("ticket", ticket.id))


def _solved(ask: Ask, ticket: Ticket | None, article: Article) -> Reply:
    """A request that an article has answered ends; one that has ended stays as it is."""
    thanks = fmt("I am glad that it helped.")
    if ticket is None or ticket.ended_at is not None:
        return Reply(thanks)
    with by_parley(ask):
        ticket_states.resolve(ask.session, ticket, f"K-{article.id}")
        ticket_letters.to_staff(ask.session, ticket, partial(_told, ticket, article))
    done = fmt("Your request {ref} is done. Write again if it is not.", ref=_ref(ticket))
    return Reply(lines(thanks, done))


def _told(ticket: Ticket, article: Article) -> Reply:
    text = fmt(
        "{heading}: the customer says that {article} has helped, so it is resolved.",
        heading=cards.heading(ticket),
        article=article_cards.heading(article),
    )
    return Reply(text, shows=(Ref("ticket", ticket.id),))
