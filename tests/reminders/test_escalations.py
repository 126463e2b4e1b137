"""Escalations and warnings of SLA clocks: each told once, in working hours, to whom it concerns."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from reminders import escalations
from tests.handlers import service_desks
from tests.handlers.service_desks import wrote


@pytest.fixture
def desk(chat):
    """An agent whose manager has a manager; a rep with a contact. It is Monday, 9:00."""
    return _desk(chat)


def _desk(chat):
    ada = chat.rep("Ada")
    ada.says("contact add Grace Hopper company:Navy")
    admin, gus = chat.admin(), chat.agent("Gus")
    gus.says("digest off")
    top = chat.manager("Olga")
    lead = chat.manager("Lea", top)
    assert "reports to Lea" in service_desks.agreed(
        admin, "manager @gus manager:@lea"
    ) + admin.says("staff")
    return gus, lead, top, admin


def told(*people):
    """How many escalations each was told of."""
    return [sum("Escalation" in one for one in person.inbox) for person in people]


def clear(*people):
    for person in people:
        person.chat.arrived[:] = [
            one for one in person.chat.arrived if one.to != person.speaker.name
        ]


def test_an_outage_goes_up_level_by_level_round_the_clock_each_told_once(desk, chat):
    gus, lead, top, admin = desk
    gus.says("ticket add C-1 The export is down")
    gus.says("take T-1")
    chat.passes(hours=11)
    clear(gus, lead, top, admin)
    gus.says("note T-1 disk replaced")  # 20:00: from here on
    for hour in range(6):
        chat.passes(minutes=61)
        assert told(gus, lead, top) == [hour >= 0, hour >= 1, hour >= 2]
    escalation = next(one for one in gus.inbox if "Escalation" in one)
    assert escalation == (
        "The export is down T-1 · Grace Hopper · urgent\n"
        "Escalation 1 · Nothing has been done about it for too long. Gus works on it."
    )
    assert told(admin) == [0]
    clear(gus)
    gus.says("note T-1 still at it")
    chat.passes(minutes=61)
    assert told(gus) == [1]


def test_what_staff_do_begins_it_anew_and_what_waits_is_left_alone(desk, chat):
    gus, lead, *_ = desk
    gus.says("ticket add C-1 How do I print?")
    gus.says("take T-1")
    chat.passes(hours=3)
    service_desks.agreed(gus, "reply T-1 With the button")
    chat.passes(hours=3)
    assert told(gus) == [0]
    wrote(chat, 1, "Which one?")  # the customer's words do not begin it anew
    chat.passes(hours=1, minutes=1)
    assert told(gus, lead) == [1, 0]
    gus.says("wait T-1")
    chat.passes(days=3)
    assert told(gus, lead) == [1, 0]
    wrote(chat, 1, "Never mind")
    chat.passes(hours=24)
    assert told(gus) == [2]
    gus.says("resolve T-1")
    chat.passes(days=5)
    assert told(gus, lead) == [2, 0]


def test_neither_at_night_nor_on_a_weekend_unless_the_level_says_so(desk, chat):
    gus, lead, *_ = desk
    chat.passes(days=4, hours=7)  # Friday, 16:00
    gus.says("ticket add C-1 A question")
    gus.says("take T-1")
    clear(gus, lead)
    for _ in range(64):
        chat.passes(hours=1)
        assert told(gus, lead) == [0, 0]  # until Monday, 8:00
    chat.passes(hours=3, minutes=1)
    assert told(gus, lead) == [1, 0]
    assert "Escalation 1" in gus.inbox[-1]


def test_three_days_of_standstill_are_one_message_not_a_burst(desk, chat):
    gus, lead, top, _ = desk
    gus.says("ticket add C-1 The export is down")
    gus.says("ticket add C-1 A question")
    for ref in ("T-1", "T-2"):
        gus.says(f"take {ref}")
    clear(gus, lead, top)
    chat.passes(days=3)
    assert len(gus.inbox) == 1
    first, *rest = gus.inbox[0].splitlines()
    assert first == "2 tickets need you:"
    assert sum("overdue since" in one for one in rest) == 2
    assert sum("Escalation 1" in one for one in rest) == 2
    assert (lead.inbox, top.inbox) == ([], [])
    chat.passes(minutes=2)
    assert len(gus.inbox) == 1
    assert "T-1" in gus.presses("Show")


def test_a_clock_is_told_at_risk_once_and_breached_once_in_the_tellers_language(desk, chat):
    gus, *_ = desk
    gus.says("ticket add C-1 A question priority:high")
    gus.says("take T-1")
    gus.says("语言 zh")
    clear(gus)
    chat.passes(hours=1, minutes=31)
    assert len(gus.inbox) == 1
    assert "首次回复有风险，应于2026年11月23日周一 11:00前完成" in gus.inbox[0]
    chat.passes(minutes=10)
    assert len(gus.inbox) == 1
    gus.says("ticket priority T-1 low")  # no clock is told twice, whatever moves it
    gus.says("language en")
    clear(gus)
    gus.says("ticket priority T-1 high")
    clear(gus)
    chat.passes(minutes=20)
    assert gus.inbox == [
        "A question T-1 · Grace Hopper · high\nFirst answer overdue since Mon 23 Nov 2026, 11:00"
    ]
    service_desks.agreed(gus, "reply T-1 Sorry")
    clear(gus)
    wrote(chat, 1, "And now?")
    chat.passes(hours=4)
    assert any("Next answer overdue" in one or "Next answer at risk" in one for one in gus.inbox)


def test_nobody_has_it_so_all_agents_are_told_and_then_who_may_see_it(desk, chat):
    gus, lead, _, admin = desk
    ivy = chat.agent("Ivy")
    chat.rep("Ada").says("ticket add C-1 nothing")  # reps do not open tickets
    gus.says("ticket add C-1 A question")
    clear(gus, ivy, lead, admin)
    chat.passes(hours=4, minutes=1)
    assert told(gus, ivy, lead, admin) == [1, 1, 0, 0]
    assert "Nobody has taken it." in gus.inbox[-1]
    chat.passes(hours=4, minutes=1)
    assert told(gus, ivy, lead, admin) == [1, 1, 0, 1]


def test_rules_are_listed_and_edited_by_admins(desk, chat):
    gus, _, _, admin = desk
    assert gus.says("escalations").splitlines()[1:4] == [
        "general: 4 h each",
        "data fault: 2 h each",
        "outage: 1 h round the clock each",
    ]
    assert gus.says("升级规则") == gus.says("escalations")
    assert "need the right" in gus.says("escalation edit general 1h")
    assert admin.says("escalation edit general 30m").splitlines() == [
        "Saved: general: 30 min each",
        "It counts from each ticket's next level on.",
    ]
    assert "outage: 1 h round the clock → 1 h round the clock → 8 h" in admin.says(
        "escalation edit outage 8h level:3 clock:hours"
    )
    assert "data fault: 3 h each" in admin.says("修改升级规则 数据故障 3小时")
    assert admin.says("escalation edit general") == "general: 30 min each"
    assert "is not one of these" in admin.says("escalation edit general 1h level:4")
    admin.says("cancel")
    assert "no length of time" in admin.says("escalation edit general time:soon")
    admin.says("cancel")
    gus.says("ticket add C-1 A question")
    gus.says("take T-1")
    clear(gus)
    chat.passes(minutes=31)
    assert told(gus) == [1]


def test_undo_takes_a_step_back_and_the_time_runs_again(desk, chat):
    gus, *_ = desk
    gus.says("ticket add C-1 A question")
    gus.says("take T-1")
    gus.says("resolve T-1")
    assert "Undone" in gus.says("undo")
    clear(gus)
    chat.passes(hours=4, minutes=1)
    assert told(gus) == [1]


def test_several_processes_tell_once(any_chat):
    gus, lead, *_ = _desk(any_chat)
    for number in range(5):
        gus.says(f"ticket add C-1 Question {number}")
        gus.says(f"take T-{number + 1}")
    any_chat.clock.move(timedelta(hours=4, minutes=1))
    now = any_chat.clock.now()
    clear(gus, lead)
    with ThreadPoolExecutor(4) as pool:
        for one in [pool.submit(escalations.run_due, any_chat.database, now) for _ in range(4)]:
            one.result()
    any_chat.passes(minutes=0)
    lines = "\n".join(gus.inbox)
    assert [lines.count(f"Question {number} ") for number in range(5)] == [1] * 5
    assert lines.count("Escalation 1") == 5
    assert told(lead) == [0]
