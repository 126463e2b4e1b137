"""Several business calendars: named, given to promises, tiers and categories, followed by clocks."""

import pytest

from tests.handlers import service_desks


@pytest.fixture
def admin(chat):
    return chat.admin()


def due(somebody, number):
    """When a ticket's first answer is due."""
    (line,) = [one for one in somebody.says(f"T-{number}").splitlines() if one.startswith("First")]
    return line.rpartition("due ")[2]


def test_named_hours_are_added_shown_changed_and_deleted(chat, admin):
    said = admin.says("hours add Night shift: mon-sun 22:00-6:00 Asia/Shanghai")
    assert said.splitlines()[:3] == [
        "Saved.", "Night shift · Asia/Shanghai", "Mon–Sun: 22:00–06:00",
    ]  # fmt: skip
    assert said.endswith("Nothing follows them yet: sla edit urgent hours:Night shift")
    assert "Others: Night shift (hours NAME)" in admin.says("hours")
    assert "Sat: not open" in admin.says("hours Night shift: sat off")
    assert "Sat: 09:00–12:00, 13:00–24:00" in admin.says("hours night shift sat 9-12, 13-24:00")
    assert "Closed on public holidays (CN)" in admin.says("hours Night shift holidays CN")
    assert "Closed on public holidays (US)" in admin.says("hours")
    assert "25 Dec 2026: not open, Party" in admin.says(
        "hours Night shift holiday 2026-12-25 Party"
    )
    assert "Party" not in admin.says("hours")
    assert "Night shift · Europe/Berlin" in admin.says("hours Night shift zone Berlin")
    assert "There are hours “NIGHT SHIFT” already" in admin.says("hours add NIGHT SHIFT")
    assert "There are no hours “day”. There are: Service, Night shift" in admin.says(
        "hours delete day"
    )
    admin.says("cancel")
    assert admin.says("hours delete night") == "The hours Night shift are gone."
    assert "Others" not in admin.says("hours")
    assert "“Service” stays" in admin.says("hours delete Service")


def test_named_hours_keep_the_companys_public_holidays_until_told_otherwise(chat, admin):
    said = admin.says("hours add Night: mon-sun 22:00-6:00")
    follows = "As the company; hours Night holidays DE-BY sets others."
    assert (
        f"Closed on public holidays (US), next on Thu 26 Nov 2026, Fri 25 Dec 2026. {follows}"
        in said
    )
    assert "As the company" not in admin.says("hours holidays DE-BY")
    assert f"(DE-BY), next on Fri 25 Dec 2026, Sat 26 Dec 2026. {follows}" in admin.says(
        "hours Night"
    )
    said = admin.says("hours Night holidays CN")
    assert "Closed on public holidays (CN)" in said
    assert "Its own; hours Night holidays normal follows the company." in said
    assert "(DE-BY)" in admin.says("hours")
    admin.says("hours holidays off")
    assert "(CN)" in admin.says("hours Night")
    said = admin.says("hours Night holidays off")
    assert "Public holidays count as any other day. Its own;" in said
    admin.says("hours holidays GB")
    assert "Public holidays count as any other day. Its own;" in admin.says("hours Night")
    assert f"(GB), next on Fri 25 Dec 2026, Sat 26 Dec 2026. {follows}" in admin.says(
        "hours Night: holidays normal"
    )
    assert "(US)" in admin.says("hours holidays normal")
    admin.says("settings region DE")
    assert "(DE)" in admin.says("hours")
    assert f"(DE), next on Fri 25 Dec 2026, Sat 26 Dec 2026. {follows}" in admin.says("hours Night")
    admin.says("语言 中文")
    assert "（DE）" in admin.says("工作时间 Night")
    assert "与公司相同；`hours Night holidays DE-BY` 可另行设定。".replace("`", "") in admin.says(
        "工作时间 Night"
    )
    said = admin.says("工作时间 Night: 法定节假日 CN")
    assert "单独设定；hours Night holidays normal 恢复与公司相同。" in said
    assert "与公司相同" in admin.says("工作时间 Night 法定节假日 正常")
    assert "电话号码和法定节假日所属地区" in admin.says("设置")
    assert "I know no holidays" not in admin.says("工作时间 Night 节假日 火星")


def test_the_clocks_of_named_hours_stand_still_on_the_holidays_they_keep(chat, admin):
    admin.says("hours add Round: daily 0:00-24:00")
    assert "Round" in admin.says("sla edit urgent hours:Round")
    admin.says("hours holidays off")
    gus = chat.agent("Gus")
    admin.says("contact add Grace grace@navy.example")
    chat.passes(days=2, hours=14, minutes=30)  # half an hour before Thanksgiving
    gus.says("ticket add C-1 The export is down")
    before = due(gus, 1)
    admin.says("hours holidays US")
    assert due(gus, 1) != before
    admin.says("hours Round holidays off")
    assert due(gus, 1) == before


def test_named_hours_in_parts_and_in_chinese(chat, admin):
    admin.says("语言 中文")
    said = admin.says("新增工作时间 夜班: 周一至周五22:00-6:00；周六 9:00-24:00 上海")
    assert said.splitlines()[1:5] == [
        "夜班 · Asia/Shanghai", "周一–周五：22:00–06:00", "周六：09:00–24:00", "周日：休息",
    ]  # fmt: skip
    assert "紧急，A 级客户：" in admin.says("修改服务水平 紧急 等级:A 时段:夜班")
    assert "适用于：紧急，A 级客户" in admin.says("工作时间 夜班")
    assert "夜班”不能删除" in admin.says("删除工作时间 夜班")
    admin.says("修改服务水平 紧急 等级:A 时段:正常")
    assert admin.says("删除工作时间 夜班") == "工作时间 夜班 已删除。"


@pytest.mark.parametrize(
    "said",
    ["mon-fri 9:00-18:00", "Night: whenever", "Night: mon 25:00-26:00", f"{'x' * 41}: mon 9-17",
     "Night: mon-fri 9-17 Atlantis City", "Night: mon-fri off", "🙂: 9-17", "：周一 9-17"],
)  # fmt: skip
def test_what_is_no_calendar_is_refused(admin, said):
    answer = admin.says(f"hours add {said}")
    assert any(one in answer for one in ("no hours with a name", "don't know the time zone"))
    admin.says("cancel")
    assert "Others" not in admin.says("hours")


def test_a_name_alone_begins_with_the_companys_week_and_is_for_admins(chat, admin):
    gus = chat.agent("Gus")
    assert "right to change settings" in gus.says("hours add Late: mon-fri 12-20")
    assert "Mon–Fri: 09:00–18:00" in admin.says("hours add Late")
    assert "Late · UTC" in gus.says("hours Late")
    assert "right to change settings" in gus.says("hours Late: sat 9-12")
    assert "right to change settings" in gus.says("hours delete Late")
    assert "Which" in admin.says("hours delete")


def test_the_most_particular_hours_count_and_due_times_follow(chat, admin):
    service_desks.a_rep(chat)
    gus = service_desks.an_agent(chat)
    assert due(gus, 1) == "Mon 23 Nov 2026, 10:00"
    admin.says("hours add Evening: mon-fri 17:00-23:00")
    admin.says("hours add Night: daily 22:00-6:00")
    admin.says("hours add Dawn: daily 4:00-8:00")
    saved = admin.says("sla edit urgent hours:Evening")
    assert "urgent: first answer in 1 h" in saved
    assert "hours Evening" in saved
    assert due(gus, 1) == "Mon 23 Nov 2026, 18:00"
    assert "hours Night" in admin.says("category edit outage hours:Night")
    assert due(gus, 1) == "Mon 23 Nov 2026, 23:00"
    said = admin.says("sla edit tier:B hours:Dawn")
    assert said.count("tier B: ") == 4
    assert due(gus, 1) == "Tue 24 Nov 2026, 05:00"
    assert "For: urgent, tier B, high, tier B" in admin.says("hours Dawn")
    assert "For: outage" in admin.says("hours Night")
    admin.says("hours Dawn: tue 7:00-12:00")
    assert due(gus, 1) == "Tue 24 Nov 2026, 08:00"
    admin.says("sla edit tier:B hours:normal")
    assert due(gus, 1) == "Mon 23 Nov 2026, 23:00"
    gus.says("ticket category T-1 general")
    assert due(gus, 1) == "Mon 23 Nov 2026, 18:00"
    admin.says("category edit outage hours:normal")
    admin.says("sla edit urgent hours:normal")
    assert due(gus, 1) == "Mon 23 Nov 2026, 10:00"
    assert "How urgent" in admin.says("sla edit")


def test_a_customer_is_told_the_hours_that_count_for_the_request(chat, admin):
    admin.says("hours add Night: daily 22:00-6:00")
    admin.says("category edit outage hours:Night")
    grace = chat.customer("Grace")
    grace.says("The export is down")
    said = grace.presses("I agree")
    assert "We are closed now and open Mon 23 Nov 2026, 22:00" in said
    assert "We answer by Mon 23 Nov 2026, 23:00." in said
