"""The sales day across platforms: a rep in Telegram, her manager in Slack, and a stranger."""

import pytest

from store.rights import Role
from tests.bot.services import an_office


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sales")
    with an_office(f"sqlite:///{folder}/parley.db", folder) as found:
        yield found
        assert found.slack.complaints == []


@pytest.fixture(scope="module")
def maria(office):
    """A manager in Slack."""
    return office.on_slack("Maria Lopez", Role.MANAGER)


@pytest.fixture(scope="module")
def ada(office, maria):
    """A rep of Maria's in Telegram."""
    ada = office.stranger("Ada")
    ada.says(f"/start {office.hire('Ada Byron', Role.REP, 'Maria Lopez')}")
    ada.waits("Welcome")
    return ada


def test_a_quote_beyond_the_limit_is_approved_in_slack_and_sent_from_telegram(office, ada, maria):
    maria.says("product add compiler 450")
    maria.waits("compiler")
    ada.says("deal add Big tools 50k company:Navy Systems")
    ada.waits("Saved.")
    ada.says("/quote add D-1 compiler x20 discount:20%")
    card = ada.waits("Quote Q-1 v1")
    assert "Total: $7,200.00" in card.text
    ada.presses("Send")
    ada.waits("so I have asked Maria Lopez")
    request = maria.waits("asks for your approval")
    assert {"Approve", "Reject"} <= set(request.buttons)
    maria.presses("Approve")
    maria.waits("Approved. I have told Ada Byron.")
    ada.waits("Maria Lopez has approved this")
    ada.presses("Send")
    ada.waits("Send quote Q-1")
    before = len(office.telegram.uploads)
    ada.presses("Yes")
    ada.waits("Marked as sent.")
    office.telegram.wait(lambda: len(office.telegram.uploads) > before)
    assert office.telegram.uploads[-1].content.startswith(b"%PDF-")


def test_who_presses_second_hears_who_decided(office, ada, maria):
    ada.says("deal add More tools 50k company:Navy Systems")
    ada.waits("More tools")
    ada.says("quote add D-2 compiler x20 discount:30%")
    ada.waits("Quote Q-2 v1")
    ada.says("quote send Q-2")
    ada.waits("so I have asked")
    maria.waits("asks for your approval")
    maria.says("reject Q-2 too much off")
    maria.waits("I have told Ada Byron.")
    ada.waits("too much off")
    maria.says("approve Q-2")
    assert maria.waits("rejected that already")


def test_an_order_is_paid_in_parts_in_chinese(ada):
    ada.says("quote accept Q-1")
    ada.waits("S-1")
    ada.says("/language zh")
    ada.waits("中文")
    ada.says("S-1 收到 5000")
    assert "5,000" in ada.waits("S-1").text
    ada.says("language en")
    ada.waits("English")


def test_a_form_in_slack_adds_a_lead(maria):
    maria.commands("/crm", "lead add").wait()
    maria.submits({"name": "Hedy Lamarr", "company": "Radio Ltd", "source": "fair"}).wait()
    assert maria.waits("Hedy Lamarr").says("Radio Ltd")


def test_a_stranger_becomes_a_lead_on_their_yes(office, ada):
    eve = office.stranger("Eve")
    eve.says("inquire Do you sell compilers to schools?")
    eve.waits("Shall I pass this on")
    eve.presses("Yes, please")
    eve.waits("Thank you")
    told = ada.waits("New lead for you: Eve")
    ada.says(told.text.split()[5])
    assert "Do you sell compilers to schools?" in ada.waits("Source: telegram").text
