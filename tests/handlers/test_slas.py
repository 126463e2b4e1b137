"""Service levels in conversation: clocks that run in working time, stand still, and go on."""

import pytest

from store import sla_rounds, tickets
from store.sessions import PARLEY
from tests.handlers.service_desks import agreed, wrote


@pytest.fixture
def gus(chat):
    """An agent with a ticket that has four hours to its first answer."""
    ada = chat.rep("Ada")
    ada.says("contact add Grace Hopper tier:B")
    gus = chat.agent("Gus")
    gus.says("ticket add C-1 How do I export?")
    return gus


def clock(somebody, label, ref="T-1"):
    """What a ticket's card says of a clock."""
    lines = somebody.says(ref).splitlines()
    return next((line for line in lines if line.startswith(label)), None)


def told(somebody, text):
    somebody.says(f"reply T-1 {text}")
    somebody.says("yes")


def test_a_clock_is_healthy_at_risk_breached_and_met_late(gus, chat):
    assert clock(gus, "First") == "First answer: healthy, 4 h left, due Mon 23 Nov 2026, 13:00"
    chat.passes(hours=3)
    assert clock(gus, "First") == "First answer: at risk, 1 h left, due Mon 23 Nov 2026, 13:00"
    chat.passes(hours=1)
    assert clock(gus, "First").startswith("First answer: at risk, 0 min left")
    chat.passes(minutes=90)
    assert clock(gus, "First") == (
        "First answer: breached, was due Mon 23 Nov 2026, 13:00 (1 h 30 min of working time over)"
    )
    told(gus, "Like this")
    assert clock(gus, "First") == "First answer: met late, Mon 23 Nov 2026, 14:30"
    assert clock(gus, "Next") is None


def test_the_next_answer_is_owed_from_the_customers_words_on(gus, chat):
    told(gus, "Which format?")
    chat.passes(hours=1)
    wrote(chat, 1, "CSV")
    chat.passes(hours=1)
    wrote(chat, 1, "Or Excel")
    assert clock(gus, "Next") == "Next answer: healthy, 7 h left, due Mon 23 Nov 2026, 18:00"
    told(gus, "Both work")
    assert clock(gus, "Next") == "Next answer: met, Mon 23 Nov 2026, 11:00"
    wrote(chat, 1, "Thanks, and JSON?")
    assert clock(gus, "Next") == "Next answer: healthy, 8 h left, due Tue 24 Nov 2026, 10:00"
    chat.passes(days=2)
    told(gus, "Too")
    assert clock(gus, "Next").startswith("Next answer: met late")


def test_what_waits_stands_still_and_goes_on_where_it_stood(gus, chat):
    chat.passes(hours=1)
    gus.says("wait T-1")
    chat.passes(days=1)
    assert clock(gus, "First") == "First answer: stands still with 3 h left, healthy"
    assert "It waits for the customer already" in gus.says("wait T-1 customer")
    assert "waits for a third party" in gus.says("wait T-1 third party")
    assert "waits for the customer" in gus.says("wait T-1 for the customer")
    chat.passes(hours=1)
    gus.says("ticket resume T-1")
    assert clock(gus, "First") == "First answer: healthy, 3 h left, due Tue 24 Nov 2026, 14:00"
    gus.says("undo")
    assert clock(gus, "First").startswith("First answer: stands still")
    wrote(chat, 1, "Here I am")
    assert clock(gus, "First").endswith("due Tue 24 Nov 2026, 14:00")
    assert "Goes on: the customer has written" in gus.says("timeline T-1")


def test_a_breach_stays_one_while_the_ticket_waits(gus, chat):
    chat.passes(hours=5)
    gus.says("wait T-1")
    chat.passes(days=1)
    assert clock(gus, "First").startswith("First answer: breached, was due Mon 23 Nov 2026, 13:00")
    assert "waits for the customer" in gus.says("tickets")
    assert gus.says("tickets overdue") == "No tickets there."


def test_time_after_the_end_does_not_count_when_it_is_reopened(gus, chat):
    told(gus, "Done?")
    chat.passes(hours=2)
    gus.says("resolve T-1")
    assert clock(gus, "Solution") == "Solution: met, Mon 23 Nov 2026, 11:00"
    chat.passes(days=1)
    gus.says("ticket reopen T-1")
    assert clock(gus, "Solution") == "Solution: healthy, 25 h left, due Fri 27 Nov 2026, 18:00"
    gus.says("wait T-1")
    chat.passes(hours=1)
    gus.says("ticket close T-1")
    chat.passes(hours=1)
    gus.says("ticket reopen T-1")
    assert clock(gus, "Solution").startswith("Solution: healthy, 25 h left")


def test_a_request_of_saturday_evening_is_due_on_monday(gus, chat):
    chat.passes(days=5, hours=11, minutes=15)
    gus.says("ticket add C-1 Hello")
    assert "Sat 28 Nov 2026, 20:15" in gus.says("T-2")
    assert clock(gus, "First", "T-2") == (
        "First answer: healthy, 4 h left, due Mon 30 Nov 2026, 13:00"
    )


def test_tier_priority_policy_and_hours_move_what_is_due(gus, chat):
    admin, ada = chat.admin(), chat.rep("Ada")
    assert admin.says("sla edit normal first:2h tier:A") == (
        "Saved: normal, tier A: first answer in 2 h, next in 8 h, solved in 27 h\n"
        "Open tickets follow from now on."
    )
    assert clock(gus, "First").endswith("13:00")
    ada.says("contact edit C-1 tier:A")
    assert clock(gus, "First").endswith("11:00")
    ada.says("undo")
    assert clock(gus, "First").endswith("13:00")
    ada.says("contact edit C-1 tier:A")
    assert "first answer in 1 h 30 min" in admin.says("sla edit normal first:90m tier:A")
    assert clock(gus, "First").endswith("10:30")
    admin.says("hours mon-fri 10:00-18:00")
    assert clock(gus, "First").endswith("11:30")
    admin.says("hours holiday today Day of rest")
    assert clock(gus, "First").endswith("Tue 24 Nov 2026, 11:30")
    gus.says("timezone UTC")
    admin.says("settings timezone Europe/Berlin")
    assert clock(gus, "First").endswith("Tue 24 Nov 2026, 10:30")
    assert "Europe/Berlin" in gus.says("hours")
    admin.says("hours zone Asia/Shanghai")
    assert clock(gus, "First").endswith("Tue 24 Nov 2026, 03:30")
    gus.says("ticket priority T-1 urgent")
    assert clock(gus, "First").endswith("Tue 24 Nov 2026, 03:00")


def test_a_merged_contact_brings_its_tier(gus, chat):
    ada, admin = chat.rep("Ada"), chat.admin()
    admin.says("sla edit normal first:1h tier:A")
    ada.says("contact add Grace M Hopper tier:A")
    ada.says("contact merge C-2 C-1")
    ada.says("yes")
    assert clock(gus, "First").endswith("10:00")


def test_the_company_sees_how_well_it_keeps_its_word(gus, chat):
    told(gus, "Hello")
    gus.says("ticket add C-1 Down again")
    chat.passes(hours=2)
    gus.says("wait T-1")
    gus.says("ticket add C-1 One more")
    gus.says("resolve T-3")
    shown = gus.says("sla")
    assert shown.splitlines() == [
        "Service levels, in working time (hours)",
        "urgent: first answer in 1 h, next in 2 h, solved in 8 h",
        "high: first answer in 2 h, next in 4 h, solved in 16 h",
        "normal: first answer in 4 h, next in 8 h, solved in 27 h",
        "low: first answer in 8 h, next in 16 h, solved in 45 h",
        "Now: 2 open, 1 overdue, 1 waiting.",
        "First answers of 30 days: 2 of 3 in time (66 %)",
        "Solutions of 30 days: 1 of 1 in time (100 %)",
    ]
    assert "Now: 0 open" in chat.manager("Maria").says("sla")


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("sla edit urgent", "urgent: first answer in 1 h"),
        ("sla edit urgent first:45m", "first answer in 45 min"),
        ("sla edit urgent resolve:2d", "solved in 18 h"),
        ("sla edit urgent first:1h30m next:3h", "first answer in 1 h 30 min, next in 3 h"),
        (
            "修改服务水平 紧急 首次:2小时 解决:1天",
            "first answer in 2 h, next in 2 h, solved in 9 h",
        ),
        ("sla edit urgent first:0m", "is no length of time"),
        ("sla edit urgent first:soon", "is no length of time"),
        ("sla edit urgent first:2months", "is no length of time"),
        ("sla edit", "How urgent"),
        ("sla edit vital first:1h", "is not one of these"),
        ("sla edit urgent tier:Z first:1h", "is not one of these"),
    ],
)
def test_promises_are_read_and_refused(chat, said, answer):
    assert answer in chat.admin().says(said)


def test_promises_are_changed_by_admins_only(gus):
    assert "right to change settings" in gus.says("sla edit urgent first:1m")
    assert "urgent: first answer in 1 h" in gus.says("sla")


def test_categories_are_the_admins_to_edit(gus, chat):
    admin = chat.admin()
    admin.says("team add Billing")
    assert "Saved: invoices · priority high · to Billing · by invoice, 发票, refund" in admin.says(
        "category add invoices keywords:Invoice，发票, refund priority:high team:Billing"
    )
    made = gus.says("ticket add C-1 请开一张发票")
    assert "Category invoices because of “发票”" in made
    assert "priority high · invoices · Billing" in made
    assert "There is a category “Invoices” already" in admin.says("category add Invoices")
    assert "by bill" in admin.says("category edit invoices keywords:bill name:bills")
    assert "priority normal · general" in gus.says("ticket add C-1 another invoice")
    assert "stays: 1 ticket is or was in it" in agreed(admin, "category delete bills")
    assert "The category outage is gone." in agreed(admin, "category delete outage")
    assert "no keyword" not in admin.says("category edit bills keywords:none")
    assert "What no word fits is general." in gus.says("分类列表")
    assert "to Billing" in admin.says("category edit general team:Billing")
    assert "right to change settings" in gus.says("category add x")
    assert "There is a category “General” already" in admin.says("category edit bills name:General")
    assert "data fault · priority high" in admin.says("category edit data")


def test_the_last_category_stays(chat):
    admin = chat.admin()
    agreed(admin, "category delete outage")
    agreed(admin, "category delete data fault")
    assert "One category has to stay" in agreed(admin, "category delete general")


def test_what_is_due_agrees_after_any_course(gus, chat):
    """Due times that were kept up step by step are those that are worked out from scratch."""
    admin = chat.admin()
    gus.says("ticket add C-1 It is down")
    for text in ("wait T-1", "ticket priority T-2 low", "ticket resume T-1", "resolve T-2",
                 "ticket reopen T-2", "wait T-2 third party", "note T-1 x"):  # fmt: skip
        gus.says(text)
        chat.passes(hours=3, minutes=7)
    told(gus, "Hello")
    wrote(chat, 2, "And?")
    admin.says("hours daily 0:00-24:00")

    def dues(session):
        session.actor = PARLEY
        rows = tickets.get_many(session, [1, 2])
        held = [(one.first_due, one.next_due, one.resolve_due, one.due_at) for one in rows]
        sla_rounds.settle_open(session)
        assert not any(session.is_modified(row) for row in session.dirty)
        return held

    assert all(one[3] for one in chat.database.read(dues, chat.clock.now()))
