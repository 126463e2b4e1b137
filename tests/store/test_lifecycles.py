"""Lifecycles: where a company stands, against a slow oracle that looks at every event."""

from datetime import UTC, datetime, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from store import lifecycles
from store.lifecycles import Facts, Limits

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
DEFAULTS = Limits()


def ago(days):
    return None if days is None else NOW - timedelta(days=days)


def facts(*, won=(), opened=(), lost=(), logged=(), given_up=None):
    """What is known of a company with deals won, opened and lost so many days ago."""
    return Facts(
        won=len(won),
        first_won=ago(max(won, default=None)),
        last_won=ago(min(won, default=None)),
        open=len(opened),
        last_deal=ago(min((*won, *opened, *lost), default=None)),
        last_activity=ago(min(logged, default=None)),
        lost_at=ago(given_up),
    )


@pytest.mark.parametrize(
    ("told", "stage"),
    [
        ({}, "lead"),
        ({"lost": [5]}, "lead"),
        ({"logged": [5]}, "lead"),
        ({"opened": [5]}, "prospect"),
        ({"opened": [500]}, "prospect"),
        ({"won": [5]}, "customer"),
        ({"won": [5, 20, 60]}, "customer"),
        ({"won": [5, 371]}, "mature"),
        ({"won": [5, 369]}, "customer"),
        ({"won": [89]}, "customer"),
        ({"won": [90]}, "at risk"),
        ({"won": [90, 800]}, "at risk"),
        ({"won": [90], "logged": [10]}, "customer"),
        ({"won": [90], "opened": [10]}, "customer"),
        ({"won": [364]}, "at risk"),
        ({"won": [365]}, "lost"),
        ({"won": [700], "logged": [365]}, "lost"),
        ({"won": [5], "given_up": 1}, "lost"),
        ({"given_up": 1}, "lost"),
        ({"won": [5], "given_up": 1, "logged": [0]}, "lost"),
        ({"won": [5], "given_up": 3, "opened": [1]}, "customer"),
    ],
)
def test_where_a_company_stands(told, stage):
    assert lifecycles.stage(facts(**told), DEFAULTS, NOW) == stage


def test_the_limits_are_settings():
    known = facts(won=[10, 100, 200])
    assert lifecycles.stage(known, Limits(mature_deals=3, mature_months=6), NOW) == "mature"
    assert lifecycles.stage(known, Limits(mature_deals=4, mature_months=6), NOW) == "customer"
    assert lifecycles.stage(known, Limits(risk_days=10), NOW) == "at risk"
    assert lifecycles.stage(known, Limits(risk_days=5, lost_days=10), NOW) == "lost"


def oracle(won, opened, lost, logged, given_up, limit):
    """The same said by walking over all events, one by one."""
    deals = sorted([*won, *opened, *lost])
    if given_up is not None and not any(day < given_up for day in deals):
        return "lost"
    if not won:
        return "prospect" if opened else "lead"
    silence = 0
    while not any(day <= silence for day in (*deals, *logged)):
        silence += 1
    if silence >= limit.lost_days:
        return "lost"
    if silence >= limit.risk_days:
        return "at risk"
    far = [
        (one, other)
        for one in won
        for other in won
        if ago(one) + relativedelta(months=limit.mature_months) <= ago(other)
    ]
    enough = sum(1 for _ in won) >= limit.mature_deals
    return "mature" if far and enough else "customer"


DAYS = st.lists(st.integers(0, 900), max_size=4)
LIMITS = st.builds(
    Limits,
    mature_deals=st.integers(1, 4),
    mature_months=st.integers(1, 24),
    risk_days=st.integers(1, 200),
    lost_days=st.integers(1, 500),
)


@given(DAYS, DAYS, DAYS, DAYS, st.none() | st.integers(0, 900), LIMITS)
def test_it_says_what_the_oracle_says(won, opened, lost, logged, given_up, limit):
    known = facts(won=won, opened=opened, lost=lost, logged=logged, given_up=given_up)
    assert lifecycles.stage(known, limit, NOW) == oracle(won, opened, lost, logged, given_up, limit)
