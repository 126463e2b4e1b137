"""Ratings and recommendations: asked by the clock, given by customers, changed for a day."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlmodel import col

from reminders import feedbacks
from store.service_counts import service_counts
from store.sessions import PARLEY
from store.tables import Ticket, TicketRating
from tests.handlers import service_desks
from tests.handlers.service_desks import DOWN

ASKED = (
    "Your request The export has been down since noon T-1 is done. "
    "How was our service, from 1 (bad) to 5 (very good)?"
)


@pytest.fixture
def maria(chat):
    service_desks.a_rep(chat)
    return chat.manager("Maria")


@pytest.fixture
def gus(chat, maria):
    gus = chat.staff("Gus", "agent", maria)
    gus.says(f"ticket add C-1 {DOWN}")
    gus.says("take T-1")
    return gus


@pytest.fixture
def grace(chat, gus):
    return service_desks.a_customer(chat)


def counted(chat):
    """The counts of this year, as an admin sees them."""

    def unit(session):
        session.actor = PARLEY
        return service_counts(
            session, datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
        )

    return chat.database.read(unit, chat.clock.now())


def test_a_customer_is_asked_once_ten_minutes_after_the_end(chat, gus, grace):
    before = len(grace.inbox)
    gus.says("resolve T-1")
    chat.passes(minutes=9)
    assert len(grace.inbox) == before
    chat.passes(minutes=1)
    assert grace.inbox[-1] == ASKED
    assert grace.buttons == ("1", "2", "3", "4", "5")
    chat.passes(minutes=30)
    gus.says("ticket reopen T-1")
    gus.says("resolve T-1")
    chat.passes(hours=1)
    assert len(grace.inbox) == before + 1
    assert grace.presses("5").splitlines() == [
        "Thank you.",
        "You may add why, or change it for a day: rate 5",
    ]
    grace.presses("Say why")
    assert grace.says("You were quick") == "Thank you. I have passed it on."
    assert "Rated 5 of 5\nYou were quick" in gus.says("T-1")
    assert grace.says("rate 4 On second thought").startswith("Changed, thank you.")
    assert "Rated 4 of 5\nOn second thought" in gus.says("T-1")
    chat.passes(hours=25)
    assert "more than a day ago" in grace.says("rate 1")
    assert "more than a day ago" in grace.says("rate comment No")
    found = counted(chat)
    assert (found.asked, dict(found.ratings), found.average, found.csat) == (1, {4: 1}, 4.0, 1.0)


def test_nobody_is_asked_at_night_nor_about_what_is_long_past(chat, gus, grace):
    gus.says("ticket add C-1 The second")
    service_desks.a_customer(chat, "Grace", 2)
    grace.says("timezone Asia/Tokyo")
    chat.passes(hours=4)  # 22:00 in Tokyo
    gus.says("resolve T-1")
    chat.passes(minutes=20)
    assert ASKED not in grace.inbox
    chat.passes(hours=10)  # 08:20 in Tokyo
    assert grace.inbox.count(ASKED) == 1
    gus.says("resolve T-2")
    chat.clock.move(service_desks.days(4))
    chat.passes(minutes=1)
    assert not any("The second" in one for one in grace.inbox)
    feedbacks.ask_ratings(chat.database, chat.clock.now())


def test_two_processes_ask_once(chat, gus, grace):
    gus.says("resolve T-1")
    chat.clock.move(service_desks.days(0.01))
    for _ in range(2):
        feedbacks.ask_ratings(chat.database, chat.clock.now())
    chat.passes(minutes=1)
    assert grace.inbox.count(ASKED) == 1


def test_many_are_asked_batch_by_batch(chat, gus, grace, monkeypatch):
    monkeypatch.setattr("store.ratings.BATCH", 2)
    monkeypatch.setattr("reminders.feedbacks.BATCH", 2)
    for number in range(2, 6):
        gus.says(f"ticket add C-1 Number {number} is broken")
    service_desks.a_customer(chat, "Grace", 1, 2, 3, 4, 5)
    for number in range(1, 6):
        gus.says(f"resolve T-{number}")
    chat.passes(minutes=10)
    assert sum("How was our service" in one for one in grace.inbox) == 5
    assert "T-3" in grace.says("rate 5 ticket:T-3") or "Thank you" in str(grace.last.text)
    assert "Rated 5 of 5" in gus.says("T-3")


def test_words_and_figures_of_both_languages(chat, gus, grace):
    assert "There is no request of yours" in grace.says("rate 5")
    gus.says("resolve T-1")
    assert "Thank you." in grace.says("rate 5 stars")
    assert "Changed" in grace.says("rate ４/5")
    grace.says("语言 zh")
    assert "已修改" in grace.says("评分 三星")
    assert "不是 1 到 5 之间的数字" in grace.says("打分 9")
    grace.says("取消")
    assert "感觉如何" in grace.says("评分")
    assert "抱歉" in grace.says("1")
    assert grace.buttons == ("说明理由", "联系经理")
    assert "已经转达" in grace.says("评分说明 太慢了")
    assert "is no number" in gus.says("rate 7") or "for customers" in str(gus.last.text)


def test_only_own_requests_are_rated(chat, gus, grace):
    gus.says("resolve T-1")
    sam = chat.customer("Sam")
    assert "There is no request of yours" in sam.says("rate 1 ticket:T-1")
    assert "There is no request of yours" in sam.says("rate comment bad ticket:T-1")
    assert "You have no request “T-1”" in sam.says("complain ticket:T-1")
    assert "No ticket fits" in sam.says("rate 1 ticket:C-1")
    chat.passes(minutes=10)
    assert not any("export" in one for one in sam.inbox)
    assert "This is for customers" in gus.says("rate 5")


def test_rate_means_exchange_rates_for_staff(chat, grace):
    admin = chat.admin()
    assert "Saved: 1 EUR = 1.08 USD" in admin.says("rate EUR 1.08")
    assert "1 EUR = 1.08 USD" in admin.says("rate")
    assert "EUR" in admin.says("汇率")
    assert "exchange rates" in admin.says("help rates")
    assert "For customers: rate" in grace.says("help rate")
    assert "is no number from 1 to 5" in grace.says("rate EUR 1.08")


def test_recommendations_at_most_once_a_quarter(chat, gus, grace):
    question = "How likely are you to recommend us, from 0 (not at all) to 10 (certainly)?"
    assert "I have not asked you" in grace.says("recommend 9")
    gus.says("resolve T-1")
    chat.passes(hours=25)
    assert grace.inbox.count(question) == 1
    assert grace.buttons == tuple(str(one) for one in range(11))
    assert grace.presses("9") == "Thank you."
    grace.presses("Say why")
    assert "passed it on" in grace.says("You are quick")
    assert "is no number from 0 to 10" in grace.says("recommend 11")
    grace.says("cancel")
    gus.says("ticket add C-1 Another one")
    service_desks.a_customer(chat, "Grace", 2)
    gus.says("resolve T-2")
    chat.passes(days=3)
    assert grace.inbox.count(question) == 1
    assert counted(chat).nps == 100.0
    grace.says("recommend 3 worse")
    assert counted(chat).nps == -100.0
    chat.passes(days=92)
    gus.says("ticket add C-1 A third one")
    service_desks.a_customer(chat, "Grace", 3)
    gus.says("resolve T-3")
    assert "nps): off" in chat.admin().says("settings nps off")
    chat.passes(days=2)
    assert grace.inbox.count(question) == 1
    assert chat.admin().says("设置 推荐度 开").endswith("on")
    chat.passes(days=1)
    assert grace.inbox.count(question) == 2


def test_what_customers_say_is_sealed_and_of_no_ticket_that_one_may_not_see(chat, gus, grace):
    gus.says("resolve T-1")
    grace.says("rate 5 a secret word")

    def unit(session):
        session.actor = PARLEY
        row = session.scalars(select(TicketRating)).one()
        session.act_as(next(p for p in session.directory.people.values() if p.name == "Ben"))
        return bytes(row.comment_sealed), session.scalars(select(TicketRating)).all()

    chat.rep("Ben")
    sealed, seen = chat.database.read(unit, chat.clock.now())
    assert b"secret" not in sealed
    assert seen == []


def test_counts_of_nothing():
    counts = __import__("store.service_counts", fromlist=["Counts"]).Counts
    none = counts(0, {}, {}, {}, 0, {}, 0, 0)
    assert (none.average, none.csat, none.nps) == (None, None, None)
    some = counts(0, {}, {}, {1: 1, 4: 2, 5: 1}, 0, {10: 2, 8: 1, 0: 1}, 0, 0)
    assert (some.average, some.csat, some.nps) == (3.5, 0.75, 25.0)


def test_closed_and_merged_tickets(chat, gus, grace):
    gus.says("ticket add C-1 The second")
    service_desks.a_customer(chat, "Grace", 2)
    service_desks.agreed(gus, "ticket merge T-1 T-2")
    gus.says("ticket close T-1")
    chat.passes(minutes=10)
    assert sum("How was our service" in one for one in grace.inbox) == 1

    def merged(session):
        session.actor = PARLEY
        return session.scalars(select(Ticket).where(col(Ticket.id) == 2)).one().status

    assert chat.database.read(merged, chat.clock.now()) == "merged"


def test_who_has_joined_two_accounts_rates_and_complains_from_either(chat, gus, grace):
    work = chat.customer("Grace at work")
    code = grace.says("link me").split("link ", 1)[1].split("\n")[0]
    gus.says("resolve T-1")
    chat.passes(minutes=11)
    assert work.says("rate 4").startswith("There is no request of yours")
    assert work.says(f"link {code}").startswith("Joined")
    assert work.says("rate 4").startswith("Thank you.")
    assert grace.says("rate 3").startswith("Changed, thank you.")
    assert "will look into" in work.says("complain Nobody called me")


def test_who_has_joined_two_accounts_is_asked_for_a_recommendation_once(chat, gus, grace):
    work = chat.customer("Grace at work")
    code = grace.says("link me").split("link ", 1)[1].split("\n")[0]
    assert work.says(f"link {code}").startswith("Joined")
    gus.says("ticket add C-1 Another one")
    service_desks.a_customer(chat, "Grace at work", 2)
    gus.says("resolve T-1")
    gus.says("resolve T-2")
    chat.passes(hours=25)
    asked = [one for one in (*grace.inbox, *work.inbox) if "recommend us" in one]
    assert len(asked) == 1
    gus.says("ticket add C-1 A third one")
    service_desks.a_customer(chat, "Grace at work", 3)
    gus.says("resolve T-3")
    chat.passes(hours=49)
    asked = [one for one in (*grace.inbox, *work.inbox) if "recommend us" in one]
    assert len(asked) == 1
