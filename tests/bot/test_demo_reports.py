"""Reports over the demo company, each figure beside plain SQL over its tables."""

import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import bindparam, text

from bot import demo_people
from bot.clocks import Clock
from bot.terminals import Terminal
from handlers.measure_words import short
from tests.bot.test_demos import NOW, made
from tests.conversations import Chat

pytestmark = pytest.mark.no_cover
QUARTER = ("2026-10-01", "2027-01-01")
YEAR = ("2026-01-01", "2027-01-01")
BEFORE = ("2026-07-01", "2026-08-24")
"""As many days of the quarter before as have gone by of this one."""


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    database, clock = made(folder), Clock(NOW)
    terminal = Terminal(database, clock, everybody=True)
    yield Chat(f"sqlite:///{folder}/parley.db", folder / "parley.key", database, clock, terminal)
    database.close()


@pytest.fixture
def speaks(demo):
    """Somebody of the demo company, in English and in UTC."""

    def become(name):
        somebody = demo.admin(name)  # nobody is added where the name is known
        for said in ("cancel", "language en", "timezone UTC"):
            somebody.says(said)
        return somebody

    return become


@pytest.fixture
def sql(demo):
    """The first row of a query, by what is bound to it."""

    def ask(query, **values):
        lists: list[Any] = [bindparam(one, expanding=True) for one in values if one == "owners"]
        with demo.database.engine.connect() as connection:
            return connection.execute(text(query).bindparams(*lists), values).all()

    return ask


def owners_of(demo):
    """Whose deals everybody of the demo may be told, by name."""
    people = demo.database.read(lambda session: session.directory, NOW).people.values()
    ids = {one.name: one.id for one in people}
    below = {name: [one.id for one in people if one.manager_id == ids[name]] for name in ids}
    return {
        demo_people.ADMIN: list(ids.values()),
        **{name: [ids[name], *below[name]] for name in ("Maria Lopez", "陈静怡", "Ben Carter")},
    }


DEALS = """
    SELECT count(*), coalesce(sum(d.base_minor), 0)
    FROM deals d JOIN stages s ON s.id = d.stage_id
    WHERE d.deleted_at IS NULL AND d.owner_id IN :owners
"""


def test_a_summary_of_everybody_agrees_with_the_tables(demo, speaks, sql):
    for name, owners in owners_of(demo).items():
        answer = speaks(name).says("summary quarter")
        won, opened = (
            [sql(f"{DEALS} AND {met} >= :first AND {met} < :last", owners=owners, first=one, last=two)[0]
             for one, two in (QUARTER, BEFORE)]
            for met in ("s.kind = 'won' AND d.closed_at", "d.created_at")
        )  # fmt: skip
        assert said(answer, "Deals won") == won[0][0]
        assert said(answer, "Deals opened") == opened[0][0]
        assert f"Amount won {short(won[0][1])}" in answer or not won[0][0] + won[1][0]
        if won[0][0] != won[1][0]:
            change = won[0][0] - won[1][0]
            assert f"Deals won {won[0][0]} ({change:+d})".replace("-", "−") in answer
        standing = sql(
            """
            SELECT count(*), coalesce(sum(base_minor), 0), sum(base_minor * probability) / 100
            FROM deals WHERE closed_at IS NULL AND deleted_at IS NULL AND owner_id IN :owners
            """,
            owners=owners,
        )[0]
        assert said(answer, "Open deals") == standing[0]
        assert f"Pipeline value {short(standing[1])}" in answer
        assert f"Weighted pipeline {short(round(standing[2] or 0))}" in answer
        for label, table, at, whose in (
            ("New leads", "leads", "created_at", "owner_id"),
            ("New contacts", "contacts", "created_at", "owner_id"),
            ("Activities", "activities", "at", "staff_id"),
        ):  # fmt: skip
            if name == demo_people.ADMIN:
                continue  # those of nobody count as well
            alive = "" if table == "activities" else "deleted_at IS NULL AND"
            query = f"SELECT count(*) FROM {table} WHERE {alive} {whose} IN :owners"
            query += f" AND {at} >= :first AND {at} < :last"
            counted = sql(query, owners=owners, first=QUARTER[0], last=QUARTER[1])[0][0]
            assert said(answer, label) == counted, (name, label)


def said(answer, label):
    """The number behind a label."""
    found = re.search(rf"{label} ([\d,]+)", answer)
    return int(found[1].replace(",", "")) if found else 0


def test_forecast_and_rankings_agree_with_the_tables(demo, speaks, sql):
    for name, owners in owners_of(demo).items():
        somebody = speaks(name)
        won = sql(
            f"{DEALS} AND s.kind = 'won' AND d.closed_at >= :first AND d.closed_at < :last",
            owners=owners, first=QUARTER[0], last=QUARTER[1],
        )[0]  # fmt: skip
        due = sql(
            """
            SELECT count(*), coalesce(sum(base_minor), 0), coalesce(sum(base_minor * probability), 0)
            FROM deals WHERE closed_at IS NULL AND deleted_at IS NULL AND owner_id IN :owners
            AND close_on <= '2026-12-31'
            """,
            owners=owners,
        )[0]
        answer = somebody.says("forecast quarter")
        assert f"Won so far: {short(won[1])}\n" in answer
        assert f"Weighted by stage: {short(won[1] + round(due[2] / 100))}\n" in answer
        assert f"Best case: {short(won[1] + due[1])} ({due[0]} open deal" in answer
        ended = {
            kind: sql(
                f"{DEALS} AND s.kind = '{kind}' AND d.closed_at >= :first AND d.closed_at < :last",
                owners=owners, first=YEAR[0], last=YEAR[1],
            )[0][0]
            for kind in ("won", "lost")
        }  # fmt: skip
        if sum(ended.values()):
            rate = round(ended["won"] * 100 / sum(ended.values()))
            head = f"Won {ended['won']} · lost {ended['lost']} · win rate {rate} %"
            assert head in somebody.says("winloss year")
        funnel = somebody.says("funnel this year")
        opened = sql(f"{DEALS} AND d.created_at >= :first", owners=owners, first=YEAR[0])[0][0]
        if opened:
            levels = [int(one) for one in re.findall(r"^\w+ +(\d+)", funnel, re.MULTILINE)]
            assert (levels[0], levels[-1]) == (opened, ended["won"])


def test_everybodys_place_agrees_with_the_tables(demo, speaks, sql):
    rows = sql(
        """
        SELECT p.name, count(*), sum(d.base_minor) FROM deals d
        JOIN stages s ON s.id = d.stage_id JOIN staff p ON p.id = d.owner_id
        WHERE s.kind = 'won' AND d.deleted_at IS NULL AND d.closed_at >= :first
        GROUP BY p.name ORDER BY sum(d.base_minor) DESC
        """,
        first=YEAR[0],
    )
    board = speaks(demo_people.ADMIN).says("leaderboard year")
    for place, (name, count, minor) in enumerate(rows, 1):
        row = rf"^{place}\. {re.escape(name[:10])}\S* +{re.escape(short(minor))} +{count} +\d+$"
        assert re.search(row, board, re.MULTILINE), (row, board)


def test_customers_and_service_agree_with_the_tables(demo, speaks, sql):
    root = speaks(demo_people.ADMIN)
    answer = root.says("customer report quarter")
    count, deals, minor = sql(
        """
        SELECT count(DISTINCT coalesce('O' || d.company_id, 'C' || d.contact_id)), count(*),
               sum(d.base_minor)
        FROM deals d JOIN stages s ON s.id = d.stage_id
        WHERE s.kind = 'won' AND d.deleted_at IS NULL
        """
    )[0]
    assert f"Won to date: {short(minor)} from {count} customers ({deals} deals)" in answer
    first = sql(
        """
        SELECT count(*) FROM (
            SELECT min(d.closed_at) AS first FROM deals d JOIN stages s ON s.id = d.stage_id
            WHERE s.kind = 'won' AND d.deleted_at IS NULL GROUP BY d.company_id, d.contact_id
        ) WHERE first >= :first
        """,
        first=QUARTER[0],
    )[0][0]
    assert f"New {first} ·" in answer
    for tier, held, owned in sql(
        """
        SELECT tier, count(*), count(owner_id) FROM companies
        WHERE tier IS NOT NULL AND deleted_at IS NULL GROUP BY tier
        """
    ):
        share = round(owned * 100 / held)
        assert re.search(rf"^{tier} +{held} +\d+ % +{share} %$", answer, re.MULTILINE)
    kept, best = sql(
        """
        SELECT count(*) FILTER (WHERE touched >= :since), count(*) FROM (
            SELECT coalesce(max(a.at), c.created_at) AS touched FROM companies c
            LEFT JOIN activities a ON a.company_id = c.id
            WHERE c.tier = 'A' AND c.owner_id IS NOT NULL AND c.deleted_at IS NULL GROUP BY c.id
        )
        """,
        since=f"{NOW - timedelta(days=30):%Y-%m-%d %H:%M:%S.%f}",
    )[0]
    assert f"A companies within 30: {round(kept * 100 / best)} % ({kept} of {best})" in answer
    opened, solved, open_now = sql(
        """
        SELECT count(*) FILTER (WHERE opened_at >= :first),
               count(*) FILTER (WHERE resolved_at >= :first), count(*) FILTER (WHERE ended_at IS NULL)
        FROM tickets WHERE deleted_at IS NULL AND status <> 'merged'
        """,
        first="2026-11-01",
    )[0]
    report = root.says("service report month")
    assert f"Opened {opened} · solved {solved}\n" in report
    assert f"Open now {open_now}: " in report
