"""Letters of feedback: customers are asked how it was, and staff told of what was not."""

from functools import partial

from handlers import cards
from handlers.asks import Ask, voice_of
from handlers.feedback_words import COMPLAINT_KINDS
from handlers.languages import speaking
from handlers.replies import Button, Invocation, Reply
from handlers.speakers import by_parley
from handlers.texts import Text, fmt, lines, plain, word
from store import complaints, ratings, recommendations, tasks
from store.directories import Person
from store.refs import Ref
from store.sessions import Session
from store.tables import Complaint, Task, Ticket
from store.tasks import Draft

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


def follow_up(ask: Ask, ticket: Ticket, complaint: Complaint, score: int | None = None) -> None:
    """Let whoever follows a complaint up know what the customer said; the first time it is a task.

    Args:
        ask: of the customer, or of whoever enters what the customer said.
        ticket: what it is about.
        complaint: as it stands.
        score: of the rating, if there is one.
    """
    owner = ask.directory.people.get(complaint.staff_id or 0)
    if owner is None:
        return
    if complaint.task_id is None:
        _add_task(ask, owner, ticket, complaint)
    else:
        _keep_up(ask, complaint)
    ask.tell(owner.id, partial(_unhappy, ask, ticket, complaint, score))


def _keep_up(ask: Ask, complaint: Complaint) -> None:
    """The task goes to whoever follows the complaint up now, and is due when it is."""
    task = complaints.task_of(ask.session, complaint)
    if task is not None and (task.owner_id, task.due_at) != (complaint.staff_id, complaint.due_at):
        with by_parley(ask):
            changes = {"owner_id": complaint.staff_id, "due_at": complaint.due_at}
            tasks.edit(ask.session, task, changes)


def _add_task(ask: Ask, owner: Person, ticket: Ticket, complaint: Complaint) -> None:
    with speaking(voice_of(ask.directory, owner)), by_parley(ask):
        text = fmt(
            "Find out what went wrong with {title}, and tell the customer: `feedback done {ref} …`",
            title=f"“{ticket.title}”",
            ref=Ref("ticket", ticket.id),
        )
        about = Ref("ticket", ticket.id)
        draft = Draft(str(text), complaint.due_at, owner.id, about, origin="feedback")
        task = tasks.add(ask.session, draft)
        ask.session.flush()  # the complaint points to it
        complaint.task_id = task.id


def what_next(session: Session, task: Task) -> tuple[Button, ...]:
    """Buttons for whoever has done a task: of a complaint, to tell the customer what came of it."""
    complaint = complaints.of_task(session, task) if task.origin == "feedback" else None
    if complaint is None:
        return ()
    values = {"ticket": f"T-{complaint.ticket_id}"}
    return (Button(word("Tell the customer"), Invocation("feedback done", values)),)


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
