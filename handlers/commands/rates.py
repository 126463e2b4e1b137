"""Exchange rates, for deals in other currencies than the company's."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, Any

from handlers import amounts
from handlers.asks import Ask
from handlers.contract import command
from handlers.outcomes import Unreadable
from handlers.readers.locales import CurrencyReader
from handlers.readers.readings import Reader, Word
from handlers.replies import Reply
from handlers.texts import Text, fmt, lines
from store import rates
from store.rights import Right

LARGEST = Decimal(10) ** 9


class CurrencyWord(CurrencyReader):
    """A currency by its code, which is the first word."""

    def spot(self, ask: Ask, words: Sequence[Word], others: Sequence[Reader[Any]]) -> slice | None:
        """The first word."""
        return slice(0, 1) if words else None

    def question(self, name: str) -> Text:
        """Ask for a value."""
        return fmt("Which currency? For example: EUR")


class RateReader(Reader[Decimal]):
    """A positive number."""

    def read(self, ask: Ask, text: str) -> Decimal:
        """Read it, and refuse what no rate can be."""
        found = amounts.read_number(text.strip().lstrip("= "))
        if not 0 < found <= LARGEST:
            raise Unreadable(fmt("“{text}” is no rate: it has to be above 0.", text=text[:40]))
        return found

    def spot(self, ask: Ask, words: Sequence[Word], others: Sequence[Reader[Any]]) -> slice | None:
        """The last word."""
        return slice(len(words) - 1, len(words)) if words else None

    def question(self, name: str) -> Text:
        """Ask for a value."""
        return fmt("How much of the company's currency is one unit worth? For example: 1.08")


ACurrency = Annotated[str, CurrencyWord()]
ARate = Annotated[Decimal, RateReader()]


@command(
    "rates",
    needs=Right.SETTINGS,
    examples=("rates EUR 1.08", "汇率 EUR 1.08"),
    undoable=False,
)
def set_rate(ask: Ask, currency: ACurrency | None = None, rate: ARate | None = None) -> Reply:
    """Show the exchange rates, or set one for what is entered from now on."""
    if currency is None or rate is None:
        held = rates.all_rates(ask.session)
        return Reply(lines(fmt("**Rates**"), *(_line(ask, one, held[one]) for one in sorted(held))))
    if currency == rates.base(ask.session):
        raise Unreadable(
            fmt("{currency} is the company's own currency: its rate is 1.", currency=currency)
        )
    rates.put(ask.session, currency, rate)
    return Reply(fmt("Saved: {line}", line=_line(ask, currency, rate)))


def _line(ask: Ask, currency: str, rate: Decimal) -> Text:
    return fmt(
        "1 {currency} = {rate} {base}",
        currency=currency,
        rate=f"{rate.normalize():f}",
        base=rates.base(ask.session),
    )
