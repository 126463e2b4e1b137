"""Exchange rates, entered by an admin: how much of the company's currency one unit is worth."""

from decimal import ROUND_HALF_EVEN, Decimal

from store import settings
from store.errors import CrmError
from store.moneys import Money, decimal_places
from store.sessions import Session

SETTING = "rates"


class RateMissing(CrmError):
    """There is no rate for a currency."""

    def __init__(self, currency: str) -> None:
        """Keep which one."""
        super().__init__(currency)
        self.currency = currency


def all_rates(session: Session) -> dict[str, Decimal]:
    """Rates by ISO 4217 code; the company's own currency is 1."""
    held = session.directory.setting(SETTING, {})
    found = {currency: Decimal(rate) for currency, rate in held.items()}
    return found | {base(session): Decimal(1)}


def base(session: Session) -> str:
    """The company's currency."""
    return str(session.directory.setting("currency", "USD"))


def put(session: Session, currency: str, rate: Decimal) -> None:
    """Keep a rate from now on; what was converted before keeps the rate of its day.

    Args:
        session: of an actor with the right to change settings.
        currency: ISO 4217 code.
        rate: units of the company's currency for one unit of it, above 0.
    """
    held = dict(session.directory.setting(SETTING, {}))
    settings.put(session, SETTING, held | {Money(0, currency).currency: str(rate)})


def convert(session: Session, amount: Money) -> Money:
    """An amount in the company's currency, rounded half to even to its minor unit.

    Raises:
        RateMissing: no rate was entered for its currency.
    """
    rate = all_rates(session).get(amount.currency)
    if rate is None:
        raise RateMissing(amount.currency)
    currency = base(session)
    unit = Decimal(1).scaleb(-decimal_places(currency))
    return Money.of((amount.decimal * rate).quantize(unit, ROUND_HALF_EVEN), currency)
