"""The benchmark of the queue, small; and that its pages come from the indexes."""

import pytest
from sqlalchemy import event

from benchmarks import tickets as benchmark
from store import ticket_queues
from store.sessions import PARLEY
from store.ticket_queues import Filters

pytestmark = pytest.mark.no_cover  # it shows that they run


def test_the_benchmark_runs(tmp_path, capsys):
    found = benchmark.measure(tmp_path, tickets=120, open_=40, rounds=2)
    assert found.keys() == benchmark.ways([1]).keys()
    assert all(figure > 0 for figure in found.values())
    assert benchmark.measure_years(5) > 0
    assert "120 tickets, 40 of them open" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("filters", "index"),
    [
        (Filters(), "ix_tickets_queue"),
        (Filters(overdue=True), "ix_tickets_queue"),
        (Filters(assignee_id=1), "ix_tickets_assignee"),
        (Filters(unassigned=True), "ix_tickets_assignee"),
        (Filters(priority="urgent"), "ix_tickets_queue"),
    ],
)
def test_a_page_is_read_from_an_index_in_its_order(chat, filters, index):
    seen = []

    def note(*heard):
        if "due_at ASC" in heard[2]:
            seen.append((heard[2], heard[3]))

    def unit(session):
        session.actor = PARLEY
        event.listen(chat.database.engine, "before_cursor_execute", note)
        ticket_queues.page(session, filters)
        event.remove(chat.database.engine, "before_cursor_execute", note)
        sql, parameters = seen.pop()
        cursor = session.connection().connection.cursor()
        return " ".join(str(row) for row in cursor.execute(f"EXPLAIN QUERY PLAN {sql}", parameters))

    plan = chat.database.read(unit, chat.clock.now())
    assert index in plan
    assert "TEMP B-TREE" not in plan
