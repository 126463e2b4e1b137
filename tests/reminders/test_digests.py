"""Digests: in one's zone, on working days, once a day whatever the clock does, and never empty."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest

from reminders import digests
from store import installations, workdays
from store.directories import Person
from store.rights import Role

MORNING = "Good morning"


def mornings(who):
    return [text for text in who.inbox if text.startswith(MORNING)]


def later_than(chat, **clock):
    """Move on to a time of the next day."""
    now = chat.clock.now()
    then = (now + timedelta(days=1)).replace(**{"hour": 0, "minute": 0, **clock})
    chat.passes(seconds=(then - now).total_seconds())


def test_a_day_in_ten_lines(any_chat):
    maria = any_chat.manager("Maria")
    ada = any_chat.rep("Ada Byron", maria)
    any_chat.admin().says("nudge edit stale off")
    for number in range(6):
        ada.says(f"contact add Person{number} Late")
        ada.says(f"log call C-{number + 1} hello next:today {10 + number}:00")
        ada.says(f"contact add Person{number} Soon")
        ada.says(f"log call C-{7 + number} hello next:tomorrow {10 + number}:00")
    ada.says("deal add Pumps 5k closing:2026-11-23")
    ada.says("deal add Valves 5k closing:2026-11-24")
    maria.says("lead add Grace Hopper")
    maria.says("lead assign L-1 @ada")
    maria.says("deal move D-1 qualified")
    later_than(any_chat, hour=8, minute=29)
    assert mornings(ada) == []
    any_chat.passes(minutes=1)
    (text,) = mornings(ada)
    lines = text.splitlines()
    assert len(lines) <= 10
    assert lines[0] == "Good morning, Ada · Tue 24 Nov 2026"
    assert "Overdue · " in lines[1]
    assert "Today · " in text
    assert lines[-1] == "Since yesterday: 1 new lead, 1 deal moved by others"
    assert {"Agenda", "New leads"} <= set(ada.buttons)
    assert "Leads" in ada.presses("New leads")
    any_chat.passes(hours=3)
    assert len(mornings(ada)) == 1


def test_what_customers_wait_for_is_in_the_agenda_of_who_works_on_it(chat):
    ada, gus = chat.rep("Ada"), chat.agent("Gus")
    ada.says("contact add Grace Hopper")
    for text in ("The export is down", "A question", "Another question"):
        gus.says(f"ticket add C-1 {text}")
    for number in (1, 2):
        gus.says(f"take T-{number}")
    later_than(chat, hour=8, minute=30)
    (text,) = mornings(gus)
    assert "Tickets: " in text
    assert " of 2" in text
    assert "Tickets" in gus.buttons
    assert "T-1" in gus.presses("Tickets")
    assert not any("Tickets" in one for one in mornings(ada))


def test_empty_ones_weekends_holidays_and_days_off(chat):
    ada, ben = chat.rep("Ada"), chat.rep("Ben")
    for name, who in (("One", ada), ("Two", ben)):
        who.says(f"contact add {name} Person")
    later_than(chat, hour=9)
    assert mornings(ada) == []
    ada.says("log call C-1 hello next:2026-11-25 10:00")
    later_than(chat, hour=9)
    assert len(mornings(ada)) == 1
    later_than(chat, hour=9)  # Thanksgiving
    assert len(mornings(ada)) == 1
    ada.says("days off fri")
    later_than(chat, hour=9)
    assert len(mornings(ada)) == 1
    later_than(chat, hour=9)  # Saturday, on which Ada works from now on, as she has set her days
    assert len(mornings(ada)) == 2
    ada.says("digest off")
    ada.says("days off none")
    chat.passes(days=2)
    assert len(mornings(ada)) == 2
    assert mornings(ben) == []


def test_late_ones_come_once_and_on_the_same_day_only(any_chat):
    ada = any_chat.rep("Ada")
    ada.says("contact add Grace Hopper")
    ada.says("log call C-1 hello next:2026-11-24 8:00")
    later_than(any_chat, hour=15)
    assert len(mornings(ada)) == 1
    any_chat.restarts()
    any_chat.passes(hours=1)
    assert len(mornings(ada)) == 1
    any_chat.passes(hours=8)  # past midnight: none for the day before
    assert len(mornings(ada)) == 1
    any_chat.passes(days=5, hours=9)
    assert len(mornings(ada)) == 2


def test_two_processes_and_a_clock_that_jumps_back(any_chat):
    ada = any_chat.rep("Ada")
    ada.says("contact add Grace Hopper")
    ada.says("log call C-1 hello next:2026-11-24 8:00")
    now = datetime(2026, 11, 24, 8, 45, tzinfo=UTC)
    other = any_chat.database
    if not any_chat.database.is_sqlite:
        other = installations.open_installation(any_chat.url, any_chat.key_file)
    with ThreadPoolExecutor(2) as threads:
        list(threads.map(lambda one: digests.run_due(one, now), (any_chat.database, other)))
    if other is not any_chat.database:
        other.close()
    digests.run_due(any_chat.database, now - timedelta(minutes=10))
    digests.run_due(any_chat.database, now + timedelta(minutes=10))
    any_chat.clock.move(now - any_chat.clock.now())
    any_chat.passes(minutes=1)
    assert len(mornings(ada)) == 1


@pytest.mark.parametrize(
    ("zone", "at", "told"),
    [
        ("Asia/Shanghai", "2026-11-24T00:29", False),
        ("Asia/Shanghai", "2026-11-24T00:30", True),
        ("America/New_York", "2026-11-24T13:29", False),
        ("America/New_York", "2026-11-24T13:30", True),
        # Clocks go forward in Berlin on 28 March and back on 31 October 2027, both Sundays.
        ("Europe/Berlin", "2027-03-29T06:29", False),
        ("Europe/Berlin", "2027-03-29T06:30", True),
        ("Europe/Berlin", "2027-11-01T07:29", False),
        ("Europe/Berlin", "2027-11-01T07:30", True),
    ],
)
def test_in_ones_own_zone_and_summer_time(chat, zone, at, told):
    ada = chat.rep("Ada")
    ada.says(f"timezone {zone}")
    ada.says("contact add Grace Hopper")
    ada.says("log call C-1 hello next:2026-11-23 23:00")
    then = datetime.fromisoformat(at).replace(tzinfo=UTC)
    digests.run_due(chat.database, then)
    chat.clock.move(then - chat.clock.now())
    before = len(ada.inbox)
    chat.arrived.extend(chat.terminal.deliver())
    assert bool(ada.inbox[before:]) is told


def test_quiet_hours_hold_it_until_they_are_over(chat):
    ada = chat.rep("Ada")
    ada.says("contact add Grace Hopper")
    ada.says("log call C-1 hello next:2026-11-24 8:00")
    ada.says("quiet 22:00-10:00")
    later_than(chat, hour=9)
    assert mornings(ada) == []
    chat.passes(hours=1)
    assert len(mornings(ada)) == 1


def test_the_evening(chat):
    maria = chat.manager("Maria")
    ada = chat.rep("Ada", maria)
    ada.says("digest evening 18:00")
    maria.says("digest evening 18:00")
    ada.says("contact add Grace Hopper")
    ada.says("log call C-1 hello next:today 15:00")
    ada.says("log note C-1 more next:tomorrow 9:30")
    ada.says("deal add Pumps 5k")
    ada.says("deal add Valves 5k")
    ada.says("deal move D-1 qualified")
    ada.says("deal win D-2")
    chat.passes(hours=9)
    lines = ada.inbox[-1].splitlines()
    assert lines[0] == "Your day · Mon 23 Nov 2026"
    assert lines[1].startswith("Done: 2 activities logged, ")
    assert lines[1].endswith("1 deal moved, 1 deal won")
    assert lines[-1].startswith("Next: Tue 24 Nov 2026, 09:30 · ")
    assert not [text for text in maria.inbox if text.startswith("Your day")]
    assert "Today" in ada.presses("Agenda")


def test_the_week_of_a_team(any_chat):
    top, root = any_chat.manager("Top"), any_chat.admin()
    maria = any_chat.manager("Maria", top)
    ada, ben = any_chat.rep("Ada", maria), any_chat.rep("Ben", maria)
    zoe = any_chat.rep("Zoe")
    root.says("nudge edit aimless off")
    for who in (ada, ben, zoe):
        name = who.speaker.name
        who.says(f"deal add {name}One 5k")
        who.says(f"deal add {name}Two 5k")
        who.says(f"deal add {name}Three 5k")
    ada.says("deal win D-1")
    ada.says("deal lose D-2 price")
    ben.says("company add Navy tier:A")
    ben.says("contact add Grace Hopper")
    ben.says("log call C-1 hello next:2026-11-25 8:00")
    any_chat.passes(days=6, hours=23, minutes=30)  # Monday, 8:30
    (text,) = [one for one in maria.inbox if "Your team last week" in one]
    assert text.splitlines() == [
        "Your team last week · from Mon 23 Nov 2026",
        "• Ada: 1 won, 1 lost, 3 new",
        "• Ben: 3 new, 1 task overdue",
        "A companies in touch within 30 days: 1 of 1",
    ]
    assert "Zoe" not in text
    assert "AdaThree" in maria.presses("Team's deals")
    any_chat.passes(days=1)
    assert len([one for one in maria.inbox if "Your team last week" in one]) == 1
    assert not [one for one in zoe.inbox if "Your team" in one]
    any_chat.passes(days=34)
    week = [one for one in maria.inbox if "Your team last week" in one]
    assert "A companies in touch within 30 days: 0 of 1" in week[-1] or len(week) == 1


def test_digests_in_chinese(chat):
    maria = chat.manager("Maria")
    ada = chat.rep("Ada", maria)
    for who in (maria, ada):
        who.says("language zh")
    ada.says("摘要 晚上 18:00")
    ada.says("contact add 王小明")
    ada.says("log call C-1 hello next:today 15:00")
    ada.says("deal add 水泵 5k closing:2026-11-24")
    chat.passes(hours=9)
    assert ada.inbox[-1].splitlines()[:2] == [
        "今日小结 · 2026年11月23日周一",
        "完成：记录了 1 次跟进",
    ]
    chat.passes(hours=15)
    assert ada.inbox[-1].splitlines() == [
        "早上好，Ada · 2026年11月24日周二",
        "逾期 · 1",
        "• 2026年11月23日周一 15:00 · 王小明 C-1",
        "今天 · 1",
        "• 水泵 D-1 · 预计成交 2026年11月24日周二",
    ]
    chat.passes(days=6)
    week = [one for one in maria.inbox if "团队上周" in one][-1]
    assert "• Ada：新增 1 条、逾期任务 1" in week


def test_working_days(chat):
    person = Person(1, "A", "a", "a", Role.REP, None, None, 1, None, None, None, suspended=False)

    def works(day, off=None):
        who = Person(1, "A", "a", "a", Role.REP, None, None, 1, None, None, None, False, off)
        unit = lambda session: workdays.works(session, who, date.fromisoformat(day))  # noqa: E731
        return chat.database.read(unit, chat.clock.now())

    assert person.days_off is None
    assert works("2026-11-27")
    assert not works("2026-11-28")
    assert not works("2026-11-26")
    assert not works("2026-11-27", "2026-11-26..2026-11-30")
    assert works("2026-11-28", "mon,sun")


def test_whose_holidays_are_kept_is_what_the_service_hours_say(chat):
    root, ada = chat.admin(), chat.rep("Ada")

    def works(day):
        def unit(session):
            return workdays.works(
                session, session.directory.people[ada.speaker.staff_id], date.fromisoformat(day)
            )

        return chat.database.read(unit, chat.clock.now())

    assert not works("2026-11-26")
    root.says("hours holidays off")
    assert works("2026-11-26")
    root.says("hours holidays DE-BY")
    assert not works("2026-01-06")  # in Bavaria, not in all of Germany
    root.says("hours holidays CN")
    assert not works("2026-10-01")
    assert works("2026-10-10")  # a Saturday that makes up for a holiday


def test_a_right_that_is_gone_shows_nothing(chat):
    root, ada = chat.admin(), chat.rep("Ada")
    ada.says("deal add Hushdeal 5k closing:2026-11-24")
    ada.says("contact add Grace Hopper")
    ada.says("log call C-1 hello next:2026-11-24 8:00")
    root.says("revoke rep deals.see")
    root.says("yes")
    root.says("revoke rep contacts.see")
    root.says("yes")
    later_than(chat, hour=9)
    assert "Hushdeal" not in "\n".join(ada.inbox[-1:])
    assert "Grace" not in "\n".join(mornings(ada))
