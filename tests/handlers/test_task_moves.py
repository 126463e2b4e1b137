"""Tasks that go along: with their owner into another zone, with what they are about."""


def due(who, ref):
    """When a task is due, as its owner reads it."""
    return who.says(ref).splitlines()[1]


def rung(who, heard):
    """What rang since so many messages."""
    return [one for one in who.inbox[heard:] if one.startswith("⏰ stand-up")]


def test_what_repeats_goes_by_the_clock_of_where_one_lives(any_chat):
    ada = any_chat.rep("Ada")
    ada.says("remind me every weekday 9am stand-up")
    ada.says("remind me friday 3pm swim")
    said = ada.says("timezone America/New_York")
    assert said.endswith("1 reminder that repeats goes by its clock now.")
    assert due(ada, "R-1") == "Tue 24 Nov 2026, 09:00 (America/New_York)"
    assert due(ada, "R-2") == "Fri 27 Nov 2026, 10:00 (America/New_York)", "once is a moment"
    assert "goes by its clock" not in ada.says("timezone America/New_York")
    heard = len(ada.inbox)
    any_chat.passes(hours=28, minutes=59)  # 8:59 there
    assert rung(ada, heard) == []
    any_chat.restarts()
    any_chat.passes(minutes=1)
    assert len(rung(ada, heard)) == 1
    # Told at nine here; nine of the same day comes again further west, and is not told again.
    ada.says("时区 America/Los_Angeles")
    heard = len(ada.inbox)
    any_chat.passes(hours=20)
    assert rung(ada, heard) == []
    any_chat.passes(hours=7)
    assert len(rung(ada, heard)) == 1


def test_a_move_is_taken_back_with_all_that_followed(chat):
    ada = chat.rep("Ada")
    ada.says("remind me every day 9am stand-up")
    before = due(ada, "R-1")
    ada.says("timezone Asia/Shanghai")
    assert due(ada, "R-1") == "Tue 24 Nov 2026, 09:00 (Asia/Shanghai)"
    assert ada.says("undo").startswith("Undone")
    assert due(ada, "R-1") == before == "Tue 24 Nov 2026, 09:00 (UTC)"


def test_a_time_that_has_passed_there_is_the_next_one(chat):
    ada = chat.rep("Ada")
    ada.says("timezone America/Los_Angeles")  # 1:00 there
    ada.says("remind me every day 9am stand-up")
    assert due(ada, "R-1").startswith("Mon 23 Nov 2026, 09:00")
    ada.says("timezone Asia/Shanghai")  # 17:00 there
    assert due(ada, "R-1") == "Tue 24 Nov 2026, 09:00 (Asia/Shanghai)"
    ada.says("snooze R-1 tomorrow 11am")
    ada.says("timezone Asia/Tokyo")
    assert due(ada, "R-1") == "Tue 24 Nov 2026, 12:00 (Asia/Tokyo)", "what was put off stays"


def test_the_companys_zone_is_that_of_who_has_chosen_none(chat):
    ada, ben, root = chat.rep("Ada"), chat.rep("Ben"), chat.admin()
    ben.says("timezone Asia/Tokyo")
    for one in (ada, ben):
        one.says("remind me every day 9am stand-up")
    root.says("settings timezone Europe/Berlin")
    assert due(ada, "R-1") == "Tue 24 Nov 2026, 09:00 (Europe/Berlin)"
    assert due(ben, "R-2") == "Tue 24 Nov 2026, 09:00 (Asia/Tokyo)"


def test_who_gets_a_task_repeats_it_by_their_own_clock(chat):
    maria = chat.manager("Maria")
    ada, ben = chat.rep("Ada", maria), chat.rep("Ben", maria)
    ben.says("timezone Asia/Tokyo")
    ada.says("remind me every day 9am stand-up")
    maria.says("task assign R-1 @ben")
    assert due(ben, "R-1") == "Tue 24 Nov 2026, 09:00 (Asia/Tokyo)"
    maria.says("undo")
    assert due(ada, "R-1") == "Tue 24 Nov 2026, 09:00 (UTC)"
    maria.says("handover @ada @ben")
    maria.presses(next(one for one in maria.buttons if one != "Cancel"))
    assert due(ben, "R-1") == "Tue 24 Nov 2026, 09:00 (Asia/Tokyo)"


def test_a_converted_leads_tasks_are_those_of_its_deal(any_chat):
    ada = any_chat.rep("Ada")
    ada.says("lead add Grace Hopper +1 202 555 0143 company:Navy")
    ada.says("remind me tomorrow 3pm send the catalogue about:L-1")
    ada.says("log call L-1 hello next:friday 10am")
    ada.says("remind me tomorrow 4pm thank her about:L-1")
    ada.says("done R-3")
    ada.says("lead convert L-1 Pumps 5k")
    assert "R-1 send the catalogue · Pumps D-1" in ada.says("tasks")
    for ref in ("D-1", "C-1"):
        assert "Next step: Tue 24 Nov 2026, 15:00" in ada.says(ref)
    assert "Grace Hopper L-1" in ada.says("R-3"), "what was done was done with the lead"
    ada.says("log call D-1 she likes it next:monday 9am")
    assert due(ada, "R-2").startswith("Mon 30 Nov 2026, 09:00"), "its next step is the deal's"
    for _ in range(2):
        ada.says("undo")
    assert "R-1 send the catalogue · Grace Hopper L-1" in ada.says("tasks")
    any_chat.passes(days=1, hours=7)
    assert "send the catalogue · Grace Hopper L-1" in "".join(ada.inbox)


def test_a_merged_tickets_tasks_are_those_of_the_kept_one(chat):
    ada, gus = chat.rep("Ada"), chat.agent("Gus")
    ada.says("contact add Grace Hopper")
    for text in ("It is down", "It is down again"):
        gus.says(f"ticket add C-1 {text}")
    gus.says("remind me friday 3pm call her about:T-2")
    gus.says("ticket merge T-1 T-2")
    gus.says("yes")
    assert "T-1" in gus.says("R-1").splitlines()[0]
    gus.says("undo")
    assert "T-2" in gus.says("R-1").splitlines()[0]
