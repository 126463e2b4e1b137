"""Payments: whatever is paid and taken back in whatever order, an order knows what came in."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlmodel import col

from store import access, deals, orders, payments, quotes
from store.access import Denied, NotFound
from store.moneys import Money
from store.orders import Draft, NothingOrdered, PastExpectation, WrongStatus
from store.payments import NotPayable, NotPositive, NotYetPaid, OtherCurrency, Overpaid, Receipt
from store.sessions import PARLEY
from store.tables import Order, OrderStep, Payment

SAID = (
    *(f"order pay {{order}} {amount}" for amount in ("10", "25.50", "99.99", "500", "0")),
    "order pay {order} 40 EUR",
    "order pay {order} 12 on:yesterday note:wire",
    "order status {order} in production",
    "order status {order} shipped",
    "order status {order} cancelled",
    "yes",
    "cancel",
    "undo",
    "undo",
)


def usd(amount):
    return Money(round(amount * 100), "USD")


def acting(chat, name, unit):
    """Do something as somebody."""

    def run(session):
        people = session.directory.people.values()
        session.act_as(next(one for one in people if one.name == name))
        return unit(session)

    return chat.database.write(run, chat.clock.now())


def ordered(chat, amount=300, currency="USD"):
    """A new order of Ada's only deal; gives its number."""

    def unit(session):
        draft = Draft(Money(amount * 100, currency))
        return orders.add(session, deals.get(session, 1), draft).id

    return acting(chat, "Ada", unit)


@pytest.fixture
def world(chat):
    maria = chat.manager("Maria")
    chat.rep("Ada", maria).says("deal add Pumps 5k")
    chat.rep("Ben")
    return chat


@pytest.mark.no_cover  # hundreds of examples: what they reach, the tests beside them reach too
@given(
    said=st.lists(st.tuples(st.sampled_from(["Ada", "Maria"]), st.sampled_from(SAID)), max_size=12)
)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_paid_is_always_the_sum_of_the_payments_that_count(world, said):
    world.passes(minutes=11)  # what earlier examples did is undone no more
    ref = f"S-{ordered(world)}"
    for who, text in said:
        answer = world.rep(who).says(text.format(order=ref))
        assert "incident" not in answer
        _check(world)


def _check(chat):
    def unit(session):
        session.actor = PARLEY
        with session.with_deleted():
            held = list(session.scalars(select(Order)))
        for order in held:
            rows = session.scalars(select(Payment).where(col(Payment.order_id) == order.id))
            counted = [one for one in rows if one.reversed_at is None]
            assert order.paid_minor == sum(one.amount_minor for one in counted)
            assert {one.currency for one in counted} <= {order.currency}
            assert (order.ended_at is None) == bool(orders.FOLLOWING[order.status])
            steps = session.scalars(select(OrderStep).where(col(OrderStep.order_id) == order.id))
            newest = max(steps, key=lambda one: (one.at, one.id))
            assert (newest.status, newest.at) == (order.status, order.status_at)

    chat.database.read(unit, chat.clock.now())


def test_a_quote_is_ordered_once(world):
    world.admin().says("product add Compiler 2,500")
    world.rep("Ada").says("quote add D-1 Compiler x2")

    def unit(session):
        quote = quotes.get(session, 1)
        return [orders.from_quote(session, quote).id for _ in range(3)]

    assert acting(world, "Ada", unit) == [1, 1, 1]
    assert acting(world, "Ada", lambda s: orders.total_of(orders.get(s, 1))) == usd(5000)


def test_an_undone_payment_stays_in_the_books_and_counts_no_more(world):
    ref, ada = f"S-{ordered(world)}", world.rep("Ada")
    ada.says(f"order pay {ref} 100")
    ada.says(f"order pay {ref} 50")
    assert "Undone" in ada.presses("Undo")
    assert "$100.00 · open: $200.00" in ada.says(ref)

    def rows(session):
        held = list(session.scalars(select(Payment)))
        return sorted((one.amount_minor, one.reversed_at is None) for one in held)

    assert acting(world, "Ada", rows) == [(5000, False), (10000, True)]


def test_an_earlier_payment_is_taken_back_although_others_came_after_it(world):
    ref, ada = f"S-{ordered(world)}", world.rep("Ada")
    ada.says(f"order pay {ref} 100")
    first = ada.last
    world.rep("Maria").says(f"order pay {ref} 50")
    press = {"press": {"outbox_id": first.outbox_id, "index": first.buttons.index("Undo")}}
    assert "Undone" in ada._told(press)
    assert "paid: $50.00" in ada.says(ref)


def test_an_order_is_taken_back_only_while_nothing_is_paid(world):
    ada = world.rep("Ada")
    ada.says("order add D-1 300")
    first = ada.last
    ada.says("order pay it 100")
    press = {"press": {"outbox_id": first.outbox_id, "index": first.buttons.index("Undo")}}
    assert "changed again since" in ada._told(press)
    ada.says("undo")
    assert "Undone" in ada.says("undo")
    assert "No order fits" in ada.says("S-1")
    assert "S-2" in ada.says("order add D-1 20")


def pay(session, order_id, amount, **more):
    beyond = more.pop("beyond", False)
    order = orders.get(session, order_id)
    return payments.add(session, order, Receipt(amount, **more), beyond=beyond)


@pytest.mark.parametrize(
    ("amount", "more", "refusal"),
    [
        (usd(300.01), {}, Overpaid),
        (usd(0), {}, NotPositive),
        (usd(-5), {}, NotPositive),
        (Money(100, "EUR"), {}, OtherCurrency),
        (usd(5), {"paid_on": "tomorrow"}, NotYetPaid),
    ],
)
def test_a_payment_that_makes_no_sense_is_refused(world, amount, more, refusal):
    number = ordered(world)
    tomorrow = (world.clock.now() + timedelta(days=1)).date()
    given = {"paid_on": tomorrow} if more else {}
    with pytest.raises(refusal):
        acting(world, "Ada", lambda session: pay(session, number, amount, **given))
    assert acting(world, "Ada", lambda session: orders.get(session, number).paid_minor) == 0


def test_more_than_what_is_open_is_taken_when_it_is_said(world):
    number = ordered(world)
    acting(world, "Ada", lambda session: pay(session, number, usd(400), beyond=True))

    def left(session):
        order = orders.get(session, number)
        return orders.open_of(order), order.paid_minor, payments.of_order(session, order)

    open_, paid, held = acting(world, "Ada", left)
    assert (open_, paid) == (usd(0), 40000)
    assert [payments.amount_of(one) for one in held] == [usd(400)]


def test_a_payment_is_taken_back_once(world):
    number = ordered(world)

    def unit(session):
        payment = pay(session, number, usd(100))
        session.flush()
        payments.reverse(session, payment)
        payments.reverse(session, payment)
        return orders.get(session, number).paid_minor

    assert acting(world, "Ada", unit) == 0


def test_statuses_follow_each_other_as_the_table_says(world):
    for before, following in orders.FOLLOWING.items():
        for after in orders.STATUSES:
            number = ordered(world)

            def unit(session, number=number, before=before, after=after):
                order = orders.get(session, number)
                order.status = before
                order.ended_at = None if orders.FOLLOWING[before] else session.now
                return orders.advance(session, order, after, "on its way"), order.status

            if after in following or (after == before and following):
                assert acting(world, "Ada", unit) == (before, after)
            else:
                with pytest.raises(WrongStatus):
                    acting(world, "Ada", unit)


def test_what_is_expected_lies_ahead_and_is_forgotten_once_it_was_reached(world):
    number, today = ordered(world), world.clock.now().date()

    def unit(session):
        order: Any = orders.get(session, number)
        with pytest.raises(PastExpectation):
            orders.expect(session, order, today - timedelta(days=1))
        assert orders.expect(session, order, today) is None
        orders.advance(session, order, "confirmed")
        assert order.expected_on == today
        orders.advance(session, order, "in production")
        assert order.expected_on is None
        orders.advance(session, order, "shipped", on=today + timedelta(days=3))
        assert order.expected_on == today + timedelta(days=3)
        orders.advance(session, order, "delivered")
        assert order.expected_on == today + timedelta(days=3)
        orders.advance(session, order, "completed")
        assert (order.expected_on, order.ended_at) == (None, session.now)
        with pytest.raises(WrongStatus):
            orders.expect(session, order, today)

    acting(world, "Ada", unit)


def test_an_order_is_somebodys_own_as_its_deal_is(world):
    number = ordered(world)
    with pytest.raises(NotFound):
        acting(world, "Ben", lambda session: orders.get(session, number))

    def reach(session):
        with session.unscoped():
            order = orders.get(session, number)
        for refused in (
            lambda: orders.advance(session, order, "shipped"),
            lambda: orders.expect(session, order, session.now.date()),
            lambda: payments.add(session, order, Receipt(usd(1))),
            lambda: orders.add(session, orders.deal_of(session, order), Draft(usd(1))),
        ):
            with pytest.raises(Denied):
                refused()
        assert not access.amounts(session, orders.deal_of(session, order))

    acting(world, "Ben", reach)


def test_nothing_is_ordered_for_nothing(world):
    for amount in (usd(0), usd(-1)):
        with pytest.raises(NothingOrdered):
            acting(
                world, "Ada", lambda s, amount=amount: orders.add(s, deals.get(s, 1), Draft(amount))
            )


def test_nothing_is_paid_for_a_cancelled_order(world):
    number = ordered(world)

    def cancel(session):
        orders.advance(session, orders.get(session, number), "cancelled")

    acting(world, "Ada", cancel)
    with pytest.raises(NotPayable):
        acting(world, "Ada", lambda session: pay(session, number, usd(1)))
    assert acting(world, "Ada", lambda s: orders.open_of(orders.get(s, number))) == usd(0)


def test_two_payments_at_once_are_both_counted(any_chat):
    any_chat.rep("Ada").says("deal add Pumps 5k")
    number, start = ordered(any_chat), Barrier(2)

    def unit(amount):
        start.wait()
        acting(any_chat, "Ada", lambda session: pay(session, number, usd(amount)).id)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(unit, (100, 30)))
    _check(any_chat)
    assert acting(any_chat, "Ada", lambda s: orders.get(s, number).paid_minor) == 13000
