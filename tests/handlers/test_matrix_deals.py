"""The matrix of deals: every role x whose deal x path, against the table of COMMANDS section 4."""

import re
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlmodel import col

from store import companies, contacts, deals, shares, tiers, transitions
from store.moneys import Money
from store.rights import Role
from store.sessions import PARLEY, Session
from store.tables import Deal, DealContact, StageMove
from tests.conversations import Chat, Somebody
from tests.handlers import matrix_viewers
from tests.handlers.matrix_tables import (
    AMOUNTS_SEEN,
    DEALS,
    DEALS_ASSIGNED,
    DEALS_EDITED,
    DEALS_SEEN,
    DEALS_WHOSE,
    ROLES,
    SHARED,
)

pytestmark = pytest.mark.no_cover  # tracing thousands of messages takes half of their time
NUMBERS = {whose: number for number, whose in enumerate(DEALS_WHOSE, 1)}
PATHS = ("{}", "deal show {}", "show {}", "timeline {}", "deal edit {}", "deal win {}", "deal lose {}",
         "deal move {}", "deal reopen {}", "deal assign {} @tia", "deal share {} @tia", "deal unshare {} @tia", "deal delete {}", "deal restore {}",
         "log call {} hi", "deal contact add {} C-1", "deal contact remove {} C-1",
         "deal show murmur{whose}", "find murmur{whose}", "deal move murmur{whose} won")  # fmt: skip
LISTS = ("deals", "deals mine", "deals team", "deals all", "deals @tom", "deals @zoe", "deals stale",
         "deals closing:2027", "deals company:Gloom", "deals stage:lead", "find gloom",
         "find murmur", "pipeline", "pipeline team", "pipeline @zoe", "agenda", "companies",
         "why O-1", "O-1", "timeline O-1", "C-1", "timeline C-1", "tiers",
         "deals over 1k", "deals sort:amount", "deals state:open", "views", "export deals",
         "10万以下的商机", "audit", "audit D-1", "audit D-2", "audit D-3", "audit @tom", "audit @zoe")  # fmt: skip
WRITES = (
    ("deal edit {} title:Other", DEALS_EDITED),
    ("deal edit {} amount:7", DEALS_EDITED),
    ("deal move {} proposal", DEALS_EDITED),
    ("deal win {}", DEALS_EDITED),
    ("deal lose {} price: dear", DEALS_EDITED),
    ("log note {} heard next:tomorrow", DEALS_EDITED),
    ("deal edit {} amount:none", DEALS_EDITED),
    ("deal contact add {} C-1 champion", DEALS_EDITED),
    ("deal delete {}", DEALS),
    ("deal share {} @tia", DEALS),
    ("deal unshare {} @maria", DEALS),
    ("deal assign {} @tia", DEALS_ASSIGNED),
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
    """The one who looks, with a deal of each relation to them, made by those who may."""
    top = chat.manager("Maria Top")
    viewer = matrix_viewers.looking(chat, role)
    for colleague in ("Tom Team", "Tia Team"):
        chat.staff(colleague, Role.REP, viewer if role == "manager" else top)
    chat.staff("Zoe Elsewhere", Role.REP, chat.manager("Olaf Other"))
    chat.database.write(_found, chat.clock.now())
    for whose in DEALS_WHOSE:
        _make(chat, viewer, whose)
    if role == "suspended":
        answers_and_agrees(chat.admin(), "suspend @vera")


def _found(session: Session) -> None:
    """The pool's company and contact, with whom all the deals are."""
    session.actor = PARLEY
    companies.add(session, companies.Draft("Umbra Works"), owner_id=None)
    contacts.add(session, contacts.Draft("Quill Zarov", company_id=1), owner_id=None)
    tiers.add(session, "A", "open", 1, 0)


def _make(chat: Chat, viewer: Somebody, whose: str) -> None:
    names = dict.fromkeys(("elsewhere", *SHARED), "Zoe Elsewhere") | {"team": "Tom Team"}
    owner = chat.rep(names[whose]).speaker if whose in names else viewer.speaker
    maker = chat.rep(names.get(whose, "Tom Team")).speaker
    maria = chat.manager("Maria Top").speaker.staff_id

    def unit(session: Session) -> None:
        session.act_as(session.directory.people[maker.staff_id or 0])
        draft = deals.Draft(title(whose), Money(amount(whose) * 100, "USD"), 1, 1, source="hush")
        row = deals.add(session, draft, owner_id=owner.staff_id)
        assert row.id == NUMBERS[whose]
        session.flush()
        for staff_id in {viewer.speaker.staff_id} - {None} if whose in SHARED else ():
            shares.put(session, row, staff_id or 0, "read" if whose == "read" else "edit")
        shares.put(session, row, maria or 0, "read")

    chat.database.write(unit, chat.clock.now())


def title(whose: str) -> str:
    return f"Murmur{whose} gloom"


def amount(whose: str) -> int:
    return 71_001 + NUMBERS[whose]


def leaks(answer: str, typed: str, *, seen: set[str]) -> list[str]:
    """What an answer says of deals that may not be seen: titles and amounts."""
    assert "incident" not in answer
    said = answer.replace(typed, "").replace("Murmur", "murmur")
    return [
        word
        for whose in DEALS_WHOSE
        if whose not in seen
        for word in (title(whose).replace("Murmur", "murmur"), f"{amount(whose):,}")
        if word in said
    ]


def answers(viewer: Somebody, text: str) -> str:
    """All that a message leads to, buttons included; an open question is cancelled."""
    found = viewer.says(text) + "\n" + " ".join(viewer.buttons)
    if "Cancel" in viewer.buttons:
        viewer.says("cancel")
    return found


def state(chat: Chat, number: int) -> dict[str, object]:
    """Everything of a deal, and how often it moved."""

    def unit(session: Session) -> dict[str, object]:
        session.actor = PARLEY
        with session.with_deleted():
            row = session.scalars(select(Deal).where(col(Deal.id) == number)).one()
            moves = session.scalars(select(StageMove).where(col(StageMove.deal_id) == number))
            shared = sorted(str(one.staff_id) for one in shares.of(session, row))
            people = session.scalars(select(DealContact).where(col(DealContact.deal_id) == number))
            return {
                **row.model_dump(),
                "moves": len(list(moves)),
                "people": len(list(people)),
                "shared": " ".join(shared),
            }

    return chat.database.read(unit, chat.clock.now())


def test_a_deal_is_read_by_those_only_who_may(chat, viewer, role):
    for whose in DEALS_WHOSE:
        for path in PATHS:
            text = path.format(f"D-{NUMBERS[whose]}", whose=whose)
            answer = answers(viewer, text)
            assert leaks(answer, text, seen=DEALS_SEEN[role]) == [], text


def test_a_card_shows_its_amount_to_those_who_see_it(viewer, role):
    for whose in DEALS_WHOSE:
        card = viewer.says(f"D-{NUMBERS[whose]}")
        assert (title(whose) in card) == (whose in DEALS_SEEN[role]), whose
        assert (f"{amount(whose):,}" in card) == (whose in AMOUNTS_SEEN[role]), whose


def test_lists_and_sums_hold_only_what_may_be_seen(viewer, role):
    seen = DEALS_SEEN[role]
    for text in LISTS:
        assert leaks(answers(viewer, text), text, seen=seen) == [], text
    if not seen:
        return
    together = sum(amount(whose) for whose in seen)
    listed = viewer.says("deals")
    assert f"{len(seen)} in all" in listed
    assert (f"Together: ${together:,}.00" in listed) == bool(AMOUNTS_SEEN[role])
    assert re.search(rf"Total +{len(seen)}\b", viewer.says("pipeline"))


def test_a_deal_is_changed_by_those_only_who_may(chat, viewer, role):
    for whose in DEALS_WHOSE:
        number = NUMBERS[whose]
        for text, who in WRITES:
            before = state(chat, number)
            answers_and_agrees(viewer, text.format(f"D-{number}"))
            changed = state(chat, number) != before
            assert changed == (whose in who.get(role, ())), (text, whose)
            if changed:
                _restore(chat, number, before)


def answers_and_agrees(viewer: Somebody, text: str) -> None:
    viewer.says(text)
    if "Yes" in viewer.buttons:
        viewer.says("yes")


def _restore(chat: Chat, number: int, before: dict[str, object]) -> None:
    """Put a deal back, behind everybody's back."""

    def unit(session: Session) -> None:
        session.actor = PARLEY
        with session.with_deleted():
            row = session.scalars(select(Deal).where(col(Deal.id) == number)).one()
            parts = select(DealContact).where(col(DealContact.deal_id) == number)
            for part in session.scalars(parts):
                session.delete(part)
            for move in transitions.history(session, row):
                if move.from_stage_id is not None:
                    session.delete(move)
            for name, value in before.items():
                if name not in ("moves", "people", "version", "shared"):
                    setattr(row, name, value)
            shared = {int(one) for one in str(before["shared"]).split()}
            held = {one.staff_id: one for one in shares.of(session, row)}
            for staff_id in held.keys() - shared:
                session.delete(held[staff_id])
            for staff_id in shared - held.keys():
                shares.put(session, row, staff_id, "read")

    chat.database.write(unit, chat.clock.now())


def test_a_whole_list_is_changed_and_exported_as_far_as_the_role(chat, viewer, role):
    for text, who in (("move all to proposal", DEALS), ("close all 2027-05-05", DEALS),
                      ("assign all to @tia", DEALS_ASSIGNED)):  # fmt: skip
        before = [state(chat, NUMBERS[whose]) for whose in DEALS_WHOSE]
        viewer.says("deals all")
        answer = viewer.says(text)
        assert leaks(answer, text, seen=DEALS_SEEN[role]) == []
        viewer.says("yes")
        after = [state(chat, NUMBERS[whose]) for whose in DEALS_WHOSE]
        changed = {
            whose for whose, old, new in zip(DEALS_WHOSE, before, after, strict=True) if old != new
        }
        assert changed == who.get(role, set()), text
        viewer.says("undo")
        for whose, old in zip(DEALS_WHOSE, before, strict=True):
            now = state(chat, NUMBERS[whose])
            kept = {"version", "updated_at"}
            assert {one: now[one] for one in now if one not in kept} == {
                one: old[one] for one in old if one not in kept
            }
    viewer.says("export deals")
    content = "".join(Path(one).read_text("utf-8") for one in viewer.last.files)
    assert bool(content) == (role in ("manager", "admin"))
    assert leaks(content, "", seen=DEALS[role]) == []
    assert all(title(whose) in content for whose in DEALS[role] if content)


def test_a_view_shows_everybody_their_own(chat, viewer, role):
    admin = chat.admin()
    admin.says("deals all")
    admin.says("view save Every for:all")
    answer = viewer.says("view Every")
    assert leaks(answer, "", seen=DEALS_SEEN[role]) == []
    assert all(title(whose) in answer for whose in DEALS_SEEN[role])


def test_restoring_reaches_as_far_as_the_role(chat, viewer, role):
    for whose, number in NUMBERS.items():

        def gone(session: Session, number: int = number) -> None:
            session.actor = PARLEY
            deals.get(session, number).deleted_at = session.now

        chat.database.write(gone, chat.clock.now())
        answer = viewer.says(f"deal restore D-{number}")
        assert ("Restored." in answer) == (whose in DEALS[role]), whose
        assert leaks(answer, "", seen=DEALS_SEEN[role]) == []


def test_what_was_agreed_to_or_undone_reaches_no_further_than_the_role(chat, viewer, role):
    if role in ("customer", "suspended"):
        return
    zoe = chat.rep("Zoe Elsewhere").speaker.staff_id
    for text in ("deal delete D-1", "deal edit D-1 title:Mine"):
        answers_later = text.startswith("deal delete")
        viewer.says(text)

        def away(session: Session) -> None:
            session.actor = PARLEY
            deals.get(session, 1).owner_id = zoe

        chat.database.write(away, chat.clock.now())
        before = state(chat, 1)
        viewer.says("yes" if answers_later else "undo")
        changed = state(chat, 1) != before
        assert changed == ("elsewhere" in DEALS[role]), text
        if changed or role == "admin":
            _restore(chat, 1, before | {"deleted_at": None})

        def back(session: Session) -> None:
            session.actor = PARLEY
            deals.get(session, 1).owner_id = viewer.speaker.staff_id

        chat.database.write(back, chat.clock.now())


def test_a_button_works_for_the_one_only_whom_it_was_shown_to(chat, viewer):
    zoe = chat.rep("Zoe Elsewhere")
    zoe.says("D-3")
    index = zoe.last.buttons.index("Won")
    press = {"press": {"outbox_id": zoe.last.outbox_id, "index": index}}
    assert "somebody else" in viewer._told(press)


@pytest.mark.parametrize("text", ["D-1", "deals", "pipeline", "find murmur", "deal edit D-1 amount:9k",
                                  "deal win D-1 amount:9k", "timeline D-1"])  # fmt: skip
def test_amounts_are_masked_for_whoever_may_not_see_them(chat, text):
    admin, ada = chat.admin(), chat.rep("Ada")
    ada.says("deal add Murmur 71,002 company:Navy")
    answers_and_agrees(admin, "revoke rep amounts.see")
    answer = ada.says(text)
    assert not re.search(r"\$|71|9[,k]|9,000", answer), answer
    assert "Murmur" in answer or "lead" in answer


def test_the_history_masks_amounts_as_the_cards_do(chat):
    admin, maria = chat.admin(), chat.manager("Maria")
    maria.says("deal add Murmur 71002")
    maria.says("deal edit D-1 amount:82003")
    assert "$71,002.00 → $82,003.00" in maria.says("audit D-1")
    answers_and_agrees(admin, "revoke manager amounts.see")
    masked = maria.says("audit D-1")
    assert "Amount: ••• → •••" in masked
    assert "71" not in masked
    assert "82" not in masked
