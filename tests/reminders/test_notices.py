"""Notices: at once, held, bundled, capped, switched off; never what may not be seen any more."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select

from handlers import letters
from handlers.replies import Reply
from handlers.texts import fmt
from reminders import notices
from store import installations, outboxes
from store.columns import table_of
from store.refs import Ref
from store.tables import HeldNotice


def tell(chat, who, *texts, **ways):
    """Tell somebody, as any job does."""
    person_id = who.speaker.staff_id

    def unit(session):
        session.act_as(None)
        person = session.directory.people[person_id]
        said = [Reply(fmt("{text}", text=one), shows=ways.get("shows", ())) for one in texts]
        rest = {name: value for name, value in ways.items() if name != "shows"}
        posted = [letters.notice(session, person, one, **rest) for one in said]
        outboxes.post(session, posted, None)

    chat.database.write(unit, chat.clock.now())


def hears(chat, who):
    """What reaches somebody now."""
    before = len(who.inbox)
    chat.passes(seconds=0)
    return who.inbox[before:]


def held(chat):
    query = select(table_of(HeldNotice))
    return chat.database.read(
        lambda session: session.connection().execute(query).all(), chat.clock.now()
    )


def test_a_burst_becomes_one_message_and_nothing_is_lost(any_chat):
    ada = any_chat.rep("Ada")
    tell(any_chat, ada, *(f"news {number}" for number in range(8)))
    assert hears(any_chat, ada) == [f"news {number}" for number in range(5)]
    assert b"news 7" not in bytes(held(any_chat)[-1].payload_sealed)
    any_chat.restarts()
    any_chat.passes(seconds=59)
    assert hears(any_chat, ada) == []
    any_chat.passes(seconds=1)
    assert ada.inbox[-1] == "3 notices\n• news 5\n• news 6\n• news 7"
    assert held(any_chat) == []
    tell(any_chat, ada, "later")
    assert hears(any_chat, ada) == ["later"]


def test_a_single_one_that_waited_comes_whole(chat):
    maria, ada = chat.manager("Maria"), chat.rep("Ada")
    ada.says("quiet 8:00-10:00")
    maria.says("deal add Pumps 5k")
    maria.says("deal share D-1 @ada")
    assert hears(chat, ada) == []
    chat.passes(hours=1)
    assert ada.inbox[-1].startswith("Maria shares")
    assert ada.last.shows == ("D-1",)


def test_everybody_chooses_how_often(chat):
    ada = chat.rep("Ada")
    assert ada.says("notifications deals hourly") == "Saved. Deals (deals): every hour"
    chat.passes(minutes=10)
    tell(chat, ada, "one", "two", event="deals")
    tell(chat, ada, "at once", event="quotes")
    assert hears(chat, ada) == ["at once"]
    chat.passes(minutes=50)
    assert ada.inbox[-1] == "2 notices\n• one\n• two"
    ada.says("通知 商机 每天一次")
    tell(chat, ada, "three", event="deals")
    chat.passes(hours=22)
    assert ada.inbox[-1] != "three"
    chat.passes(hours=1)
    assert ada.inbox[-1] == "three"
    ada.says("notifications deals off")
    tell(chat, ada, "four", event="deals")
    tell(chat, ada, "five", event="deals", urgent=True)
    chat.passes(hours=48)
    assert not {"four", "five"} & set(ada.inbox)


def test_reminders_are_no_notices(chat):
    maria = chat.manager("Maria")
    ada = chat.rep("Ada", maria)
    said = ada.says("notifications tasks off")
    assert said.endswith("Reminders come at their time all the same.")
    ada.says("remind me in 2 hours to swim")
    maria.says("remind @ada in 3 hours to call")
    heard = len(ada.inbox)
    chat.passes(hours=3)
    rung = [one.splitlines()[0] for one in ada.inbox[heard:] if "⏰" in one]
    assert rung == ["⏰ swim R-1", "⏰ call R-2"]


def test_what_a_clock_has_told_ahead_counts_nothing_once_it_is_put_back(chat):
    ada = chat.rep("Ada")
    chat.admin().says("settings notice cap 2")
    chat.clock.move(timedelta(hours=5))
    tell(chat, ada, "one", "two", "three")
    assert hears(chat, ada) == ["one", "two"]
    chat.clock.move(timedelta(hours=-5))
    tell(chat, ada, "four")
    assert hears(chat, ada) == ["four"]


def test_what_is_switched_off_while_it_waits_does_not_come(chat):
    ada = chat.rep("Ada")
    ada.says("notifications deals hourly")
    tell(chat, ada, "one", event="deals")
    ada.says("notifications deals off")
    chat.passes(hours=2)
    assert "one" not in ada.inbox


def test_urgent_ones_pass_quiet_hours_days_off_and_the_cap(chat):
    ada = chat.rep("Ada")
    chat.admin().says("settings notice cap 2")
    ada.says("days off mon")
    tell(chat, ada, "urgent", urgent=True)
    tell(chat, ada, "not so")
    assert hears(chat, ada) == ["urgent"]
    chat.passes(hours=22)
    assert ada.inbox[-1] == "urgent"
    chat.passes(hours=1)
    assert ada.inbox[-1] == "not so"
    ada.says("days off none")
    chat.passes(hours=1)
    tell(chat, ada, "two", "three", "four")
    tell(chat, ada, "fire", urgent=True)
    assert hears(chat, ada) == ["two", "fire"]
    chat.passes(hours=24)
    assert ada.inbox[-1] == "2 notices\n• three\n• four"


def test_quiet_hours_that_began_meanwhile_hold_it_longer(chat):
    ada = chat.rep("Ada")
    ada.says("notifications deals hourly")
    tell(chat, ada, "one", event="deals")
    ada.says("quiet 9:30-11:00")
    chat.passes(hours=1)
    assert ada.inbox[-1] != "one"
    chat.passes(hours=1)
    assert ada.inbox[-1] == "one"


def test_whoever_lost_a_record_or_a_right_hears_nothing_of_it(any_chat):
    maria = any_chat.manager("Maria")
    ada, ben = any_chat.rep("Ada", maria), any_chat.rep("Ben", maria)
    for name in ("Secret Pumps", "Kept Valves"):
        ada.says(f"deal add {name} 5k")
    ada.says("notifications all hourly")
    shows = (Ref("deal", 1),)
    tell(any_chat, ada, "Secret Pumps is hot", event="deals", shows=shows)
    tell(any_chat, ada, "both", event="deals", shows=(Ref("deal", 1), Ref("deal", 2)))
    tell(any_chat, ada, "nothing secret", event="work")
    maria.says("deal assign D-1 @ben")
    before = len(ada.inbox)
    any_chat.passes(hours=1)
    told = "\n".join(ada.inbox[before:])
    assert "Secret Pumps is hot" not in told
    assert "both" not in told
    assert "There was news of D-2." in told
    assert "nothing secret" in told
    tell(any_chat, ben, "Secret Pumps is hot", event="deals", shows=shows)
    ada.says("notifications all hourly")
    tell(any_chat, ada, "Kept Valves is hot", event="deals", shows=(Ref("deal", 2),))
    any_chat.admin().says("revoke rep deals.see")
    any_chat.admin().says("yes")
    any_chat.passes(hours=1)
    assert "Kept Valves is hot" not in "\n".join(ada.inbox)


def test_the_suspended_get_nothing_that_waited(chat):
    root, ada = chat.admin(), chat.rep("Ada")
    ada.says("notifications all hourly")
    tell(chat, ada, "one")
    root.says("suspend @ada")
    root.says("yes")
    chat.passes(hours=1)
    assert "one" not in ada.inbox
    root.says("restore @ada")
    chat.passes(hours=2)
    assert "one" not in ada.inbox


def test_of_two_processes_one_sends_it(any_chat):
    ada = any_chat.rep("Ada")
    ada.says("notifications all hourly")
    tell(any_chat, ada, *(f"news {number}" for number in range(3)))
    any_chat.clock.move(by=timedelta(hours=1))
    other = installations.open_installation(any_chat.url, any_chat.key_file)
    if any_chat.database.is_sqlite:
        other.close()
        other = any_chat.database
    with ThreadPoolExecutor(2) as threads:
        run = partial(notices.run_due, now=any_chat.clock.now())
        list(threads.map(run, (any_chat.database, other)))
    assert len([text for text in hears(any_chat, ada) if "3 notices" in text]) == 1
    if other is not any_chat.database:
        other.close()


def test_days_away_end_in_one_message(chat):
    ada = chat.rep("Ada")
    ada.says("days off 2026-11-23..2026-11-25")
    for number in range(70):
        tell(chat, ada, f"news {number}")
    chat.passes(days=2, hours=22)
    assert "news" not in ada.inbox[-1]
    before = len(ada.inbox)
    chat.passes(hours=1)
    told = ada.inbox[before:]
    assert len(told) == 1
    assert told[0].count("• news") == 70


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        ("notifications cats daily", "“cats” is not one of these"),
        ("notifications deals sometimes", "“sometimes” is not one of these"),
        ("notifications 🐱", "is not one of these"),
        ("digest 25:00", "“25:00” is no time of day"),
        ("digest evening whenever", "“whenever” is no time of day"),
    ],
)
def test_words_that_are_none(chat, said, complaint):
    assert complaint in chat.rep("Ada").says(said)
