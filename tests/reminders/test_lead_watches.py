"""Leads that nobody touches go on; managers are told once; two processes do nothing twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlalchemy import select

from reminders import lead_watches
from store import installations, leads, rosters
from store.tables import Lead


def test_an_untouched_lead_goes_to_the_next_and_never_back(any_chat):
    maria = any_chat.manager("Maria")
    ada, ben = any_chat.rep("Ada", maria), any_chat.rep("Ben", maria)
    ada.says("lead add Grace Hopper")
    any_chat.passes(hours=23, minutes=59)
    assert ben.inbox == []
    any_chat.passes(minutes=1)
    assert ben.inbox == ["Grace Hopper L-1 is yours now: nobody got in touch within 24 hours."]
    assert ben.buttons == ("Show", "Log a call", "Why did I get this?")
    assert "somebody else" in ben.presses("Why did I get this?")
    went = "Grace Hopper L-1 went to Ben: there was no first contact within 24 hours."
    assert ada.inbox[-1] == went
    assert "No lead fits" in ada.says("L-1")
    any_chat.passes(hours=24)
    assert maria.inbox == [
        (
            "Nobody got in touch with Grace Hopper L-1 within 24 hours, and nobody is left to take "
            "it over. It stays with Ben."
        )
    ]
    any_chat.passes(hours=48)
    assert len(maria.inbox) == 1
    assert "Owner: Ben" in ben.says("L-1")


def test_whoever_touched_it_keeps_it(chat):
    ada, ben = chat.rep("Ada"), chat.rep("Ben")
    ada.says("lead add Grace Hopper")
    ada.says("lead add Alan Turing")
    ada.says("lead add Kate Bush")
    ada.says("log call L-1 hello")
    ada.says("lead drop L-2 spam")
    ada.says("lead convert L-3")
    chat.passes(hours=100)
    assert ben.inbox == []
    ada.says("lead reopen L-2")
    chat.passes(hours=23)
    assert ben.inbox == []
    chat.passes(hours=2)
    assert ben.inbox[-1].startswith("Alan Turing L-2 is yours now")


def test_it_goes_on_three_times_at_most(chat):
    maria = chat.manager("Maria")
    reps = [chat.rep(name, maria) for name in ("Ada", "Ben", "Eve", "Ida", "Una")]
    reps[0].says("lead add Grace Hopper")
    for _ in range(5):
        chat.passes(hours=25)
    assert [len(rep.inbox) > 0 for rep in reps] == [True, True, True, True, False]
    assert len(maria.inbox) == 1
    assert maria.inbox[0].endswith("It stays with Ida.")
    assert maria.says("lead assign L-1") == (
        "Grace Hopper L-1 is Una's now.\nUna gets it: of all reps the one who waited longest."
    )


def test_it_waits_for_those_who_are_away_and_follows_the_routes(chat):
    root, maria = chat.admin(), chat.manager("Maria")
    ada, ben, eve = (chat.rep(name, maria) for name in ("Ada", "Ben", "Eve"))
    for said in ("team add East", "team assign @ada East", "team assign @ben East",
                 "lead route add territory:East team:East"):  # fmt: skip
        root.says(said)
    ben.says("days off tue")
    ada.says("lead add Grace Hopper territory:East")
    chat.passes(hours=25)
    assert ben.inbox[-1].startswith("Days off")
    assert maria.inbox == []
    chat.passes(hours=24)
    assert ben.inbox[-1].startswith("Grace Hopper L-1 is yours now")
    assert eve.inbox == []


def test_the_time_is_a_setting_and_zero_is_never(chat):
    root, ada, ben = chat.admin(), chat.rep("Ada"), chat.rep("Ben")
    root.says("settings lead_hours 1")
    ada.says("lead add Grace Hopper")
    chat.passes(hours=1)
    assert ben.inbox[-1].endswith("within 1 hour.")
    root.says("settings lead_hours 0")
    ada.says("lead add Alan Turing")
    chat.passes(hours=1000)
    assert len(ben.inbox) == 1


def test_each_is_told_in_their_own_language_and_suspended_people_not_at_all(chat):
    root, ada, ben = chat.admin(), chat.rep("Ada"), chat.rep("Ben")
    ben.says("language zh")
    ada.says("lead add Grace Hopper")
    root.says("suspend @ada")
    root.says("yes")
    before = len(ada.inbox)
    chat.passes(hours=24)
    assert ben.inbox[-1] == "Grace Hopper L-1 现在归你：24 小时内没人联系。"
    assert len(ada.inbox) == before


def test_many_are_passed_on_in_batches(chat):
    ada, ben = chat.rep("Ada"), chat.rep("Ben")

    def unit(session):
        session.act_as(session.directory.people[ada.speaker.staff_id])
        for number in range(205):
            leads.add(session, leads.Draft(f"Name {number}", {}), owner_id=session.actor.id)

    chat.admin().says("settings lead_cap 1000")
    chat.database.write(unit, chat.clock.now())
    chat.passes(hours=24)
    came = "Leads that nobody touched in time: 100 came to you. leads lists them."
    assert ben.inbox[:2] == [came, came]
    assert len(ben.inbox) == 5
    chat.passes(minutes=1)
    left = [
        f"• Name {one} L-{one + 1} is yours now: nobody got in touch within 24 hours."
        for one in (203, 204)
    ]
    assert ben.inbox[5:] == ["\n".join(["2 notices", *left])]
    assert ada.inbox[0] == came.replace("came to you", "went to others")
    assert ben.says("leads").startswith("Leads · 1–8 of 205 in all")


def test_a_manager_who_is_gone_is_replaced_by_another(chat):
    root, maria = chat.admin(), chat.manager("Maria")
    ada = chat.rep("Ada", maria)
    ada.says("lead add Grace Hopper")
    root.says("suspend @maria")
    root.says("yes")
    chat.passes(hours=24)
    assert root.inbox[-1].endswith("It stays with Ada.")
    assert maria.inbox == []


def test_two_processes_pass_a_lead_on_once(any_chat):
    ada, ben = any_chat.rep("Ada"), any_chat.rep("Ben")
    for number in range(20):
        ada.says(f"lead add Name{'abcdefghijklmnopqrst'[number]}")
    any_chat.clock.move(timedelta(hours=24))
    now = any_chat.clock.now()
    second = installations.open_installation(any_chat.url, any_chat.key_file)
    try:
        with ThreadPoolExecutor(2) as pool:
            for done in [
                pool.submit(lead_watches.run_due, database, now)
                for database in (any_chat.database, second)
            ]:
                done.result()
    finally:
        second.close()
    any_chat.arrived.extend(any_chat.terminal.deliver())
    assert ben.inbox == ["Leads that nobody touched in time: 20 came to you. leads lists them."]
    assert any_chat.database.read(owners, now) == {ben.speaker.staff_id}


def owners(session):
    with session.unscoped():
        return {row.owner_id for row in session.scalars(select(Lead))}


def test_nobody_to_tell_does_no_harm(chat):
    def unit(session):
        return rosters.managers(session, 999)

    assert [one.name for one in chat.database.read(unit, chat.clock.now())] == ["Root Admin"]
