"""What one is told, how often, where and when: chosen by words and buttons, in both languages."""

import pytest

from store import digest_times, identities, notice_wishes
from store.notice_wishes import Wish
from store.sessions import PARLEY


def test_the_matrix_is_shown_and_changed_by_buttons(chat):
    ada = chat.rep("Ada")
    shown = ada.says("notifications")
    assert "• Deals (deals): at once" in shown
    assert "After 30 notices a day only urgent ones come." in shown
    assert "Digests: morning 08:30 · evening off" in shown
    assert ada.presses("Deals") == "Deals (deals): at once\nHow often shall I tell you?"
    assert ada.buttons == ("at once", "every hour", "once a day", "off")
    assert ada.presses("once a day") == "Saved. Deals (deals): once a day"
    assert "• Deals (deals): once a day" in ada.says("notifications")
    ada.says("undo")
    assert "• Deals (deals): at once" in ada.says("notifications")
    assert ada.says("ｎｏｔｉｆｉｃａｔｉｏｎｓ ｄｅａｌｓ ｏｆｆ") == "Saved. Deals (deals): off"
    assert "• Leads (leads): every hour" in ada.says("notifications all hourly")


def test_only_what_a_role_can_be_told_of_is_shown(chat):
    agent, marketer = chat.agent("Ida"), chat.marketer("Mo")
    assert "(deals)" not in marketer.says("notifications")
    assert "(tickets)" in agent.says("notifications")
    assert "(tickets)" not in marketer.says("notifications")
    agent.says("quiet 22:00-8:00")
    agent.says("days off sat sun")
    shown = agent.says("notifications")
    assert "Quiet hours: 22:00–08:00" in shown
    assert "Days off: Saturday, Sunday" in shown


def test_in_chinese(chat):
    ada = chat.rep("Ada")
    ada.says("language zh")
    assert "我会通知你的事" in ada.says("通知")
    assert ada.says("通知 商机 每天一次") == "已保存。商机：每天一次"
    assert ada.presses("撤销")
    assert "立即" in ada.says("通知 商机")
    assert "早上 08:30 · 晚上 18:00" in ada.says("摘要 晚上 18点")
    assert "晚上 关闭" in ada.says("摘要 晚上 关")
    assert "没有下一步" in ada.says("提醒规则")
    assert ada.says("待关注") == "没有需要留意的事。"
    assert ada.says("为什么提醒我") == "没有规则找到与你有关的事。"


def test_who_is_on_two_platforms_chooses_one(chat):
    ada = chat.rep("Ada")

    def link(session):
        session.actor = PARLEY
        for platform in ("telegram", "slack"):
            account = identities.of_account(session, platform, "7", "Ada")
            account.staff_id, account.linked_at = ada.speaker.staff_id, session.now

    chat.database.write(link, chat.clock.now())
    ada.says("notifications tickets")
    assert ada.buttons[4:] == ("Telegram", "Slack", "where I was last")
    assert ada.presses("Slack") == "Saved. Tickets (tickets): at once (Slack)"
    assert ada.says("notifications all").startswith("How often")


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("digest", "morning 08:30 · evening off"),
        ("digest 7:15", "morning 07:15 · evening off"),
        ("digest 8", "morning 08:00 · evening off"),
        ("digest 8:30pm", "morning 20:30 · evening off"),
        ("digest off", "morning off · evening off"),
        ("digest evening 18:00", "morning 08:30 · evening 18:00"),
        ("digest evening on", "morning 08:30 · evening 18:00"),
        ("digest 早上 8点半", "morning 08:30 · evening off"),
        ("digest 晚上 下午6点", "morning 08:30 · evening 18:00"),
        ("digest ８：４５", "morning 08:45 · evening off"),
    ],
)
def test_digests_have_their_times(chat, said, shown):
    ada = chat.rep("Ada")
    assert shown in ada.says(said)
    assert "first working day" not in ada.says("digest")


def test_who_leads_others_has_a_weekly_one_too(chat):
    maria = chat.manager("Maria")
    chat.rep("Ada", maria)
    assert "Team, on the first working day of a week: 08:30" in maria.says("digest")
    assert "week: off" in maria.says("digest weekly off")
    assert "week: off" not in maria.says("undo")
    assert "week: 08:30" in maria.says("digest")


def test_rules_are_listed_for_all_and_changed_by_admins(chat):
    ada, root = chat.rep("Ada"), chat.admin()
    assert "• No next step (aimless): 3 days" in ada.says("nudges")
    assert "nudge edit" not in ada.says("nudges")
    assert "nudge edit aimless 7d" in root.says("nudges")
    assert "You need the right to change settings" in ada.says("nudge edit aimless 14d")
    assert root.says("nudge edit aimless 14d") == "Saved: No next step (aimless): 14 days"
    assert root.says("修改提醒规则 生日 3天") == "Saved: Birthdays (birthday): 3 days"
    assert root.says("nudge edit stale off") == "Saved: Too long in a stage (stale): off"
    assert root.says("nudge edit stale on") == "Saved: Too long in a stage (stale): on"
    assert root.says("nudge edit stale 3d") == "This rule has no days: it is on or off."
    assert "are no days" in root.says("nudge edit aimless soon")
    assert "is not one of these" in root.says("nudge edit cats 3d")
    assert root.says("nudge edit aimless on") == "Saved: No next step (aimless): 3 days"
    assert ada.says("nudge why") == "No rule has found anything for you."
    assert ada.says("nudge list") == "Nothing needs a look."
    assert "has waited for your decision" in root.says("nudge why approval")
    assert "For everybody: nudge edit approval off." in root.says("nudge why approval")
    root.says("nudge edit approval off")
    assert "this rule is off" in ada.says("nudge why approval")


def test_what_is_kept_is_read_again(chat):
    ada = chat.rep("Ada")
    ada.says("notifications deals slack")
    ada.says("notifications deals daily")
    ada.says("notifications tickets off")

    def person(session):
        return session.directory.people[ada.speaker.staff_id]

    held = chat.database.read(person, chat.clock.now())
    assert notice_wishes.of(held) == {"deals": Wish("daily", "slack"), "tickets": Wish("off")}
    assert "• Deals (deals): once a day (Slack)" in ada.says("notifications")
    ada.says("notifications deals anywhere")
    ada.says("notifications deals once")
    held = chat.database.read(person, chat.clock.now())
    assert held.notices == "tickets=off"
    assert digest_times.of(held) == digest_times.DigestTimes()
