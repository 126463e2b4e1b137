"""Letters of feedback: customers are asked how it was, and staff told of what was not."""

from functools import partial

from handlers import cards
from handlers.asks import Ask
from handlers.feedback_words import COMPLAINT_KINDS
from handlers.replies import Button, Invocation, Reply
from handlers.texts import Text, fmt, lines, plain, word
from store import complaints, ratings, recommendations
from store.refs import Ref
from store.tables import Complaint, Ticket

LONGEST = 1000


def rating(ticket: Ticket) -> Reply:
    """The question how a customer was served."""
    values = {"ticket": f"T-{ticket.id}"}
    buttons = tuple(
        Button(str(score), Invocation("rate", {"score": str(score), **values}))
        for score in ratings.SCORES
    )
    text = fmt(
        "Your request **{title}** `{ref}` is done. How was our service, "
        "from 1 (bad) to 5 (very good)?",
        title=ticket.title,
        ref=Ref("ticket", ticket.id),
    )
    return Reply(text, buttons)


def recommendation(_ticket: Ticket) -> Reply:
    """The question whether a customer would recommend the company."""
    buttons = tuple(
        Button(str(score), Invocation("recommend", {"score": str(score)}))
        for score in recommendations.SCORES
    )
    text = fmt("How likely are you to recommend us, from 0 (not at all) to 10 (certainly)?")
    return Reply(text, buttons)


def tell_follower(ask: Ask, ticket: Ticket, complaint: Complaint, score: int | None) -> None:
    """Tell whoever follows a complaint up what the customer said, and by when they hear of it."""
    if complaint.staff_id is not None:
        say = partial(_unhappy, ask, ticket, complaint, score)
        ask.tell(complaint.staff_id, say)


def _unhappy(ask: Ask, ticket: Ticket, complaint: Complaint, score: int | None) -> Reply:
    said = complaints.words(ask.session, complaint)
    head = fmt(
        "**{kind}**: {heading}",
        kind=word(COMPLAINT_KINDS[complaint.kind]),
        heading=cards.heading(ticket),
    )
    due = fmt(
        "Please find out what went wrong, and tell the customer what came of it by {at}: "
        "`feedback done {ref} …`",
        at=complaint.due_at,
        ref=Ref("ticket", ticket.id),
    )
    buttons = (Button(word("Show"), Invocation("ticket show", {"ticket": f"T-{ticket.id}"})),)
    return Reply(
        lines(head, _scored(score), plain(said[:LONGEST]), due),
        buttons,
        (Ref("ticket", ticket.id),),
    )


def _scored(score: int | None) -> Text | None:
    return fmt("Rated {score} of 5", score=score) if score else None
