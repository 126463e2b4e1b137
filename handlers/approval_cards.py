"""Cards of approvals: who asks for what, with buttons to decide, and how it was decided."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from handlers.asks import Ask
from handlers.languages import mark
from handlers.replies import Button, Invocation, Reply
from handlers.texts import Text, fmt, lines, word
from store import approvals, subjects
from store.access import NotFound
from store.changes import ChangeSet
from store.refs import Ref
from store.tables import Approval

Describe = Callable[[Ask, Sequence[int]], Mapping[int, Text]]
Onward = Callable[[int], tuple[Button, ...]]

STATUS_NAMES = {
    "waiting": mark("waiting"),
    "approved": mark("approved"),
    "rejected": mark("rejected"),
    "withdrawn": mark("withdrawn"),
}


@dataclass(frozen=True, slots=True)
class Matter:
    """What the language knows of a kind of approval.

    Attributes:
        ref_kind: of the records that it is about, such as "quote".
        describe: what several of them are and what is asked for, by number, in one go.
        onward: buttons for the one who asked, once it is approved.
    """

    ref_kind: str
    describe: Describe
    onward: Onward = lambda _record_id: ()


MATTERS: dict[str, Matter] = {}
"""By kind of approval; whoever asks for a kind registers it here."""


def kinds_of(ref_kind: str) -> list[str]:
    """Kinds of approvals that are about records of a kind."""
    return [kind for kind, matter in MATTERS.items() if matter.ref_kind == ref_kind]


def find(ask: Ask, ref: Ref) -> Approval:
    """The last request about a record.

    Raises:
        NotFound: there is none, or none that the asker may see.
    """
    found = approvals.newest(ask.session, kinds_of(ref.kind), ref.id)
    if found is None:
        raise NotFound("approval", str(ref))
    return found


def ref_of(approval: Approval) -> Ref:
    """The record that a request is about."""
    return Ref(MATTERS[approval.kind].ref_kind, approval.record_id)


def what(ask: Ask, held: Iterable[Approval]) -> dict[int, Text]:
    """What each request is about, by its id, with one look-up for all of a kind."""
    by_kind: dict[str, list[Approval]] = {}
    for one in held:
        by_kind.setdefault(one.kind, []).append(one)
    found: dict[int, Text] = {}
    for kind, same in by_kind.items():
        told = MATTERS[kind].describe(ask, [one.record_id for one in same])
        found |= {one.id: told.get(one.record_id) or _named(one) for one in same}
    return found


def _named(approval: Approval) -> Text:
    return fmt("`{ref}`", ref=ref_of(approval))


def tell_deciders(ask: Ask, approval: Approval) -> None:
    """Tell those who were asked to decide, once, with buttons; call it for a new request."""
    for staff_id in approvals.seats(ask.session, approval):
        ask.tell(staff_id, partial(_request, ask, approval, staff_id))


def _read_by(ask: Ask, approval: Approval, staff_id: int) -> Text:
    """What a request is about, as far as the one who reads it may know: not the one who writes."""
    writer = ask.session.actor
    ask.session.act_as(ask.directory.people[staff_id])
    try:
        return what(ask, [approval])[approval.id]
    finally:
        ask.session.actor = writer


def _request(ask: Ask, approval: Approval, staff_id: int) -> Reply:
    who = ask.directory.people[approval.asked_by]
    words = approvals.words_of(ask.session, approval)
    text = lines(
        fmt("**{who}** asks for your approval:", who=who),
        _read_by(ask, approval, staff_id),
        fmt("“{words}”", words=words) if words else None,
    )
    return Reply(text, buttons(approval), (ref_of(approval),), event="approvals")


def buttons(approval: Approval, *, several: bool = False) -> tuple[Button, ...]:
    """Approve and Reject, for this very request; named after its record where there are several."""
    value = {"ref": f"{ref_of(approval)}#{approval.id}"}
    ref = f" {ref_of(approval)}" if several else ""
    return (
        Button(word("Approve") + ref, Invocation("approve", value)),
        Button(word("Reject") + ref, Invocation("reject", value)),
    )


def decide(ask: Ask, approval: Approval, *, approved: bool, words: str = "") -> Reply:
    """Decide a request, and tell the one who asked.

    Raises:
        AlreadyDecided, OwnRequest, Denied: see `store.approvals.decide`.
    """
    approvals.decide(ask.session, approval, approved=approved, reason=words)
    ask.tell(approval.asked_by, partial(_outcome, ask, approval, words))
    asker = ask.directory.people[approval.asked_by]
    sentence = mark("Approved. I have told {asker}.\n`{ref}`")
    if not approved:
        sentence = mark("Rejected. I have told {asker}.\n`{ref}`")
    ref = ref_of(approval)
    undo = Button(word("Undo"), Invocation("undo"))
    return Reply(fmt(sentence, ref=ref, asker=asker), (undo,), (ref,))


def _outcome(ask: Ask, approval: Approval, words: str) -> Reply:
    approved = approval.status == "approved"
    sentence = (
        mark("**{who}** has approved this:") if approved else mark("**{who}** has rejected this:")
    )
    text = lines(
        fmt(sentence, who=ask.person),
        _read_by(ask, approval, approval.asked_by),
        fmt("“{words}”", words=words) if words else None,
    )
    onward = MATTERS[approval.kind].onward(approval.record_id) if approved else ()
    return Reply(text, onward, (ref_of(approval),), event="approvals")


def tell_taken_back(ask: Ask, change: ChangeSet) -> None:
    """Tell those who asked that a decision was taken back, and that it is waited for again."""
    table = Approval.__tablename__
    decided = {int(one.row_id) for one in change.entries if one.table == table}
    for approval_id in sorted(decided):
        approval = approvals.get(ask.session, approval_id)
        if approval.status == "waiting":
            ask.tell(approval.asked_by, partial(_taken_back, ask, approval))


def _taken_back(ask: Ask, approval: Approval) -> Reply:
    text = fmt("**{who}** has taken the decision back; it waits again:", who=ask.person)
    return Reply(
        lines(text, _read_by(ask, approval, approval.asked_by)),
        (),
        (ref_of(approval),),
        event="approvals",
    )


def row(ask: Ask, approval: Approval, about: Text) -> Text:
    """A request in the list of what waits for the asker."""
    who = ask.directory.people[approval.asked_by]
    words = approvals.words_of(ask.session, approval)
    return lines(
        fmt("{what}\n{who}, {at}", what=about, who=who, at=approval.asked_at),
        fmt("“{words}”", words=words) if words else None,
    )


def own_row(ask: Ask, approval: Approval, about: Text) -> Text:
    """A request in the list of what the asker has asked for, and what became of it."""
    who = ask.directory.people.get(approval.decided_by or 0)
    reason = approvals.reason_of(ask.session, approval)
    status = word(STATUS_NAMES[approval.status])
    if approval.status == "waiting" or who is None:
        state = fmt("**{status}** since {at}", status=status, at=approval.asked_at)
    else:
        state = fmt("**{status}** by {who}, {at}", status=status, who=who, at=approval.decided_at)
    return lines(
        fmt("{what}\n{state}", what=about, state=state),
        fmt("“{words}”", words=reason) if reason else None,
    )


def load(ask: Ask, held: Iterable[Approval]) -> None:
    """Read the keys of what is listed in one statement."""
    subjects.load(ask.session, [one.subject_id for one in held])
