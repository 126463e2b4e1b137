"""Importing tickets: history comes in as it is, once, and wakes nobody."""

import pytest

from store.access import Denied
from tests.importing import import_rows

HEAD = ("Ticket ID", "Customer Name", "Customer Email", "Subject", "Description", "Status",
        "Priority", "Type", "Channel", "Created", "First Response Time", "Time to Resolution",
        "Resolution", "Assignee", "Customer Age")  # fmt: skip
DAY = "2026-11-20 "
GRACE = ("7", "Grace Hopper", "grace@navy.example", "Login", "I cannot\nlog in.", "Open", "Critical",
         "outage", "Email", DAY + "09:00", "", "", "", "Gus", "40")  # fmt: skip
ALAN = ("8", "Alan Turing", "alan@park.example", "Paper", "It jams", "Closed", "Low", "Printing",
        "Phone", DAY + "09:00", DAY + "12:00", DAY + "11:00", "New roller", "", "41")  # fmt: skip
KONRAD = ("9", "Konrad Zuse", "", "", "数据不对", "Pending Customer Response", "P2", "", "Chat",
          DAY + "09:00", DAY + "08:00", "", "", "Nobody Known", "")  # fmt: skip


@pytest.fixture
def gus(chat):
    chat.admin().says("settings ticket routing on")
    return chat.agent("Gus")


def imported(chat, *rows, **wish):
    return import_rows(chat, HEAD, *rows, who="Root Admin", **wish)


def test_tickets_come_in_with_their_customers_and_impossible_times_are_told(gus, chat):
    done = imported(chat, GRACE, ALAN, KONRAD)
    assert done.counts == (3, 3, 0, 0, 0)
    assert [(line, column, reason) for line, column, _, reason in done.remarks] == [
        (4, "Time to Resolution", "Solved before the first answer: kept as it is."),
        (5, "Assignee", "Nobody who works on tickets is called so: nobody has it."),
        (5, "First Response Time", "Answered before it came in: kept as it is."),
    ]
    assert [str(one) for one in done.result.told] == ["New categories: Printing"]
    assert done.result.guess.kind == "tickets"
    first = gus.says("T-1")
    assert "Login T-1\nGrace Hopper\nopen · priority urgent · outage · Gus works on it" in first
    assert "Fri 20 Nov 2026, 09:00 · Grace Hopper\nI cannot\nlog in." in first
    assert "closed · priority low · Printing · nobody has taken it yet" in gus.says("T-2")
    assert "Fri 20 Nov 2026, 11:00 · Parley · Resolved\nNew roller" in gus.says("timeline T-2")
    third = gus.says("T-3")
    assert "waits for the customer · priority high · data fault" in third
    assert "Category data fault: the word “数据不对”" in third
    assert "First answer: met late" not in third
    assert "T-1" in gus.says("find login")
    assert "Grace Hopper" in chat.admin().says("find grace@navy.example")


def test_history_wakes_nobody_until_somebody_works_on_it(gus, chat):
    quiet = (*GRACE[:13], "", "")
    imported(chat, quiet)
    heard = len(gus.inbox)
    chat.passes(days=2)
    assert len(gus.inbox) == heard
    assert "T-1" in gus.says("tickets unassigned")
    gus.says("take T-1")
    heard = len(gus.inbox)
    chat.passes(hours=2)
    assert ["Escalation 1" in one for one in gus.inbox[heard:]] == [True]


def test_twice_is_once_and_a_dry_run_is_nothing(gus, chat):
    dry = imported(chat, GRACE, ALAN, dry_run=True)
    assert dry.counts == (2, 2, 0, 0, 0)
    assert gus.says("tickets status:closed") == "No tickets there."
    assert imported(chat, GRACE, ALAN, GRACE).counts == (3, 2, 0, 1, 0)
    assert imported(chat, GRACE, ALAN, KONRAD).counts == (3, 1, 0, 2, 0)
    nameless = ("", "", "", "A wish", "Please", "strange", "odd", "", "", "not a day", *[""] * 5)
    done = imported(chat, nameless, ("", *[""] * 14), ("x", *[""] * 14))
    assert done.counts == (2, 1, 0, 0, 1)
    assert "the row asks for nothing" in done.reasons
    assert "The row names no customer" in done.reasons
    assert "Not a status that I know" in done.reasons
    assert "Not a priority that I know" in done.reasons
    assert imported(chat, nameless).counts == (1, 0, 0, 1, 0)


def test_odd_rows_and_who_may_not(gus, chat):
    rows = [
        ("10", "A" * 10_000, "x", "T", "t" * 20_000, "已解决", "紧急", "", "", "", "", "2026-11-19", "", "", ""),
        ("11", "王小明", "", "标题", "内容", "Resolved", "", "", "", "2026-13-45 10:00", "", "", "", "", ""),
        ("12", "Ada L", "", "Later", "x", "Closed", "", "", "", DAY + "10:00", "2027-01-01 10:00",
         DAY + "08:00", "", "", ""),
    ]  # fmt: skip
    done = imported(chat, *rows)
    assert done.counts[:2] == (3, 3)
    for reason in ("Not a time: left out.", "No time at which it ended: now counts.",
                   "It lies in the future", "Solved before it came in"):  # fmt: skip
        assert reason in done.reasons
    assert "resolved · priority urgent" in gus.says("T-1")
    for who in ("Gus", "Ada"):
        chat.rep("Ada")
        with pytest.raises(Denied):
            import_rows(chat, HEAD, GRACE, who=who, kind="tickets")
