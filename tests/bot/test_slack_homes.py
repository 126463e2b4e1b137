"""The App Home in Slack: one's own day, and nothing for those who do not belong."""

from collections.abc import Iterator
from typing import Any

import pytest

from store.rights import Role
from tests.bot.slack_offices import SlackOffice, asks, slack_office
from tests.standins.slack_shown import labels, texts
from tests.standins.slacks import Person

Office = SlackOffice


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with slack_office(tmp_path_factory.mktemp("slack")) as found:
        yield found
        assert found.slack.complaints == []


@pytest.fixture
def ada(office: Office) -> Person:
    return office.rep("Ada")


def home_of(person: Person) -> str:
    return "".join(texts(person.home["blocks"])) if person.home else ""


def opens_home(person: Person, contains: str) -> str:
    """Open the home, and wait until it says something."""
    person.opens_home()
    person.world.wait(lambda: contains in home_of(person))
    return home_of(person)


def test_an_empty_day(ada: Person):
    assert "Nothing is due" in opens_home(ada, "Today")
    assert ada.home
    assert labels(ada.home["blocks"]) == ("Add a contact", "My contacts", "Pool")


def test_what_is_due(ada: Person):
    asks(ada, "contact add Grace Due", "Saved")
    asks(ada, "log call it asked for a price next:today 23:59", "logged")
    assert "To do" in opens_home(ada, "Grace Due")


def test_what_is_overdue(office: Office, ada: Person):
    asks(ada, "contact add Grace Late", "Saved")
    asks(ada, "log call it asked for a price next:tomorrow 9am", "logged")
    office.passes(days=3)
    assert "overdue" in opens_home(ada, "Grace Late")


def test_in_ones_language(ada: Person):
    asks(ada, "language zh", "中文")
    day = opens_home(ada, "今天")
    assert "Today" not in day
    assert ada.home
    assert all(not one.isascii() for one in labels(ada.home["blocks"]))


@pytest.mark.parametrize("role", list(Role))
def test_every_role_has_a_day(office: Office, role: Role):
    somebody = office.rep("Some", role)
    opens_home(somebody, "Today")


def test_of_others_nothing(office: Office, ada: Person):
    asks(ada, "contact add Private Day", "Saved")
    asks(ada, "log call it asked for a price next:today 23:59", "logged")
    ben = office.rep("Ben")
    assert "Private Day" not in opens_home(ben, "Today")


def test_its_buttons_go_on_in_the_direct_message(office: Office, ada: Person):
    asks(ada, "contact add Mine Alone", "Saved")
    opens_home(ada, "Today")
    ada.presses("My contacts")
    assert ada.waits("Mine Alone").text
    assert "Mine Alone" not in home_of(ada)


def test_a_row_of_buttons_after_a_look_at_the_home(ada: Person):
    opens_home(ada, "Today")
    ada.presses("Add a contact")
    ada.waits("What is the name?")
    assert asks(ada, "From Home", "Saved")


def test_the_home_is_drawn_anew(office: Office, ada: Person):
    opens_home(ada, "Nothing is due")
    asks(ada, "contact add Anew", "Saved")
    asks(ada, "log call it asked for a price next:today 23:59", "logged")
    assert "Anew" in opens_home(ada, "Anew")


def test_the_other_tab_is_quiet(office: Office, ada: Person):
    before = len(ada.sees)
    ada.opens_home("messages")
    office.slack.settle()
    asks(ada, "whoami", "Your rights")
    assert ada.home is None
    assert len(ada.sees) == before + 2


@pytest.mark.parametrize("more", [{}, {"restricted": True}, {"team": "T7"}])
def test_strangers_guests_and_partners_see_nothing(
    office: Office, ada: Person, more: dict[str, Any]
):
    asks(ada, "contact add Hidden Person", "Saved")
    eve = office.newcomer("Eve", **more)
    day = opens_home(eve, "I don't know you yet")
    assert "Hidden" not in day
    assert eve.home
    assert labels(eve.home["blocks"]) == ()


def test_after_suspension(office: Office, ada: Person):
    asks(ada, "contact add Suspended Day", "Saved")
    asks(ada, "log call it asked for a price next:today 23:59", "logged")
    opens_home(ada, "Suspended Day")
    office.suspends(ada)
    assert "Suspended Day" not in opens_home(ada, "Your access is suspended")


def test_a_very_full_day(ada: Person):
    for number in range(9):
        asks(ada, f"contact add Full Day{number}", "Saved")
        asks(ada, "log call it asked for a price next:today 23:59", "logged")
    opens_home(ada, "Full Day0")
    ada.presses("More ›")
    assert ada.waits("Full Day8")
