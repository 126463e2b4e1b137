"""The matrix of orders and approvals: every role x whose x path, as far as their deals are seen."""

import re

import pytest
from sqlalchemy import select

from store import approvals, deals, orders, payments
from store.moneys import Money
from store.orders import Draft
from store.payments import Receipt
from store.sessions import PARLEY, Session
from store.tables import Approval, Order
from tests.conversations import Chat, Somebody
from tests.handlers import matrix_viewers
from tests.handlers.matrix_tables import AMOUNTS_SEEN, DEALS, DEALS_SEEN, DEALS_WHOSE
from tests.handlers.test_matrix_deals import NUMBERS, amount, answers, answers_and_agrees, title
from tests.handlers.test_matrix_deals import fill as fill_with_deals
from tests.handlers.test_matrix_deals import role as role  # noqa: PLC0414 (a fixture)

pytestmark = pytest.mark.no_cover  # tracing thousands of messages takes half of their time
PATHS = ("{}", "order show {}", "order edit {} expected:friday", "order status {}", "order pay {}",
         "order show D-{number}", "order show murmur{whose}", "show {}", "audit D-{number}",
         "approve Q-{number}", "reject Q-{number} no", "timeline {}")  # fmt: skip
LISTS = ("orders", "orders mine", "orders team", "orders all", "orders unpaid", "orders stale",
         "orders confirmed", "approvals", "D-1", "D-2", "D-3", "audit", "audit @zoe")  # fmt: skip
WRITES = ("order status {} shipped", "order pay {} 7", "order edit {} expected:friday",
          "order add D-{number} 9")  # fmt: skip
DECIDED = {"manager": {"team"}, "admin": {"team", "elsewhere", "read", "edit"}}
"""Whose requests each role decides; nobody their own, and nobody those of another team."""


@pytest.fixture
def chat(request, tmp_path):
    yield from matrix_viewers.company(request, tmp_path, fill)


@pytest.fixture
def viewer(chat: Chat, role: str) -> Somebody:
    return matrix_viewers.looking(chat, role)


def fill(chat: Chat, role: str) -> None:
    """The one who looks, with an order and a request of each relation to them."""
    fill_with_deals(chat, role)

    def unit(session: Session) -> None:
        session.actor = PARLEY
        for whose in DEALS_WHOSE:
            deal = deals.get(session, NUMBERS[whose])
            asker = deal.owner_id or min(session.directory.people)
            order = orders.add(session, deal, Draft(Money(amount(whose) * 100, "USD")))
            payments.add(session, order, Receipt(Money(amount(whose) * 50, "USD")))
            assert order.id == deal.id
            approvals.request(
                session,
                "discount",
                deal.id,
                asked_by=asker,
                approver_ids=approvals.approvers(session.directory, asker),
                reason_words=f"hush {whose}",
            )

    chat.database.write(unit, chat.clock.now())


def leaks(answer: str, typed: str, seen: set[str]) -> list[str]:
    """What an answer says of orders that may not be seen: titles, totals, halves, words."""
    assert "incident" not in answer
    said = answer.replace(typed, "").replace("Murmur", "murmur")
    return [
        word
        for whose in DEALS_WHOSE
        if whose not in seen
        for word in (
            title(whose).replace("Murmur", "murmur"),
            f"{amount(whose):,}",
            f"{amount(whose) / 2:,.2f}",
            f"hush {whose}",
        )
        if word in said
    ]


def state(chat: Chat) -> list[str]:
    """All orders and requests as they stand."""

    def unit(session: Session) -> list[str]:
        session.actor = PARLEY
        rows = [*session.scalars(select(Order)), *session.scalars(select(Approval))]
        return sorted(str(row.model_dump()) for row in rows)

    return chat.database.read(unit, chat.clock.now())


def test_an_order_is_read_by_those_only_who_see_its_deal(viewer, role):
    seen = AMOUNTS_SEEN[role]
    listed = viewer.says("orders")
    for whose in DEALS_WHOSE:
        number = NUMBERS[whose]
        card = viewer.says(f"S-{number}")
        assert (f"${amount(whose):,}.00" in card) == (whose in seen), whose
        assert (f"${amount(whose):,}.00" in listed) == (whose in seen), whose
        for path in PATHS:
            text = path.format(f"S-{number}", number=number, whose=whose)
            assert leaks(answers(viewer, text), text, DEALS_SEEN[role]) == [], text
    for text in LISTS:
        assert leaks(answers(viewer, text), text, DEALS_SEEN[role]) == [], text
    if seen:
        together = sum(amount(whose) for whose in seen)
        assert f"Together: ${together:,}.00" in listed


def test_what_is_changed_and_decided_reaches_as_far_as_the_role(chat, viewer, role):
    for whose in DEALS_WHOSE:
        number = NUMBERS[whose]
        for text in WRITES:
            before = state(chat)
            answers_and_agrees(viewer, text.format(f"S-{number}", number=number))
            assert (state(chat) != before) == (whose in DEALS[role]), (text, whose)
        before = state(chat)
        viewer.says(f"approve Q-{number}")
        assert (state(chat) != before) == (whose in DECIDED.get(role, set())), whose


@pytest.mark.parametrize("text", ["S-1", "orders", "order pay S-1 5", "order status S-1 shipped"])
def test_amounts_are_masked_for_whoever_may_not_see_them(chat, text):
    admin, ada = chat.admin(), chat.rep("Ada")
    ada.says("deal add Murmur 71,002 company:Navy")
    ada.says("order add D-1 71,002")
    answers_and_agrees(admin, "revoke rep amounts.see")
    answer = ada.says(text)
    assert not re.search(r"\$|71", answer), answer
    assert "•••" in answer
