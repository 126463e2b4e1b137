"""The demo company: believable, the same every time, and nothing in it is real."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from bot import demo_people, demo_plans, demos
from bot.demo_companies import CHINESE, ENGLISH
from handlers.readers.kinds import look_up
from store import (
    contact_lists,
    contacts,
    deal_lists,
    duplicates,
    fields,
    installations,
    pipelines,
    points,
    staff,
    tags,
    verifications,
)
from store.contact_lists import Filters
from store.rights import Role
from store.sessions import Session
from store.tables import (
    Activity,
    AuditEntry,
    Company,
    Contact,
    Deal,
    Lead,
    Share,
    StageMove,
    Ticket,
)

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def made(folder):
    database, _code = installations.found(
        f"sqlite:///{folder}/parley.db",
        folder / "parley.key",
        company=demo_people.COMPANY,
        admin=demo_people.ADMIN,
        now=NOW - demos.FOUNDED,
    )
    demos.make(database, NOW)
    return database


@pytest.fixture(scope="module")
def company(tmp_path_factory):
    database = made(tmp_path_factory.mktemp("demo"))
    yield database
    database.close()


@pytest.fixture
def ask(company):
    """Ask the database something as a colleague."""

    def as_(who, unit):
        def asked(session: Session):
            session.act_as(staff.find(session, who))
            return unit(session)

        return company.read(asked, NOW)

    return as_


def everyone(unit_session):
    return list(unit_session.scalars(select(Contact)))


def test_who_works_there(ask):
    people = ask(demo_people.ADMIN, lambda session: session.directory.people.values())
    roles = [person.role for person in people]
    assert {role: roles.count(role) for role in Role} == {
        Role.ADMIN: 1, Role.MANAGER: 2, Role.REP: 6, Role.AGENT: 2, Role.MARKETER: 1,
    }  # fmt: skip
    directory = ask(demo_people.ADMIN, lambda session: session.directory)
    managers = [person for person in people if person.role is Role.MANAGER]
    assert [len(directory.reports[one.id]) for one in managers] == [3, 3]
    assert {person.locale for person in managers} == {"en", "zh"}
    assert len(directory.teams) == 2


def test_how_much_there_is(ask):
    def counts(session):
        return [
            session.execute(select(func.count()).select_from(table)).scalar_one()
            for table in (Contact, Company, Activity, Share)
        ]

    known, companies, activities, shares = ask(demo_people.ADMIN, counts)
    assert (known, companies, shares) == (120, 40, 1)
    assert activities > 200


def test_half_is_english_and_half_chinese(ask):
    names = [row.name for row in ask(demo_people.ADMIN, everyone)]
    assert sum(name.isascii() for name in names) == 60


def test_everybody_is_found_by_pinyin_or_name(ask):
    for name, pinyin in demo_people.CHINESE[:10]:
        hits = ask(
            demo_people.ADMIN, lambda session, text=pinyin: look_up(session, text, ("contact",), 5)
        )
        rows = ask(
            demo_people.ADMIN,
            lambda session, found=hits.found: contacts.get_many(session, [key for _, key in found]),
        )
        assert name in [row.name for row in rows]
    hits = ask(demo_people.ADMIN, lambda session: look_up(session, "thornbury", ("contact",), 5))
    assert len(hits.found) == 1


def test_owners_are_spread_and_some_are_in_the_pool(ask):
    owners = [row.owner_id for row in ask(demo_people.ADMIN, everyone)]
    assert owners.count(None) == 12
    reps = [owners.count(owner) for owner in set(owners) - {None}]
    assert len(reps) == 8
    assert max(reps) <= 18


def test_every_rep_sees_contacts_of_both_languages(ask):
    for rep in ("Ben Carter", "王小雨"):
        names = [row.name for row in ask(rep, everyone)]
        assert {name.isascii() for name in names} == {True, False}


def test_there_is_one_pair_of_probable_duplicates(ask):
    pairs, total = ask("Ben Carter", duplicates.pairs)
    assert total == 1
    rows = ask("Ben Carter", lambda session: contacts.get_many(session, pairs[0]))
    assert [row.name for row in rows] == ["Nora Whitfield", "N. Whitfield"]
    assert ask(demo_people.ADMIN, duplicates.pairs)[1] == 1


def test_one_contact_is_shared_across_the_teams(ask):
    names = [row.name for row in ask("Ben Carter", everyone)]
    assert demos.SHARED in names
    assert demos.SHARED not in [row.name for row in ask("Ada Quinn", everyone)]


def test_there_is_a_custom_field_that_people_use(ask):
    def used(session):
        field = fields.find(session, demo_people.FIELD)
        return [
            contact_lists.page(session, Filters(field=(field.id, value))).total
            for value in demo_people.ROASTS
        ]

    assert all(ask(demo_people.ADMIN, used))


def test_tags_of_both_languages_group_contacts(ask):
    def used(session):
        names = (*demo_people.TAGS["en"], *demo_people.TAGS["zh"])
        ids = [tags.find(session, name).id for name in names]
        return [contact_lists.page(session, Filters(tag_id=one)).total for one in ids]

    assert all(ask(demo_people.ADMIN, used))


def test_the_past_is_past_and_the_next_steps_are_ahead(ask):
    activities = ask(demo_people.ADMIN, lambda session: list(session.scalars(select(Activity))))
    assert min(one.at for one in activities) > NOW - demos.FOUNDED
    assert max(one.at for one in activities) < NOW
    ahead = [row.next_at for row in ask(demo_people.ADMIN, everyone) if row.next_at]
    assert len(ahead) > 20
    assert all(NOW < at < NOW + timedelta(days=11) for at in ahead)


def test_the_first_undo_is_ones_own(company):
    """Nobody who tries the demo takes back a piece of it."""

    def newest(session):
        return session.connection().execute(select(func.max(AuditEntry.at))).scalar_one()

    assert company.read(newest, NOW) <= NOW - demo_plans.FRESH


def test_the_audit_holds_and_names_who_did_it(company):
    anchors = company.shared.anchors()
    with company.engine.connect() as connection:
        verdict = verifications.verify(connection, company.shared.keys, anchors)
    assert verdict.fault is None
    assert verdict.entries > 800

    def actors(session):
        return list(session.scalars(select(AuditEntry)))

    entries = sorted(company.read(actors, NOW), key=lambda row: row.link)
    assert len({row.staff_id for row in entries}) >= 10
    assert [row.at for row in entries] == sorted(row.at for row in entries)


def test_nothing_in_it_is_real(ask):
    def reachable(session):
        rows = everyone(session)
        return [one for found in points.readable_many(session, rows).values() for one in found]

    fictional = re.compile(r"\+1\d{3}55501\d\d|\+861380000\d{4}")
    for point in ask(demo_people.ADMIN, reachable):
        assert point.value.endswith(".example") or fictional.fullmatch(point.value)
    for customer in (*ENGLISH, *CHINESE):
        assert customer.domain.endswith(".example")
        assert fictional.fullmatch(demo_plans.company_phone(customer))


def test_names_are_told_apart():
    names = [*demo_people.ENGLISH, *(name for name, _ in demo_people.CHINESE)]
    assert len(names) == len(set(names)) == 120
    assert len({one.phone for one in demo_plans.contacts(NOW)}) == 119


def test_the_same_moment_gives_the_same_company(ask, tmp_path):
    other = made(tmp_path)

    def content(session):
        session.act_as(staff.find(session, demo_people.ADMIN))
        rows = everyone(session)
        facts = [
            (row.id, row.name, row.owner_id, row.company_id, row.tier, row.next_at, row.created_at)
            for row in rows
        ]
        return facts, points.readable_many(session, rows)

    try:
        assert other.read(content, NOW) == ask(demo_people.ADMIN, content)
    finally:
        other.close()


def test_deals_stand_in_every_stage(ask):
    def stages(session):
        return [pipelines.step(session, row.stage_id).name for row in session.scalars(select(Deal))]

    found = ask(demo_people.ADMIN, stages)
    names = ("lead", "qualified", "proposal", "negotiation", "won", "lost")
    assert {name: found.count(name) for name in names if found.count(name) < 2} == {}
    assert len(found) > 25
    sums = ask("Ben Carter", lambda session: deal_lists.sums(session, 1))
    assert sum(one.count for one in sums)


def test_deals_moved_in_the_past_and_close_around_now(ask):
    moves = ask(demo_people.ADMIN, lambda session: list(session.scalars(select(StageMove))))
    assert max(one.at for one in moves) < NOW - demo_plans.FRESH
    rows = ask(demo_people.ADMIN, lambda session: list(session.scalars(select(Deal))))
    assert any(row.close_on < NOW.date() for row in rows)
    assert any(row.close_on > NOW.date() + timedelta(days=30) for row in rows)
    assert {row.currency for row in rows} == {"USD", "CNY"}


@pytest.mark.parametrize("day", range(14))
def test_on_whatever_day_it_is_made(day):
    now = NOW + timedelta(days=day, hours=3 * day)
    for one in demo_plans.contacts(now):
        assert all(met.at < now for met in one.past)
        assert all(met.at.weekday() < 5 for met in one.past)
        assert one.at < now


def test_tickets_stand_in_several_states_and_leads_wait_in_both_languages(ask):
    def asked(session):
        return [(one.status, one.locale, one.because) for one in session.scalars(select(Ticket))]

    found = ask("Sam Ellis", asked)
    assert {status for status, *_ in found} == {"open", "waiting", "resolved"}
    assert {locale for _, locale, _ in found} == {"en", "zh"}
    assert {"down", "打不开"} <= {because for *_, because in found}
    for rep in ("Ben Carter", "王小雨"):
        assert ask(rep, asked), rep
        assert ask(rep, lambda session: list(session.scalars(select(Lead)))), rep
