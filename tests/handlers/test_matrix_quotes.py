"""The matrix of quotes: every role x whose deal x path; they are walled with their deals."""

import re

import pytest
from sqlalchemy import select
from sqlmodel import col

from store import deal_lines, deals, products, quotes, shares
from store.deal_lines import Item
from store.moneys import Money
from store.quotes import Terms
from store.rights import Role
from store.sessions import PARLEY, Session
from store.tables import Quote, QuoteLine
from tests.conversations import Chat, Somebody
from tests.handlers import matrix_viewers
from tests.handlers.matrix_tables import (
    AMOUNTS_SEEN,
    DEALS,
    DEALS_EDITED,
    DEALS_SEEN,
    DEALS_WHOSE,
    ROLES,
    SHARED,
)

pytestmark = pytest.mark.no_cover  # tracing thousands of messages takes half of their time
NUMBERS = {whose: number for number, whose in enumerate(DEALS_WHOSE, 1)}
PATHS = ("Q-{0}", "show Q-{0}", "quote show Q-{0}", "quote show Q-{0} pdf", "quote show D-{0}",
         "quotes D-{0}", "deal lines D-{0}", "quote edit Q-{0}", "quote send Q-{0}",
         "quote accept Q-9{0}", "quote approve Q-{0}", "approve Q-{0}", "quote delete Q-{0}",
         "audit D-{0}")  # fmt: skip
LISTS = ("quotes", "quotes mine", "quotes team", "quotes status:draft", "approvals", "audit",
         "deals", "find murmur", "products")  # fmt: skip
WRITES = (
    "quote edit Q-{0} discount:3%",
    "quote edit Q-{0} widget x7",
    "quote revise Q-{0}",
    "quote send Q-{0}",
    "quote reject Q-{0} dear",
    "quote accept Q-{0}",
    "quote delete Q-{0}",
    "quote add D-{0} widget x2",
    "deal line add D-{0} widget x2",
    "deal line edit D-{0} widget x9",
    "deal line delete D-{0} 1",
)


@pytest.fixture(params=ROLES)
def role(request) -> str:
    return str(request.param)


@pytest.fixture
def chat(request, tmp_path):
    yield from matrix_viewers.company(request, tmp_path, fill)


@pytest.fixture
def viewer(chat: Chat, role: str) -> Somebody:
    return matrix_viewers.looking(chat, role)


def fill(chat: Chat, role: str) -> None:
    """The one who looks, with a quote of a deal of each relation to them."""
    top = chat.manager("Maria Top")
    viewer = matrix_viewers.looking(chat, role)
    chat.staff("Tom Team", Role.REP, viewer if role == "manager" else top)
    chat.staff("Zoe Elsewhere", Role.REP, chat.manager("Olaf Other"))
    write(chat, lambda session: products.add(session, products.Draft("widget", Money(5, "USD"))))
    for whose in DEALS_WHOSE:
        _make(chat, viewer, whose)
    if role == "suspended":
        answers_and_agrees(chat.admin(), "suspend @vera")


def write(chat: Chat, unit):
    def act(session: Session):
        session.actor = PARLEY
        return unit(session)

    return chat.database.write(act, chat.clock.now())


def _make(chat: Chat, viewer: Somebody, whose: str) -> None:
    names = dict.fromkeys(("elsewhere", *SHARED), "Zoe Elsewhere") | {"team": "Tom Team"}
    owner = chat.rep(names[whose]).speaker if whose in names else viewer.speaker

    def unit(session: Session) -> None:
        deal = deals.add(session, deals.Draft("Widgets"), owner_id=owner.staff_id)
        session.flush()
        if whose in SHARED and viewer.speaker.staff_id:
            shares.put(
                session, deal, viewer.speaker.staff_id, "read" if whose == "read" else "edit"
            )
        item = Item(products.get(session, 1), "", 1000, Money(price(whose) * 100, "USD"))
        deal_lines.add(session, deal, [item])
        secret = Item(None, name(whose), 2000, Money(price(whose) * 100, "USD"))
        assert quotes.add(session, deal, [item, secret], Terms(note=name(whose))).id == deal.id

    write(chat, unit)


def name(whose: str) -> str:
    return f"Murmur{whose}"


def price(whose: str) -> int:
    return 71_001 + NUMBERS[whose]


def leaks(answer: str, typed: str, *, seen: set[str]) -> list[str]:
    """What an answer says of quotes that may not be seen: names, notes and amounts."""
    assert "incident" not in answer
    said = answer.replace(typed, "")
    return [
        word
        for whose in DEALS_WHOSE
        if whose not in seen
        for word in (name(whose), *(f"{price(whose) * times:,}" for times in (1, 2, 3)))
        if word in said
    ]


def answers(viewer: Somebody, text: str) -> str:
    found = viewer.says(text) + "\n" + " ".join(viewer.buttons)
    if "Cancel" in viewer.buttons:
        viewer.says("cancel")
    return found


def answers_and_agrees(viewer: Somebody, text: str) -> None:
    viewer.says(text)
    if "Yes" in viewer.buttons:
        viewer.says("yes")


def state(chat: Chat, number: int) -> list[object]:
    """Everything of a deal's products and quotes."""

    def unit(session: Session) -> list[object]:
        session.actor = PARLEY
        with session.with_deleted():
            deal = deals.get(session, number)
            held = session.scalars(select(Quote).where(col(Quote.deal_id) == number))
            lines = session.scalars(select(QuoteLine).where(col(QuoteLine.deal_id) == number))
            rows = [*held, *lines, *deal_lines.of_deal(session, deal)]
            return [row.model_dump() for row in rows]

    return chat.database.read(unit, chat.clock.now())


def test_a_quote_is_read_by_those_only_who_may(viewer, role):
    for number in NUMBERS.values():
        for path in PATHS:
            text = path.format(number)
            assert leaks(answers(viewer, text), text, seen=DEALS_SEEN[role]) == [], text
    for whose, number in NUMBERS.items():
        shown = viewer.says(f"Q-{number}")
        assert (name(whose) in shown) == (whose in DEALS_SEEN[role]), whose
        assert (f"{price(whose) * 3:,}" in shown) == (whose in AMOUNTS_SEEN[role]), whose


def test_lists_hold_only_what_may_be_seen(viewer, role):
    for text in LISTS:
        assert leaks(answers(viewer, text), text, seen=DEALS_SEEN[role]) == [], text
    if DEALS_SEEN[role]:
        assert f"{len(DEALS_SEEN[role])} in all" in viewer.says("quotes")


def test_a_quote_is_changed_by_those_only_who_may(chat, viewer, role):
    for whose, number in NUMBERS.items():
        for text in WRITES:
            before = state(chat, number)
            answers_and_agrees(viewer, text.format(number))
            changed = state(chat, number) != before
            # An accepted quote makes an order, and a share does not reach so far.
            who = DEALS if text.startswith(("quote delete", "quote accept")) else DEALS_EDITED
            assert changed == (whose in who[role]), (text, whose)
            if changed:
                viewer.says("undo")


@pytest.mark.parametrize("text", ["Q-1", "quotes", "quote edit Q-1 discount:2%", "quote accept Q-1",
                                  "deal lines D-1", "quote send Q-1", "quote revise Q-1",
                                  "quote edit Q-1 widget x4", "quote add D-1"])  # fmt: skip
def test_amounts_are_masked_for_whoever_may_not_see_them(chat, text):
    admin, ada = chat.admin(), chat.rep("Ada")
    admin.says("product add widget 71002")
    ada.says("deal add Murmur")
    ada.says("deal line add D-1 widget x2")
    ada.says("quote add D-1")
    answers_and_agrees(admin, "revoke rep amounts.see")
    answer = ada.says(text) + " ".join(ada.buttons)
    assert not re.search(r"\$|71,|142,", answer), answer
