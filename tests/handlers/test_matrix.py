"""The matrix: every role x command x record x path, against the table of COMMANDS section 4."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest

from bot.terminals import Message
from handlers import grammar
from handlers.contract import Command, Parameter, registry
from handlers.customs import RefReader
from handlers.readers.records import Colleague, RecordReader
from handlers.readers.words import Choice
from store import tables
from store.rights import Right, Role
from store.row_rules import ROW_RULES
from tests.conversations import Chat, Somebody, open_chat
from tests.handlers.matrix_tables import (
    ALIVE,
    AUDITS,
    CLEAR,
    COMMANDS,
    EDITS,
    FURTHER,
    LISTS,
    MAY,
    OWNS,
    READ_PATHS,
    ROLES,
    SEES,
    STRANGERS,
    WHOSE,
    WRITES,
)
from tests.handlers.matrix_worlds import Secret, World, add_companies, found_world

pytestmark = pytest.mark.no_cover  # tracing thousands of messages takes half of their time
UNKNOWN = "I don't know you yet."
SUSPENDED = "Your access is suspended."
NEEDED = "You need the right to"


def somebody(chat: Chat, role: str) -> Somebody:
    """The one who looks; Tom and Tia have the same manager, or are below a manager."""
    if role == "customer":
        return chat.customer("王小明")
    top = chat.manager("Maria Top")
    kind = Role.REP if role == "suspended" else Role(role)
    viewer = chat.staff("Vera Viewer", kind, top)
    for colleague in ("Tom Team", "Tia Team"):
        chat.staff(colleague, Role.REP, viewer if role == "manager" else top)
    chat.staff("Zoe Elsewhere", Role.REP, chat.manager("Olaf Other"))
    return viewer


@pytest.fixture(params=ROLES)
def role(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def world(chat: Chat, role: str) -> World:
    return found_world(chat, somebody(chat, role))


@dataclass(frozen=True)
class Full:
    """Two records of each kind with one phone; one of Zoe's has our own record's phone too."""

    role: str
    secrets: list[Secret] = field(default_factory=list, compare=False)

    def __call__(self, chat: Chat) -> None:
        """Fill a company with them, and note them."""
        world = found_world(chat, somebody(chat, self.role))
        for whose in WHOSE * 2:
            world.add(whose)
        pairs = list(zip(world.secrets, world.secrets[len(WHOSE) :], strict=False))
        for first, second in [*pairs, (world.secrets[0], world.secrets[2])]:
            world.add_phone(second, first.phone)
            second.others.append(first.phone)
        for secret in world.secrets:
            world.settle(secret)
        self.secrets[:] = world.secrets


full = cache(Full)


@pytest.fixture
def full_world(tmp_path: Path, role: str) -> Iterator[World]:
    for chat in open_chat("sqlite", tmp_path, full(role)):
        world = World(chat, somebody(chat, role), full(role).secrets)
        with world.looking_as(role):
            yield world


def leaks(world: World, role: str, answer: str) -> list[str]:
    """What an answer says of any record that this role should not read there."""
    assert "incident" not in answer
    return [
        leak
        for secret in world.secrets
        for leak in secret.leaks(
            answer, seen=secret.whose in SEES[role], in_clear=secret.whose in CLEAR[role]
        )
    ]


def test_every_command_is_in_the_table_with_the_right_that_it_needs():
    assert {known.name: known.needs for known in registry} == COMMANDS
    assert {known.name for known in registry if known.strangers} == STRANGERS


@pytest.mark.parametrize("known", list(registry), ids=lambda known: known.name)
def test_every_command_has_help_and_examples_in_both_languages(known: Command):
    assert len(known.summary) > 10
    assert any(not re.search("[一-鿿]", example) for example in known.examples)
    assert any(re.search("[一-鿿]", example) for example in known.examples)
    said = [grammar.strip_address(example).text for example in known.examples]
    named = {one.command for one in map(grammar.named, said) if one}
    assert named == (set() if known.name == "capture" else {known.name})


def test_every_table_of_somebodys_records_has_a_rule_for_its_rows():
    scoped = {
        table
        for table in (getattr(tables, name) for name in tables.__all__)
        if {"contact_id", "company_id", "deal_id", "owner_id", "ticket_id"}
        & set(table.__table__.c.keys())
    }
    asked = {tables.Approval, tables.ApprovalSeat}  # of whoever asks, and of whoever decides
    told = {tables.Consent, tables.HeldWord}  # what a customer's account has told
    assert scoped | asked | told == ROW_RULES.keys()


def test_a_record_is_read_by_its_ref_and_name_by_those_only_who_may(world: World, role: str):
    for whose in WHOSE:
        secret = world.add(whose)
        card, buttons = _opened(world, secret)
        world.settle(secret)
        with world.looking_as(role):
            answers = _old_paths(world, card, asked="Cancel" in buttons) + _paths(world, secret)
        assert [leak for answer in answers for leak in leaks(world, role, answer)] == [], whose


def _opened(world: World, secret: Secret) -> tuple[Message, tuple[str, ...]]:
    """A card and a question from before the record went where it is now."""
    world.viewer.says(f"contact show {secret.ref}")
    card = world.viewer.last
    world.viewer.says(f"log note {secret.ref}")
    return card, world.viewer.buttons


def _old_paths(world: World, card: Message, *, asked: bool) -> list[str]:
    found = [world.answers("an answer to the open question")] if asked else []
    found += [world.answers(f"{command} it") for command in ("contact show", "timeline")]
    found += [world.pressed(card, label) for label in sorted(card.buttons)]
    before = len(world.chat.arrived)
    world.viewer.replies_to(card, "timeline it")
    world.viewer.replies_to(card, "contact show it")
    return [*found, world.heard(before)]


def _paths(world: World, secret: Secret) -> list[str]:
    found = []
    for path in READ_PATHS:
        found.append(world.answers(path.format(secret.ref)))
        _cancelled(world)
    for typed in (secret.phone, secret.email, "Quill Zarov"):
        found.append(world.answers(f"find {typed}", typed))
        found.append(world.answers(f"contact show {typed}", typed))
        _cancelled(world)
    return found


def _cancelled(world: World) -> None:
    if "Cancel" in world.viewer.buttons:
        world.viewer.says("cancel")


def test_a_card_shows_in_clear_what_the_role_may_read(full_world: World, role: str):
    for secret in full_world.secrets:
        card = full_world.answers(f"contact show {secret.ref}")
        in_clear = secret.whose in CLEAR[role]
        assert (secret.surname in card) == (secret.whose in SEES[role])
        assert all((one in card) == in_clear for one in secret.personal)
        assert ("masked for you" in card) == (secret.whose in SEES[role] and not in_clear)


def test_lists_say_nothing_of_what_may_not_be_seen(full_world: World, role: str):
    for text in LISTS:
        assert leaks(full_world, role, full_world.answers(text)) == [], text


def test_the_history_of_a_record_is_read_by_those_only_who_see_the_record(
    full_world: World, role: str
):
    for text in AUDITS:
        answer = full_world.answers(text)
        for secret in full_world.secrets:
            seen = role in MAY[Right.AUDIT_SEE] and secret.whose in SEES[role] | {"deleted"}
            in_clear = role == "admin"
            assert secret.leaks(answer, seen=seen, in_clear=in_clear) == [], text


def test_lists_count_what_may_be_seen_only(full_world: World, role: str):
    seen = [secret for secret in full_world.secrets if secret.whose in SEES[role]]
    pairs = [1 for one, other in combinations(seen, 2) if one.phones & other.phones]
    for text, count in (
        ("contacts", len(seen)),
        ("find quill", len(seen)),
        ("duplicates", len(pairs)),
    ):
        counted = re.findall(r"(\d+) in all", full_world.answers(text))
        assert {int(one) for one in counted} == ({count} if count else set()), text


def test_a_masked_field_cannot_be_searched_for(full_world: World, role: str):
    for secret in full_world.secrets:
        answer = full_world.answers(f"contacts allergy:{secret.allergy}")
        assert (secret.surname in answer) == (secret.whose in CLEAR[role])


def test_companies_are_seen_and_masked_like_contacts(world: World, role: str):
    secrets = list(add_companies(world))
    lists = ("companies", "find gloom", "find holding", "contacts company:gloom")
    with world.looking_as(role):
        answers = {text: world.answers(text) for text in lists}
        cards = [world.answers(f"company show O-{secret.number}") for secret in secrets]
    for secret, card in zip(secrets, cards, strict=True):
        seen, in_clear = secret.whose in SEES[role], secret.whose in CLEAR[role]
        assert (secret.name in card) == seen
        assert secret.shows(card) == (set(secret.personal) if in_clear else set())
        for text, answer in answers.items():
            assert secret.leaks(answer, seen=seen, in_clear=in_clear) == [], text


def test_a_record_is_changed_by_those_only_who_may(world: World, role: str):
    for whose in WHOSE:
        secret, spare = _settled(world, whose), world.add("own")
        before = world.state(secret, spare)
        for text, who in WRITES:
            with world.looking_as(role):
                _agreed(world, text.format(secret.ref, spare=spare.ref))
            changed = world.state(secret, spare) != before
            assert changed == (whose in who.get(role, ())), (text, whose)
            if changed:
                secret = _settled(world, whose)
                spare = world.add("own") if "{spare}" in text else spare
                before = world.state(secret, spare)


def _settled(world: World, whose: str) -> Secret:
    secret = world.add(whose)
    world.settle(secret)
    return secret


def _agreed(world: World, text: str) -> None:
    world.answers(text)
    if "Yes" in world.viewer.buttons:
        world.answers("yes")


def test_what_was_agreed_to_before_reaches_no_further_than_the_role(world: World, role: str):
    for whose in WHOSE:
        secret = world.add(whose)
        world.answers(f"contact delete {secret.ref}")
        world.settle(secret)
        before = world.state(secret)
        with world.looking_as(role):
            assert leaks(world, role, world.answers("yes")) == []
        assert (world.state(secret) != before) == (whose in OWNS.get(role, ())), whose


def test_an_undo_reaches_no_further_than_the_role(world: World, role: str):
    for whose in ALIVE:
        secret = world.add(whose)
        world.answers(f"contact edit {secret.ref} title:Chief")
        world.settle(secret)
        before = world.state(secret)
        with world.looking_as(role):
            assert leaks(world, role, world.answers("undo")) == []
        assert (world.state(secret) != before) == (whose in EDITS.get(role, ())), whose


def test_a_button_works_for_the_one_only_whom_it_was_shown_to(world: World, role: str):
    secret = _settled(world, "elsewhere")
    zoe = world.chat.rep("Zoe Elsewhere")
    zoe.says(f"contact show {secret.ref}")
    pressed = world.pressed(zoe.last, "Timeline")
    assert "somebody else" in pressed
    assert leaks(world, role, pressed) == []


def test_a_command_is_run_by_those_only_who_have_its_right(world: World, role: str):
    hidden = _settled(world, "elsewhere")
    company = list(add_companies(world))[2]
    seen, in_clear = "elsewhere" in SEES[role], "elsewhere" in CLEAR[role]
    with world.looking_as(role):
        for known in registry:
            answer = world.answers(_said(known, hidden.ref, f"O-{company.number}"))
            assert _refused(role, known) == _refusal(role, known, answer), known.name
            assert leaks(world, role, answer) == []
            assert company.leaks(answer, seen=seen, in_clear=in_clear) == []
            _cancelled(world)


def _said(known: Command, contact: str, company: str) -> str:
    """A command with something for every argument that it asks for."""
    values = [_sample(one, contact, company) for one in known.parameters if one.required]
    return " ".join([known.name, *values])


def _sample(parameter: Parameter, contact: str, company: str) -> str:
    reader = parameter.reader
    if isinstance(reader, RecordReader) and "deal" in reader._kinds[:1]:
        return "D-1"
    if isinstance(reader, RecordReader):
        return contact if "contact" in reader._kinds else company
    if isinstance(reader, RefReader):
        return contact
    if isinstance(reader, Colleague):
        return "@tia"
    return reader.suggest(None)[0] if isinstance(reader, Choice) else "xyzzy"  # type: ignore[arg-type]


def _refused(role: str, known: Command) -> str:
    if role == "customer":
        return "" if known.name in STRANGERS else UNKNOWN
    if role == "suspended":
        return SUSPENDED
    if known.name == "rate":  # for staff it is about exchange rates
        return _refused(role, registry["rates"])
    needed = {known.needs, FURTHER.get(known.name, known.needs)}
    return "" if all(role in MAY[one] for one in needed) else NEEDED


OWN_REQUEST = re.compile(
    r"Added to T-\d|Thank you, we have received it|Which request is|I keep that"
)
"""Said to a customer whose words, whatever they look like, go into a request of their own."""


def _refusal(role: str, known: Command, answer: str) -> str:
    if role == "customer" and not known.strangers and OWN_REQUEST.match(answer):
        return UNKNOWN
    found = [one for one in (UNKNOWN, SUSPENDED, NEEDED) if answer.startswith(one)]
    return found[0] if found else ""
