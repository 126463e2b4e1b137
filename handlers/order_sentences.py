"""The sentences for refusals that have to do with approvals, orders and payments."""

from collections.abc import Callable
from typing import Any

from handlers.languages import mark
from handlers.readers.ordering import status_name
from handlers.texts import Text, fmt, listed
from handlers.wordings import same
from store import approvals, orders, payments
from store.errors import CrmError
from store.refs import Ref

DECISIONS = {
    "approved": mark("{who} approved that already, {at}."),
    "rejected": mark("{who} rejected that already, {at}."),
    "withdrawn": mark("That request was withdrawn, {at}: there is nothing left to decide."),
}


def _decided(error: Any) -> Text:  # noqa: ANN401
    who = error.who or fmt("Somebody")
    return fmt(DECISIONS[error.status], who=who, at=error.when)


def _not_asked(error: Any) -> Text:  # noqa: ANN401
    if not error.people:
        return fmt("That is for an admin to decide.")
    return fmt("That is for {people} to decide.", people=listed(error.people))


def _wrong_status(error: Any) -> Text:  # noqa: ANN401
    order = error.order
    ref, status = Ref("order", order.id), status_name(order.status)
    following = orders.FOLLOWING[order.status]
    if not following:
        return fmt("`{ref}` is {status}, and that is its end.", ref=ref, status=status)
    return fmt(
        "`{ref}` is {status}. What can follow: {following}.",
        ref=ref,
        status=status,
        following=listed(map(status_name, following)),
    )


def _other_currency(error: Any) -> Text:  # noqa: ANN401
    return fmt(
        "`{ref}` is paid in {currency}, not in {other}. Please name what came in in {currency}.",
        ref=Ref("order", error.order.id),
        currency=error.order.currency,
        other=error.currency,
    )


SENTENCES: dict[type[CrmError], Callable[[Any], Text]] = {
    approvals.AlreadyDecided: _decided,
    approvals.NotAsked: _not_asked,
    approvals.OwnRequest: same("You asked for that yourself, so somebody else has to decide it."),
    orders.WrongStatus: _wrong_status,
    orders.PastExpectation: lambda error: fmt("{day} is past. Name the day on which the next step is expected.", day=error.day),
    orders.NothingOrdered: same("An order is worth more than nothing. Name its amount."),
    payments.NotPositive: same("A payment is more than nothing. Name what came in."),
    payments.OtherCurrency: _other_currency,
    payments.Overpaid: lambda error: fmt("`{ref}` has less open than that.", ref=Ref("order", error.order.id)),
    payments.NotPayable: lambda error: fmt("`{ref}` is cancelled, so nothing is paid for it.", ref=Ref("order", error.order.id)),
    payments.NotYetPaid: lambda error: fmt("{day} is still to come. Note a payment once it came in.", day=error.day),
}  # fmt: skip
