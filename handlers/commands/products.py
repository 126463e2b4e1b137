"""Products: the price list."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Annotated, Any

from handlers import cards, lists, percents
from handlers.asks import Ask
from handlers.contract import command
from handlers.languages import mark
from handlers.lists import Given, Listed
from handlers.readers.entries import Amount
from handlers.readers.offers import APercent, AProduct
from handlers.readers.readings import Reader, Word
from handlers.readers.words import Label
from handlers.replies import Button, Invocation, Reply
from handlers.texts import Text, fmt, joined, lines, plain, word
from store import products
from store.errors import CrmError
from store.moneys import Money
from store.products import Draft
from store.refs import Ref
from store.rights import Right
from store.tables import Product

LABELS = {
    "name": mark("Name"), "code": mark("Code"), "series": mark("Series"), "price": mark("Price"),
    "tax_bp": mark("Tax"),
}  # fmt: skip


class ListPrice(Amount):
    """What one costs: the amount that ends the words, however small."""

    def spot(self, ask: Ask, words: Sequence[Word], others: Sequence[Reader[Any]]) -> slice | None:
        """The amount at the end, or the first that is clearly one."""
        for count in (3, 2, 1):
            tail = words[-count:]
            figures = sum(one.text[:1].isdecimal() for one in tail)
            if count < len(words) and figures <= 1 and not any(one.quoted for one in tail):
                with suppress(CrmError):
                    self.read(ask, " ".join(one.text for one in tail))
                    return slice(len(words) - count, len(words))
        return super().spot(ask, words, others)

    def question(self, name: str) -> Text:
        """Ask for a value."""
        return fmt("What does one cost, before tax? For example: 450 or 4,821.50")


class PartOfName(Label):
    """Words to look for; what ends a question is none of them."""

    text = False


ProductName = Annotated[str, Label("What is the product called?")]
Price = Annotated[Money, ListPrice()]
Code = Annotated[str, Label("Which code (SKU)?")]
Series = Annotated[str, Label("Which series does it belong to?")]
Words = Annotated[str, PartOfName("Which products?")]


@command(
    "product add",
    needs=Right.PRODUCTS_EDIT,
    examples=(
        "product add compiler 450 code:CMP-1 series:Tools tax:13%",
        "新增产品 编译器 450 编码:CMP-1 系列:工具 税率:13%",
    ),
)
def add_product(
    ask: Ask,
    name: ProductName,
    price: Price,
    *,
    code: Code | None = None,
    series: Series | None = None,
    tax: APercent | None = None,
) -> Reply:
    """Put a product on the price list: its name and what one costs before tax."""
    row = products.add(ask.session, Draft(name, price, code, series, tax))
    ask.session.flush()
    return _card(ask, row, fmt("Saved."), undo=True)


def _card(ask: Ask, row: Product, lead: Text | None = None, *, undo: bool = False) -> Reply:
    details = [
        fmt("{label}: {value}", label=word(LABELS[name]), value=value)
        for name, value in (("code", row.code), ("series", row.series))
        if value
    ]
    if row.tax_bp is not None:
        details.append(fmt("Tax: {percent}", percent=percents.shown(row.tax_bp)))
    body = lines(
        lead,
        heading(row),
        fmt("{price} each", price=products.price_of(row)),
        joined(" · ", details),
        fmt("Not sold any more.") if row.retired_at else None,
    )
    first = (cards.undo_button(),) if undo else ()
    return Reply(
        body, (*first, *_buttons(ask, row)), (Ref("product", row.id),), {f"P-{row.id}": row.version}
    )


def heading(row: Product) -> Text:
    """A product's name and ref."""
    return fmt("**{name}** `{ref}`", name=row.name, ref=Ref("product", row.id))


def _buttons(ask: Ask, row: Product) -> tuple[Button, ...]:
    if ask.actor.scope(Right.PRODUCTS_EDIT) is None:
        return ()
    ref = {"product": f"P-{row.id}"}
    if row.retired_at:
        return (Button(word("Sell again"), Invocation("product restore", ref)),)
    return (Button(word("Retire"), Invocation("product retire", ref)),)


@command(
    "products",
    needs=Right.DEALS_SEE,
    examples=("products", "products GTX", "产品列表"),
    phrases=(
        "what do we sell",
        "what does {text} cost",
        "price of {text}",
        "{text}卖多少钱",
        "{text}的单价",
    ),
)
def list_products(ask: Ask, text: Words = "") -> Reply:
    """List what the company sells and at which price; words narrow it to a name or a series."""
    page = products.page(ask.session, text, offset=ask.invocation.offset)
    if not page.total:
        return Reply(
            fmt("No product fits “{text}”.", text=text[:60])
            if text
            else fmt("There are no products yet. `product add` adds one.")
        )
    if len(page.rows) == 1 == page.total:
        return _card(ask, page.rows[0])
    shows = [Ref("product", one.id) for one in page.rows]
    return lists.reply(ask, fmt("Products"), [_row(one) for one in page.rows], page.total, shows)


def _words(_ask: Ask, given: Given) -> str:
    return str(given.get("text", ""))


lists.declare(
    Listed(
        "products", "product", _words, products.owners, lists.headed(mark("Products")),
        Right.DEALS_SEE,
    )
)  # fmt: skip


def _row(row: Product) -> Text:
    parts = [plain(part) for part in (row.code, row.series) if part]
    rest = joined(" · ", [fmt("{price}", price=products.price_of(row)), *parts])
    return fmt("`{ref}` {name} · {rest}", ref=Ref("product", row.id), name=row.name, rest=rest)


@command("product show", needs=Right.DEALS_SEE, examples=("product show compiler", "查看产品 P-1"))
def show_product(ask: Ask, product: AProduct) -> Reply:
    """Show a product and its price."""
    return _card(ask, product)


@command(
    "product edit",
    needs=Right.PRODUCTS_EDIT,
    examples=("product edit P-1 price:480 tax:13%", "修改产品 P-1 单价:480"),
)
def edit_product(
    ask: Ask,
    product: AProduct,
    *,
    name: ProductName | None = None,
    price: Price | None = None,
    code: Code | None = None,
    series: Series | None = None,
    tax: APercent | None = None,
) -> Reply:
    """Change a product; deals and quotes that have it already keep their price."""
    wanted = {"name": name, "price": price, "code": code, "series": series, "tax_bp": tax}
    changing = {key: value for key, value in wanted.items() if value is not None}
    if not changing:
        what = fmt(
            "What should change? For example: `product edit {ref} price:480`",
            ref=Ref("product", product.id),
        )
        card = _card(ask, product)
        return Reply(lines(card.text, what), (), card.shows, card.versions)
    return _edited(ask, product, products.edit(ask.session, product, changing))


def _edited(ask: Ask, row: Product, done: Mapping[str, tuple[Any, Any]]) -> Reply:
    if not done:
        text = fmt("Nothing to change: that is how it is already.")
        return Reply(text, shows=(Ref("product", row.id),))
    ask.session.flush()
    changes = [_change(name, old, new) for name, (old, new) in done.items()]
    body = lines(fmt("Saved: {heading}", heading=heading(row)), *changes)
    shows = (Ref("product", row.id),)
    return Reply(body, (cards.undo_button(),), shows, {f"P-{row.id}": row.version})


def _change(name: str, old: Any, new: Any) -> Text:  # noqa: ANN401
    label = word(LABELS[name])
    if name == "tax_bp":
        old, new = (None if one is None else percents.shown(one) for one in (old, new))
    if old is None:
        return fmt("{label}: {new}", label=label, new=new)
    return fmt("{label}: {old} → {new}", label=label, old=old, new=new)


@command(
    "product retire",
    needs=Right.PRODUCTS_EDIT,
    examples=("product retire P-1", "下架产品 P-1"),
)
def retire_product(ask: Ask, product: AProduct) -> Reply:
    """Take a product off the price list; deals and quotes that have it keep it."""
    if product.retired_at is not None:
        return _card(ask, product, fmt("It is off the price list already."))
    products.retire(ask.session, product)
    ask.session.flush()
    return _card(ask, product, fmt("Taken off the price list."), undo=True)


@command(
    "product restore",
    needs=Right.PRODUCTS_EDIT,
    examples=("product restore P-1", "恢复产品 P-1"),
)
def restore_product(ask: Ask, product: AProduct) -> Reply:
    """Sell a retired product again; name it by its ref."""
    if product.retired_at is None:
        return _card(ask, product, fmt("It is on the price list."))
    products.restore(ask.session, product)
    ask.session.flush()
    return _card(ask, product, fmt("It is on the price list again."), undo=True)
