"""Companies: add, show, edit, list."""

from typing import Annotated, Any

from handlers import cards, clearings, entering, lists, overwriting
from handlers.asks import Ask
from handlers.clearings import EMPTY, Empty
from handlers.contract import command
from handlers.lists import Given, Listed
from handlers.outcomes import Choose
from handlers.readers.classes import ALifecycle
from handlers.readers.entries import Cash, Company, Industry, Phones, Whole, Year
from handlers.readers.filters import ViewName
from handlers.readers.records import AColleague, ACompany
from handlers.readers.words import Address, Choice, Label, Source, Tier
from handlers.replies import Button, Invocation, Reply
from handlers.texts import Text, fmt, lines, word
from store import access, companies, party_lists
from store.companies import Filters
from store.refs import Ref
from store.rights import Right
from store.tables import Company as CompanyRow

Country = Annotated[str, Label("Which country?")]
Website = Annotated[str, Label("Which website?")]
Whose = Annotated[
    str, Choice("Whose companies?", {"mine": ("my", "我的"), "all": ("全部", "所有")})
]


@command(
    "company add",
    needs=Right.CONTACTS_ADD,
    examples=(
        "company add Navy Systems Ltd industry:Defence",
        "添加公司 华星科技有限公司 行业:软件",
    ),
)
def add_company(
    ask: Ask,
    name: Company,
    phone: Phones = (),
    *,
    industry: Industry | None = None,
    employees: Whole | None = None,
    founded: Year | None = None,
    revenue: Cash | None = None,
    potential: Cash | None = None,
    country: Country | None = None,
    website: Website | None = None,
    tier: Tier | None = None,
    source: Source | None = None,
    address: Address | None = None,
) -> Reply:
    """Add a company by its full name."""
    some = _refuse_known(ask, name)
    given: dict[str, Any] = {
        "industry": industry, "employees": employees, "founded": founded, "country": country,
        "website": website, "tier": tier, "source": source, "address": address,
        "phone": phone[0].value if phone else None,
        "potential": potential,
    }  # fmt: skip
    filled = {key: value for key, value in given.items() if value is not None}
    others = companies.alike(ask.session, name) if some else []
    draft = companies.Draft(name, filled, revenue)
    row = companies.add(ask.session, draft, owner_id=entering.owner_id(ask))
    ask.session.flush()
    card = cards.company(ask, row, lines(fmt("Saved."), entering.alike(others)))
    return Reply(card.text, (cards.undo_button(), *card.buttons), card.shows, card.versions)


def _refuse_known(ask: Ask, name: str) -> bool:
    """One company, one record: the spelling without legal form decides; whether any is alike."""
    held, some = companies.called(ask.session, name)
    if held is None:
        return some
    owner = ask.directory.people.get(held.owner_id or 0)
    seen = companies.get_many(ask.session, [held.id])
    show = Button(word("Show"), Invocation("company show", {"company": f"O-{held.id}"}))
    cancel = Button(word("Cancel"), Invocation("cancel"))
    text = fmt("That company is here already: {heading}.", heading=cards.heading(held))
    if not seen:
        text = fmt(
            "That company is here already. Ask {owner}.", owner=owner or word("your manager")
        )
    raise Choose(text, (show, cancel) if seen else (cancel,))


@command(
    "company show",
    needs=Right.CONTACTS_SEE,
    examples=("company show O-1", "查看公司 华星科技"),
)
def show_company(ask: Ask, company: ACompany) -> Reply:
    """Show a company's card with its people."""
    return cards.company(ask, company)


@command(
    "company edit",
    needs=Right.CONTACTS_EDIT,
    examples=("company edit O-1 industry:Defence", "修改公司 O-1 行业:软件"),
)
def edit_company(
    ask: Ask,
    company: ACompany,
    *,
    name: Company | Empty | None = None,
    phone: Phones | Empty = (),
    industry: Industry | Empty | None = None,
    employees: Whole | Empty | None = None,
    founded: Year | Empty | None = None,
    revenue: Cash | Empty | None = None,
    potential: Cash | Empty | None = None,
    country: Country | Empty | None = None,
    website: Website | Empty | None = None,
    tier: Tier | Empty | None = None,
    source: Source | Empty | None = None,
    address: Address | Empty | None = None,
) -> Reply:
    """Change a company's fields."""
    clearings.needed(name)
    given: dict[str, Any] = {
        "name": name, "industry": industry, "employees": employees, "founded": founded,
        "country": country, "website": website, "tier": tier, "source": source,
        "address": address, "phone": EMPTY if phone is EMPTY else phone[0].value if phone else None,
        "revenue": revenue, "potential": potential,
    }  # fmt: skip
    wanted = clearings.changes(given)
    access.demand(ask.session, Right.CONTACTS_EDIT, company)
    if not wanted:
        return _what_to_change(ask, company)
    overwriting.refuse(ask, company, set(wanted))
    done = companies.edit(ask.session, company, wanted)
    ask.session.flush()
    return cards.edited(ask, company, done)


def _what_to_change(ask: Ask, company: CompanyRow) -> Reply:
    card = cards.company(ask, company)
    what = fmt(
        "What should change? For example: `company edit {ref} industry:Defence`", ref=card.shows[0]
    )
    return Reply(lines(card.text, what), (), card.shows, card.versions)


@command(
    "companies",
    needs=Right.CONTACTS_SEE,
    examples=(
        "companies",
        "companies tier:A lifecycle:at risk",
        "companies industry:Defence",
        "公司列表",
        "公司列表 等级:A",
    ),
    phrases=(
        "{lifecycle:at risk|at-risk|lost|mature} customers",
        "customers {lifecycle:at risk}",
        "companies {lifecycle:at risk}",
        "tier {tier:A|B|C|D} companies",
        "{lifecycle:有流失风险|流失风险|已流失|流失|成熟}的客户",
        "{tier:A|B|C|D}级客户",
        "{tier:A|B|C|D}级公司",
    ),
)
def list_companies(
    ask: Ask,
    whose: Whose = "all",
    owner: AColleague | None = None,
    *,
    tier: Tier | None = None,
    lifecycle: ALifecycle | None = None,
    industry: Industry | None = None,
    view: ViewName | None = None,
) -> Reply:
    """List companies that you may see, newest first; by tier, lifecycle or industry if you like."""
    given = {name: value for name, value in locals().items() if name != "ask"}
    if view:
        return lists.of_view(ask)
    page = companies.page(ask.session, _filters(ask, given), offset=ask.invocation.offset)
    if not page.total:
        none = fmt("No companies here yet. `company add` adds one.")
        return lists.empty(ask, fmt("No companies match.") if lists.narrowed(ask) else none)
    rows = [cards.company_row(ask, row) for row in page.rows]
    shows = [Ref("company", row.id) for row in page.rows]
    return lists.reply(ask, _heading(ask, given), rows, page.total, shows)


def _filters(ask: Ask, given: Given) -> Filters:
    """What the arguments of `companies` narrow the list to."""
    owner = given.get("owner")
    mine = given.get("whose") == "mine"
    owner_id = ask.actor.id if mine else (owner.id if owner else None)
    kept = {name: given.get(name) for name in ("tier", "lifecycle", "industry")}
    return Filters(owner_id=owner_id, **kept)


def _heading(ask: Ask, given: Given) -> Text:  # noqa: ARG001 (as with other lists)
    return lists.titled(word("Companies"), lists.typed(given))


lists.declare(
    Listed("companies", "company", _filters, party_lists.of_companies, _heading, Right.CONTACTS_SEE)
)
