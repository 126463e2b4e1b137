"""Reminders in both languages in Telegram and Slack: old cards, forms, files, digests, long lists."""

from datetime import UTC, datetime, time, timedelta

import pytest

from reminders import digests
from store import public_holidays
from store.rights import Role
from tests.bot.services import an_office
from tests.conversations import COMPANY

LONG = "把样机送到客户那里" * 12


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reminders")
    with an_office(f"sqlite:///{folder}/parley.db", folder) as found:
        yield found
        assert found.slack.complaints == []


@pytest.fixture(scope="module")
def wang(office):
    """A rep in Telegram, who reads Chinese."""
    wang = office.on_telegram("王小雨")
    wang.says("language zh")
    wang.waits("中文")
    return wang


@pytest.fixture(scope="module")
def chen(office):
    """A manager in Slack, who reads Chinese."""
    chen = office.on_slack("陈静怡", Role.MANAGER)
    chen.says("language zh")
    chen.waits("中文")
    return chen


def a_working_day(office):
    """The next Tuesday that is no holiday of the company's."""
    day = office.clock.now().date() + timedelta(days=1)
    while day.weekday() != 1 or day in public_holidays.of(COMPANY["region"], day.year, "en_US")[0]:
        day += timedelta(days=1)
    return day


def sets_and_finishes(person, office, say, words):
    """A reminder comes, is put off and done; each time in the one message that it came in."""
    person.says(say)
    first = person.waits(words["set"])
    office.passes(minutes=11)
    card = person.waits("⏰ ")
    shown = len(person.sees)
    person.presses(words["hour"])
    assert name(person.waits(words["later"])) == name(card)
    person.presses(words["done"])
    done = person.waits(words["is done"])
    assert name(done) == name(card)
    assert words["log"] in done.buttons
    assert len(person.sees) == shown
    return first


def name(message):
    return getattr(message, "ts", None) or message.message_id


CHINESE = {"set": "到时提醒你", "hour": "1小时后", "later": "再提醒你", "done": "完成",
           "is done": "已完成", "log": "记录结果"}  # fmt: skip
ENGLISH = {"set": "I will remind you", "hour": "+1h", "later": "I remind you again", "done": "Done",
           "is done": "Done: ", "log": "Log outcome"}  # fmt: skip


def test_a_card_is_changed_in_its_place_and_an_old_one_says_that_it_is_done(office, wang, chen):
    first = sets_and_finishes(wang, office, "提醒我10分钟后买咖啡", CHINESE)
    wang.presses("明天", None, first.message_id)
    old = wang.waits("完成。重新打开任务")
    assert (old.message_id, list(old.buttons)) == (first.message_id, ["重新打开"])
    sets_and_finishes(chen, office, "提醒我10分钟后看报表", CHINESE)
    ada = office.on_telegram("Ada Byron")
    sets_and_finishes(ada, office, "remind me in 10 minutes to buy milk", ENGLISH)
    ben = office.on_slack("Ben Franklin")
    sets_and_finishes(ben, office, "remind me in 10 minutes to buy milk", ENGLISH)


def test_the_form_of_a_reminder_is_checked_in_its_fields(chen):
    chen.commands("/crm", "提醒").wait()
    assert [one["label"]["text"] for one in chen.modal["blocks"]] == [
        "谁",
        "重复",
        "时间",
        "内容",
        "对象",
    ]
    chen.submits({"when": "火星", "text": "开会", "every": "每小时"}).wait()
    assert "看不懂日期“火星”" in chen.modal_errors["when"]
    assert "提醒最多每天重复一次" in chen.modal_errors["every"]
    chen.submits({"when": "下午3点", "text": "开会", "every": "每周一三五"}).wait()
    assert "重复：每周一、周三、周五" in chen.waits("开会").text
    chen.presses("撤销")
    chen.waits("已撤销")
    chen.commands("/crm", "remind").wait()
    chen.submits({"text": "交报告"}).wait()
    assert "明天上午9点" in chen.waits("什么时候？").buttons
    chen.presses("明天上午9点")
    chen.waits("交报告")


def test_a_task_goes_to_a_calendar_as_a_file(wang, chen):
    wang.says("提醒我明天上午9点买咖啡")
    wang.waits("到时提醒你")
    wang.presses("日历文件")
    wang.waits("可导入你的日历。")
    file = wang.world.wait(lambda: [one for one in wang.sees if one.document_name])[-1]
    assert file.document_name.endswith(".ics")
    assert "SUMMARY:买咖啡" in file.document.decode()
    chen.says("提醒我明天上午9点交合同")
    chen.waits("交合同")
    chen.presses("日历文件")
    sent = chen.world.wait(lambda: [one for one in chen.sees if one.files])[-1]
    assert sent.files[0].endswith(".ics")


def test_a_long_day_fits_and_goes_on_by_its_button(office, wang, chen):
    day = a_working_day(office)
    for person in (wang, chen):
        for number in range(12):
            person.says(f"提醒我{day.isoformat()} 23:00 {LONG}{number}")
            person.waits(f"{LONG}{number}\n")
    morning = datetime.combine(day, time(8, 31), UTC)
    office.passes(seconds=(morning - office.clock.now()).total_seconds())
    digests.run_due(office.database, office.clock.now())
    for person in (wang, chen):
        digest = person.waits("早上好")
        assert "今天 · 1" in digest.text
        assert len(digest.text.splitlines()) <= 11
        assert "日程" in digest.buttons
        person.presses("日程")
        agenda = person.waits("第 1–8 条")
        assert len(agenda.text) < 2000
        person.presses("更多 ›")
        assert name(person.waits("第 9–")) == name(agenda)
