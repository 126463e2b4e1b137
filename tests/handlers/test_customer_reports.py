"""Reports on customers as conversations: value, churn, who is at risk, and touch by tier."""

import re
from collections import defaultdict
from datetime import timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from itertools import pairwise
from types import SimpleNamespace

import pytest

from handlers.measure_words import short
from store import buyers, figures, nudge_rules
from store.figures import Narrow, Span
from store.measures import MEASURES
from tests.conversations import MONDAY
from tests.handlers.report_worlds import at, found_world, piece
from tests.handlers.test_statements import MOST, statements

LOST, RISK = 100, 20
QUARTERS = ((at(2026, 4, 1), at(2026, 7, 1)), (at(2026, 7, 1), at(2026, 10, 1)),
            (at(2026, 10, 1), at(2027, 1, 1)))  # fmt: skip
NOW = MONDAY + timedelta(microseconds=1)
YEAR = timedelta(days=365)


@pytest.fixture
def world(chat):
    return _world(chat)


def _world(chat):
    world = found_world(chat, deals=400)
    for name, days in (("lost days", LOST), ("risk days", RISK)):
        world.people["root"].says(f"settings {name} {days}")
    return world


def owners_of(world):
    ada, ben, zoe = (world.id_of(one) for one in ("ada", "ben", "zoe"))
    return {
        "ada": frozenset({ada}),
        "maria": frozenset({ada, ben, world.id_of("maria")}),
        "olaf": frozenset({zoe, world.id_of("olaf")}),
        "root": None,
    }


def expected(world, owners, start, end):
    """What purchases say, customer by customer, none of the code that is tested used."""
    end = min(end, NOW)
    bought, nameless = defaultdict(list), 0
    for one in world.rows["deals"]:
        if world.kinds[one.stage_id] != "won" or one.closed_at >= end:
            continue
        if owners is not None and one.owner_id not in owners:
            continue
        key = ("company", one.company_id) if one.company_id else ("contact", one.contact_id)
        if key[1] is None:
            nameless += 1
        else:
            bought[key].append((one.closed_at, one.base_minor or 0))
    gone, told = timedelta(days=LOST), SimpleNamespace(bought=bought, nameless=nameless)

    def bought_within(key, moment):
        days = [day for day, _ in bought[key] if day < moment]
        return bool(days) and moment - max(days) < gone

    told.lost_now = {key for key in bought if not bought_within(key, end)}
    told.then = {key for key in bought if bought_within(key, start)}
    told.lost = told.then & told.lost_now
    told.new = {key for key, held in bought.items() if min(held)[0] >= start}
    told.risk = set()
    for key in bought.keys() - told.lost_now:
        days = sorted(day for day, _ in bought[key])
        gaps = [(later - day).total_seconds() for day, later in pairwise(days)]
        often = len(days) >= 3
        limit = 2 * sum(gaps) / len(gaps) if often else gone.total_seconds() / 2
        if (end - days[-1]).total_seconds() > max(limit, RISK * 86_400):
            told.risk.add(key)
    told.year_ago = {key for key in bought if bought_within(key, end - YEAR)}
    year = {key: [n for day, n in held if day >= end - YEAR] for key, held in bought.items()}
    told.year = {key: held for key, held in year.items() if held}
    return told


@pytest.mark.parametrize("span", QUARTERS)
def test_customers_are_what_their_purchases_say(any_chat, span):
    world = _world(any_chat)
    for name, owners in owners_of(world).items():
        told = expected(world, owners, *span)

        def read(session, name=name, owners=owners):
            session.act_as(session.directory.people[world.id_of(name)])
            return buyers.load(session, Span(*span), Narrow(owners))

        held = any_chat.database.read(read, MONDAY)
        assert {(one.kind, one.id): (one.deals, one.minor) for one in held.rows} == {
            key: (len(rows), sum(minor for _, minor in rows)) for key, rows in told.bought.items()
        }
        assert held.nameless == told.nameless
        assert [one.minor for one in held.rows] == sorted(
            (one.minor for one in held.rows), reverse=True
        )
        for group, keys in (("new", told.new), ("at risk", told.risk), ("lost", told.lost)):
            found = {(one.kind, one.id) for one in held.rows if buyers.GROUPS[group](held, one)}
            assert found == keys, (name, group)
        assert sum(map(held.was_customer, held.rows)) == len(told.then)
        assert_lifetime(held.lifetime(), told)


def assert_lifetime(life, told):
    assert life.customers == len(told.year_ago)
    assert life.lost == len(told.year_ago & told.lost_now)
    deals = [minor for held in told.year.values() for minor in held]
    assert (life.buyers, life.deals, life.minor) == (len(told.year), len(deals), sum(deals))
    if not life.known:
        assert life.customers < 10 or not deals
        return
    years = min(Decimal(life.customers) / (life.lost or 1), Decimal(10))
    value = sum(deals) * years / len(told.year)
    assert life.years == years
    assert life.value == int(value.quantize(Decimal(1), ROUND_HALF_EVEN))
    assert life.often == Decimal(len(deals)) / len(told.year)
    assert life.average == int((Decimal(sum(deals)) / len(deals)).quantize(1, ROUND_HALF_EVEN))


def test_a_report_on_customers_leads_to_each_of_them(world):
    root, told = world.people["root"], expected(world, None, *QUARTERS[1])
    answer = root.says("customer report last quarter all")
    lines = answer.splitlines()
    assert lines[0] == "Customers · Q3 2026 · all"
    won = sum(minor for held in told.bought.values() for _, minor in held)
    deals = sum(map(len, told.bought.values()))
    assert (
        lines[1] == f"Won to date: {amount(won)} from {len(told.bought)} customers ({deals} deals)"
    )
    counts = f"New {len(told.new)} · at risk {len(told.risk)} · lost {len(told.lost)}"
    assert lines[2] == counts
    share = f"{len(told.lost) * 100 / len(told.then):.1f} %"
    held = f"({len(told.lost)} of the {len(told.then)} customers at the beginning)"
    assert lines[3] == f"Churn: {share} {held}"
    assert f"{told.nameless} won deals name no customer and are left out." in answer
    assert "Acquisition cost: no costs of campaigns are known yet." in answer
    best = max(sum(minor for _, minor in held) for held in told.bought.values())
    assert amount(best) in lines[6]
    for label, keys in (
        ("New customers", told.new), ("Customers at risk", told.risk), ("Lost customers", told.lost),
    ):  # fmt: skip
        if not keys:
            assert not any(one.startswith(label) for one in root.buttons)
            continue
        root.says("customer report last quarter all")
        listed = root.presses(f"{label} ({len(keys)})")
        assert f"{len(keys)} in all" in listed.splitlines()[0]
        total = sum(minor for key in keys for _, minor in told.bought[key])
        assert f"Together: {amount(total)}" in listed
        refs = set(re.findall(r"\b([OC]-\d+)\b", listed))
        while "More ›" in root.buttons:
            refs |= set(re.findall(r"\b([OC]-\d+)\b", root.presses("More ›")))
        kinds = {"company": "O", "contact": "C"}
        assert refs == {f"{kinds[kind]}-{number}" for kind, number in keys}


def amount(minor):
    return short(minor).replace("US$", "$")


def test_touch_by_tier_and_the_promise_to_the_best(world):
    root = world.people["root"]
    answer = root.says("customer report")
    touched = {
        one.id: max(
            (act.at for act in world.rows["activities"] if act.company_id == one.id),
            default=one.created_at,
        )
        for one in world.rows["companies"]
    }
    for tier in "ABCD":
        held = [one for one in world.rows["companies"] if one.tier == tier]
        near = sum(touched[one.id] >= MONDAY - timedelta(days=RISK) for one in held)
        owned = sum(one.owner_id is not None for one in held)
        shares = [round(one * 100 / len(held)) for one in (near, owned)]
        assert re.search(
            rf"^{tier} +{len(held)} +{shares[0]} % +{shares[1]} %$", answer, re.MULTILINE
        )
    best = [one for one in world.rows["companies"] if one.tier == "A" and one.owner_id]
    kept = sum(touched[one.id] >= MONDAY - timedelta(days=30) for one in best)
    percent = round(kept * 100 / len(best))
    assert f"A companies within 30: {percent} % ({kept} of {len(best)})" in answer
    late = len(best) - kept
    if late:
        assert f"· {late} in all" in root.presses(f"A companies not contacted in time ({late})")

    def read(session):
        session.act_as(session.directory.admins()[0])
        named = [MEASURES["a companies in touch"]]
        found = figures.work_out(session, named, [Span(MONDAY, MONDAY)])
        return figures.figure(found, named[0].name), nudge_rules.compliance(
            session, list(session.directory.people)
        )

    figure, digest = world.chat.database.read(read, MONDAY)
    assert (figure.total, figure.count) == digest == (kept, len(best))
    root.says("nudge edit silence off")
    assert "In touch: within 20 days\n" in root.says("customer report")


def test_everybody_is_told_what_is_theirs(world):
    people = world.people
    for name, owners in owners_of(world).items():
        told = expected(world, owners, *QUARTERS[2])
        answer = people[name].says("customer report")
        assert f"from {len(told.bought)} customer" in answer
    assert "covers your own records only" in people["ada"].says("customer report @ben")
    assert "covers your team only" in people["olaf"].says("customer list lost @ben")
    ben = expected(world, frozenset({world.id_of("ben")}), *QUARTERS[2])
    assert f"from {len(ben.bought)} customer" in people["maria"].says("customer value @ben")
    for name in ("gus", "mark"):
        answer = people[name].says("customer report")
        assert "Tier" in answer
        assert "Won" not in answer
        assert "$" not in answer
        for said in ("customer list lost", "churn last quarter", "customer lifetime value"):
            assert "right to add and change deals" in people[name].says(said)
    for said in ("revoke rep amounts.see", "yes"):
        people["root"].says(said)
    answer = people["ada"].says("customer report")
    assert "customers to date (" in answer
    assert "$" not in answer
    assert "Lifetime value" not in answer
    assert "$" not in people["ada"].says("customer list best")
    assert "right to see amounts" in people["ada"].says("customer lifetime value")
    assert "Churn" in people["ada"].says("churn this quarter")


def test_customers_are_asked_about_in_words(world):
    root, told = world.people["root"], expected(world, None, *QUARTERS[1])
    held = len(told.then)
    churn = f"Churn: {len(told.lost) * 100 / held:.1f} % ({len(told.lost)} of the {held} customers"
    for said in (
        "churn last quarter", "what was our churn rate last quarter?", "上季度客户流失率",
        "customer churn in Q3?", "上季度的流失率是多少？",
    ):  # fmt: skip
        answer = root.says(said)
        assert answer.startswith(churn), (said, answer)
        assert "\nChurn · Q3 2026 · all\n" in answer
        assert "understand" not in answer
    for said in (
        "how many customers did we lose last quarter?",
        "上季度流失了多少客户？",
        "lost customers last quarter",
    ):
        assert root.says(said).startswith(
            f"{len(told.lost)} customers\nLost customers · Q3 2026"
        ), said
    now = expected(world, None, *QUARTERS[2])
    assert root.says("how many customers are at risk?").startswith(f"{len(now.risk)} customers\n")
    assert f"{len(now.risk)} in all" in root.presses("Customers at risk")
    for said in (
        "customer lifetime value",
        "what is the LTV of a customer?",
        "客户终身价值是多少？",
    ):
        assert root.says(said).startswith("Lifetime value: "), said
    answer = root.says("churn this quarter vs last quarter of Ben")
    assert piece(r"^Churn · Q4 2026 · Ben Cole$", answer)
    assert piece(r"^Q3 2026: Churn: ", answer)
    assert "without it" in root.says(
        "churn by industry in Steel over 50k with sprinkles last year?"
    )
    root.says("language zh")
    assert "流失率：" in root.says("churn last quarter")
    assert "客户 · 2026年第3季度 · 全部" in root.says("客户报告 上季度")
    assert "流失的客户 · 2026年第3季度" in root.says("客户名单 流失 上季度")


def test_a_customer_comes_stays_and_goes(chat):
    ada, root = chat.rep("Ada"), chat.admin()
    assert "Won to date: $0 from 0 customers (0 deals)" in ada.says("customer report")
    assert ada.says("customer list").endswith(": nobody.")
    assert "too little yet (0 customers a year ago, 10 are needed)" in ada.says("clv")
    root.says("settings lost days 60")
    root.says("settings risk days 10")
    for number in range(3):
        ada.says(f"deal add Beans{number} 1k company:Acme")
        ada.says(f"deal win D-{number + 1}")
        chat.passes(days=7)
    ada.says("contact add Grace Hopper")
    ada.says("deal add Tea 500 contact:C-1")
    ada.says("deal win D-4")
    first = ada.says("customer report year")
    assert "Won to date: $3.5K from 2 customers (4 deals)" in first
    assert "New 2 · at risk 0 · lost 0" in first
    ada.says("undo")
    assert "from 1 customer (3 deals)" in ada.says("customer report year")
    ada.says("deal win D-4")
    chat.passes(days=13)  # twice as long as Acme is used to, not half of what Grace may take
    assert "Acme" in ada.says("customer list at risk")
    assert "Grace" not in ada.says("customer list at risk")
    chat.passes(days=60)
    listed = ada.says("customer list lost 2026-12-20..2027-03-31")
    assert "Acme O-1 · $3K · 3 deals · last bought" in listed
    assert "Grace Hopper C-1 · $500 · 1 deal" in listed
    assert "100.0 % (2 of the 2 customers" in ada.says("churn 2026-12-20..2027-03-31")
    assert "Churn: there were no customers yet" in ada.says("churn in 2025?")
    for odd in (
        "customer report 🐟",
        "customer list ＬＯＳＴ",
        "customer list " + "x" * 9_000,
        "客户名单 鱼",
    ):
        assert ada.says(odd)


def test_however_many_customers_the_statements_stay_few(world):
    for said in ("customer report year", "customer list best year", "churn this year vs last year"):
        assert len(statements(world.people["root"], said)) <= MOST, said


def test_a_lifetime_is_told_once_a_year_is_known(chat):
    ada = chat.rep("Ada")
    for number in range(1, 11):
        ada.says(f"deal add Beans 1k company:Buyer{number}")
        ada.says(f"deal win D-{number}")
    chat.passes(days=370)
    for number in range(11, 16):  # half of them buy again, one of them twice
        ada.says(f"deal add Beans 3k company:Buyer{number - 10}")
        ada.says(f"deal win D-{number}")
    ada.says("deal add More 9k company:Buyer1")
    ada.says("deal win D-16")
    # 24k in 6 deals of 5 customers; 5 of 10 lost in a year, so that one stays for 2 years
    said = "Lifetime value: $9.6K a customer = $4K a deal × 1.2 deals a year × 2.0 years"
    answer = ada.says("customer report")
    assert f"\n{said}\n" in answer
    assert re.search(r"^Buyer1 +\$13K +\$24K$", answer, re.MULTILINE)  # 12k a year, 2 years
    assert "New 0 · at risk 0 · lost 5\n" in answer
    assert answer.endswith("years: 1 / churn of a year, 10 at most; sales, not profit")
    assert ada.says("customer lifetime value").startswith(f"{said}\n")
    ada.says("language zh")
    told = ada.says("客户终身价值是多少？")
    assert re.search(
        r"^终身价值：每位客户 \S+ = 每单 \S+ × 每年 1.2 单 × 2.0 年$", told, re.MULTILINE
    )
    assert chat.manager("Maria").says("churn of Ada and Maria last year").startswith("Your right")
    root = chat.admin()
    assert "Ada, Maria" in root.says("churn of Ada and Maria last year?")
    assert root.buttons == ()
