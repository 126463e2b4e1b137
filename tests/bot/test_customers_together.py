"""One customer on Telegram and on Slack: two strangers until a code has proved that it is one."""

import pytest

from store.rights import Role
from tests.bot.services import Office, an_office

pytestmark = pytest.mark.no_cover


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    folder = tmp_path_factory.mktemp("together")
    with an_office(f"sqlite:///{folder}/parley.db", folder) as found:
        yield found
        assert found.slack.complaints == []


def on_slack(person, text, contains):
    """Say something on Slack; gives all that the answer says."""
    return person.waits(contains, after=person.says(text)).spans


def on_telegram(person, text, contains=""):
    """Say something on Telegram; gives the answer."""
    person.says(text)
    return person.waits(contains).text


def test_two_accounts_are_two_customers_until_a_code_is_typed(office: Office):
    gus = office.on_telegram("Gus Grissom", Role.AGENT)
    ada = office.on_telegram("Ada Byron", Role.REP)
    on_telegram(ada, "contact add Grace Hopper +1 202 555 0143", "C-1")
    phone, desk = office.stranger("Grace Hopper"), office.slack.person("U77", "Grace Hopper")

    on_telegram(phone, "The export is down since noon", "Do you agree")
    phone.presses("I agree")
    phone.waits("T-1")
    on_slack(desk, "The invoice is wrong since noon", "Do you agree")
    desk.presses("I agree")
    desk.waits("T-2")
    gus.waits("New request")

    # The same name, and a contact whom staff say to be both, show neither what the other wrote.
    for number in (1, 2):
        on_telegram(gus, f"ticket link T-{number} C-1", "Is it")
        on_telegram(gus, "yes", "Linked to")
    assert "T-2" not in on_telegram(phone, "my requests", "T-1")
    assert "T-1" not in on_slack(desk, "my requests", "T-2")
    foreign = on_telegram(phone, "status T-2", "T-2")
    assert foreign == on_telegram(phone, "status T-99", "T-99").replace("T-99", "T-2")
    assert "invoice" not in foreign
    on_telegram(gus, "reply T-1 It works again", "Sent to")
    phone.waits("It works again")
    on_slack(desk, "It is urgent now", "T-2")
    assert not any(one.says("It works again") for one in desk.sees)

    # Nor does a wrong code, nor one's own.
    code = on_telegram(phone, "link me", "link ").split("link ", 1)[1].split("\n")[0].strip()
    on_slack(desk, f"link {code[:-2]}AA", "That code does not work")
    on_telegram(phone, f"link {code}", "own")
    assert "T-1" not in on_slack(desk, "my requests", "T-2")

    # The code, typed on the other side, does; answers still go where each request came from.
    on_slack(desk, f"link {code}", "Joined")
    on_slack(desk, "my requests", "T-1")
    on_telegram(phone, "my requests", "T-2")
    on_telegram(gus, "reply T-2 The invoice is right now", "has written meanwhile")
    gus.presses("Send anyway")
    desk.waits("The invoice is right now")
    assert not any("The invoice is right now" in text for text in phone.texts)
