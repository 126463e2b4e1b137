"""Customers and agents on both platforms, and Parley killed among them: nothing lost, mixed or leaked.

What DESIGN.md allows is a letter that comes twice where a kill fell between sending and noting it.
"""

from pathlib import Path

import pytest

from tests.bot import storm_oracles
from tests.bot.service_storms import a_storm

pytestmark = pytest.mark.no_cover


def test_a_little_storm_of_service(tmp_path: Path):
    with a_storm("sqlite", tmp_path, 7) as storm:
        storm.gather(customers=8, agents=4)
        storm.blow(messages=60, kills=1)
        figures = storm_oracles.check(storm)
        assert figures.replies
        assert storm.site.slack.complaints == []


@pytest.mark.storm
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
def test_a_storm_of_service(tmp_path: Path, dialect: str):
    with a_storm(dialect, tmp_path, 20261123) as storm:
        storm.gather(customers=200, agents=20)
        storm.blow(messages=1600, kills=16)
        storm.ask()
        figures = storm_oracles.check(storm)
        assert storm.site.slack.complaints == []
        assert storm.process
        assert storm.process.stop() == 0
        assert dialect == "postgresql" or storm.site.company.holds()
        print(f"{figures}, {storm.kills} kills")  # noqa: T201
