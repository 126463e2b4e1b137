"""Reminders in Chinese, as people say them: repeats, dates that are none, other orders, names."""

import pytest


@pytest.fixture
def wang(chat):
    chen = chat.manager("陈静怡")
    wang = chat.rep("王小雨", chen)
    chat.rep("刘志远", chen)
    for one in (chen, wang):
        one.says("language zh")
    return wang


UNDERSTOOD = (
    ("提醒我每周一三五早上8点半晨会", "晨会", "2026年11月25日周三 08:30", "每周一、周三、周五"),
    ("提醒我每周二四开会", "开会", "2026年11月24日周二 09:00", "每周二、周四"),
    ("提醒我每周二三点开会", "开会", "2026年11月24日周二 15:00", "每周二"),
    ("提醒我隔周周三对账", "对账", "2026年11月25日周三 09:00", "每 2 周的周三"),
    ("提醒我每隔一周周五上午10点对账", "对账", "2026年11月27日周五 10:00", "每 2 周的周五"),
    ("提醒我每月1号和15号发工资", "发工资", "2026年12月1日周二 09:00", "每月 1、15 日"),
    ("提醒我每月15号和31号发工资", "发工资", "2026年11月30日周一 09:00", "每月 15、31 日"),
    ("提醒我每三个月第一天上午9点盘点", "盘点", "2027年2月1日周一 09:00", "每 3 个月的 1 日"),
    ("提醒我每三个月最后一天盘点", "盘点", "2026年11月30日周一 09:00", "每 3 个月的最后一天"),
    ("提醒我每季度末交总结", "交总结", "2026年12月31日周四 09:00", "每季度最后一天"),
    ("提醒我每季度第一天交总结", "交总结", "2027年1月1日周五 09:00", "每季度第一天"),
    ("提醒我每年底盘点", "盘点", "2026年12月31日周四 09:00", "每年最后一天"),
    ("提醒我每半年体检", "体检", "2027年5月23日周日 09:00", "每 6 个月的 23 日"),
    ("提醒我每月初对账", "对账", "2026年12月1日周二 09:00", "每月 1 日"),
    ("提醒我明天下午3点检查每天的日报", "检查每天的日报", "2026年11月24日周二 15:00", None),
    ("提醒我十一上午10点值班", "值班", "2027年10月1日周五 10:00", None),
    ("提醒我十一点值班", "值班", "2026年11月23日周一 11:00", None),
    ("提醒我农历八月十五送月饼", "送月饼", "2027年9月15日周三 09:00", None),
    ("提醒我下午3点到4点开会", "开会", "2026年11月23日周一 15:00", None),
    ("提醒我下班后打电话", "打电话", "2026年11月23日周一 18:00", None),
    ("请提醒我明天上午9点买咖啡", "买咖啡", "2026年11月24日周二 09:00", None),
    ("帮我设个提醒，明天上午9点买咖啡", "买咖啡", "2026年11月24日周二 09:00", None),
    ("别忘了明天上午9点提醒我准备周五的会议", "准备周五的会议", "2026年11月24日周二 09:00", None),
    ("每天上午10点提醒我打卡", "打卡", "2026年11月23日周一 10:00", "每天"),
    ("每周五下午４点提醒我发周报🎉", "发周报🎉", "2026年11月27日周五 16:00", "每周五"),
)  # fmt: skip


def test_what_is_said_is_understood(wang):
    for number, (said, what, when, how) in enumerate(UNDERSTOOD, 1):
        first, card, due, *more = wang.says(said).splitlines()
        assert (said, first, card, due) == (
            said,
            "好的，到时提醒你。",
            f"R-{number} {what}",
            f"{when}（UTC）",
        )
        assert more == ([f"重复：{how}"] if how else [])


REFUSED = (
    ("提醒我周三或周四开会", "看不懂日期“周三或周四”"),
    ("提醒我春节后第一个工作日拜访客户", "看不懂日期“春节后第一个工作日”"),
    ("提醒我下个月第一个工作日交报表", "看不懂日期“下个月第一个工作日”"),
    ("提醒我2月30日开会", "看不懂日期“2月30日”"),
    ("提醒我明天25点开会", "看不懂日期“明天25点”"),
    ("提醒我腊月二十三祭灶", "我不会换算农历日期。"),
    ("提醒我03/04交房租", "“03/04”有两种理解。是哪一天？"),
    ("提醒我每小时喝水", "提醒最多每天重复一次"),
    ("提醒我每年春节给客户拜年", "春节每年的日期不同"),
    ("明天上午9点提醒大家开会", "没听懂"),
    ("请提醒我" + "明" * 10_000, "什么时候？"),
)


def test_what_cannot_be_meant_is_asked_about_and_nothing_is_set(wang):
    for said, answer in REFUSED:
        assert (said, wang.says(said)[: len(answer)]) == (said, answer)
        wang.says("取消")
    assert wang.says("任务列表").startswith("没有待办")


def test_colleagues_go_by_their_given_name(chat, wang):
    assert "仅限自己的记录" in wang.says("提醒志远明天下午3点发报价")
    chen, liu = chat.manager("陈静怡"), chat.rep("刘志远")
    liu.says("语言 zh")
    assert chen.says("提醒志远明天下午3点发报价").startswith("好的，到时提醒刘志远。\nR-1 发报价")
    assert "重复：每周五" in chen.says("每周五提醒刘志远交周报")
    assert "什么时候？" in chen.says("请提醒志远发合同")
    assert "R-3 发合同" in chen.says("下周二上午10点")
    assert "陈静怡给你设了提醒：2026年11月24日周二 15:00（UTC）R-1" in liu.inbox[-3]
    chat.passes(hours=31)
    assert any(one.startswith("⏰ 发报价 R-1\n来自 陈静怡") for one in liu.inbox)


def test_a_length_puts_off_what_is_still_to_come(chat, wang):
    wang.says("提醒我明天下午3点买咖啡")
    assert "2026年11月24日周二 17:00（UTC）" in wang.says("推迟 R-1 两个小时")
    assert "2026年11月26日周四 17:00（UTC）" in wang.says("把R-1推迟两天")
    assert "2026年11月25日周三 09:00（UTC）" in wang.says("推迟 R-1 后天")
    chat.passes(hours=49)
    assert "2026年11月25日周三 10:30（UTC）" in wang.says("推迟 R-1 半小时")


def test_an_outcome_stands_in_the_history_with_chinese_marks(wang):
    wang.says("添加联系人 殷小满")
    wang.says("提醒我明天上午9点给她打电话 关于:C-1")
    wang.says("完成 R-1 客户说再考虑")
    assert "给她打电话：客户说再考虑" in wang.says("时间线 C-1")


def test_hours_days_off_and_notices_are_chosen_in_words(wang):
    assert wang.says("免打扰 晚上十点到第二天早上八点").startswith("免打扰时段：22:00–08:00")
    assert "不是时段" in wang.says("免打扰 晚上十点到火星")
    wang.says("取消")
    assert "早上 08:30" in wang.says("摘要 早上八点半")
    assert "早上 关闭" in wang.says("摘要 关")
    assert wang.says("休息日 周六 周日").startswith("休息日：周六、周日。")
    away = "休息日：周六、周日、2026年12月24日周四 – 2026年12月31日周四。"
    assert wang.says("请假 12月24日到12月31日").startswith(away)
    assert "2026年12月25日周五" in wang.says("我12月25日请假")
    wang.says("休假 12月24日到12月31日")
    assert wang.says("休息日 周日").startswith("休息日：周日、2026年12月24日周四")
    assert wang.says("休息日 无").startswith("你没有设置休息日。")
    shown = wang.says("通知 商机 关")
    assert shown == "已保存。商机：关闭"
    assert "• 记录的分配与共享（同事）：立即" in wang.says("通知")


def test_jobs_go_by_their_heading(chat):
    root = chat.admin()
    root.says("language zh")
    for said in ("后台任务", "定时任务", "设置 定时任务"):
        assert root.says(said).startswith("定时任务\n")


def test_a_reminder_may_be_about_a_quote_or_an_order(chat, wang):
    wang.says("新增商机 20台编译器 5万 公司:华星科技")
    wang.says("新增报价 D-1 编译器 @450 x20")
    wang.says("新增订单 D-1 5万")
    assert (
        wang.says("提醒我明天上午9点问签了没有 关于:Q-1").splitlines()[1] == "R-1 问签了没有 · Q-1"
    )
    assert wang.says("提醒我明天上午9点催款 关于:S-1").splitlines()[1] == "R-2 催款 · S-1"
    assert "没有" in wang.says("提醒我明天上午9点催款 关于:S-7")
    wang.says("取消")
    liu = chat.rep("刘志远")
    liu.says("语言 zh")
    answers = [liu.says(f"提醒我明天上午9点催款 关于:{ref}") for ref in ("S-1", "S-7")]
    assert answers[0].replace("S-1", "S-7") == answers[1]
    chat.passes(hours=25)
    assert any(one.startswith("⏰ 催款 · S-1 R-2") for one in wang.inbox)
    wang.says("完成 R-2 已付")
    assert "要再提醒你吗？" in str(wang.last.text)


def test_everyday_words_finish_move_and_cancel(wang):
    wang.says("提醒我明天上午9点买咖啡")
    assert "2026年11月25日周三 17:00" in wang.says("R-1改到后天下午5点")
    assert "2026年11月26日周四 09:00" in wang.says("R-1推迟到周四")
    assert "2026年11月26日周四 10:00" in wang.says("R-1推迟一小时")
    for said in ("R-1完成了", "完成了 R-1", "搞定 R-1", "我完成了 R-1"):
        assert wang.says(said).startswith("已完成：买咖啡 R-1")
        assert wang.says("撤销").startswith("已撤销")
    assert wang.says("取消提醒 R-1") == "已删除 R-1。"
    assert wang.says("完成 R-1").startswith("没有符合“R-1”的任务。")
