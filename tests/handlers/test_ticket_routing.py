"""Routing: a new ticket goes to whose turn it is, and waits while nobody can take it."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from reminders import ticket_routes
from store import ticket_rosters, tickets
from store.sessions import PARLEY


@pytest.fixture
def desk(chat):
    """Two agents, a rep with a contact, and an admin; routing is on."""
    ada = chat.rep("Ada")
    ada.says("contact add Grace Hopper grace@navy.example company:Navy")
    admin = chat.admin()
    assert "New tickets go to whose turn it is (ticket routing): off" in admin.says("settings")
    assert admin.says("settings ticket routing on").endswith("(ticket routing): on")
    return admin, chat.agent("Gus"), chat.agent("Ivy")


def holder(answer):
    """Who works on the ticket of a card."""
    line = next(one for one in answer.splitlines() if one.startswith(("open", "waits")))
    return line.rpartition(" · ")[2].removesuffix(" works on it")


def test_tickets_go_round_and_the_card_says_why_they_are_where_they_are(desk):
    _, gus, ivy = desk
    assert [holder(gus.says(f"ticket add C-1 Question {one}")) for one in "abc"] == [
        "Gus",
        "Ivy",
        "Gus",
    ]
    assert ivy.inbox == ["New ticket for you: Question b T-2 · Grace Hopper · normal"]
    card = ivy.says("ticket add C-1 The export is down and offline")
    assert "Category outage because of “down”, “offline”. Not right?" in card
    shown = gus.says("T-4")
    assert "\nCategory outage: the words “down”, “offline”\n" in shown
    assert "Ivy works on it" in shown
    assert "Given to Ivy, whose turn it was" in gus.says("timeline T-4")
    gus.says("ticket category T-4 general")
    assert "the words" not in gus.says("T-4")
    assert "undone" in gus.says("undo").lower()
    assert "the words “down”" in gus.says("T-4")


def test_who_is_full_away_or_no_agent_gets_none_and_the_queue_is_handed_out_later(desk, chat):
    admin, gus, ivy = desk
    assert "(ticket cap): 1" in admin.says("settings ticket cap 1")
    assert holder(gus.says("ticket add C-1 Question a")) == "Gus"
    ivy.says("days off today")
    assert holder(gus.says("ticket add C-1 Question b")) == "nobody has taken it yet"
    assert "T-2" in ivy.says("tickets unassigned")
    chat.passes(minutes=5)
    assert "nobody" in gus.says("T-2")
    gus.says("wait T-1")
    chat.passes(minutes=5)
    assert holder(gus.says("T-2")) == "Gus"
    assert gus.inbox.count("New ticket for you: Question b T-2 · Grace Hopper · normal") == 1
    admin.says("settings ticket cap 9")
    gus.says("quiet 0:00-23:59")
    assert holder(ivy.says("ticket add C-1 Question c")) == "nobody has taken it yet"
    ivy.says("days off none")
    for _ in range(2):
        chat.passes(minutes=2)
    assert holder(ivy.says("T-3")) == "Ivy"


def test_nights_and_weekends_wait_for_the_morning_but_an_outage_does_not(desk, chat):
    _, gus, ivy = desk
    chat.passes(hours=11)  # 20:00
    assert "nobody has taken it yet" in gus.says("ticket add C-1 A question")
    assert "Gus works on it" in gus.says("ticket add C-1 The whole system is down")
    for number in range(7):
        gus.says(f"ticket add C-1 Question {number}")
    chat.passes(hours=13)
    assert gus.says("tickets unassigned") == "No tickets there."
    assert ivy.inbox[0] == "New ticket for you: A question T-1 · Grace Hopper · normal"
    assert len(ivy.inbox) + len(gus.inbox) > 0


def test_many_at_once_are_one_message(desk, chat):
    _, gus, ivy = desk
    ivy.says("days off today")
    chat.passes(hours=11)
    for number in range(8):
        gus.says(f"ticket add C-1 Question {number}")
    chat.passes(hours=13, days=0)
    told = [one for one in (*gus.inbox, *ivy.inbox) if "new tickets for you" in one]
    assert all("`" not in one for one in told)
    admin = chat.admin()
    assert "8" in admin.says("tickets")


def test_the_team_of_the_category_comes_first_and_then_the_language(desk, chat):
    admin, gus, ivy = desk
    admin.says("team add Data")
    admin.says("team assign @ivy Data")
    admin.says("category edit data fault team:Data")
    for one in "ab":
        assert holder(gus.says(f"ticket add C-1 These numbers are incorrect {one}")) == "Ivy"
    ivy.says("language zh")

    def speaking_chinese(session):
        session.actor = PARLEY
        return [
            tickets.open_(session, tickets.Draft("系统怎么用", locale="zh")).assignee_id
            for _ in range(2)
        ]

    picked = chat.database.write(speaking_chinese, chat.clock.now())
    assert picked == [ivy.speaker.staff_id] * 2
    admin.says("settings routing off")
    assert holder(gus.says("ticket add C-1 Question z")) == "nobody has taken it yet"
    chat.passes(hours=1)
    assert "T-5" in gus.says("tickets unassigned")


def test_nobody_works_on_tickets_and_suspended_people_never(chat):
    admin, ada = chat.admin(), chat.rep("Ada")
    admin.says("settings 自动分配 on")
    ada.says("contact add Grace Hopper")
    assert "nobody has taken it yet" in admin.says("ticket add C-1 Question a")
    chat.agent("Gus")
    admin.says("suspend @gus")
    admin.says("yes")
    chat.passes(hours=1)
    assert "nobody has taken it yet" in admin.says("T-1")
    maria = chat.manager("Maria")
    assert "need the right" in maria.says("settings ticket routing off")
    assert "is not one of these" in admin.says("settings ticket routing perhaps")
    admin.says("cancel")

    def why(session):
        session.actor = PARLEY
        return ticket_rosters.open_roster(session).pick(tickets.get(session, 1)).why

    assert chat.database.read(why, chat.clock.now()) == "nobody"


def test_two_processes_hand_a_ticket_out_once(any_chat):
    admin, ada, gus = any_chat.admin(), any_chat.rep("Ada"), any_chat.agent("Gus")
    ada.says("contact add Grace Hopper")
    for number in range(3):
        gus.says(f"ticket add C-1 Question {number}")
    admin.says("settings ticket routing on")
    now = any_chat.clock.now()
    with ThreadPoolExecutor(4) as pool:
        for one in [pool.submit(ticket_routes.run_due, any_chat.database, now) for _ in range(4)]:
            one.result()
    any_chat.passes(minutes=1)
    assert sum("New ticket for you" in one for one in gus.inbox) == 3
    assert gus.says("timeline T-1").count("whose turn it was") == 1
