"""Questions about customers as buyers: churn, lifetime value, and who is new, at risk or lost."""

from collections.abc import Iterator

from handlers import buyer_lines, measure_words
from handlers.asking import meanings
from handlers.asking.readings import Asked
from handlers.asks import Ask
from handlers.languages import mark
from handlers.readers.reports import Circle, Days, ReportDays
from handlers.replies import Button, Invocation, Reply
from handlers.summaries import period as written
from handlers.texts import Text, fmt, lines, word
from store import buyers, figures
from store.figures import Narrow
from store.measures import MEASURES

NAMES = {"churn": mark("Churn"), "lifetime value": mark("Lifetime value"), **buyer_lines.GROUPS}


def answer(ask: Ask, asked: Asked) -> Reply:
    """Answer with one figure, how the question was understood, and what it rests on.

    Raises:
        Denied: the asker may not be told what was won, or not of these people.
    """
    needed = "amount won" if asked.customers == "lifetime value" else "deals won"
    figures.demand(ask.session, [MEASURES[needed]])
    days = asked.periods[0] if asked.periods else ReportDays().read(ask, "quarter")
    around, against = meanings.circle_of(ask, asked), meanings.against(ask, asked, days)
    held = buyers.load(ask.session, days.span(ask), Narrow(around.staff_ids))
    return Reply(
        lines(
            buyer_lines.answer(held, asked.customers),
            fmt(
                "{name} · {days} · {whose}",
                name=word(NAMES[asked.customers]),
                days=written(days),
                whose=around.called,
            ),
            _beside(ask, asked, around, against) if against else None,
            meanings.left(list(_left(asked))),
            buyer_lines.method(held, asked.customers),
        ),
        tuple(_ways_on(asked, days)),
    )


def _beside(ask: Ask, asked: Asked, around: Circle, days: Days) -> Text:
    """The same of another period."""
    held = buyers.load(ask.session, days.span(ask), Narrow(around.staff_ids))
    return fmt(
        "{days}: {value}", days=written(days), value=buyer_lines.answer(held, asked.customers)
    )


def _left(asked: Asked) -> Iterator[str]:
    """Words that this is answered without: customers are told apart by whose they are alone."""
    names = [*asked.having, *([asked.by] if asked.by else [])]
    yield from (word(measure_words.DIMENSIONS[one]) for one in names)
    yield from asked.unknown
    if asked.worths:
        yield word("Amount")


def _ways_on(asked: Asked, days: Days) -> Iterator[Button]:
    """To the customers behind the figure."""
    if len(asked.staff) > 1:
        return
    group = asked.customers if asked.customers in buyer_lines.GROUPS else "best"
    group = "lost" if asked.customers == "churn" else group
    values = {"group": group, "period": days.written()}
    values |= {"whose": asked.whose} if asked.whose else {}
    for one in asked.staff:
        values["owner"] = f"U-{one}"
    yield Button(word(buyer_lines.GROUPS[group]), Invocation("customer list", values))
