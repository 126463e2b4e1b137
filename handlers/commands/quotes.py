"""Quotes: add, show, edit, revise, delete, list."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

from handlers import cards, lists, quote_cards
from handlers.asks import Ask
from handlers.contract import command
from handlers.languages import mark
from handlers.lists import Given, Listed
from handlers.outcomes import Missing
from handlers.quote_papers import with_paper
from handlers.readers.filters import Anywhere, Whose
from handlers.readers.items import SomeItems, Wanted, items
from handlers.readers.offers import ADealAmong, APercent, AQuote, ValidDay
from handlers.readers.owners import owners
from handlers.readers.records import ADeal
from handlers.readers.words import Choice, FreeText
from handlers.replies import Reply
from handlers.texts import Text, fmt, lines, listed
from store import access, deal_lines, quote_lists, quote_revisions, quotes
from store.moneys import Money
from store.quote_lists import Filters
from store.quotes import Terms
from store.refs import Ref
from store.rights import Right
from store.tables import Deal, Quote

Note = Annotated[str, FreeText("Which words for the customer?", 1000)]
PaperLanguage = Annotated[
    str,
    Choice(
        "In which language is the quote?",
        {"en": ("english", "英文", "英语"), "zh": ("chinese", "中文", "汉语")},
    ),
]
Format = Annotated[str, Anywhere("As a file?", {"pdf": ("file", "paper", "文件")})]
State = Annotated[
    str,
    Anywhere(
        "In which state?",
        {
            "draft": ("drafts", "草稿"),
            "waiting": ("waiting for approval", "pending", "待审批"),
            "approved": ("已批准",),
            "refused": ("not approved", "未批准"),
            "sent": ("open", "已发送"),
            "accepted": ("won", "已接受"),
            "rejected": ("declined", "已拒绝"),
            "expired": ("已过期", "过期"),
            "replaced": ("old", "已替换"),
        },
    ),
]


@command(
    "quote add",
    needs=Right.DEALS_EDIT,
    examples=(
        "quote add D-1 compiler x20, support x1 discount:5% tax:13% valid:30 days",
        "新增报价 D-1 编译器 x20, 支持服务 x1 折扣:5% 税率:13% 有效期:30天",
    ),
    phrases=(
        "make a quote for {deal:this deal|the deal|D-?[0-9]+}",
        "给{deal:这个商机|该商机|D-?[0-9]+}报价{products}",
        "给{deal:这个商机|该商机|D-?[0-9]+}报价",
    ),
)
def add_quote(
    ask: Ask,
    deal: ADealAmong,
    products: SomeItems = (),
    *,
    discount: APercent | None = None,
    tax: APercent | None = None,
    valid: ValidDay | None = None,
    note: Note | None = None,
    language: PaperLanguage | None = None,
) -> Reply:
    """Make a quote for a deal: how many of what; without products, of what is on the deal."""
    if not products and not deal_lines.with_products(ask.session, deal):
        raise Missing(ask.invocation, "products")
    terms = Terms(discount, tax, valid.day if valid else None, language, note)
    row = quotes.add(ask.session, deal, items(products, deal.currency), terms)
    ask.session.flush()
    return quote_cards.card(ask, row, lines(fmt("Saved."), _unlisted(products)), undo=True)


def _unlisted(wanted: Sequence[Wanted]) -> Text | None:
    names = [one.name for one in wanted if one.product is None]
    return fmt("Not on the price list: {names}", names=listed(names)) if names else None


@command(
    "quote show",
    needs=Right.DEALS_SEE,
    examples=("quote show Q-1", "quote show Q-1 pdf", "查看报价 Q-1"),
    phrases=("{format:pdf} of {quote:Q-?[0-9]+}", "{quote:Q-?[0-9]+}的{format:pdf}"),
)
def show_quote(ask: Ask, quote: AQuote, format: Format = "") -> Reply:
    """Show a quote; with `pdf` you get its paper as a file."""
    card = quote_cards.card(ask, quote)
    return with_paper(ask, quote, card) if format else card


@command(
    "quote edit",
    needs=Right.DEALS_EDIT,
    examples=(
        "quote edit Q-1 compiler x30 discount:8%",
        "修改报价 Q-1 编译器 x30 折扣:8%",
    ),
    phrases=(
        "quote edit {quote:Q-?[0-9]+} discount {discount:[0-9.]+ ?%}",
        "edit quote {quote:Q-?[0-9]+} discount {discount:[0-9.]+ ?%}",
        "give {discount:[0-9.]+ ?%} discount on {quote:Q-?[0-9]+}",
        "修改报价{quote:Q-?[0-9]+}折扣{discount:[0-9.]+ ?%}",
        "{quote:Q-?[0-9]+}打{discount:[0-9.一二三四五六七八九]+ ?折}",
    ),
)
def edit_quote(
    ask: Ask,
    quote: AQuote,
    products: SomeItems = (),
    *,
    discount: APercent | None = None,
    tax: APercent | None = None,
    valid: ValidDay | None = None,
    note: Note | None = None,
    language: PaperLanguage | None = None,
) -> Reply:
    """Change a quote: `compiler x30` changes how many, x0 takes it off; what was sent gets a new version."""
    terms = Terms(discount, tax, valid.day if valid else None, language, note)
    if not products and terms == Terms():
        card = quote_cards.card(ask, quote)
        what = fmt(
            "What should change? For example: `quote edit {ref} discount:8%`",
            ref=Ref("quote", quote.id),
        )
        return replace(card, text=lines(card.text, what))
    before, status = Money(quote.total_minor, quote.currency), quote.status
    row = quote_revisions.edit(ask.session, quote, items(products, quote.currency), terms)
    ask.session.flush()
    lead = lines(_said(ask, quote, row, before), _asked_in_vain(status), _unlisted(products))
    return quote_cards.card(ask, row, lead, undo=True)


def _said(ask: Ask, quote: Quote, row: Quote, before: Money) -> Text:
    """That it was saved, as which version, and how the total has changed."""
    now = Money(row.total_minor, row.currency)
    if row.id != quote.id:
        return _new_version(quote, row)
    if before == now or not access.amounts(ask.session, quotes.deal_of(ask.session, row)):
        return fmt("Saved.")
    return fmt("Saved. Total: {old} → {new}", old=before, new=now)


def _asked_in_vain(status: str) -> Text | None:
    if status == "waiting":
        return fmt("The request for approval is withdrawn.")
    return fmt("Its approval does not hold any more.") if status == "approved" else None


def _new_version(quote: Quote, row: Quote) -> Text:
    return fmt(
        "New version: `{new}` takes the place of `{old}`.",
        new=Ref("quote", row.id),
        old=Ref("quote", quote.id),
    )


@command(
    "quote revise",
    needs=Right.DEALS_EDIT,
    examples=("quote revise Q-1", "修订报价 Q-1"),
)
def revise_quote(ask: Ask, quote: AQuote) -> Reply:
    """Make a new version of a quote, valid anew; the old one is replaced."""
    row = quote_revisions.revise(ask.session, quote)
    return quote_cards.card(ask, row, _new_version(quote, row), undo=True)


@command(
    "quote delete",
    needs=Right.BULK,
    examples=("quote delete Q-1", "删除报价 Q-1"),
)
def delete_quote(ask: Ask, quote: AQuote) -> Reply:
    """Delete a quote that did not go out."""
    heading = quote_cards.named(quote)
    quote_revisions.demand_deletable(ask.session, quote)
    ask.confirm(fmt("Delete the quote {heading}?", heading=heading))
    quote_revisions.delete(ask.session, quote)
    return Reply(fmt("Deleted {heading}.", heading=heading), (cards.undo_button(),))


@command(
    "quotes",
    needs=Right.DEALS_SEE,
    examples=("quotes", "quotes D-1", "quotes status:expired", "报价列表 状态:已发送"),
    phrases=("quotes of {deal:this deal|the deal|D-?[0-9]+}",),
)
def list_quotes(
    ask: Ask,
    whose: Whose = "all",
    status: State | None = None,
    deal: ADeal | None = None,
) -> Reply:
    """List the quotes that you may see, the newest first: all, yours, the team's or a deal's."""
    given = {"whose": whose, "status": status, "deal": deal}
    if deal:
        ask.invocation = ask.invocation.with_values(deal=f"D-{deal.id}")
    page = quote_lists.page(ask.session, _filters(ask, given), offset=ask.invocation.offset)
    if not page.total:
        return Reply(fmt("No quotes there. `quote add` makes one."), shows=_shown(deal))
    rows = [quote_cards.row(ask, *one) for one in page.rows]
    shows = (*(Ref("quote", one.id) for one, _ in page.rows), *_shown(deal))
    return lists.reply(ask, fmt("Quotes"), rows, page.total, shows)


def _filters(ask: Ask, given: Given) -> Filters:
    deal = given.get("deal")
    theirs = owners(ask, given.get("whose", "all"), None)
    return Filters(deal.id if deal else None, given.get("status"), theirs)


lists.declare(
    Listed(
        "quotes", "quote", _filters, quote_lists.owners, lists.headed(mark("Quotes")),
        Right.DEALS_SEE,
    )
)  # fmt: skip


def _shown(deal: Deal | None) -> tuple[Ref, ...]:
    return (Ref("deal", deal.id),) if deal else ()
