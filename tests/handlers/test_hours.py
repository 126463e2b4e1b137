"""Service hours: read in both languages, shown in few lines, changed by admins only."""

from datetime import date, time

import pytest

from handlers.readers.hours import read_spans, read_weekdays
from store import calendars
from store.calendars import Day


def shown(somebody, text="hours"):
    """The lines between the heading and what is now."""
    lines = [one for one in somebody.says(text).splitlines() if one != "Saved."]
    return [one for one in lines[1:] if not one.startswith(("Open", "Closed"))]


def test_the_hours_that_every_company_begins_with(chat):
    gus = chat.agent("Gus")
    assert gus.says("hours").splitlines() == [
        "Service hours · UTC",
        "Mon–Fri: 09:00–18:00",
        "Sat–Sun: not open",
        "Closed on public holidays (US), next on Thu 26 Nov 2026, Fri 25 Dec 2026.",
        "Open now, until 18:00.",
    ]
    chat.passes(hours=9)
    assert gus.says("business hours").endswith("Closed now; opens Tue 24 Nov 2026, 09:00.")
    assert "You need the right to see tickets" in chat.marketer("Mia").says("hours")


def test_a_week_is_set_day_by_day(chat):
    admin = chat.admin()
    assert shown(admin, "hours mon-fri 9:00-12:00, 13:00-18:00")[0] == (
        "Mon–Fri: 09:00–12:00, 13:00–18:00"
    )
    assert shown(admin, "hours sat 22:00-6:00") == [
        "Mon–Fri: 09:00–12:00, 13:00–18:00",
        "Sat: 22:00–06:00",
        "Sun: not open",
    ]
    assert shown(admin, "hours wed off")[:3] == [
        "Mon–Tue: 09:00–12:00, 13:00–18:00",
        "Wed: not open",
        "Thu–Fri: 09:00–12:00, 13:00–18:00",
    ]
    assert shown(admin, "hours daily 0:00-24:00") == ["Mon–Sun: 00:00–24:00"]
    assert admin.says("hours").endswith("Open now.")
    assert "Some hours have to stay" in admin.says("hours daily off")
    assert shown(admin) == ["Mon–Sun: 00:00–24:00"]


def test_single_days_and_the_zone(chat):
    admin = chat.admin()
    admin.says("hours holiday 2026-12-25 Christmas Day")
    assert shown(admin, "hours 2026-12-24 9:00-12:00")[2:] == [
        "Thu 24 Dec 2026: 09:00–12:00",
        "Fri 25 Dec 2026: not open, Christmas Day",
    ]
    assert shown(admin, "hours 2026-12-24 normal")[2:] == [
        "Fri 25 Dec 2026: not open, Christmas Day"
    ]
    assert admin.says("hours zone Shanghai").startswith("Saved.\nService hours · Asia/Shanghai")
    assert "I don't know the time zone" in admin.says("hours zone Nowhere")
    admin.says("cancel")
    chat.passes(days=40)
    assert len(shown(admin)) == 2


def test_everything_is_said_in_chinese_too(chat):
    admin = chat.admin()
    admin.says("语言 zh")
    answer = admin.says("工作时间 周一至周五9:00-18:00")
    assert "周一–周五：09:00–18:00" in answer
    assert "周六–周日：休息" in answer
    assert "2026年12月25日周五：休息，圣诞节" in admin.says("工作时间 假日 2026-12-25 圣诞节")
    assert "服务时间 · Asia/Shanghai" in admin.says("工作时间 时区 上海")
    assert "周六–周日：10:00–16:00" in admin.says("营业时间 周末 10点到16点")
    assert "不是时段" in admin.says("工作时间 随便")


@pytest.mark.parametrize(
    "said",
    ["hours nonsense", "hours mon-fri", "hours mon 9:00-9:00", "hours mon 25:00-26:00",
     "hours mon 24:00-25:00", "hours holiday", "hours holiday someday", "hours noday 9-17",
     "hours mon 9:00-12:00, lunch", "hours 🙂 9-17"],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(chat, said):
    admin = chat.admin()
    assert "no hours. For example: mon-fri 9:00-18:00" in admin.says(said)
    admin.says("cancel")
    assert shown(admin) == ["Mon–Fri: 09:00–18:00", "Sat–Sun: not open"]


def test_an_ambiguous_date_is_asked_about(chat):
    admin = chat.admin()
    assert "can be read in two ways" in admin.says("hours holiday 03/04 Fair")
    admin.says("cancel")


def test_too_little_time_for_a_promise_is_refused(chat):
    admin = chat.admin()
    assert "Some hours have to stay" in admin.says("hours daily closed")
    admin.says("hours sun 9:00-9:01")
    assert "too little time" in admin.says("hours mon-sat off")
    admin.says("hours mon-sat 9:00-9:01")
    assert "too little time" in admin.says("sla edit normal resolve:400h")
    assert "solved in 27 h" in admin.says("sla edit normal")


def test_only_admins_change_hours(chat):
    gus, maria = chat.agent("Gus"), chat.manager("Maria")
    for somebody in (gus, maria):
        assert "right to change settings" in somebody.says("hours mon 9-10")
    assert shown(gus) == ["Mon–Fri: 09:00–18:00", "Sat–Sun: not open"]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("mon", {0}), ("monday-friday", {0, 1, 2, 3, 4}), ("mon to wed, fri", {0, 1, 2, 4}),
        ("sat-mon", {5, 6, 0}), ("weekdays", {0, 1, 2, 3, 4}), ("weekend", {5, 6}),
        ("周一至周五", {0, 1, 2, 3, 4}), ("周六、周日", {5, 6}), ("星期三", {2}), ("每天", set(range(7))),
        ("tue and thu", {1, 3}), ("someday", set()), ("mon-", set()), ("", set()),
    ],
)  # fmt: skip
def test_weekdays_are_read(text, days):
    assert read_weekdays(text) == days


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("9-17", ((time(9), time(17)),)),
        ("9am-5:30pm", ((time(9), time(17, 30)),)),
        ("9:00-12:00,13:00-24:00", ((time(9), time(12)), (time(13), None))),
        ("22:00-6:00", ((time(22), time(6)),)),
        ("9点到18点", ((time(9), time(18)),)),
        ("all day", ((time(0), None),)),
        ("0:00-24:00", ((time(0), None),)),
        ("8:00-0:00", ((time(8), None),)),
        ("off", ()),
        ("休息", ()),
        ("9:75-10:00", None),
        ("soon", None),
        ("", None),
    ],
)
def test_hours_of_a_day_are_read(text, spans):
    assert read_spans(text) == spans


def test_what_is_kept_is_read_back():
    spans = ((time(9), time(12)), (time(22), time(6)), (time(13), None))
    assert calendars.read_spans(calendars.write_spans(spans)) == spans
    days = {date(2026, 12, 25): Day((), "圣诞节"), date(2026, 12, 24): Day(spans)}
    assert calendars.read_days(calendars.write_days(days)) == days
