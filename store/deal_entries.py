"""Deal entries: deals as a file has them, before they are stored."""

from dataclasses import dataclass
from datetime import date, datetime

from store.moneys import Money
from store.pipelines import Step
from store.transitions import Outcome

MADE_UP = "row:"
"""What numbers of deals begin with that have none where they come from."""


@dataclass(frozen=True, slots=True)
class DealEntry:
    """A deal of a file; None is what it does not say.

    Attributes:
        line: 1-based line of the file.
        outside_id: what it is called where it comes from.
        step: the stage that it is in.
        began: the stage that it was in from `opened` on.
        opened: when it began.
        closed: when it was won or lost; when it entered its stage, where that is an open one.
        company: full and folded name.
        contact: folded name.
        product: of one on the price list: number, name, price in minor units, or 0.
        lost: why it was lost.
    """

    line: int
    outside_id: str
    title: str
    step: Step
    began: Step
    owner_id: int | None = None
    amount: Money | None = None
    opened: datetime | None = None
    closed: datetime | None = None
    close_on: date | None = None
    company: tuple[str, str] | None = None
    contact: str | None = None
    product: tuple[int, str, int] | None = None
    source: str | None = None
    competitor: str | None = None
    next_step: str | None = None
    lost: Outcome | None = None
