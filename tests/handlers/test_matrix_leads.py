"""The matrix of leads: every role x whose lead x path, as for deals."""

import re

import pytest
from sqlalchemy import select
from sqlmodel import col

from store import activities, leads
from store.rights import Role
from store.sessions import PARLEY, Session
from store.tables import Activity, Lead
from tests.conversations import Chat, Somebody
from tests.handlers import matrix_viewers
from tests.handlers.matrix_tables import ROLES
from tests.handlers.test_matrix_deals import answers, answers_and_agrees

pytestmark = pytest.mark.no_cover  # tracing thousands of messages takes half of their time
WHOSE = ("own", "team", "elsewhere", "nobody")
NUMBERS = {whose: number for number, whose in enumerate(WHOSE, 1)}
SEES: dict[str, set[str]] = {
    "customer": set(), "agent": set(), "rep": {"own"}, "marketer": set(WHOSE),
    "manager": {"own", "team", "nobody"}, "admin": set(WHOSE), "suspended": set(),
}  # fmt: skip
EDITS: dict[str, set[str]] = {"rep": {"own"}, "manager": {"own", "team"}, "admin": set(WHOSE)}
CLEAR = EDITS
ASSIGNS: dict[str, set[str]] = {"manager": {"own", "team", "nobody"}, "admin": set(WHOSE)}
PATHS = ("{}", "lead show {}", "show {}", "timeline {}", "lead edit {}", "lead convert {} contact:C-9",
         "lead drop {}", "lead reopen {}", "log note {}", "lead delete {}", "lead restore {}",
         "lead show hush{whose}", "find hush{whose}", "find hush{number}@x.example",
         "lead show +1202555714{number}", "log note hush{whose} x", "lead assign {} @nobodyhere")  # fmt: skip
LISTS = ("leads", "leads mine", "leads team", "leads all", "leads unassigned", "leads @tom", "leads @zoe",
         "leads source:murk", "leads status:new", "leads status:dropped", "find hush", "find gloom",
         "who works at gloom", "agenda", "companies", "contacts", "audit", "audit L-1", "audit L-2",
         "audit L-3", "audit L-4", "audit @tom", "audit @zoe")  # fmt: skip
WRITES = (
    ("lead edit {} title:Other", EDITS),
    ("lead edit {} phone:2025550199", EDITS),
    ("log note {} something", EDITS),
    ("lead drop {} spam", EDITS),
    ("lead convert {} Pumps 5k", EDITS),
    ("lead delete {}", EDITS),
    ("lead assign {} @tia", ASSIGNS),
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
    """The one who looks, with a lead of each relation to them."""
    top = chat.manager("Maria Top")
    viewer = matrix_viewers.looking(chat, role)
    for colleague in ("Tom Team", "Tia Team"):
        chat.staff(colleague, Role.REP, viewer if role == "manager" else top)
    chat.staff("Zoe Elsewhere", Role.REP, chat.manager("Olaf Other"))
    for whose in WHOSE:
        _make(chat, viewer, whose)
    if role == "suspended":
        answers_and_agrees(chat.admin(), "suspend @vera")


def _make(chat: Chat, viewer: Somebody, whose: str) -> None:
    names = {"team": "Tom Team", "elsewhere": "Zoe Elsewhere"}
    owner = chat.rep(names[whose]).speaker if whose in names else viewer.speaker
    maker = chat.rep(names.get(whose, "Tom Team")).speaker

    def unit(session: Session) -> None:
        session.act_as(session.directory.people[maker.staff_id or 0])
        number = NUMBERS[whose]
        fields = {"company_name": f"Gloom{whose}", "source": "murk"}
        draft = leads.Draft(
            f"Hush{whose}",
            fields,
            f"+1202555714{number}",
            f"hush{number}@x.example",
            f"first{whose}",
        )
        row = leads.add(session, draft, owner_id=maker.staff_id)
        assert row.id == number
        session.flush()
        activities.log(session, row, "note", f"whisper{whose}")
        row.status, row.touched_at = "new", None
        row.owner_id = None if whose == "nobody" else owner.staff_id

    chat.database.write(unit, chat.clock.now())


def leaks(answer: str, typed: str, role: str) -> list[str]:
    """What an answer says of leads that should not be read there."""
    assert "incident" not in answer
    said = answer.replace(typed, "").replace("Hush", "hush")
    for word in typed.split():
        said = said.replace(f"“{word}", "")
    found = []
    for whose, number in NUMBERS.items():
        digits = re.sub(r"\D", "", said)
        secret = (f"hush{number}@x", f"1202555714{number}")
        if whose not in CLEAR.get(role, ()):
            found += [one for one in secret if one in said or (one.isdecimal() and one in digits)]
        if whose not in SEES[role]:
            words = (f"hush{whose}", f"Gloom{whose}", f"first{whose}", f"whisper{whose}")
            found += [one for one in words if one in said]
    return found


def state(chat: Chat, number: int) -> dict[str, object]:
    """Everything of a lead, and how much was logged of it."""

    def unit(session: Session) -> dict[str, object]:
        session.actor = PARLEY
        with session.with_deleted():
            row = session.scalars(select(Lead).where(col(Lead.id) == number)).one()
            logged = session.scalars(select(Activity).where(col(Activity.lead_id) == number))
            return {**row.model_dump(), "logged": len(list(logged))}

    found: dict[str, object] = chat.database.read(unit, chat.clock.now())
    return found


def test_a_lead_is_read_by_those_only_who_may(viewer, role):
    for whose, number in NUMBERS.items():
        for path in PATHS:
            text = path.format(f"L-{number}", whose=whose, number=number)
            assert leaks(answers(viewer, text), text, role) == [], text
        card = viewer.says(f"L-{number}")
        assert (f"Hush{whose}" in card) == (whose in SEES[role])
        assert (f"hush{number}@x.example" in card) == (whose in CLEAR.get(role, ()))
        masked = whose in SEES[role] - CLEAR.get(role, set())
        assert ("masked for you" in card) == masked
        told = viewer.says(f"timeline L-{number}")
        assert (f"whisper{whose}" in told) == (whose in SEES[role])


def test_lists_hold_only_what_may_be_seen(viewer, role):
    for text in LISTS:
        assert leaks(answers(viewer, text), text, role) == [], text
    if SEES[role]:
        assert f"{len(SEES[role])} in all" in viewer.says("leads")
        if role != "rep":
            assert f"{len(SEES[role])} in all" in viewer.says("find hush")


def test_a_lead_is_changed_by_those_only_who_may(chat, viewer, role):
    for whose, number in NUMBERS.items():
        for text, who in WRITES:
            before = state(chat, number)
            answers_and_agrees(viewer, text.format(f"L-{number}"))
            changed = state(chat, number) != before
            assert changed == (whose in who.get(role, ())), (text, whose)
            if changed:
                _restore(chat, number, before)


def _restore(chat: Chat, number: int, before: dict[str, object]) -> None:
    """Put a lead back, behind everybody's back."""

    def unit(session: Session) -> None:
        session.actor = PARLEY
        with session.with_deleted():
            row = session.scalars(select(Lead).where(col(Lead.id) == number)).one()
            for name, value in before.items():
                if name not in ("logged", "version"):
                    setattr(row, name, value)

    chat.database.write(unit, chat.clock.now())


def test_an_undo_and_a_yes_reach_no_further_than_the_role(chat, viewer, role):
    if "own" not in EDITS.get(role, ()):
        return
    zoe = chat.rep("Zoe Elsewhere").speaker.staff_id
    for said, later in (("lead delete L-1", "yes"), ("lead edit L-1 title:Mine", "undo")):
        viewer.says(said)
        _give(chat, zoe)
        before = state(chat, 1)
        viewer.says(later)
        assert (state(chat, 1) != before) == (role == "admin"), said
        _restore(chat, 1, before)
        _give(chat, viewer.speaker.staff_id)


def _give(chat: Chat, owner_id: int | None) -> None:
    def unit(session: Session) -> None:
        session.actor = PARLEY
        with session.with_deleted():
            row = session.scalars(select(Lead).where(col(Lead.id) == 1)).one()
            row.owner_id, row.deleted_at = owner_id, None

    chat.database.write(unit, chat.clock.now())


def test_restoring_reaches_as_far_as_the_role(chat, viewer, role):
    for whose, number in NUMBERS.items():

        def gone(session: Session, number: int = number) -> None:
            session.actor = PARLEY
            leads.get(session, number).deleted_at = session.now

        chat.database.write(gone, chat.clock.now())
        answer = viewer.says(f"lead restore L-{number}")
        assert ("Restored." in answer) == (whose in EDITS.get(role, ())), whose
        assert leaks(answer, "", role) == []


def test_a_button_works_for_the_one_only_whom_it_was_shown_to(chat, viewer):
    zoe = chat.rep("Zoe Elsewhere")
    zoe.says("L-3")
    press = {"press": {"outbox_id": zoe.last.outbox_id, "index": zoe.last.buttons.index("Convert")}}
    assert "somebody else" in viewer._told(press)


def test_activities_of_leads_are_behind_both_walls(chat, viewer, role):
    def unit(session: Session) -> set[int | None]:
        person = session.directory.people.get(viewer.speaker.staff_id or 0)
        if person:
            session.act_as(person)
        return set(session.scalars(select(col(Activity.lead_id))))

    seen = chat.database.read(unit, chat.clock.now())
    expected = {NUMBERS[whose] for whose in SEES[role]}
    assert seen == expected


def test_a_converted_lead_shows_nothing_of_a_deal_that_may_not_be_seen(chat):
    ada, mark = chat.rep("Ada"), chat.marketer("Mark")
    ada.says("lead add Grace Hopper source:web")
    ada.says("lead convert L-1 Secret pumps 71002")
    card = mark.says("L-1")
    assert "Secret" not in card
    assert "71" not in card
    assert "D-1" in card
    assert "see deals" in mark.says("D-1")
