"""Nudges of rules that also do something: leads go on, promises are at risk, records return."""

from handlers.commands.jobs import NAMES
from reminders.jobs import JOBS

WHY = "Why did I get this?"


def test_leads_that_nobody_touches(chat):
    root, maria = chat.admin(), chat.manager("Maria")
    ada, ben = chat.rep("Ada", maria), chat.rep("Ben", maria)
    assert "New leads that nobody touches (lead): 24 hours" in root.says("nudges")
    ada.says("lead add Grace Hopper")
    chat.passes(hours=24)
    assert "yours now" in ben.inbox[-1]
    assert "goes to somebody else" in ben.presses(WHY)
    assert ben.buttons == ("Not for me: Leads",)
    assert ada.buttons == (WHY,)
    assert "You need the right" in ada.says("nudge edit lead off")
    assert "(lead): off" in root.says("nudge edit lead off")
    chat.passes(days=3)
    assert "stays with" not in "".join(maria.inbox)
    assert "this rule is off" in ben.says("nudge why lead")
    assert "no days" in root.says("nudge edit lead 3d")
    root.says("cancel")
    assert "24 hours" in root.says("修改提醒规则 线索 开")
    chat.passes(days=2)
    assert "stays with" in "".join(maria.inbox)
    root.says("settings lead hours 0")
    assert "(lead): off" in root.says("nudges")
    assert "24 hours" in root.says("nudge edit lead on")


def test_promises_of_tickets_at_risk_and_overdue(chat):
    root, ada = chat.admin(), chat.rep("Ada")
    gus = chat.agent("Gus")
    ada.says("contact add Grace Hopper")
    gus.says("ticket add C-1 The export is down")
    gus.says("take T-1")
    root.says("nudge edit ticket off")
    chat.passes(hours=30)
    assert not any("overdue since" in one for one in gus.inbox)
    root.says("nudge edit ticket on")
    gus.says("ticket add C-1 The import is down")
    gus.says("take T-2")
    chat.passes(hours=30)
    told = [one for one in gus.inbox if "overdue since" in one]
    assert told
    assert not any("T-1" in one and "First answer" in one for one in told), "it was told of then"
    assert "Each promise is told of once" in gus.presses(WHY)
    gus.says("language zh")
    assert "每项承诺" in gus.says("为什么提醒我 工单")


def test_a_promise_that_is_broken_passes_the_limit_of_a_day(chat):
    root, ada, gus = chat.admin(), chat.rep("Ada"), chat.agent("Gus")
    root.says("settings notice cap 1")
    ada.says("contact add Grace Hopper")
    gus.says("ticket add C-1 The export is down")
    root.says("ticket assign T-1 @gus")
    chat.passes(hours=6)
    assert any("First answer" in one for one in gus.inbox)
    gus.says("quiet 8:00-20:00")
    heard = len(gus.inbox)
    chat.passes(hours=4)
    assert len(gus.inbox) == heard, "but quiet hours hold it"


def test_records_that_return_to_the_pool(chat):
    root, ada = chat.admin(), chat.rep("Ada")
    assert "back to the pool (pool): off" in root.says("nudges")
    assert "(pool): 30 days" in root.says("nudge edit pool 30d")
    assert root.says("settings pool idle").endswith("30")
    ada.says("contact add Grace Hopper")
    chat.passes(days=24)
    assert "returns to the pool" in ada.inbox[-1]
    assert "After 30 days everybody may claim it" in ada.presses(WHY)
    ada.presses("Not for me: Pool")
    heard = len(ada.inbox)
    chat.passes(days=8)
    assert not any("pool" in one for one in ada.inbox[heard:])
    assert "C-1" in ada.says("pool")
    assert "(pool): 90 days" in root.says("nudge edit pool on")
    assert "(pool): off" in root.says("nudge edit pool off")


def test_a_manager_is_told_how_many_customers_were_not_forgotten(chat):
    maria = chat.manager("Maria")
    ada, ben = chat.rep("Ada", maria), chat.rep("Ben")
    for name in ("Navy", "Army"):
        ada.says(f"company add {name} tier:A")
    ben.says("company add Force tier:A")
    chat.passes(days=31)
    ada.says("log call O-1 hello")
    said = maria.says("nudge why silence")
    assert "A companies in touch within 30 days: 1 of 2" in said
    assert "in touch within" not in ada.says("nudge why silence")


def test_every_job_has_a_name_for_admins():
    assert {one.name for one in JOBS} <= NAMES.keys()
