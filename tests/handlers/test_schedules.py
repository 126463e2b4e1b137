"""Scheduled reports: on time, once, and never more than sender and receiver may both see."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert, select

from handlers.dates import read_period
from handlers.languages import Voice, speaking
from handlers.readers.reports import ReportDays
from handlers.scheduled import SENT
from reminders import jobs, scheduled_reports
from store import outboxes, report_schedules, staff, ticket_threads
from store.columns import table_of
from store.ids import new_id
from store.rights import Role
from store.sessions import PARLEY
from store.tables import Chat, Outbox
from store.ticket_threads import Desk


@pytest.fixture
def team(chat):
    """Maria leads Ada and Ben; Zoe is elsewhere. It is Monday, 2026-11-23, 09:00 in UTC."""
    maria = chat.manager("Maria")
    ada, ben = chat.rep("Ada", maria), chat.rep("Ben", maria)
    zoe = chat.rep("Zoe", chat.manager("Mark"))
    for number, (somebody, amount) in enumerate(((ada, "50k"), (ben, "200k"), (zoe, "700k")), 1):
        somebody.says(f"deal add Boats{number} {amount}")
        somebody.says(f"deal win D-{number}")
    return maria, ada, ben, zoe


def reports(somebody, what="Leaderboard"):
    return [text for text in somebody.inbox if text.startswith(what)]


def changed(chat, change):
    def unit(session):
        session.actor = PARLEY
        change(session)

    chat.database.write(unit, chat.clock.now())


def test_one_comes_on_time_and_once(chat, team):
    maria, ada, _, _ = team
    said = maria.says("report schedule leaderboard month every:mon 9:00 to:@ada")
    assert said == (
        "leaderboard month goes to Ada every Monday at 09:00.\n"
        "The first one comes Mon 30 Nov 2026, 09:00."
    )
    assert maria.buttons == ("Undo", "Scheduled reports")
    assert "Maria has leaderboard month sent to you every Monday at 09:00." in ada.inbox[-1]
    chat.passes(days=6, hours=23)
    assert reports(ada) == []
    chat.passes(hours=1)
    for _ in range(2):  # another process looks as well
        scheduled_reports.run_due(chat.database, chat.clock.now())
    chat.passes(minutes=1)
    assert len(reports(ada)) == 1
    assert reports(maria) == []
    told = reports(ada)[0]
    assert "Leaderboard · Nov 2026 · Ada" in told
    assert "1. Ada    $50K    1" in told
    assert "$200K" not in told
    assert told.endswith("From Maria: every Monday at 09:00.")
    chat.passes(days=14)
    assert len(reports(ada)) == 3
    assert "not sent" not in maria.says("report list")


def test_the_same_report_for_different_people_tells_each_what_both_may_see(chat, team):
    maria, ada, _ben, zoe = team
    root = chat.admin()
    for who in ("@maria", "@ada", "@mark", "#sales"):
        root.says(f"report schedule leaderboard month every:weekday 9:00 to:{who}")
        root.says("yes")
    maria.says("report schedule leaderboard month every:weekday 9:00")
    assert "Root Admin may see" not in maria.says(
        'report schedule leaderboard month every:weekday 9:00 to:"Root Admin"'
    )
    assert maria.says("report schedule leaderboard month every:weekday 9:00 to:@zoe") == (
        "Zoe may see nothing of that."
    )
    ada.says("report schedule leaderboard month every:weekday 9:00 to:@maria")
    chat.passes(days=1)
    mine, from_ada = (
        next(one for one in reports(maria) if one.endswith(end))
        for end in (
            "Your schedule: every working day at 09:00.",
            "From Ada: every working day at 09:00.",
        )
    )
    from_root = next(one for one in reports(maria) if "From Root Admin" in one)
    assert "the team of Maria" in from_root
    for told in (mine, from_root):
        assert "$200K" in told
        assert "$50K" in told
        assert "$700K" not in told
    assert "$50K" in from_ada
    assert "$200K" not in from_ada
    assert "$700K" not in reports(ada)[0]
    assert "$50K" in reports(ada)[0]
    assert "$200K" not in reports(ada)[0]
    assert "$50K" in reports(root)[0]
    assert "$700K" not in reports(root)[0]
    room = [str(one.text) for one in chat.arrived if one.to == "#sales"]
    assert len(room) == 1
    assert "$700K" in room[0]
    assert reports(zoe) == []


def test_whoever_changes_teams_in_between_takes_their_figures_along(chat, team):
    maria, ada, ben, _ = team
    maria.says("report schedule leaderboard month every:weekday 9:00")
    maria.says("report schedule leaderboard month every:weekday 9:00 to:@ada")
    maria.says("report schedule summary month @ben every:weekday 9:00")
    mark = chat.manager("Mark")
    changed(
        chat,
        lambda session: staff.change_manager(session, ben.speaker.staff_id, mark.speaker.staff_id),
    )
    chat.passes(days=1)
    assert len(reports(maria)) == 1
    assert "$50K" in reports(maria)[0]
    assert "$200K" not in reports(maria)[0]
    lost = [one for one in maria.inbox if "was not sent" in one]
    assert len(lost) == 1
    assert "The scheduled report summary month @ben to Maria was not sent." in lost[0]
    assert "Maria may not see or send these figures any more." in lost[0]
    changed(
        chat,
        lambda session: staff.change_manager(session, ada.speaker.staff_id, mark.speaker.staff_id),
    )
    before = len(reports(ada))
    chat.passes(days=1)
    assert len(reports(ada)) == before
    lost = [one for one in maria.inbox if "was not sent" in one]
    assert len(lost) == 2  # of each schedule once, however often it is due
    assert "Ada may not see these figures any more" in lost[1]
    chat.passes(days=3)
    assert len([one for one in maria.inbox if "was not sent" in one]) == 2
    assert "not sent the last time" in maria.says("report list")
    changed(
        chat,
        lambda session: staff.change_manager(session, ada.speaker.staff_id, maria.speaker.staff_id),
    )
    chat.passes(days=3)
    assert len(reports(ada)) > before


def test_who_is_suspended_or_has_lost_the_right_sends_and_gets_nothing(chat, team):
    maria, ada, ben, _ = team
    root = chat.admin()
    ada.says("report schedule leaderboard month every:weekday 9:00 to:@maria")
    maria.says("report schedule leaderboard month every:weekday 9:00 to:@ben")
    for name in ("ada", "ben"):
        root.says(f"suspend @{name}")
        root.says("yes")
    chat.passes(days=1)
    chat.passes(days=1)
    assert reports(maria) == []
    told = [one for one in maria.inbox if "was not sent" in one]
    assert len(told) == 2
    assert any("Ada, who had it sent, is suspended." in one for one in told)
    assert any("Ben is suspended." in one for one in told)
    for name in ("ada", "ben"):
        root.says(f"restore @{name}")
        root.says("yes")
    changed(chat, lambda session: staff.change_role(session, maria.speaker.staff_id, Role.AGENT))
    chat.passes(days=1)
    assert reports(ben) == []
    assert "report list" not in maria.says("report list")


def test_masks_are_those_of_both(chat, team):
    _maria, ada, _, _ = team
    root = chat.admin()
    root.says("report schedule summary month every:weekday 9:00 to:@ada")
    root.says("revoke rep amounts.see")
    root.says("yes")
    chat.passes(days=1)
    told = reports(ada, "Summary")[0]
    assert "Deals won 1" in told
    assert "$" not in told


def test_what_was_missed_comes_once_and_says_so(chat, team):
    maria, _, _, _ = team
    maria.says("report schedule leaderboard month every:weekday 9:00")
    later = chat.clock.now() + timedelta(days=2, hours=2)
    scheduled_reports.run_due(chat.database, later)
    scheduled_reports.run_due(chat.database, later)
    chat.passes(days=2, hours=2, seconds=1)
    assert len(reports(maria)) == 1
    assert "It was due Tue 24 Nov 2026, 09:00." in reports(maria)[0]


def test_days_off_and_quiet_hours_put_it_off(chat, team):
    maria, ada, _, _ = team
    ada.says("quiet 22:00-10:00")
    ada.says("days off 2026-11-24")
    maria.says("report schedule leaderboard month every:day 9:00 to:@ada")
    chat.passes(days=1, minutes=5)
    assert reports(ada) == []
    chat.passes(days=1)
    assert reports(ada) == []  # she sleeps until ten
    chat.passes(hours=1)
    assert len(reports(ada)) == 1
    ada.says("report schedule leaderboard month every:day 23:30")
    chat.passes(hours=14)
    assert len(reports(ada)) == 2  # she has set that very time herself


def test_nine_stays_nine_whatever_the_clocks_do(chat, team):
    maria, _, _, _ = team
    maria.says("timezone Europe/Berlin")
    maria.says("report schedule leaderboard year every:day 9:00")

    def next_at(session):
        session.act_as(session.directory.people[maria.speaker.staff_id])
        return report_schedules.every(session)[0].next_at

    assert f"{chat.database.read(next_at, chat.clock.now()):%m-%d %H:%M}" == "11-24 08:00"
    summer = chat.clock.now().replace(year=2027, month=4, day=1)
    scheduled_reports.run_due(chat.database, summer)
    assert f"{chat.database.read(next_at, summer):%m-%d %H:%M}" == "04-02 07:00"


def test_lists_and_stops_in_both_languages(chat, team):
    maria, ada, ben, _ = team
    assert ada.says("report list").startswith("None yet. `report schedule".replace("`", ""))
    maria.says("report schedule summary week every monday at 9am to:@ada")
    maria.says("language zh")
    assert maria.says("定时报告 销售预测 本季度 每个工作日上午8点半").startswith(
        "销售预测 本季度 将每个工作日 08:30发给你。"
    )
    assert "发给Ada，每周一 09:00" in maria.says("定时报告列表")
    assert "漏斗 将每月最后一天 09:00发给你" in maria.says("定时报告 漏斗 每:最后一天").replace(
        "转化", ""
    )
    maria.presses("撤销")
    assert "不是报告" in maria.says("定时报告 晚饭 每:周一")
    assert ben.says("report stop 1").startswith("There is no such scheduled report")
    assert ada.says("report list").startswith("Scheduled reports · 1 in all")
    assert ada.presses("Stop 1") == "summary week is sent no more."
    assert "Ada停止了你的定时报告" in maria.inbox[-1]
    assert maria.says("定时报告列表").startswith("定时报告 · 共 1 条")
    assert "不再发送" in maria.says("停止定时报告 1")
    assert "撤销" in maria.buttons
    maria.presses("撤销")
    assert maria.says("定时报告列表").startswith("定时报告 · 共 1 条")
    maria.says("language en")
    maria.says("report delete forecast")
    assert maria.says("report list").startswith("None yet")
    assert "scheduled report" in chat.admin().says("audit @maria")


def test_it_speaks_as_its_receiver_does_when_it_goes_out(chat, team):
    maria, ada, _, _ = team
    chat.admin().says("grant rep export own")
    chat.admin().says("yes")
    ada.says("language zh")
    maria.says("report schedule leaderboard Last Month team every:mon 9:00 to:@ada format:csv")
    assert "Maria让 排行榜 上个月 团队 每周一 09:00发给你。" in ada.inbox[-1]
    assert "leaderboard Last Month team to Ada" in maria.says("report list")
    assert "排行榜 上个月 团队 发给你，每周一 09:00" in ada.says("定时报告列表")
    maria.says("report schedule leaderboard month every:mon 9:00 to:@ada format:csv")
    chat.passes(days=7)
    assert len(reports(ada, "排行榜 · 2026年10月")) == 1
    told = reports(ada, "排行榜 · 2026年11月 · Ada")[0]
    assert "1. Ada  US$5万     1" in told
    assert told.endswith("来自Maria：每周一 09:00。")
    assert ada.last.files[0].endswith("排行榜-2026-11-30.csv")
    assert Path(ada.last.files[0]).read_text("utf-8-sig").startswith("谁,金额,赢单,活动")
    ada.says("language en")
    chat.passes(days=7)
    assert reports(ada, "Leaderboard · Dec 2026 · Ada")
    assert ada.inbox[-1].endswith("From Maria: every Monday at 09:00.")
    maria.says("language zh")
    maria.says("定时报告 总结 最近两周 团队 每:周一 9:00 给:@ada")
    chat.passes(minutes=10)
    assert "Maria has summary last 2 weeks team sent to you" in ada.inbox[-1]
    chat.passes(days=7)
    assert reports(ada, "Summary · ")
    chat.admin().says("suspend @ada")
    chat.admin().says("yes")
    before = len(maria.inbox)
    chat.passes(days=7)
    for said in ("排行榜 上个月 团队", "总结 最近两周 团队"):
        assert sum(said in one and "Ada已被停用" in one for one in maria.inbox[before:]) == 1


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("today", "今天"), ("this week", "这周"), ("last month", "上个月"), ("Q3", "三季度"),
        ("last 30 days", "过去30天"), ("last 2 weeks", "最近两周"), ("October", "10月"),
        ("next 7 days", "未来7天"), ("last 3 months", "最近3个月"),
    ],
)  # fmt: skip
def test_periods_are_told_in_either_language(english, chinese):
    reader, now = ReportDays(), datetime(2026, 11, 23, 9, tzinfo=UTC)
    with speaking(Voice("en")):
        assert reader.retold(chinese) == english
        assert reader.retold(english.upper()) == english.upper()
        assert reader.retold("节后") == "节后"
    with speaking(Voice("zh")):
        told = reader.retold(english)
        assert reader.retold(chinese) == chinese
        assert reader.retold("2026-10-01..2026-10-31") == "2026-10-01..2026-10-31"
    periods = {str(read_period(one, now=now, zone=ZoneInfo("UTC"))) for one in (english, told)}
    assert not told.isascii()
    assert len(periods) == 1


def test_customers_are_sent_as_a_list_and_as_a_file(chat, team, monkeypatch):
    maria, ada, _, _ = team
    for number in range(1, 10):
        ada.says(f"deal add Ink{number} {number}k company:Buyer{number}")
        ada.says(f"deal win Ink{number}")
    chat.admin().says("grant rep export own")
    chat.admin().says("yes")
    maria.says("report schedule customer list new this quarter every:mon 9:00 format:csv")
    assert "goes to Ada" in maria.says(
        "report schedule customer list every:mon 9:00 to:@ada format:pdf"
    )
    monkeypatch.setattr("handlers.exports.report_files.MOST_ON_PAPER", 8)
    chat.passes(days=7)
    told = reports(maria, "New customers")[0]
    assert "1–8 of 9 in all" in told
    assert "Buyer1 " not in told
    assert "Buyer1,O-1,1000.00,1" in Path(maria.last.files[0]).read_text("utf-8-sig")
    told = reports(ada, "Customers")[0]
    assert "9 are too many for a PDF: at most 8 fit." in told
    assert told.endswith("From Maria: every Monday at 09:00.")
    assert ada.last.files == ()


def test_on_the_first_day_customers_are_those_of_the_period_before(chat, team):
    maria, _, _, _ = team
    maria.says("report schedule customer list every:1st 9:00")
    maria.says("report schedule customer report every:1st 9:00")
    chat.passes(days=40)  # it is the second of January
    assert len(reports(maria, "Customers · Q4 2026 · my team: nobody.")) == 1
    assert len(reports(maria, "Customers · Q4 2026 · my team\n")) == 1


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        (
            "report schedule dinner every:mon 9:00",
            "“dinner” is no report. These can be sent: summary",
        ),
        (
            "report schedule summary every:whenever",
            "I can't read “whenever” as how often and when.",
        ),
        ("report schedule summary every:mon 9:00 to:@nobody", "nobody"),
        ("report schedule summary every:mon 9:00 to:#", "I don't know #."),
        ("report schedule summary every:mon 9:00 to:here", "Say this in the channel or group"),
        ("report schedule summary @ben every:mon 9:00", "right"),
        ("report schedule summary every:mon 9:00 format:pdf", "right to export"),
        ("report schedule summary every:mon 9:00 to:#sales", "right to export"),
        ("report schedule summary", "How often and when?"),
        ("report schedule", "Which report?"),
        ("report stop 7", "There is no such scheduled report: “7”"),
        ("report stop 🎉", "There is no such scheduled report"),
        (f"report schedule {'x' * 10_000} every:mon", "too long"),
    ],
)
def test_odd_wishes(chat, team, said, answer):
    _, ada, _, _ = team
    assert answer in ada.says(said)
    assert "None yet" in ada.says("cancel") + ada.says("report list")


def test_a_file_goes_along_and_charts_too(chat, team):
    maria, _, _, _ = team
    maria.says("report schedule funnel every：weekday 9:00 format：pdf")
    maria.says("report schedule chart won every:weekday 9:00")
    chat.passes(days=1)
    files = [name for one in chat.arrived if one.to == "Maria" for name in one.files]
    assert {Path(one).suffix for one in files} == {".pdf", ".png"}
    assert [Path(one).read_bytes()[:4] for one in files if one.endswith("pdf")] == [b"%PDF"]


def test_on_its_first_day_a_period_is_not_told_but_the_one_before(chat, team):
    maria, _, _, _ = team
    maria.says("report schedule summary every:mon 9:00")
    maria.says("report schedule activity today every:weekday 8:00")
    maria.says("report schedule summary week every:wed 9:00")
    chat.passes(days=7)
    first, on_wednesday = reports(maria, "Summary")[1], reports(maria, "Summary")[0]
    assert "Summary · Nov 23 – 29, 2026" in first
    assert "Summary · Nov 23 – 29, 2026" in on_wednesday
    assert "Activity · Nov 23, 2026" in reports(maria, "Activity")[0]


def test_there_is_an_end_to_how_many(chat, team, monkeypatch):
    monkeypatch.setattr("store.report_schedules.MOST", 1)
    maria, _, _, _ = team
    maria.says("report schedule summary every:mon 9:00")
    assert "reports sent already" in maria.says("report schedule summary every:tue 9:00")


def test_every_report_can_be_sent(chat, team):
    root = chat.admin()
    for name in SENT:
        root.says(
            f"report schedule {name} {'pipeline' if name == 'chart' else ''} every:weekday 9:00"
        )
    assert f"{len(SENT)} in all" in root.says("report list")
    chat.passes(days=1)
    sent = [one for one in root.inbox if one.endswith("Your schedule: every working day at 09:00.")]
    assert len(sent) == len(SENT)


def test_the_job_is_one_of_all(chat):
    job = next(one for one in jobs.JOBS if one.name == "scheduled reports")
    jobs.perform(chat.database, job, chat.clock.now())
    assert "Scheduled reports" in chat.admin().says("settings jobs")


def test_a_channel_that_is_known_gets_it(chat, team):
    maria, _, _, _ = team
    chat_id = new_id()

    def open_desk(session):
        row = {"id": chat_id, "platform": "slack", "account": "C9", "shared": True}
        session.connection().execute(insert(table_of(Chat)), row)
        ticket_threads.open_desk(session, Desk(chat_id, "#Desk", "slack", "en"))

    changed(chat, open_desk)
    assert "Everybody in #desk will read what you may see: leaderboard. Send it there?" in (
        maria.says("report schedule leaderboard every:weekday to:#desk")
    )
    assert "leaderboard goes to #desk every working day at 09:00." in maria.says("yes")
    maria.says("report schedule summary every:weekday 9:00 to:#DESK")
    assert "goes to #DESK" in maria.says("yes")
    scheduled_reports.run_due(chat.database, chat.clock.now() + timedelta(days=1))

    def waiting(session):
        query = select(table_of(Outbox)).where(table_of(Outbox).c.chat_id == chat_id)
        return [
            one.payload["open"]
            for one in outboxes.opened(session, session.connection().execute(query).all())
        ]

    assert chat.database.read(waiting, chat.clock.now()) == [True, True]


def test_it_comes_once_on_either_database(any_chat):
    maria = any_chat.manager("Maria")
    ada = any_chat.rep("Ada", maria)
    maria.says("report schedule summary every:weekday 9:00 to:@ada format:csv")
    any_chat.passes(days=1)
    for _ in range(2):
        scheduled_reports.run_due(any_chat.database, any_chat.clock.now())
    any_chat.passes(minutes=1)
    assert len(reports(ada, "Summary")) == 1
    assert [name for one in any_chat.arrived if one.to == "Ada" for name in one.files]
    root = any_chat.admin()
    root.says("revoke manager export")
    root.says("yes")
    any_chat.passes(days=1)
    assert len(reports(ada, "Summary")) == 1
    assert "Maria may not see or send these figures any more." in maria.inbox[-1]
