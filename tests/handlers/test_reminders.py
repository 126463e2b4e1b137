"""Reminders by chat: set, listed, finished, put off, repeated; English and Chinese."""


def test_x(chat):
    ada, ben = chat.rep("Ada"), chat.rep("Ben")
    ada.says("contact add Grace Hopper company:Navy")
    ada.says("deal add Pumps 5k C-1")
    ada.says("log call C-1 wants an offer")
    for words in [
        "remind me tomorrow 9am to call Grace about:C-1",
        "remind me in 2 hours send the offer about:D-1",
        "remind me every weekday 9am to check the pipeline",
        "remind me every 2nd tuesday at 10 team meeting",
        "remind me last day of every month 5pm report",
        "remind me 24 dec 10am every:year gifts",
        "提醒我明天下午3点给王总打电话",
        "提醒我每周一上午9点看商机",
        "提醒我 每月最后一天 写报告",
        "remind me to call Ben",
        "tomorrow 3pm",
        "remind me",
        "cancel",
        "remind @ben tomorrow 9am hello",
        "remind me yesterday hello",
        "remind me today hello",
        "tasks",
        "tasks today",
        "tasks week",
        "agenda",
        "R-1",
        "done R-1 they will order",
        "done R-1",
        "snooze R-2 friday 3pm",
        "tasks overdue",
        "done offer",
        "task edit R-2 when:monday text:write it",
        "task delete R-2",
        "undo",
        "C-1",
        "timeline C-1",
        "task reopen R-1",
        "snooze R-1",
        "in 1 hour",
        "help remind",
        "done R-3",
    ]:
        print(">>>", words)
        print(ada.says(words))
        print("   ", ada.chat.terminal.messages[-1].buttons)
    print(ada.says("language zh"))
    print(ada.says("我的任务"))
    print(ada.says("完成 R-4"))
    assert 0
