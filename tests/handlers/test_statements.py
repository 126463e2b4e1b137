"""How much a command asks of the database: at most ten statements, whatever the page holds."""

import pytest
from sqlalchemy import event

from handlers import dispatch
from store import conversations

MOST = 10
CONTROL = ("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "COMMIT")
EMPLOYER = "Navy Systems Ltd"


@pytest.fixture
def ada(any_chat):
    ada = any_chat.rep("Ada")
    ada.says(f'company add "{EMPLOYER}"')
    for number in range(12):
        person = f"Grace Hopper{'abcdefghijkl'[number]} g{number}@navy.example"
        ada.says(f'contact add {person} +1 202 555 01{number:02} company:"{EMPLOYER}"')
        ada.says(f"deal add Pump {number} 5k O-1 C-{number + 1}")
    return ada


@pytest.mark.parametrize(
    "said",
    [
        "contact add Alan Turing alan@park.example +1 202 555 0199",
        f'contact add Alan Turing company:"{EMPLOYER}"',
        "contact add Grace Hoppera g0@navy.example",
        "contact show C-3",
        "contact edit C-3 title:Admiral tier:A",
        "find Hoppera",
        "find hop",
        "contacts",
        "contacts tier:A",
        "who is Hopperc",
        "deal add More pumps 5k C-3",
        "deal show D-3",
        "deal edit D-3 amount:9k",
        "deal move D-3 proposal",
        "deal win D-3",
        "deal lose D-3 price",
        "deals",
        "deals lead closing:2027",
        "pipeline",
        "find pump",
        "timeline D-3",
    ],
)
def test_a_command_takes_at_most_ten_statements(ada, said):
    sent = statements(ada, said)
    assert len(sent) <= MOST, sent


@pytest.mark.parametrize(
    "said",
    [
        "ticket add C-3 It is down",
        "ticket show T-3",
        "ticket take T-3",
        "ticket priority T-3 low",
        "ticket category T-3 general",
        "wait T-3",
        "resolve T-3",
        "note T-3 words",
        "tickets",
        "tickets overdue",
        "timeline T-3",
        "find question",
        "sla",
        "hours",
        "C-3",
    ],
)
def test_work_on_tickets_takes_at_most_ten_statements(any_chat, ada, said):
    gus = any_chat.agent("Gus")
    for number in range(10):
        gus.says(f"ticket add C-{number + 1} Question {number}")
    sent = statements(gus, said)
    assert len(sent) <= MOST, sent


def test_a_longer_page_takes_no_more_statements(ada):
    ada.says("contact add Alan Turing")
    one_row, many_rows = (statements(ada, f"find {text}") for text in ("alan turing", "hop"))
    assert len(many_rows) <= len(one_row)


def test_a_list_of_deals_takes_as_many_statements_whatever_it_holds(ada):
    many_rows = statements(ada, "deals")
    ada.says("deal win D-1")
    assert len(many_rows) <= len(statements(ada, "deals won"))


def statements(somebody, text):
    """What dispatch sends for a message that is stored already."""
    database, now = somebody.chat.database, somebody.chat.clock.now()
    place, said = somebody.speaker.conversation, {"say": text}
    inbox_id = database.write(
        lambda session: conversations.receive(session, place, f"said: {text}", said), now
    )
    seen = []

    def note(*heard):
        if not heard[2].startswith(CONTROL):
            seen.append(heard[2])

    event.listen(database.engine, "before_cursor_execute", note)
    dispatch.handle(database, inbox_id, now)
    event.remove(database.engine, "before_cursor_execute", note)
    return seen
