"""What strangers ask the sales staff: on their yes it becomes a lead, and later words join it."""

from typing import Annotated

from handlers import lead_notices
from handlers.asks import Ask
from handlers.contract import command
from handlers.inquiries import LONGEST, draft, reached, tell, tongue
from handlers.languages import speaking
from handlers.outcomes import Choose
from handlers.readers.asides import AsideChoice
from handlers.readers.words import FreeText
from handlers.replies import Button, Reply
from handlers.speakers import by_parley
from handlers.texts import fmt, lines, word
from store import activities, inquiries, leads
from store.rights import Right
from store.tables import Lead

Words = Annotated[str, FreeText("What is it about?", LONGEST)]
Answer = Annotated[
    str, AsideChoice("Shall I pass it on?", {"yes": ("是",), "no": ("否",), "ask": ()})
]


@command(
    "inquire",
    needs=Right.EVERYONE,
    strangers=True,
    examples=("inquire Do you sell compilers?", "咨询 你们卖编译器吗"),
    undoable=False,
)
def inquire(ask: Ask, text: Words, *, answer: Answer = "ask") -> Reply:
    """For customers: pass on what you want to know to a colleague who can help."""
    if ask.actor.person is not None or ask.taken.payload.get("shared"):
        return Reply(fmt("This is for customers. `lead add` keeps somebody who may become one."))
    with speaking(tongue(ask, text)):
        return _answered(ask, text, answer)


def _answered(ask: Ask, text: str, answer: str) -> Reply:
    held = inquiries.last_of(ask.session, ask.taken.identity_id)
    if answer == "no":
        return Reply(fmt("All right. I passed nothing on."))
    if held and held.status in leads.OPEN:
        again = answer == "yes"  # the button of a question that was answered before
        return Reply(fmt("I have passed that on already.")) if again else _joined(ask, held, text)
    if held and held.drop_reason == "spam":
        return Reply(fmt("Our colleagues have your messages; nothing was passed on."))
    if answer == "ask":
        raise _question(ask)
    return _passed_on(ask, text)


def _question(ask: Ask) -> Choose:
    buttons = (
        Button(word("Yes, please"), ask.invocation.with_values(answer="yes")),
        Button(word("No, thanks"), ask.invocation.with_values(answer="no")),
    )
    text = lines(
        fmt("Shall I pass this on to our colleagues? They will see your name and your message."),
        fmt("If you work here, ask your admin for a link code and say `link CODE`."),
    )
    return Choose(text, buttons)


def _passed_on(ask: Ask, text: str) -> Reply:
    with by_parley(ask):
        lead = leads.add(ask.session, draft(ask, text))
        ask.session.flush()
        lead_notices.give_out(ask, lead)
    thanks = fmt("Thank you. I have passed it on, and somebody will get in touch.")
    if lead.phone_sealed or lead.email_sealed:
        return Reply(thanks)
    hint = fmt("How can they reach you? Write your phone number or e-mail here.")
    return Reply(lines(thanks, hint), wants_number=True)


def _joined(ask: Ask, lead: Lead, text: str) -> Reply:
    """More words of somebody whose lead is open go with it; what it lacks is filled in."""
    if inquiries.count(ask.session, lead) >= inquiries.MOST:
        return Reply(fmt("Our colleagues have your messages; somebody will get in touch."))
    held = {"phone": lead.phone_sealed, "email": lead.email_sealed}
    missing = {kind: one for kind, one in reached(ask, text).items() if held[kind] is None}
    with by_parley(ask):
        activities.receive(ask.session, lead, text)
        leads.edit(ask.session, lead, missing)
        tell(ask, lead, text)
    return Reply(fmt("I have passed that on too."))
