"""The pool: what is in it, claiming out of it, releasing into it, and how records went through it."""

from typing import Annotated

from handlers import cards
from handlers.asks import Ask
from handlers.contract import command
from handlers.languages import mark
from handlers.readers.kinds import ref_of
from handlers.readers.records import ARecord, RecordReader
from handlers.replies import Button, Invocation, Reply
from handlers.texts import Text, fmt, lines, word
from store import companies, ownership, pools
from store.access import NotFound
from store.refs import Ref, read_ref
from store.rights import Right
from store.row_rules import Party
from store.tables import Contact, PoolMove

STEPS = {
    "claimed": mark("{at} · claimed by {owner}"),
    "released": mark("{at} · released by {who}; it was {owner}'s"),
    "returned": mark("{at} · returned after it had rested; it was {owner}'s"),
    "warned": mark("{at} · {owner} was told that it would return"),
}


class FreeRecord(RecordReader):
    """A contact or company to claim; whoever comes too late hears who was faster."""

    def read(self, ask: Ask, text: str) -> Party:
        """Find it, or tell who took it out of the pool a moment ago."""
        try:
            found = super().read(ask, text)
        except NotFound:
            ref = read_ref(text.strip())
            if ref is None or ref.kind not in pools.KINDS:
                raise
            late = pools.claimed_by(ask.session, ref)
            if late is None:
                raise
            raise late from None
        assert isinstance(found, Party)  # noqa: S101 (of these kinds only)
        return found


AFreeRecord = Annotated[Party, FreeRecord("contact", "company")]


@command("pool", needs=Right.CONTACTS_SEE, examples=("pool", "公海"))
def pool(ask: Ask) -> Reply:
    """List contacts and companies without an owner; a button, or `claim`, makes one yours."""
    page = pools.page(ask.session, offset=ask.invocation.offset)
    if not page.total:
        return Reply(fmt("The pool is empty."))
    names = companies.names(
        ask.session, [row.company_id for row in page.contacts if row.company_id]
    )
    rows = [cards.contact_row(ask, row, names) for row in page.contacts]
    rows += [cards.company_row(ask, row) for row in page.companies]
    text, around = cards.listing(fmt("In the pool"), rows, page.total, ask.invocation)
    refs = (*map(ref_of, page.contacts), *map(ref_of, page.companies))
    may_own = ask.actor.scope(Right.CONTACTS_EDIT) is not None
    claims = tuple(map(_claim_button, refs)) if may_own else ()
    return Reply(text, (*claims, *around), refs)


def _claim_button(ref: Ref) -> Button:
    label = word("Claim {ref}").format(ref=ref)
    return Button(label, Invocation("claim", {"record": str(ref)}))


@command(
    "pool history",
    needs=Right.CONTACTS_SEE,
    examples=("pool history C-1", "公海记录 C-1"),
)
def pool_history(ask: Ask, record: ARecord) -> Reply:
    """Show who had a contact or company, and how it came into the pool and out of it."""
    steps = pools.history(ask.session, record)
    ref = ref_of(record)
    if not steps:
        text = fmt("{heading} has never been in the pool.", heading=cards.heading(record))
        return Reply(text, shows=(ref,))
    rows = [_step(ask, one) for one in steps[ask.invocation.offset :][: cards.PAGE]]
    text, buttons = cards.listing(cards.heading(record), rows, len(steps), ask.invocation)
    return Reply(text, buttons, (ref,))


def _step(ask: Ask, one: PoolMove) -> Text:
    owner, who = (ask.directory.people.get(key or 0) for key in (one.staff_id, one.by_id))
    nobody = word("Parley")
    return fmt(STEPS[one.kind], at=one.at, owner=owner or nobody, who=who or nobody)


@command(
    "claim",
    needs=Right.CONTACTS_EDIT,
    examples=("claim C-1", "认领 C-1"),
)
def claim(ask: Ask, record: AFreeRecord) -> Reply:
    """Take a contact or company out of the pool; who comes first has it."""
    ownership.claim(ask.session, record)
    ask.session.flush()
    text = fmt("{heading} is yours now.", heading=cards.heading(record))
    card = (
        cards.contact(ask, record, text)
        if isinstance(record, Contact)
        else cards.company(ask, record, text)
    )
    more = Button(word("Pool"), Invocation("pool"))
    return Reply(card.text, (cards.undo_button(), *card.buttons, more), card.shows, card.versions)


@command(
    "release",
    needs=Right.CONTACTS_EDIT,
    examples=("release C-1", "释放 C-1"),
)
def release(ask: Ask, record: ARecord) -> Reply:
    """Put a contact or company of yours into the pool."""
    if record.owner_id is None:
        return Reply(fmt("{heading} is in the pool already.", heading=cards.heading(record)))
    ownership.release(ask.session, record)
    text = lines(
        fmt(
            "{heading} is in the pool now: any colleague can claim it.",
            heading=cards.heading(record),
        )
    )
    return Reply(text, (cards.undo_button(),), (ref_of(record),))
