"""The beginning of a ticket's thread in Slack: once, even if Parley dies just after posting it."""

import asyncio
from types import SimpleNamespace
from typing import cast

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slacks import openings
from store.ids import new_id
from store.outboxes import Due
from store.rights import Role
from tests.bot.slack_offices import SlackOffice, slack_office
from tests.bot.ticket_offices import asks, kinds

A_MINUTE = 60_000 << 22  # in ids


@pytest.fixture
def office(tmp_path):
    with slack_office(tmp_path) as found:
        yield found


def beginnings(desk, ivy, number):
    return [
        one
        for one in desk.sees_for(ivy)
        if one.by_bot and one.thread_ts in (None, one.ts) and one.says(f"T-{number} ·")
    ]


def forget(office: SlackOffice, number: int) -> None:
    """What a kill between Slack's answer and the commit leaves behind."""
    with office.database.engine.begin() as connection:
        first = connection.exec_driver_sql(
            "SELECT id FROM outbox WHERE sent_as = (SELECT name FROM ticket_threads"
            " WHERE ticket_id = ?)",
            (number,),
        ).one()
        connection.exec_driver_sql(
            "UPDATE outbox SET sent_at = NULL, sent_as = NULL WHERE id = ?", (first.id,)
        )
        connection.exec_driver_sql(
            "UPDATE ticket_threads SET name = NULL WHERE ticket_id = ?", (number,)
        )


def test_a_thread_begins_once_though_parley_died(office: SlackOffice, monkeypatch):
    monkeypatch.setattr(openings, "SETTLED", -openings.ASKEW)
    chief, ivy = office.rep("Chief", Role.ADMIN), office.rep("Ivy", Role.AGENT)
    desk = office.room(chief, ivy)
    chief.says("@Parley desk here", desk)
    chief.waits("Each new ticket gets a thread here.", where=desk)
    grace = office.newcomer("Grace")
    grace.says("hello")
    grace.waits("Parley")
    number = asks(office, f"{grace.profile.team}:{grace.id}", "The export is down")
    office.slack.wait(lambda: beginnings(desk, ivy, number))
    [root] = beginnings(desk, ivy, number)
    office.slack.settle()
    with office.closed():
        forget(office, number)
    later = asks(office, f"{grace.profile.team}:{grace.id}", "The import is down")
    office.slack.wait(lambda: beginnings(desk, ivy, later))
    assert len(beginnings(desk, ivy, number)) == 1
    said = ivy.says("restart it", desk, root.ts)
    ivy.waits("Internal.", where=desk, after=said)
    assert kinds(office, number) == ["customer", "note"]
    assert office.slack.complaints == []


def letter(*, age=0, attempts=0, **payload):
    return Due(new_id() - age, None, None, None, payload, attempts=attempts)


def test_only_an_opening_that_somebody_may_have_sent_is_looked_for():
    assert not openings.may_be_there(letter(opens="T-1"), new_id())
    assert openings.may_be_there(letter(opens="T-1", age=A_MINUTE), new_id())
    assert openings.may_be_there(letter(opens="T-1", attempts=1), new_id())
    assert not openings.may_be_there(letter(age=A_MINUTE, attempts=3), new_id())


@pytest.mark.parametrize(("error", "passes"), [("missing_scope", False), ("ratelimited", True)])
def test_where_nobody_can_tell_it_is_sent(error, passes):
    async def refuse(**_values):
        raise SlackApiError(error, {"error": error})

    client = cast("AsyncWebClient", SimpleNamespace(conversations_history=refuse))
    looking = openings.found(client, "C1", letter(opens="T-1"))
    if passes:
        with pytest.raises(SlackApiError):
            asyncio.run(looking)
    else:
        assert asyncio.run(looking) == ""
