"""Leads: add, show, edit, list, delete, restore."""

from collections.abc import Sequence
from functools import partial
from typing import Annotated, Any

from handlers import cards, customs, lead_cards, lead_notices, lists, overwriting
from handlers.asks import Ask
from handlers.contract import command
from handlers.languages import mark
from handlers.lists import Given, Listed
from handlers.outcomes import Choose, Unreadable
from handlers.readers.doubles import Anyway
from handlers.readers.entries import Company, Emails, Industry, Name, Phones
from handlers.readers.filters import Anywhere
from handlers.readers.leading import Territory, Tongue
from handlers.readers.owners import owners
from handlers.readers.records import AColleague, ALead
from handlers.readers.words import Choice, FreeText, Label, Title
from handlers.replies import Button, Invocation, Reply
from handlers.texts import Text, fmt, lines, word
from store import access, lead_lists, leads, rosters
from store.directories import Person
from store.lead_lists import Filters
from store.leads import Draft
from store.points import Point
from store.refs import Ref
from store.rights import Right
from store.tables import Lead

Origin = Annotated[str, Label("Where did the lead come from? For example: web, fair, referral")]
FirstWords = Annotated[str, FreeText("What did they write or say?", 4000)]
Whose = Annotated[
    str,
    Anywhere(
        "Whose leads?",
        {
            "mine": ("my", "我的"),
            "team": ("团队", "我的团队"),
            "all": ("everybody", "everyone", "全部", "所有"),
            "unassigned": ("nobody", "未分配", "未分配的"),
        },
    ),
]
Status = Annotated[
    str,
    Choice(
        "Which status: new, working, converted or dropped?",
        {
            "new": ("fresh", "新", "新线索"),
            "working": ("open", "跟进中"),
            "converted": ("won", "已转化"),
            "dropped": ("lost", "已放弃"),
        },
    ),
]


@command(
    "lead add",
    needs=Right.LEADS_ADD,
    examples=(
        "lead add Grace Hopper +1 202 555 0143 grace@navy.example company:Navy source:web note:wants 20 compilers",
        "新增线索 王小明 13800138000 公司:华星科技 来源:展会 地区:华东",
    ),
    phrases=("new lead from {source}: {name}", "来自{source}的新线索：{name}"),
)
def add_lead(
    ask: Ask,
    name: Name,
    phone: Phones = (),
    email: Emails = (),
    *,
    company: Company | None = None,
    title: Title | None = None,
    source: Origin | None = None,
    industry: Industry | None = None,
    territory: Territory | None = None,
    language: Tongue | None = None,
    note: FirstWords | None = None,
    owner: AColleague | None = None,
    anyway: Anyway = "no",
) -> Reply:
    """Add a lead: yours, or given to whose turn it is."""
    if anyway == "no":
        _refuse_known(ask, (*phone, *email))
    given = {
        "company_name": company, "title": title, "source": source, "industry": industry,
        "territory": territory, "language": language,
    }  # fmt: skip
    draft = Draft(
        name,
        {key: text for key, text in given.items() if text is not None},
        phone[0].value if phone else None,
        email[0].value if email else None,
        _note(note, (*phone[1:], *email[1:])),
    )
    row = leads.add(ask.session, draft, owner_id=_own(ask) if owner is None else None)
    how = _handed_out(ask, row, owner)
    ask.session.flush()
    return lead_cards.after(ask, row, lines(fmt("Saved."), how))


def _note(note: str | None, more: tuple[Point, ...]) -> str | None:
    """The first words, and the phones and e-mails behind the first one of each, which a lead keeps."""
    return "\n".join([*([note] if note else []), *(one.value for one in more)]) or None


def _own(ask: Ask) -> int | None:
    """The asker, unless they own no leads, or are there to give them to others."""
    owns = ask.actor.scope(Right.LEADS_EDIT) and not ask.actor.scope(Right.ASSIGN)
    return ask.actor.id if owns else None


def _handed_out(ask: Ask, row: Lead, owner: Person | None) -> Text | None:
    """Give a lead that nobody has to whom the asker names, or to whose turn it is."""
    if row.owner_id is not None:
        return None
    if owner is None:
        return lead_notices.why(ask.directory, lead_notices.give_out(ask, row))
    rosters.assign(ask.session, row, owner)
    ask.tell(owner.id, partial(lead_notices.given, row))
    return None


def _refuse_known(ask: Ask, points: tuple[Point, ...]) -> None:
    """Ask before a second lead with one phone or e-mail is made."""
    for held in leads.with_points(ask.session, points)[:1]:
        again = Invocation("lead add", {**ask.invocation.values, "anyway": "yes"})
        show = Button(word("Show"), Invocation("lead show", {"lead": f"L-{held.id}"}))
        cancel = Button(word("Cancel"), Invocation("cancel"))
        text = fmt(
            "{heading} has the same phone or e-mail. Add it anyway?", heading=cards.heading(held)
        )
        raise Choose(text, (show, Button(word("Add anyway"), again), cancel))


@command(
    "lead show",
    needs=Right.LEADS_SEE,
    examples=("lead show L-1", "查看线索 L-1"),
    phrases=("how is the lead {lead}", "线索{lead}怎么样了"),
)
def show_lead(ask: Ask, lead: ALead) -> Reply:
    """Show a lead's card, with the points of each rule that counted."""
    return lead_cards.card(ask, lead)


@command(
    "lead edit",
    needs=Right.LEADS_EDIT,
    examples=("lead edit L-1 title:CTO territory:East", "修改线索 L-1 职位:总监 地区:华东"),
)
def edit_lead(
    ask: Ask,
    lead: ALead,
    *,
    name: Name | None = None,
    phone: Phones = (),
    email: Emails = (),
    company: Company | None = None,
    title: Title | None = None,
    source: Origin | None = None,
    industry: Industry | None = None,
    territory: Territory | None = None,
    language: Tongue | None = None,
    note: FirstWords | None = None,
) -> Reply:
    """Change a lead; its score follows."""
    access.demand(ask.session, Right.LEADS_EDIT, lead)
    wanted: dict[str, Any] = {
        "name": name, "phone": _only(phone), "email": _only(email), "company_name": company,
        "title": title, "source": source, "industry": industry, "territory": territory,
        "language": language, "note": note,
    }  # fmt: skip
    changing = {key: value for key, value in wanted.items() if value is not None}
    if not changing:
        return _what_to_change(ask, lead)
    overwriting.refuse(ask, lead, set(changing))
    before = lead.score
    done = leads.edit(ask.session, lead, changing)
    ask.session.flush()
    return lead_cards.edited(lead, done, before)


def _only(points: Sequence[Point]) -> str | None:
    """The one phone or e-mail that was given; a second one would be lost."""
    if len(points) > 1:
        raise Unreadable(
            fmt("A lead keeps one phone and one e-mail. Name one; the others fit into the note.")
        )
    return points[0].value if points else None


def _what_to_change(ask: Ask, lead: Lead) -> Reply:
    card = lead_cards.card(ask, lead)
    what = fmt(
        "What should change? For example: `lead edit {ref} title:CTO`", ref=Ref("lead", lead.id)
    )
    return Reply(lines(card.text, what), (), card.shows, card.versions)


@command(
    "leads",
    needs=Right.LEADS_SEE,
    examples=("leads", "lead list unassigned", "leads source:web status:dropped", "线索列表 我的"),
    phrases=("leads of {owner}", "leads from {source}", "{owner}的线索", "来自{source}的线索"),
)
def list_leads(
    ask: Ask,
    whose: Whose = "all",
    owner: AColleague | None = None,
    *,
    status: Status | None = None,
    source: Origin | None = None,
) -> Reply:
    """List the leads that you may see, open ones unless you name a status; most points first."""
    given = {"whose": whose, "owner": owner, "status": status, "source": source}
    page = lead_lists.page(ask.session, _filters(ask, given), offset=ask.invocation.offset)
    if not page.total:
        return lists.empty(ask, fmt("No leads there. `lead add` adds one."))
    rows = [lead_cards.row(ask, one) for one in page.rows]
    shows = [Ref("lead", one.id) for one in page.rows]
    return lists.reply(ask, fmt("Leads"), rows, page.total, shows)


def _filters(ask: Ask, given: Given) -> Filters:
    whose = given.get("whose", "all")
    return Filters(
        owner_ids=None if whose == "unassigned" else owners(ask, whose, given.get("owner")),
        unassigned=whose == "unassigned",
        status=given.get("status"),
        source=given.get("source"),
    )


lists.declare(
    Listed(
        "leads", "lead", _filters, lead_lists.owners, lists.headed(mark("Leads")), Right.LEADS_SEE
    )
)


@command("lead delete", needs=Right.BULK, examples=("lead delete L-1", "删除线索 L-1"))
def delete_lead(ask: Ask, lead: ALead) -> Reply:
    """Delete a lead; it can be restored."""
    access.demand(ask.session, Right.BULK, lead)
    heading = cards.heading(lead)
    ask.confirm(fmt("Delete {heading}? It can be restored.", heading=heading))
    leads.delete(ask.session, lead)
    again = Button(word("Restore"), Invocation("lead restore", {"ref": f"L-{lead.id}"}))
    return Reply(fmt("Deleted {heading}.", heading=heading), (again,))


@command("lead restore", needs=Right.BULK, examples=("lead restore L-1", "恢复线索 L-1"))
def restore_lead(ask: Ask, ref: customs.AnyRef) -> Reply:
    """Bring a deleted lead back, or take up a dropped one again."""
    row = leads.deleted(ask.session, _number(ref))
    if row.deleted_at is None:
        leads.reopen(ask.session, row)
    else:
        leads.restore(ask.session, row)
    ask.session.flush()
    return lead_cards.after(ask, row, fmt("Restored."))


def _number(ref: Ref) -> int:
    if ref.kind != "lead":
        raise access.NotFound("lead", str(ref))
    return ref.id
