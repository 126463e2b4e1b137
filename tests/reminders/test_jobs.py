"""The list of jobs: once across processes, failures are seen and stop nothing."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from reminders import jobs
from reminders.jobs import Job, perform


@pytest.fixture
def done():
    return []


def counting(done, **more):
    return Job("leads", 60, lambda _database, now: done.append(now), **more)


def test_a_job_runs_once_whoever_looks(any_chat, done, monkeypatch):
    job, now = counting(done), any_chat.clock.now()
    perform(any_chat.database, job, now)
    monkeypatch.setattr(jobs, "THIS_PROCESS", "another")
    perform(any_chat.database, job, now + timedelta(seconds=30))
    assert len(done) == 1
    perform(any_chat.database, job, now + timedelta(seconds=59))
    assert len(done) == 2
    perform(any_chat.database, job, now - timedelta(days=1))
    assert len(done) == 3, "a clock that was put back holds nothing up"


def test_another_process_is_at_it(chat, done, monkeypatch):
    now = chat.clock.now()

    def run(database, moment):
        monkeypatch.setattr(jobs, "THIS_PROCESS", "another")
        perform(database, counting(done), moment)

    perform(chat.database, Job("leads", 60, run), now)
    assert done == []


def test_a_failure_is_seen_by_admins_and_stops_nothing(chat, done):
    root, ada = chat.admin(), chat.rep("Ada")
    said = root.says("settings jobs")
    assert "Nothing has run by the clock yet" in said
    assert "Digests: has not run yet" in said

    def fail(_database, _now):
        raise KeyError("Grace Hopper")

    broken = Job("leads", 60, fail)
    for minute in range(3):
        perform(chat.database, broken, chat.clock.now() + timedelta(minutes=minute))
    perform(chat.database, counting(done, shared=True), chat.clock.now())
    perform(chat.database, replace(counting(done), name="housekeeping"), chat.clock.now())
    said = root.says("settings jobs")
    assert "Leads nobody touches" in said
    assert "failed" in said
    assert "KeyError" in said
    assert "Grace" not in said
    assert "Digests: has not run yet" in said
    assert "Nothing has run" not in said
    assert "Housekeeping: last Mon 23 Nov 2026, 09:00" in said
    assert "You need the right" in ada.says("settings jobs")
    root.says("language zh")
    assert "housekeeping" not in root.says("任务计划")


def test_a_time_of_day_is_kept_by_the_companys_clock(chat, done):
    job, now = counting(done, at=time(6)), chat.clock.now()
    perform(chat.database, job, now)
    perform(chat.database, job, now + timedelta(hours=20))
    assert done == []
    perform(chat.database, job, now + timedelta(hours=21))
    perform(chat.database, job, now + timedelta(hours=21, minutes=1))
    assert len(done) == 1
    stops = list(job.stops(chat.database, now, now + timedelta(days=3)))
    assert [one.hour for one in stops] == [6, 6, 6]


def test_what_runs_every_second_is_not_noted_every_second(chat, done):
    job, now = counting(done, shared=True), chat.clock.now()
    written = chat.database._written
    for second in range(30):
        perform(chat.database, job, now + timedelta(seconds=second))
    assert len(done) == 30
    assert chat.database._written == written + 1
