"""Readers of what is entered about orders: which one, how far it is, when something came in."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import Annotated, Any

from handlers import amounts, dates
from handlers.asks import Ask
from handlers.languages import mark
from handlers.outcomes import Ambiguous, Option
from handlers.readers.entries import Amount, Since
from handlers.readers.readings import Reader, Word
from handlers.readers.records import RecordReader
from handlers.readers.selling import CloseDay
from handlers.readers.words import MEANT, PRONOUNS, Choice, narrow
from handlers.texts import Text, fmt, word
from store import deals, orders
from store.access import NotFound
from store.errors import CrmError
from store.moneys import Money
from store.refs import Ref, read_ref
from store.tables import Order

STATUSES: Mapping[str, Sequence[str]] = {
    "confirmed": ("confirm", "已确认", "确认"),
    "in production": (
        "production",
        "producing",
        "in the making",
        "生产中",
        "生产",
        "制作中",
        "备货",
    ),
    "shipped": ("ship", "dispatched", "on its way", "已发货", "发货", "已发出", "发出"),
    "delivered": ("deliver", "arrived", "已送达", "送达", "已交付", "交付", "签收", "已签收"),
    "completed": ("complete", "finished", "done", "已完成", "完成"),
    "cancelled": ("canceled", "cancel", "已取消", "取消"),
}
STATUS_NAMES = {
    "confirmed": mark("confirmed"), "in production": mark("in production"),
    "shipped": mark("shipped"), "delivered": mark("delivered"), "completed": mark("completed"),
    "cancelled": mark("cancelled"),
}  # fmt: skip
OF_ORDERS = ("this order", "that order", "the order", "这个订单", "该订单", "这张订单")
LONGEST_STATUS = 3


def status_name(status: str) -> str:
    """A status as the listener says it."""
    return word(STATUS_NAMES[status])


class OrderReader(Reader[Order]):
    """An order: its ref, or the ref or name of a deal that has one."""

    greedy = True
    wordy = True
    deal = RecordReader("deal")

    def read(self, ask: Ask, text: str) -> Order:
        """Find the order that a text means; it never guesses between two."""
        text = text.strip()
        ref = self._shown(ask, text) if narrow(text) in (*PRONOUNS, *OF_ORDERS) else read_ref(text)
        if ref is None:
            return self._of_deal(ask, text, self._deal_id(ask, text))
        if ref.kind == "order":
            return orders.get(ask.session, ref.id)
        if ref.kind != "deal":
            raise NotFound("order", text)
        return self._of_deal(ask, text, ref.id)

    def _shown(self, ask: Ask, text: str) -> Ref:
        """The order that was shown last; "it" may mean its deal as well."""
        kinds = MEANT.get(narrow(text), ("order", "deal"))
        kinds = ("order",) if narrow(text) in OF_ORDERS else kinds
        found = next((ref for ref in ask.shown() if ref.kind in kinds), None)
        if found is None:
            raise NotFound("order", text)
        return found

    def _deal_id(self, ask: Ask, text: str) -> int:
        """The number of the deal that a name means."""
        try:
            return self.deal.read(ask, text).id
        except NotFound as error:
            raise NotFound("order", text) from error

    def _of_deal(self, ask: Ask, text: str, deal_id: int) -> Order:
        """The only order of a deal."""
        held = orders.of_deals(ask.session, [deal_id])
        if not held:
            raise NotFound("order", text)
        if len(held) > 1:
            title = deals.names(ask.session, [deal_id]).get(deal_id)
            raise Ambiguous(text, tuple(_option(one, title) for one in held))
        return held[0]

    def spot(self, ask: Ask, words: Sequence[Word], others: Sequence[Reader[Any]]) -> slice | None:
        """A ref or a pronoun, or as many words as name a deal."""
        for count in (2, 1):
            said = narrow(" ".join(one.text for one in words[:count]))
            if len(words) >= count and said in OF_ORDERS:
                return slice(0, count)
        return self.deal.spot(ask, words, others)

    def question(self, name: str) -> Text:
        """Ask for a value."""
        return fmt("Which order? A ref such as S-1, or its deal.")

    def suggest(self, ask: Ask) -> list[str]:
        """Orders shown last in this conversation."""
        return [str(ref) for ref in ask.shown() if ref.kind == "order"][:3]


def _option(order: Order, title: str | None) -> Option:
    ref = str(Ref("order", order.id))
    return Option(ref, " · ".join(filter(None, (title, status_name(order.status), ref))))


class StatusReader(Choice):
    """A status of an order, which may take several words."""

    def __init__(self) -> None:
        """Ask for the status."""
        super().__init__(mark("How far is it?"), STATUSES)

    def spot(self, ask: Ask, words: Sequence[Word], others: Sequence[Reader[Any]]) -> slice | None:
        """The first words that are a status: behind a ref they are what follows it."""
        for first in range(len(words)):
            for count in range(min(LONGEST_STATUS, len(words) - first), 0, -1):
                part = words[first : first + count]
                if self.means(" ".join(one.text for one in part)):
                    return slice(first, first + count)
        return None

    def means(self, text: str) -> bool:
        """Whether a text is a status."""
        return narrow(text) in self._meanings


class FirstStatus(StatusReader):
    """A status that stands before the words about it."""

    def spot(self, ask: Ask, words: Sequence[Word], others: Sequence[Reader[Any]]) -> slice | None:
        """The status; without one the word behind a ref, so that it gets its complaint."""
        found = super().spot(ask, words, others)
        behind = len(words) > 1 and read_ref(words[0].text) is not None
        return found or (slice(1, 2) if behind else None)


class ExpectedDay(CloseDay):
    """The day on which the next step of an order is expected."""

    def spot(self, ask: Ask, words: Sequence[Word], others: Sequence[Reader[Any]]) -> slice | None:
        """A date that ends the words; further in front it belongs to what is said."""
        for first in range(len(words)):
            held = words[first:]
            if self.reads(ask, " ".join(one.text for one in held)) and not held[0].quoted:
                return slice(first, len(words))
        return None

    def question(self, name: str) -> Text:
        """Ask for a value."""
        return fmt("When is the next step expected? For example: friday, 30 june")


class PaidDay(Reader[date]):
    """The day on which money came in: today, or the latest one that is named so."""

    wordy = True
    since = Since()

    def read(self, ask: Ask, text: str) -> date:
        """Read the day where the asker is."""
        return self.since.read(ask, text).astimezone(ask.voice.timezone).date()

    def question(self, name: str) -> Text:
        """Ask for a value."""
        return fmt("On which day did it come in? For example: today, monday, 2026-11-20")


class OrderAmount(Amount):
    """An amount; one without a currency is in that of the order, see `in_currency`."""

    greedy = False

    def spot(self, ask: Ask, words: Sequence[Word], others: Sequence[Reader[Any]]) -> slice | None:
        """An amount that ends the words, be it a bare number; else the first behind a ref."""
        for count in (3, 2, 1):
            if count < len(words) and self._reads(ask, words[-count:]):
                return slice(len(words) - count, len(words))
        first = 1 if words and read_ref(words[0].text) else 0
        found = super().spot(ask, words[first:], others)
        return found and slice(found.start + first, found.stop + first)

    def _reads(self, ask: Ask, words: Sequence[Word]) -> bool:
        with suppress(CrmError):
            self.read(ask, " ".join(one.text for one in words))
            return not any(one.quoted for one in words)
        return False


def in_currency(ask: Ask, amount: Money, currency: str) -> Money:
    """The amount of an invocation; a bare number counts in the currency of what it is for."""
    said = ask.invocation.values.get("amount", "")
    return amounts.read_money(said, currency=currency) if said else amount


AnOrder = Annotated[Order, OrderReader()]
AStatus = Annotated[str, StatusReader()]
NewStatus = Annotated[str, FirstStatus()]
ExpectedWhen = Annotated[dates.When, ExpectedDay()]
PaidOn = Annotated[date, PaidDay()]
OrderWorth = Annotated[Money, OrderAmount()]
