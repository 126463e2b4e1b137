"""Language, time zone, quiet hours and notices by chat."""

from datetime import UTC, datetime

import pytest

from store import quiet_hours
from store.directories import Person
from store.rights import Role


def test_the_language_is_ones_own_and_survives_a_restart(any_chat):
    ada, ben = any_chat.rep("Ada"), any_chat.rep("Ben")
    ada.says("language zh")
    any_chat.restarts()
    assert "中" in ada.says("whoami")
    assert "Language: English" in ben.says("whoami")
    assert ada.says("speak english") == "I speak English with you from now on."


@pytest.mark.parametrize("said", ["语言 中文", "language chinese", "说中文", "请说汉语", "lang ZH"])
def test_ways_to_choose_a_language(chat, said):
    assert "I speak" not in chat.rep("Ada").says(said)


def test_a_language_that_is_not_spoken(chat):
    ada = chat.rep("Ada")
    assert "“klingon” is not one of these: en, zh." in ada.says("language klingon")
    assert ada.buttons == ("en", "zh", "Cancel")


@pytest.mark.parametrize(
    ("said", "zone"),
    [
        ("timezone Asia/Shanghai", "Asia/Shanghai"),
        ("timezone shanghai", "Asia/Shanghai"),
        ("时区 上海", "Asia/Shanghai"),
        ("timezone New York", "America/New_York"),
        ("time zone utc", "UTC"),
        ("timezone europe/berlin", "Europe/Berlin"),
    ],
)
def test_time_zones_by_name_and_city(chat, said, zone):
    ada = chat.rep("Ada")
    assert ada.says(said).startswith(f"Your time zone is {zone}: it is Mon 23 Nov 2026, ")
    assert f"time zone: {zone}" in ada.says("whoami")


def test_times_are_read_and_written_in_ones_own_zone(chat):
    ada = chat.rep("Ada")
    ada.says("timezone Asia/Shanghai")
    ada.says("contact add Grace Hopper")
    assert "Next step: Tue 24 Nov 2026, 10:00" in ada.says("log call it hi next:tomorrow 10am")
    assert "Mon 23 Nov 2026, 17:00 · Call" in ada.says("timeline it")
    ada.says("timezone UTC")
    assert "Next step: Tue 24 Nov 2026, 02:00" in ada.says("C-1")


def test_a_zone_that_is_nearly_right_is_offered(chat):
    assert "For example: Europe/Berlin" in chat.rep("Ada").says("timezone Europe/Berln")


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("quiet 22:00-8:00", "22:00–08:00"),
        ("quiet 22-8", "22:00–08:00"),
        ("quiet 10pm to 8am", "22:00–08:00"),
        ("quiet 12am-6:30", "00:00–06:30"),
        ("quiet 20:00 - 24:00", "20:00–00:00"),
        ("免打扰 22点到8点", "22:00–08:00"),
        ("勿扰 ２２：００－８：００", "22:00–08:00"),
    ],
)
def test_quiet_hours_are_kept(chat, said, kept):
    ada = chat.rep("Ada")
    assert kept in ada.says(said)
    assert f"Quiet hours: {kept}" in ada.says("notifications")
    assert ada.says("quiet off") == "Quiet hours are off: notices come at once."
    assert "Quiet hours: off." in ada.says("通知")


@pytest.mark.parametrize("hours", ["25:00-3", "22:61-8", "whenever", "8-8", "22"])
def test_hours_that_are_none(chat, hours):
    assert f"“{hours}” are no hours." in chat.rep("Ada").says(f"quiet {hours}")


def test_notices_wait_for_the_end_of_quiet_hours_and_answers_do_not(any_chat):
    maria = any_chat.manager("Maria")
    ada, ben = any_chat.rep("Ada", maria), any_chat.rep("Ben", maria)
    ben.says("timezone Asia/Shanghai")
    ben.says("quiet 16:00-18:00")
    assert "Saved." in ben.says("contact add Alan Turing")
    heard = len(ben.inbox)
    ada.says("contact add Grace Hopper")
    maria.says("contact assign C-2 @ben")
    any_chat.passes(minutes=59)
    assert len(ben.inbox) == heard
    any_chat.restarts()
    any_chat.passes(minutes=1)
    assert ben.inbox[-1] == "Maria gave you Grace Hopper C-2."


def person(quiet):
    return Person(1, "Ada", "ada", "ada", Role.REP, None, None, 1, None, None, quiet, False)


@pytest.mark.parametrize(
    ("quiet", "zone", "now", "due"),
    [
        (None, "UTC", "2026-11-23T23:00", "2026-11-23T23:00"),
        ("22:00-08:00", "UTC", "2026-11-23T21:59", "2026-11-23T21:59"),
        ("22:00-08:00", "UTC", "2026-11-23T22:00", "2026-11-24T08:00"),
        ("22:00-08:00", "UTC", "2026-11-24T07:59", "2026-11-24T08:00"),
        ("22:00-08:00", "UTC", "2026-11-24T08:00", "2026-11-24T08:00"),
        ("12:00-14:00", "UTC", "2026-11-24T13:00", "2026-11-24T14:00"),
        ("12:00-14:00", "UTC", "2026-11-24T14:00", "2026-11-24T14:00"),
        ("22:00-00:00", "UTC", "2026-12-31T23:30", "2027-01-01T00:00"),
        ("22:00-08:00", "Asia/Shanghai", "2026-11-23T15:00", "2026-11-24T00:00"),
        # The night in which Berlin puts its clocks forward, and the one in which it puts them back.
        ("22:00-02:30", "Europe/Berlin", "2026-03-28T23:00", "2026-03-29T01:30"),
        ("22:00-02:30", "Europe/Berlin", "2026-10-24T23:00", "2026-10-25T00:30"),
        ("22:00-08:00", "Europe/Berlin", "2026-10-24T23:00", "2026-10-25T07:00"),
    ],
)
def test_until_when_it_is_quiet(quiet, zone, now, due):
    at = datetime.fromisoformat(now).replace(tzinfo=UTC)
    until = quiet_hours.until(person(quiet), zone, at)
    assert until == datetime.fromisoformat(due).replace(tzinfo=UTC)
    assert until.tzinfo is UTC


def test_settings_of_the_company(any_chat):
    root, ada = any_chat.admin(), any_chat.rep("Ada")
    assert "Company name (name): Acme" in root.says("settings")
    assert (
        root.says("settings region cn")
        == "Saved: Region for phone numbers and public holidays (region): CN"
    )
    assert "021 6888 8888" in ada.says("contact add Li Lei 021-68888888")
    assert root.says("settings currency") == "Currency (currency): USD"
    assert "Asia/Shanghai" in root.says("设置 时区 上海")
    assert "time zone: Asia/Shanghai" in ada.says("whoami")
    assert "Acme & Sons" in root.says("settings name Acme & Sons")
    assert "Acme & Sons" in any_chat.customer("Somebody").says("hello")
    root.says("settings locale zh")
    assert "我" in ada.says("help")


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        ("settings region ZZ", "“ZZ” is no country code."),
        ("settings currency gold", "“GOLD” is not a currency."),
        ("settings locale klingon", "is not one of these"),
        ("settings timezone Mars/Base", "I don't know the time zone"),
        (
            "settings colour",
            "“colour” is not one of these: name, locale, timezone, currency, region, discount, tax,",
        ),
    ],
)
def test_settings_that_make_no_sense(chat, said, complaint):
    assert complaint in chat.admin().says(said)
    assert "You need the right to change settings" in chat.rep("Ada").says(said)
