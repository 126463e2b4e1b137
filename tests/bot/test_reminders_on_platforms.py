"""Reminders across platforms: cards with their buttons in Telegram and Slack, files, what is late."""

import pytest

from store.rights import Role
from tests.bot.services import an_office

BUTTONS = ["Done", "+1h", "Tomorrow", "Next Monday", "Reassign", "Log outcome"]


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reminders")
    with an_office(f"sqlite:///{folder}/parley.db", folder) as found:
        yield found
        assert found.slack.complaints == []


@pytest.fixture(scope="module")
def ada(office):
    """A rep in Telegram."""
    return office.on_telegram("Ada Byron")


@pytest.fixture(scope="module")
def maria(office):
    """A manager in Slack."""
    return office.on_slack("Maria Lopez", Role.MANAGER)


def test_a_card_in_telegram_finishes_the_job(office, ada):
    ada.says("contact add Grace Hopper")
    ada.waits("Grace Hopper")
    ada.says("log call C-1 wants an offer")
    ada.waits("Call logged")
    ada.says("remind me in 1 hour to call her about:C-1")
    ada.waits("I will remind you.")
    office.passes(hours=3)
    card = ada.waits("⏰ call her")
    assert "2 hours late" in card.text
    assert "wants an offer" in card.text
    assert list(card.buttons) == BUTTONS
    ada.presses("Done")
    asked = ada.waits("And when is the next step?")
    assert "Log outcome" in asked.buttons
    ada.presses("Log outcome")
    ada.waits("What came of it?")
    ada.says("she orders on Monday")
    ada.waits("Outcome: she orders on Monday")
    ada.says("done R-1")
    assert "Take up again" in ada.waits("R-1 was done on").buttons


def test_a_card_in_slack_is_put_off_given_away_and_comes_as_a_file(office, ada, maria):
    maria.says("remind me in 10 minutes to ask Ada")
    maria.waits("I will remind you.")
    office.passes(minutes=11)
    card = maria.waits("⏰ ask Ada")
    assert list(card.buttons) == BUTTONS
    maria.presses("+1h")
    put_off = maria.waits("I remind you again")
    assert "Calendar file" in put_off.buttons
    maria.presses("Calendar file")
    maria.waits("For your calendar.")
    ada.says("remind me in 5 minutes to hurry")
    ada.waits("hurry")
    ada.says("language zh")
    ada.waits("中文")
    office.passes(minutes=6)
    told = ada.waits("⏰ hurry")
    assert list(told.buttons) == ["完成", "1小时后", "明天", "下周一", "转交", "记录结果"]
    ada.presses("转交")
    refused = ada.waits("hurry")
    assert "申请权限" in refused.buttons or "完成" in refused.buttons
    ada.presses("完成")
    ada.waits("要再提醒你吗？")
