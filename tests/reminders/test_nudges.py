"""Nudges by rule: found once for each state, told to whose it is, forgotten when it is over."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy import select

from reminders import nudges
from store import anniversaries, installations, notice_times
from store.columns import table_of
from store.tables import Nudge

LOOK = "Worth a look"


def told(who):
    return [text for text in who.inbox if text.startswith(LOOK)]


def kept(chat):
    query = select(table_of(Nudge))
    rows = chat.database.read(
        lambda session: session.connection().execute(query).all(), chat.clock.now()
    )
    return {(row.rule, row.record_id, row.staff_id) for row in rows}


def settled(chat):
    """Rules that have nothing to do with the test are off."""
    root = chat.admin()
    for one in (chat.rep("Ada"), chat.rep("Ben")):
        one.says("digest off")
    return root


def test_a_deal_is_told_of_once_for_each_state(any_chat):
    settled(any_chat)
    ada = any_chat.rep("Ada")
    ada.says("deal add Pumps 5k closing:2026-12-31")
    ada.says("deal edit D-1 step:call")
    any_chat.passes(days=21)
    assert told(ada) == []
    any_chat.passes(days=1)
    assert told(ada) == [f"{LOOK}\n• Pumps D-1: 22 days in lead, 14 are expected"]
    assert ada.buttons == ("Show D-1", "Why did I get this?")
    any_chat.passes(days=5)
    any_chat.restarts()
    any_chat.passes(days=1)
    assert len(told(ada)) == 1
    assert "stands in its stage for more than 1.5 times" in ada.presses("Why did I get this?")
    assert ada.buttons == ("Not for me: Deals",)
    ada.says("deal move D-1 qualified")
    any_chat.passes(days=18)
    assert len(told(ada)) == 2
    assert "should have closed on Thu 31 Dec 2026" in told(ada)[-1]
    ada.says("deal win D-1")
    any_chat.passes(days=1)
    assert kept(any_chat) == set()


def test_what_is_over_before_it_is_told_is_never_told(chat):
    settled(chat)
    ada = chat.rep("Ada")
    ada.says("notifications deals daily")
    ada.says("deal add Pumps 5k")
    chat.passes(days=3, minutes=1)
    assert kept(chat) == {("aimless", 1, ada.speaker.staff_id)}
    ada.says("deal edit D-1 step:call")
    chat.passes(days=3)
    assert told(ada) == []
    ada.says("deal edit D-1 step:none")
    chat.passes(days=8)
    chat.passes(days=1)
    assert told(ada) == [f"{LOOK}\n• Pumps D-1: no next step"]


def test_many_become_one_message_with_a_way_to_the_rest(chat):
    root = settled(chat)
    ada = chat.rep("Ada")
    for number in range(11):
        ada.says(f"deal add Pumps{number} 5k")
    chat.passes(days=4)
    (text,) = told(ada)
    assert text.count("\n• ") == 8
    assert text.endswith("and 3 more")
    assert ada.buttons[-2:] == ("Why did I get this?", "All")
    assert "Worth a look · 1–8 of 11 in all" in ada.presses("All")
    assert "9–11 of 11" in ada.presses("More ›")
    root.says("nudge edit aimless off")
    chat.passes(hours=1)
    assert ada.says("nudge list") == "Nothing needs a look."


def test_nobody_is_nudged_at_night_or_on_days_off(chat):
    settled(chat)
    ada = chat.rep("Ada")
    ada.says("deal add Pumps 5k closing:2026-11-27")
    ada.says("deal edit D-1 step:call")
    chat.passes(days=4, hours=16)  # Saturday, 1:00
    assert ("overdue", 1, ada.speaker.staff_id) in kept(chat)
    assert told(ada) == []
    chat.passes(days=2, hours=6)
    assert told(ada) == []
    chat.passes(hours=1)  # Monday, 8:00
    assert len(told(ada)) == 1


def test_three_days_of_downtime_are_no_burst(any_chat):
    settled(any_chat)
    ada = any_chat.rep("Ada")
    for number in range(4):
        ada.says(f"deal add Pumps{number} 5k closing:2026-11-2{4 + number}")
    before = len(ada.inbox)
    any_chat.passes(days=8)
    assert len(ada.inbox) == before + 1


def test_quotes_orders_and_approvals(chat):
    root = settled(chat)
    for number in (0, 1):
        root.says(f"nudge edit {('aimless', 'stale')[number]} off")
    maria = chat.manager("Maria")
    ada = chat.rep("Cleo", maria)
    ada.says("digest off")
    maria.says("product add valve 100 tax:0")
    for number in (1, 2, 3):
        ada.says(f"deal add Pumps{number} 5k")
    ada.says("quote add D-1 valve x2 valid:2026-11-27")
    ada.says("quote send Q-1")
    ada.says("yes")
    ada.says("quote add D-2 valve x2 discount:50%")
    ada.says("quote send Q-2")
    ada.says("quote add D-3 valve x2")
    ada.says("quote send Q-3")
    ada.says("yes")
    ada.says("quote accept Q-3")
    chat.passes(days=1, hours=1)
    (text,) = told(ada)
    assert "• Q-1 for Pumps1 D-1: valid until Fri 27 Nov 2026" in text
    assert "• S-1 for Pumps3 D-3: its status is from Mon 23 Nov 2026, 09:00" in text
    assert "Quote Q-1" in ada.presses("Show Q-1")
    assert "S-1" in ada.presses("Show S-1")
    (asked,) = told(maria)
    assert "Q-2: Cleo has waited for your decision since Mon 23 Nov 2026, 09:00" in asked
    assert "has waited for your decision for 1 day" in maria.presses("Why did I get this?")
    maria.says("approve Q-2")
    ada.says("order status S-1 shipped")
    chat.passes(hours=1)
    assert {rule for rule, _, _ in kept(chat)} == {"quote"}


def test_customers_of_tier_a(any_chat):
    settled(any_chat)
    ada = any_chat.rep("Ada")
    ada.says("company add Navy tier:A")
    ada.says("company add Army tier:B")
    ada.says("contact add Grace Hopper tier:A")
    any_chat.passes(days=29)
    assert told(ada) == []
    ada.says("log call O-1 hello")
    any_chat.passes(days=2)
    assert told(ada) == [
        f"{LOOK}\n• Grace Hopper C-1: tier A, nobody was in touch since Mon 23 Nov 2026"
    ]
    ada.says("log call C-1 hello")
    any_chat.passes(days=32)
    assert "Navy O-1: tier A, nobody was in touch since Tue 22 Dec 2026" in told(ada)[-1]
    assert "Army" not in str(told(ada))


def test_birthdays_and_renewals_are_found_among_sealed_values(any_chat):
    root = settled(any_chat)
    root.says("field add contract type:date")
    root.says("field add wedding type:date")
    ada, ben = any_chat.rep("Ada"), any_chat.rep("Ben")
    ada.says("contact add Grace Hopper birthday:1906-12-09 contract:2027-01-31 wedding:2026-12-10")
    ben.says("contact add Alan Turing birthday:1912-06-23")
    any_chat.passes(days=14, hours=23)  # Tuesday 8 December, 8:00
    assert told(ada) == [f"{LOOK}\n• Grace Hopper C-1: birthday on Wed 9 Dec 2026"]
    any_chat.passes(days=30)
    assert told(ada)[-1] == f"{LOOK}\n• Grace Hopper C-1: to be renewed by Sun 31 Jan 2027"
    assert len(told(ada)) == 2
    assert told(ben) == []
    any_chat.passes(days=335)
    assert "birthday on Thu 9 Dec 2027" in "\n".join(told(ada))
    root.says("nudge edit birthday off")
    any_chat.passes(days=365)
    assert "2028" not in "\n".join(told(ada))


@pytest.mark.parametrize(
    ("born", "day", "next_one"),
    [
        ((1906, 12, 9), (2026, 12, 9), (2026, 12, 9)),
        ((1906, 12, 9), (2026, 12, 10), (2027, 12, 9)),
        ((2000, 2, 29), (2026, 3, 1), (2027, 2, 28)),
        ((2000, 2, 29), (2028, 1, 1), (2028, 2, 29)),
        ((2000, 2, 29), (2028, 2, 29), (2028, 2, 29)),
        ((1900, 1, 1), (2026, 12, 31), (2027, 1, 1)),
    ],
)
def test_the_next_birthday(born, day, next_one):
    assert anniversaries.next_birthday(date(*born), date(*day)) == date(*next_one)


def test_two_processes_find_and_tell_it_once(any_chat):
    settled(any_chat).says("nudge edit aimless 4d")
    ada = any_chat.rep("Ada")
    for number in range(3):
        ada.says(f"deal add Pumps{number} 5k")
    any_chat.passes(days=3, hours=23)
    now = any_chat.clock.now().replace(hour=10)
    other = any_chat.database
    if not any_chat.database.is_sqlite:
        other = installations.open_installation(any_chat.url, any_chat.key_file)
    with ThreadPoolExecutor(2) as threads:
        list(threads.map(lambda one: nudges.run_due(one, now), (any_chat.database, other)))
    if other is not any_chat.database:
        other.close()
    any_chat.passes(hours=2)
    assert len(told(ada)) == 1
    assert len(kept(any_chat)) == 3


def test_the_lead_of_who_is_gone_is_told_and_who_has_no_lead_is_not(chat):
    root = settled(chat)
    maria = chat.manager("Maria")
    cleo, dora = chat.rep("Cleo", maria), chat.rep("Dora")
    maria.says("digest off")
    cleo.says("deal add Pumps 5k")
    dora.says("deal add Valves 5k")
    for handle in ("@cleo", "@dora"):
        root.says(f"suspend {handle}")
        root.says("yes")
    chat.passes(days=4)
    assert told(maria) == [f"{LOOK}\n• Pumps D-1: no next step"]
    assert kept(chat) == {("aimless", 1, maria.speaker.staff_id)}


def test_in_chinese(chat):
    settled(chat)
    ada = chat.rep("Ada")
    ada.says("language zh")
    ada.says("deal add 水泵 5k closing:2026-11-25")
    chat.passes(days=4)
    assert ada.inbox[-1] == "值得看看\n• 水泵 D-1：本应在2026年11月25日周三成交；没有下一步"
    assert ada.buttons == ("查看 D-1", "为什么收到这个？")
    assert "不再通知：商机" in str(ada.presses("为什么收到这个？")) + str(ada.buttons)
    ada.presses("不再通知：商机")
    assert "重新通知：商机" in ada.says("为什么提醒我") + str(ada.buttons)


def test_for_somebody_who_never_works_it_waits_as_long_as_anything_waits(chat):
    ada = chat.rep("Ada")
    ada.says("days off mon, tue, wed, thu, fri, sat, sun")

    def due(session):
        person = session.directory.people[ada.speaker.staff_id]
        return notice_times.work_from(session, person, session.now)

    waits = chat.database.read(due, chat.clock.now()) - chat.clock.now()
    assert notice_times.LONGEST <= waits.days + 1 <= notice_times.LONGEST + 2


@pytest.mark.parametrize("role", ["agent", "rep", "marketer", "manager", "suspended"])
def test_a_nudge_never_tells_what_its_reader_may_not_see(chat, role):
    """Found while it was theirs, told when it is not: by ownership, by role, by right."""
    root = chat.admin()
    top = chat.manager("Top")
    vera = chat.manager("Vera", top) if role == "manager" else chat.rep("Vera", top)
    zoe = chat.rep("Zoe Elsewhere")
    zoe.says("days off mon, tue, wed, thu, fri, sat, sun")
    vera.says("days off 2026-11-23..2027-01-08")
    vera.says("company add Hushco tier:A")
    vera.says("contact add Zarov Hush tier:A birthday:1950-12-30")
    for title in ("Hushdeal", "Hushline"):
        vera.says(f"deal add {title} 5k O-1 closing:2026-11-25")
    chat.passes(days=40)
    assert len(kept(chat)) > 4
    for said in ("deal assign D-1 @zoe", "deal assign D-2 @zoe", "contact assign C-1 @zoe"):
        root.says(said)
        root.says("yes")
    if role in ("agent", "marketer"):
        root.says(f"role @vera {role}")
    elif role == "suspended":
        root.says("suspend @vera")
        root.says("yes")
    vera.says("days off none")
    before = len(vera.inbox)
    chat.passes(days=8)
    heard = "\n".join(
        line for text in vera.inbox[before:] for line in text.splitlines() if "gave" not in line
    )
    assert "Hushdeal" not in heard
    assert "Hushline" not in heard
    assert "1950" not in heard
    if role in ("rep", "manager", "suspended"):
        assert "Zarov" not in heard
    shown = vera.says("nudge list") + vera.says("nudge why")
    assert "Hushdeal" not in shown
    assert "5,000" not in heard + shown
