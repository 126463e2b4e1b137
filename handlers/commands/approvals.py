"""Approvals: what waits for whom, approve, reject."""

import re
from collections.abc import Sequence
from typing import Annotated, Any

from handlers import approval_cards, cards
from handlers.asks import Ask
from handlers.contract import command
from handlers.readers.readings import Reader, Word
from handlers.readers.words import PRONOUNS, FreeText, narrow
from handlers.replies import Reply
from handlers.texts import Text, fmt, lines
from store import approvals
from store.access import NotFound
from store.refs import Ref, read_ref
from store.rights import Right
from store.tables import Approval

PAGE = cards.PAGE

OPTIONS = 5
VERY = re.compile(r"(?P<ref>[^#]+)#(?P<id>\d{1,19})")


class ApprovalReader(Reader[Approval]):
    """A request that waits, by the ref of its record; a button names the very request."""

    wordy = True

    def read(self, ask: Ask, text: str) -> Approval:
        """Find it, and check that the asker may decide it now."""
        found = self._found(ask, text.strip())
        approvals.demand_decidable(ask.session, found)
        return found

    def _found(self, ask: Ask, text: str) -> Approval:
        very = VERY.fullmatch(text)
        if very:
            return approvals.get(ask.session, int(very["id"]))
        ref = read_ref(text)
        if narrow(text) in PRONOUNS:
            shown = (one for one in ask.shown() if approval_cards.kinds_of(one.kind))
            ref = next(shown, None)
        if ref is None:
            raise NotFound("approval", text)
        return approval_cards.find(ask, ref)

    def spot(self, ask: Ask, words: Sequence[Word], others: Sequence[Reader[Any]]) -> slice | None:
        """A ref or a pronoun that begins the words."""
        if not words or words[0].quoted:
            return None
        first = words[0].text
        named = read_ref(first) or narrow(first) in PRONOUNS or VERY.fullmatch(first)
        return slice(0, 1) if named else None

    def question(self, name: str) -> Text:
        """Ask for a value."""
        return fmt("Which one? A ref such as Q-1; `approvals` lists what waits.")

    def suggest(self, ask: Ask) -> list[str]:
        """What waits for the asker."""
        held = approvals.waiting(ask.session)[:OPTIONS]
        return [str(approval_cards.ref_of(one)) for one in held]


AnApproval = Annotated[Approval, ApprovalReader()]
Words = Annotated[str, FreeText("Any words about it?", 1000)]
Why = Annotated[str, FreeText("Why not? A few words help your colleague.", 1000)]


@command("approvals", needs=Right.EVERYONE, examples=("approvals", "审批"))
def list_approvals(ask: Ask) -> Reply:
    """List what waits for your approval, and what became of what you asked for."""
    first = ask.invocation.offset
    waiting = approvals.waiting(ask.session)
    page = waiting[first : first + PAGE]
    own = [] if first else approvals.asked(ask.session)
    if not waiting and not own:
        return Reply(fmt("Nothing waits for your approval, and you have asked for nothing."))
    approval_cards.load(ask, [*page, *own])
    about = approval_cards.what(ask, [*page, *own])
    rows = [approval_cards.row(ask, one, about[one.id]) for one in page]
    head, more = cards.listing(fmt("Waiting for you"), rows, len(waiting), ask.invocation)
    mine = [approval_cards.own_row(ask, one, about[one.id]) for one in own]
    text = lines(
        head if waiting else fmt("Nothing waits for your approval."),
        fmt("**You asked for**") if mine else None,
        *mine,
    )
    several = len(page) > 1
    decisions = [two for one in page for two in approval_cards.buttons(one, several=several)]
    shows = dict.fromkeys(approval_cards.ref_of(one) for one in (*page, *own))
    return Reply(text, (*decisions, *more), tuple[Ref, ...](shows))


@command(
    "approve", needs=Right.APPROVE, examples=("approve Q-1", "approve Q-1 well done", "批准 Q-1")
)
def approve(ask: Ask, ref: AnApproval, note: Words = "") -> Reply:
    """Approve what a colleague asked for."""
    return approval_cards.decide(ask, ref, approved=True, words=note)


@command(
    "reject", needs=Right.APPROVE, examples=("reject Q-1 too much discount", "驳回 Q-1 折扣太大")
)
def reject(ask: Ask, ref: AnApproval, reason: Why) -> Reply:
    """Reject what a colleague asked for, with a reason that they will read."""
    return approval_cards.decide(ask, ref, approved=False, words=reason)
