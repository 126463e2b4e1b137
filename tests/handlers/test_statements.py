"""How much a command asks of the database: at most ten statements, whatever the page holds."""

import pytest
from sqlalchemy import event

from handlers import dispatch
from store import conversations
from tests.conversations import Chat, open_chat

pytestmark = pytest.mark.no_cover  # every command of these has tests of its own

MOST = 10
CONTROL = ("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "COMMIT")
EMPLOYER = "Navy Systems Ltd"
SAID = (
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
    "deal add Other pumps 5k O-1 C-2",
    "deal show D-3",
    "deal edit D-3 amount:9k",
    "deal move D-3 proposal",
    "deal win D-4",
    "deal lose D-5 price",
    "deals",
    "deals lead closing:2027",
    "deals over 1k of @ada with Navy Systems sort:amount",
    "10万以下的商机",
    "move all to proposal",
    "tag all vip",
    "view save Mine",
    "views",
    "deals view:Mine",
    "view Mine",
    "pipeline",
    "find pump",
    "timeline D-3",
    "deal reopen D-4",
    "deal contact add D-3 C-4 champion",
    "log call D-3 they like it",
    "remind me tomorrow 9am to call Grace",
    "tasks",
    "done R-1",
    "timeline O-1",
    "agenda",
    "company show O-1",
    "companies tier:A lifecycle:prospect",
    "tiers",
    "why O-1",
    "tier O-1 B",
    "lead add More Leads +1 202 555 0177 more@x.example company:Navy source:web note:hello",
    "lead show L-3",
    "lead edit L-3 title:CTO",
    "leads",
    "find leadc",
    "log call L-3 hello",
    "timeline L-3",
    "lead drop L-4 spam",
    "products",
    "deal line add D-6 valve x2, bolt",
    "deal lines D-1",
    "quote add D-6 valve x2, bolt discount:5%",
    "quote add D-1",
    "quote show Q-1",
    "quote edit Q-1 valve x3, bolt x1 tax:9%",
    "quote revise Q-1",
    "quote reject Q-1 too dear",
    "quotes",
    "quotes D-1",
)
SAID_OF_TICKETS = (
    "ticket add C-3 It is down",
    "ticket show T-1",
    "ticket take T-2",
    "ticket priority T-3 low",
    "ticket category T-4 general",
    "wait T-5",
    "resolve T-6",
    "note T-7 words",
    "tickets",
    "tickets overdue",
    "timeline T-3",
    "find question",
    "sla",
    "hours",
    "C-3",
    "ticket close T-8",
    "T-8",
    "ticket reopen T-8",
)


def filled(chat: Chat) -> None:
    """A company with a page of everything."""
    ada = chat.rep("Ada")
    ada.says(f'company add "{EMPLOYER}"')
    for number in range(12):
        person = f"Grace Hopper{'abcdefghijkl'[number]} g{number}@navy.example"
        ada.says(f'contact add {person} +1 202 555 01{number:02} company:"{EMPLOYER}"')
        ada.says(
            f"lead add Lead{'abcdefghijkl'[number]} source:web company:Lead{number} l{number}@x.example"
        )
        ada.says(f"deal add Pump {number} 5k O-1 C-{number + 1}")
    ada.says("deals lead")
    ada.says("view save Mine")
    root = chat.admin()
    for product in ("valve", "bolt", "nut"):
        root.says(f"product add {product} 450")
    ada.says("deal line add D-1 valve x2, bolt x10")
    ada.says("quote add D-1")


@pytest.fixture(params=["sqlite", "postgresql"])
def ada(request, tmp_path):
    for chat in open_chat(request.param, tmp_path, filled):
        ada = chat.rep("Ada")
        ada.says("help")  # reads the directory
        yield ada


def test_a_next_step_said_along_with_something_else_is_a_second_record(ada):
    """Its row, and the deal that says when it is due."""
    ada.says("remind me tomorrow 9am to call Grace")  # numbers are taken in blocks
    assert len(statements(ada, "log call D-3 they like it")) <= MOST
    assert len(statements(ada, "log call D-3 again next:friday")) <= MOST
    assert len(statements(ada, "log call D-3 and again next:monday")) <= MOST
    assert len(statements(ada, "log call L-3 hello next:friday")) <= MOST


def test_what_comes_of_a_task_takes_as_many_statements_whatever_it_is_about(any_chat):
    """A task, its record, what happened there and what was agreed next are up to five tables."""
    filled(any_chat)
    ada = any_chat.rep("Ada")
    for number in range(1, 9):
        ada.says(f"remind me tomorrow 9am to call about:C-{number}")
    any_chat.passes(days=5)
    ada.says("help")
    for said in (
        "remind me friday to call about:D-3",
        "tasks",
        "tasks overdue",
        "task show R-2",
        "nudges",
        "nudge list",
        "nudge why",
        "snooze R-1 friday",
        "task edit R-1 every:week",
        "task delete R-3",
        "done R-2",
        "task reopen R-2",
        "done R-4 they order on Monday",
        "task next R-4 friday",
        "done R-9 they order on Monday",
        "task next R-9 friday",
        "task file R-1",
        "task assign R-1 @ada",
        "agenda",
    ):
        sent = statements(ada, said)
        assert len(sent) <= MOST, (said, sent)


def test_a_command_takes_at_most_ten_statements(any_chat):
    filled(any_chat)  # in this process, which knows its numbers and lists by now
    ada = any_chat.rep("Ada")
    sent = {said: statements(ada, said) for said in SAID}
    assert {said: one for said, one in sent.items() if len(one) > MOST} == {}


def test_work_on_tickets_takes_at_most_ten_statements(any_chat):
    filled(any_chat)
    gus = any_chat.agent("Gus")
    for number in range(10):
        gus.says(f"ticket add C-{number + 1} Question {number}")
    sent = {said: statements(gus, said) for said in SAID_OF_TICKETS}
    assert {said: one for said, one in sent.items() if len(one) > MOST} == {}


def test_what_the_directory_holds_is_read_by_one_statement(any_chat):
    """So that neither a wish nor a setting costs more, nor the first question of a process."""
    root = any_chat.admin()
    for said in ("team add Warm Up", "tier rule add B open:200k"):
        root.says(said)
    for said in (
        "language zh",
        "language en",
        "timezone Europe/Berlin",
        "quiet 22:00-8:00",
        "digest evening 18:00",
        "notifications all hourly",
        "days off sat sun",
        "team add North",
        "field add vip choice choices:yes,no",
        "category add billing keywords:invoice",
        "cause add training",
        "rates EUR 1.08",
        "stage add demo 30 days:14 after:qualified",
        "stage edit proposal percent:60",
        "pipeline add Renewals",
        "tier rule add A won:500k months:12",
        "nudge edit aimless 14d",
        "role @root rep",
    ):
        root.says("help")  # what the last one has changed is read by whoever comes next
        sent = statements(root, said)
        assert len(sent) <= MOST, (said, sent)
        assert sum("business_calendars" in one for one in sent) <= 1, said


def test_the_first_summary_of_a_process_takes_at_most_ten_statements(any_chat):
    filled(any_chat)
    any_chat.restarts()
    sent = statements(any_chat.admin(), "summary quarter all")
    assert len(sent) <= MOST, sent


def test_a_longer_page_takes_no_more_statements(ada):
    ada.says("contact add Alan Turing")
    one_row, many_rows = (statements(ada, f"find {text}") for text in ("alan turing", "hop"))
    assert len(many_rows) <= len(one_row)


def test_a_list_of_deals_takes_as_many_statements_whatever_it_holds(ada):
    ada.says("deals")
    many_rows = statements(ada, "deals")
    ada.says("deal win D-1")
    assert len(many_rows) <= len(statements(ada, "deals won"))


def test_converting_a_lead_takes_as_many_statements_as_what_it_makes(ada):
    # A company, a contact with points, a deal and their numbers, keys, words and tasks.
    assert len(statements(ada, "lead convert L-3 Pumps 5k")) <= 2 * MOST + 3


def test_scoring_and_assigning_take_as_many_statements_whatever_there_is(ada):
    root, mark = ada.chat.admin(), ada.chat.marketer("Mark")
    root.says("help")  # reads the directory anew
    none = statements(root, "lead rule add source:nowhere 10")
    root.says("help")
    every = statements(root, "lead rule add source:web 10")
    assert len(every) <= len(none) + 1
    mark.says("lead add First One")
    assert len(statements(mark, "lead add Yet Another")) <= MOST


def test_sums_take_as_many_statements_whatever_stands_in_the_stages(ada):
    many_rows = statements(ada, "pipeline")
    nothing = statements(ada.chat.rep("Ben"), "pipeline all")
    assert len(many_rows) <= len(nothing)
    assert any("GROUP BY" in one for one in many_rows)


def statements(somebody, text, key=""):
    """What dispatch sends for a message that is stored already; a key tells it from another."""
    database, now = somebody.chat.database, somebody.chat.clock.now()
    place, said = somebody.speaker.conversation, {"say": text}
    inbox_id = database.write(
        lambda session: conversations.receive(session, place, f"said: {text} {key}", said), now
    )
    seen = []

    def note(*heard):
        if not heard[2].startswith(CONTROL):
            seen.append(heard[2])

    event.listen(database.engine, "before_cursor_execute", note)
    dispatch.handle(database, inbox_id, now)
    event.remove(database.engine, "before_cursor_execute", note)
    return seen


def test_orders_and_approvals_take_at_most_ten_statements(ada):
    for number in range(1, 10):
        ada.says(f"order add D-{number} 5k")
    ada.chat.admin().says("product add Compiler 2,500")
    for number in (2, 3, 4):
        ada.says(f"quote add D-{number} Compiler x2 discount:30")
    for number in (2, 3):
        ada.says(f"quote send Q-{number} please")
    root = ada.chat.admin()
    for who, said in (
        (ada, "order add D-10 5k"),
        (ada, "order show S-3"),
        (ada, "order show D-3"),
        (ada, "order status S-3 shipped with DHL friday"),
        (ada, "order pay S-3 1k"),
        (ada, "order edit S-3 expected:friday"),
        (ada, "orders"),
        (ada, "orders unpaid mine"),
        (ada, "D-3"),
        (ada, "approvals"),
        (root, "approvals"),
    ):
        sent = statements(who, said)
        assert len(sent) <= MOST, (said, sent)
    # A decision changes what it is about too, and somebody else is told.
    for who, said in (
        (ada, "quote send Q-4 please"),
        (root, "approve Q-2 well done"),
        (root, "reject Q-3 too much"),
        (ada, "quote accept Q-2"),
    ):
        sent = statements(who, said)
        assert len(sent) <= MOST, (said, sent)


def test_an_undo_takes_few_statements(ada):
    ada.says("order add D-10 5k")  # numbers are taken in blocks, and now there is one
    for kind in ("deal", "contact"):
        ada.says(f"{kind} add Warm Up")
    for done, most in (
        ("deal win D-4", MOST),
        ("deal move D-5 proposal", MOST),
        ("deal edit D-4 amount:9k", MOST),
        ("deal add Pumps 5k O-1 C-2", MOST),
        ("contact edit C-3 title:Admiral", MOST),
        ("quote accept Q-1", MOST),
        # Whether anybody has built upon it is asked, and its phones go one by one.
        ("contact add Alan Turing alan@park.example", MOST + 1),
    ):
        sent = statements(ada, done)
        assert len(sent) <= MOST, (done, sent)
        sent = statements(ada, "undo", done)
        assert len(sent) <= most, (done, sent)


def test_an_export_takes_as_many_statements_whatever_it_holds(ada):
    root = ada.chat.admin()
    root.says("deals")
    assert len(statements(root, "export deals")) <= MOST
    # Beside the list: numbers, phones and tags of its people, and the file with its note.
    assert len(statements(root, "export contacts")) <= MOST + 2
    for kind in (
        "leads",
        "quotes",
        "orders",
        "products",
        "tickets",
        "tasks",
        "activities",
        "articles",
    ):
        root.says(kind)
        assert len(statements(root, f"export {kind}")) <= MOST + 2, kind
        assert len(statements(root, f"export {kind} format:pdf")) <= MOST + 2, kind
    assert len(statements(root, "report schedule summary every:mon 9:00 to:@ada")) <= MOST + 1


def test_what_customers_write_takes_at_most_ten_statements(any_chat):
    filled(any_chat)
    gus, grace = any_chat.agent("Gus"), any_chat.customer("Grace")
    sent = {}
    for said in (
        "the export is down",
        "more of it",
        "yes",
        "and more",
        "my requests",
        "status T-1",
        "new request the invoice is wrong",
        "privacy",
        "my data",
        "human",
        "close T-2",
        "correct phone +1 202 555 0177",
        "link me",
    ):
        sent[said] = len(statements(grace, said))
    for said in ("T-1", "tickets", "files T-1", "ticket link T-1 C-3", "yes", "ticket lead T-1"):
        sent[said] = len(statements(gus, said))
    told = {"new request the invoice is wrong", "close T-2", "human"}  # colleagues hear of it too
    assert {said: one for said, one in sent.items() if one > MOST + 2 * (said in told)} == {}
