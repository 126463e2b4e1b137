"""Ratings and recommendations, as customers give them."""

from typing import Annotated

from handlers import feedback_letters
from handlers.asks import Ask
from handlers.contract import command
from handlers.customers_only import for_customers
from handlers.languages import mark
from handlers.readers.articles import Score, TicketNumber
from handlers.readers.words import FreeText
from handlers.replies import Button, Invocation, Reply
from handlers.speakers import account_of
from handlers.texts import fmt, lines, word
from store import complaints, ratings, recommendations
from store.ratings import LOW
from store.rights import Right
from store.tables import Ticket, TicketRating

AScore = Annotated[int, Score(ratings.SCORES, mark("How was it, from 1 (bad) to 5 (very good)?"))]
Likely = Annotated[
    int, Score(recommendations.SCORES, mark("How likely are you to recommend us, from 0 to 10?"))
]
Words = Annotated[str, FreeText(mark("What was good, or what should we do better?"), 4000)]


@command(
    "rate",
    needs=Right.EVERYONE,
    strangers=True,
    examples=("rate 5", "rate 2 It took too long", "评分 5", "评分 2 太慢了"),
    undoable=False,
)
@for_customers
def rate(
    ask: Ask, score: AScore, comment: Words = "", *, ticket: TicketNumber | None = None
) -> Reply:
    """For customers: rate how your last request was handled, from 1 to 5."""
    row = ratings.of_customer(ask.session, account_of(ask), ticket)
    changed = row.score is not None and row.score != score
    ratings.rate(ask.session, row, score, comment)
    about = ratings.ticket_of(ask.session, row)
    thanks = fmt("Changed, thank you.") if changed else fmt("Thank you.")
    if score <= LOW:
        return _sorry(ask, about, score, comment)
    if comment:
        return Reply(thanks)
    more = fmt("You may add why, or change it for a day: `rate {score}`", score=str(score))
    return Reply(lines(thanks, more), (_why(about),))


def _why(ticket: Ticket) -> Button:
    values = {"ticket": f"T-{ticket.id}"}
    return Button(word("Say why"), Invocation("rate comment", values))


def _sorry(ask: Ask, ticket: Ticket, score: int, comment: str) -> Reply:
    """A low rating is followed up, and the customer hears of it."""
    complaint, is_new = complaints.raise_(ask.session, ticket, "rating", comment)
    if is_new or comment:
        feedback_letters.follow_up(ask, ticket, complaint, score)
    values = {"ticket": f"T-{ticket.id}"}
    manager = Button(word("Talk to a manager"), Invocation("complain", values))
    text = fmt(
        "I am sorry that we did not serve you well. A colleague will look into it and tell you "
        "here what came of it, by {at}.",
        at=complaint.due_at,
    )
    return Reply(text, (manager,) if comment else (_why(ticket), manager))


@command(
    "rate comment",
    needs=Right.EVERYONE,
    strangers=True,
    examples=("rate comment The answer came quickly", "评分说明 回复很快"),
    undoable=False,
)
@for_customers
def rate_comment(ask: Ask, text: Words, *, ticket: TicketNumber | None = None) -> Reply:
    """For customers: say why you have rated so."""
    row = ratings.of_customer(ask.session, account_of(ask), ticket)
    ratings.comment(ask.session, row, text)
    if row.score is not None and row.score <= LOW:
        _pass_on(ask, row, text)
    return Reply(fmt("Thank you. I have passed it on."))


def _pass_on(ask: Ask, row: TicketRating, text: str) -> None:
    """Words to a low rating go to whoever follows it up."""
    ticket = ratings.ticket_of(ask.session, row)
    complaint, _ = complaints.raise_(ask.session, ticket, "rating", text)
    feedback_letters.follow_up(ask, ticket, complaint, row.score)


@command(
    "recommend",
    needs=Right.EVERYONE,
    strangers=True,
    examples=("recommend 9", "recommend 9 You answer quickly", "推荐 9"),
    undoable=False,
)
@for_customers
def recommend(ask: Ask, score: Likely, reason: Words = "") -> Reply:
    """For customers: say how likely you are to recommend us, from 0 to 10, and why."""
    row = recommendations.of_customer(ask.session, account_of(ask))
    recommendations.answer(ask.session, row, score, reason)
    if reason:
        return Reply(fmt("Thank you. I have passed it on."))
    why = Button(word("Say why"), Invocation("recommend why", {"score": str(score)}))
    return Reply(fmt("Thank you."), (why,))


@command(
    "recommend why",
    needs=Right.EVERYONE,
    strangers=True,
    examples=("recommend why 9 You answer quickly", "推荐理由 9 回复很快"),
    undoable=False,
)
@for_customers
def recommend_why(ask: Ask, score: Likely, reason: Words) -> Reply:
    """For customers: say why you would recommend us, or not."""
    return recommend(ask, score, reason)
