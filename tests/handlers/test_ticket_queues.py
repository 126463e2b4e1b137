"""Queues of tickets: what is due first is at the top, and each sees their own part."""

import pytest


@pytest.fixture
def desk(chat):
    """Two agents, and ten tickets of three customers."""
    ada, ben = chat.rep("Ada"), chat.rep("Ben")
    ada.says("contact add Grace Hopper company:Navy")
    ada.says("contact add Alan Turing")
    ben.says("contact add Konrad Zuse company:Harbour")
    gus, ivy = chat.agent("Gus"), chat.agent("Ivy")
    for number in range(7):
        gus.says(f"ticket add C-1 Question {'abcdefg'[number]}")
    gus.says("ticket add C-2 It is down")
    gus.says("ticket add C-2 The numbers are incorrect")
    gus.says("ticket add C-3 A wish priority:low")
    ivy.says("take T-10")
    gus.says("take T-1")
    return gus, ivy, ada, ben


def refs(answer):
    return [line.split()[0] for line in answer.splitlines() if line.startswith("T-")]


def test_what_is_due_first_is_at_the_top_and_what_waits_below(desk, chat):
    gus, ivy, _, _ = desk
    first = gus.says("tickets")
    assert first.startswith(
        "Tickets · 1–8 of 10 in all\n"
        "T-8 It is down · Alan Turing · urgent · First answer due Mon 23 Nov 2026, 10:00 · unassigned\n"
        "T-9 The numbers are incorrect · Alan Turing · high · First answer due Mon 23 Nov 2026, 11:00"
    )
    assert refs(gus.presses("More ›")) == ["T-7", "T-10"]
    assert gus.presses("‹ Back") == first
    gus.says("wait T-8")
    assert refs(gus.says("tickets"))[0] == "T-9"
    last = gus.presses("More ›").splitlines()[-1]
    assert last == "T-8 It is down · Alan Turing · urgent · waits for the customer · unassigned"
    chat.passes(hours=1, minutes=30)
    assert "First answer at risk: 30 min left" in gus.says("tickets priority:high")
    chat.passes(hours=1)
    assert "First answer overdue since Mon 23 Nov 2026, 11:00" in gus.says("tickets")
    assert refs(ivy.says("overdue tickets")) == ["T-9"]
    assert refs(ivy.says("超时工单")) == ["T-9"]


@pytest.mark.parametrize(
    ("said", "count"),
    [
        ("tickets mine", 1),
        ("my tickets", 1),
        ("我的工单", 1),
        ("tickets @ivy", 1),
        ("unassigned tickets", 7),
        ("tickets unassigned priority:urgent", 1),
        ("tickets category:general", 7),
        ("tickets category:data", 1),
        ("tickets 优先级:紧急", 1),
        ("tickets status:waiting", 1),
        ("tickets status:resolved", 1),
        ("tickets status:open", 8),
        ("tickets contact:C-2", 2),
        ("tickets company:Navy", 6),
        ("tickets overdue", 0),
        ("queue", 9),
        ("工单列表 全部", 9),
    ],
)
def test_queues_are_narrowed(desk, said, count):
    gus, ivy, _, _ = desk
    ivy.says("wait T-8 third party")
    gus.says("resolve T-7")
    answer = gus.says(said)
    assert f"{count} in all" in answer or (count == 0 and answer == "No tickets there.")


def test_each_sees_their_own_part(desk, chat):
    _, _, ada, ben = desk
    assert "9 in all" in ada.says("tickets")
    assert refs(ben.says("tickets")) == ["T-10"]
    assert "You need the right to see tickets" in chat.marketer("Mia").says("tickets")
    assert "10 in all" in chat.admin().says("tickets")
    assert chat.manager("Maria").says("tickets") == "No tickets there."


def test_a_day_at_the_desk_is_the_same_on_both_databases(any_chat):
    maria = any_chat.manager("Maria")
    ada, gus = any_chat.rep("Ada", maria), any_chat.agent("Gus")
    ada.says("contact add Grace Hopper grace@navy.example company:Navy tier:A")
    any_chat.admin().says("sla edit urgent first:30m tier:A")
    assert "due Mon 23 Nov 2026, 09:30" in gus.says("ticket add C-1 The export is down")
    gus.says("take T-1")
    gus.says("note T-1 disk full")
    gus.says("wait T-1")
    gus.says("ticket add C-1 How do I print?")
    assert refs(maria.says("tickets")) == ["T-2", "T-1"]
    any_chat.passes(hours=5)
    assert refs(ada.says("tickets overdue")) == ["T-2"]
    gus.says("ticket resume T-1")
    assert gus.says("undo").startswith("Undone: ticket resume.")
    gus.says("ticket merge T-1 T-2")
    gus.says("yes")
    gus.says("resolve T-1 done")
    assert gus.says("tickets") == "No tickets there."
    assert refs(gus.says("tickets status:resolved")) == ["T-1"]
    assert refs(gus.says("tickets status:merged")) == ["T-2"]
    any_chat.admin().says("hours daily 0:00-24:00")
    assert "First answers of 30 days: 1 of 1 in time (100 %)" in ada.says("sla")
    assert "How do I print?" in gus.says("timeline T-1")
    assert "export" in ada.says("find export")


def test_no_more_is_counted_than_anybody_reads(chat, monkeypatch):
    monkeypatch.setattr("store.ticket_queues.MOST_COUNTED", 9)
    chat.rep("Ada").says("contact add Grace Hopper")
    gus = chat.agent("Gus")
    for number in range(10):
        gus.says(f"ticket add C-1 Question {number}")
    assert gus.says("tickets").startswith("Tickets · 1–8 of more than 9\n")


def test_no_such_category_person_or_key(desk):
    gus, *_ = desk
    assert "is no category" in gus.says("tickets category:nonsense")
    gus.says("cancel")
    assert "No colleague fits" in gus.says("tickets @nobody")
    gus.says("cancel")
    assert "I don't know “foo:”" in gus.says("tickets foo:x")


def test_a_rep_sees_the_own_contacts_tickets_and_those_worked_on_each_once(desk, chat):
    gus, _, ada, ben = desk
    assert refs(ben.says("tickets")) == ["T-10"]
    admin = chat.admin()
    admin.says("grant rep tickets.work own")
    admin.presses("Yes")
    gus.says("ticket assign T-9 @ben")
    assert refs(ben.says("tickets")) == ["T-9", "T-10"]
    gus.says("ticket assign T-10 @ben")
    assert refs(ben.says("tickets")) == ["T-9", "T-10"]
    assert refs(ben.says("tickets priority:high")) == ["T-9"]
    assert refs(ben.says("tickets company:Harbour")) == ["T-10"]
    assert ben.says("tickets contact:C-3 unassigned") == "No tickets there."
    ada.says("contact delete C-2")
    ada.says("yes")
    assert len(refs(ada.says("tickets"))) == 8
    gus.says("resolve T-8")
    assert refs(ada.says("tickets status:resolved")) == ["T-8"]
    assert refs(ben.says("tickets status:resolved")) == []
