"""Customers and agents on both platforms, and Parley killed among them: nothing lost, mixed or leaked."""

import pytest

from tests.bot import storm_oracles
from tests.bot.service_storms import a_storm

pytestmark = pytest.mark.no_cover


def test_a_little_storm_of_service(tmp_path):
    with a_storm("sqlite", tmp_path, 20261123) as storm:
        storm.gather(customers=8, agents=4)
        storm.blow(messages=60, kills=2)
        figures = storm_oracles.check(storm)
        assert figures.replies > 5
        assert storm.process
        assert storm.process.stop() == 0
    assert storm.site.slack.complaints == []
