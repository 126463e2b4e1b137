"""Tickets in conversation: opened, taken, worked, ended and taken up again."""

import pytest
from sqlalchemy import select
from sqlmodel import col

from store import exchanges, tickets
from store.sessions import PARLEY
from store.tables import Identity, TicketMessage
from tests.handlers import service_desks
from tests.handlers.service_desks import DOWN, wrote


@pytest.fixture
def ada(chat):
    return service_desks.a_rep(chat)


@pytest.fixture
def gus(chat, ada):
    return service_desks.an_agent(chat)


def test_a_ticket_says_for_which_words_it_is_in_its_category(ada, chat):
    gus = chat.agent("Gus")
    card = gus.says(f"ticket add Grace Hopper {DOWN}")
    assert card.splitlines() == [
        "Opened.",
        "Category outage because of “down”. Not right? ticket category T-1 general",
        "The export has been down since noon T-1",
        "Grace Hopper · Navy",
        "open · priority urgent · outage · nobody has taken it yet",
        "First answer: healthy, 1 h left, due Mon 23 Nov 2026, 10:00",
        "Solution: healthy, 8 h left, due Mon 23 Nov 2026, 17:00",
    ]
    assert gus.buttons == ("Undo", "Take", "Reply", "Note", "Wait", "Resolve", "Timeline")
    assert gus.says("T-1").endswith(f"Mon 23 Nov 2026, 09:00 · Grace Hopper\n{DOWN}")
    plain = gus.says("open a ticket for Grace Hopper: How do I download the invoices?")
    assert "because of" not in plain
    assert "How do I download the invoices T-2" in plain
    assert "priority normal · general" in plain
    assert "priority low · data fault" in gus.says(
        "ticket add C-1 It is down category:data fault priority:low"
    )


def test_a_title_is_the_first_words():
    assert tickets.title_of("Help!") == "Help"
    assert tickets.title_of("Dr. Who is off. Help") == "Dr. Who is off"
    assert tickets.title_of("  one\n two") == "one"
    assert tickets.title_of("word " * 30) == "word " * 10 + "word…"
    assert tickets.title_of("字" * 100) == "字" * 59 + "…"
    assert tickets.title_of("系统打不开了。请尽快处理") == "系统打不开了"
    assert tickets.title_of("...") == "..."


def test_taking_giving_and_who_is_told(chat, gus):
    ben = chat.agent("Ben")
    assert gus.presses("Take").startswith("It is yours now.")
    assert "Gus works on it" in gus.last.text.__str__()
    assert "It is yours already." in gus.says("take T-1")
    asked = ben.says("ticket take T-1")
    assert asked == "Gus works on The export has been down since noon T-1. Take it over?"
    assert ben.says("yes").startswith("It is yours now.")
    assert gus.inbox[-1] == "Ben has taken over The export has been down since noon T-1."
    assert "Gus works on it now." in ben.says("ticket assign T-1 @gus")
    assert gus.inbox[-1] == "Ben gave you The export has been down since noon T-1."
    assert "Gus works on it already" in ben.says("assign T-1 @gus")
    assert "cannot own such records" in ben.says("ticket assign T-1 @ada")
    maria = chat.manager("Maria")
    assert ben.says("give the ticket T-1 to Maria").startswith("Maria works on it now.")
    assert gus.inbox[-1] == "Ben gave The export has been down since noon T-1 to Maria."
    assert "Maria works on it" in maria.says("T-1")
    ben.says("undo")
    assert "No ticket fits" in maria.says("T-1")


def test_priority_and_category_and_what_undo_leaves(gus, chat):
    assert "Priority: urgent → low" in gus.says("ticket priority T-1 low")
    assert "First answer: healthy, 8 h left" in gus.says("T-1")
    assert "That is its priority already" in gus.says("ticket priority T-1 low")
    wrote(chat, 1, "Anything new?")
    assert gus.says("undo").startswith("Undone: ticket priority.")
    assert "priority urgent" in gus.says("T-1")
    assert "due Mon 23 Nov 2026, 10:00" in gus.says("T-1")
    assert "Category: outage → data fault" in gus.says("ticket category T-1 data fault")
    assert "priority urgent · data fault" in gus.says("T-1")
    assert "That is its category already" in gus.says("category T-1 数据故障")
    assert "is no category. There are: general, data fault, outage" in gus.says(
        "ticket category T-1 nonsense"
    )
    gus.says("cancel")
    assert "How urgent" in gus.says("ticket priority T-1")
    assert "priority high" in gus.says("high")
    assert "is not one of these" in gus.says("ticket priority T-1 very")


def test_notes_replies_and_who_is_answered(gus, chat):
    assert gus.says("note T-1 The log says disk full").endswith(" T-1, internally.")
    asked = gus.says("reply T-1 We are on it.")
    assert asked.startswith("Grace Hopper does not write to me, so I cannot send this.")
    assert "as told by you to Grace Hopper." in gus.says("yes")
    card = gus.says("ticket show T-1")
    assert "First answer: met, Mon 23 Nov 2026, 09:00" in card
    assert "Gus · internal\nThe log says disk full" in card
    assert "Gus → Grace Hopper\nWe are on it." in card
    assert gus.says("undo").startswith("Undone: reply.")
    assert "First answer: healthy" in gus.says("T-1")
    assert "What shall the customer read?" in gus.presses("Reply")
    gus.says("It works again")
    assert "told by you" in gus.says("yes")
    assert "What shall your colleagues know?" in gus.says("note T-1")
    assert "internally" in gus.says("x" * 10_000)
    assert "That is too long" in gus.says(f"note T-1 {'x' * 10_001}")


def test_the_customers_account_is_answered_without_a_question(gus, chat):
    grace = chat.customer("Grace")
    grace.says("hello")

    def linked(session):
        session.actor = PARLEY
        theirs = select(Identity).where(col(Identity.name) == "Grace")
        tickets.get(session, 1).identity_id = session.scalars(theirs).one().id

    chat.database.write(linked, chat.clock.now())
    assert gus.says("reply T-1 Done").startswith("Sent to Grace Hopper on the terminal: ")
    wrote(chat, 1, "Thanks")
    assert "Thanks" in gus.says("T-1")


def test_the_end_and_the_way_back(gus):
    resolved = gus.says("resolve T-1 Disk replaced")
    assert resolved.startswith("Resolved.")
    assert gus.buttons[:4] == ("Undo", "Reopen", "Write an article", "Timeline")
    assert "defect" in gus.buttons
    assert "Resolved\nDisk replaced" in gus.says("timeline T-1")
    assert "T-1 is resolved. ticket reopen T-1 takes it up again." in gus.says("resolve T-1")
    assert "is resolved" in gus.says("wait T-1")
    assert gus.says("ticket close T-1").startswith("Closed.")
    assert "is closed" in gus.says("ticket close T-1")
    assert "is closed" in gus.says("reply T-1 hello")
    assert "internally" in gus.says("note T-1 for the record")
    assert gus.says("ticket reopen T-1").startswith("Open again.")
    assert "is open" in gus.says("ticket reopen T-1")
    assert "does not wait for anybody" in gus.says("ticket resume T-1")
    assert gus.says("T-1解决了").startswith("Resolved.")


def test_a_customer_who_writes_again_takes_up_what_was_resolved(gus, chat):
    gus.says("resolve T-1")
    wrote(chat, 1, "It is back")
    card = gus.says("T-1")
    assert "open · priority urgent" in card
    assert "It is back" in card
    gus.says("ticket close T-1")
    with pytest.raises(exchanges.Closed):
        wrote(chat, 1, "Again")


def test_undo_takes_a_new_ticket_back_and_not_what_was_built_upon(gus, chat, ada):
    assert gus.says("undo").startswith("Undone: ticket add.")
    assert gus.says("tickets") == "No tickets there."
    assert "No ticket fits" in gus.says("T-1")
    assert gus.says("find export") == "Nothing found for “export”."
    gus.says(f"ticket add C-1 {DOWN}")
    chat.admin().says("note T-2 mine")
    assert gus.says("undo").startswith("It was changed again since")
    ada.says("contact add Alan Turing")
    gus.says("ticket add C-2 Help")
    assert ada.says("undo").startswith("It was changed again since")


def test_it_is_found_by_title_and_ref_by_those_who_see_it(gus, ada, chat):
    ben = chat.rep("Ben")
    assert "The export has been down since noon T-1" in gus.says("find export")
    assert "The export has been down since noon T-1" in ada.says("ticket show export")
    assert ben.says("find export") == "Nothing found for “export”."
    admin = chat.admin()
    admin.says("contact assign C-1 @ben")
    assert "The export" in ben.says("find export")
    assert ada.says("find export") == "Nothing found for “export”."
    gus.says("ticket add C-1 The export of images")
    listed = gus.says("find export")
    assert "T-2 The export of images · open · normal" in listed
    assert "Which ticket" in gus.says("ticket show") or gus.says("cancel")
    assert "Which “export”?" in gus.says("resolve export")
    gus.says("cancel")
    assert "The export of images" in gus.says("this ticket") or "T-" in gus.says("it")


def test_cards_name_at_most_three_tickets_to_those_who_see_tickets(chat, gus, ada):
    for number in range(3):
        gus.says(f"ticket add C-1 Another {number}")
    card = ada.says("C-1")
    assert "4 open tickets: The export" in card
    assert card.count("(open)") == 3
    assert "4 open tickets" in ada.says("O-1")
    assert "tickets" not in chat.marketer("Mia").says("C-1")


def test_a_rep_sees_the_tickets_of_own_contacts_and_works_on_none(chat, gus, ada):
    ben = chat.rep("Ben")
    assert "The export" in ada.says("T-1")
    assert ada.buttons == ("Timeline",)
    assert "No ticket fits “T-1”" in ben.says("T-1")
    for text in ("ticket take T-1", "note T-1 x", "reply T-1 x", "resolve T-1", "wait T-1",
                 "ticket add C-1 Help"):  # fmt: skip
        assert "You need the right to work on tickets" in ada.says(text), text


def test_note_on_a_contact_stays_what_it_was(gus, ada):
    assert ada.says("note on C-1: likes tea").startswith("Note logged for Grace Hopper")
    assert ada.says("take C-1").startswith("That one is yours already")


def test_what_makes_no_sense_is_refused_kindly(gus):
    assert "No ticket fits “T-99”" in gus.says("T-99")
    assert "No ticket fits" in gus.says("resolve C-1")
    assert "What does the customer ask for?" in gus.says("ticket add C-1")
    assert "🙂" in gus.says("🙂🙂")
    assert "No contact fits" in gus.says("ticket add Nobody Here")
    gus.says("cancel")
    assert "internally" in gus.says("ｎｏｔｅ Ｔ－１ full width") or gus.says("cancel")


def test_words_are_sealed_and_events_tell_who_and_when(gus, chat):
    gus.says("note T-1 a secret word")
    gus.says("take T-1")

    def unit(session):
        session.actor = PARLEY
        rows = list(session.scalars(select(TicketMessage).order_by(col(TicketMessage.id))))
        return [(one.kind, one.event, one.staff_id, bytes(one.text_sealed or b"")) for one in rows]

    rows = chat.database.read(unit, chat.clock.now())
    assert [one[:2] for one in rows] == [("customer", None), ("note", None), ("event", "assigned")]
    assert all(one[2] == gus.speaker.staff_id for one in rows)
    assert b"secret" not in rows[1][3]


def test_the_history_tells_what_changed_in_words(gus, chat):
    gus.says("ticket category T-1 general")
    gus.says("take T-1")
    told = chat.admin().says("audit T-1")
    assert "changed ticket T-1\n    Assigned to: Gus" in told
    assert "Category: outage → general" in told
    assert "added message of a ticket T-1" in told


def test_everything_is_said_in_chinese_too(chat, ada):
    gus = chat.agent("Gus")
    gus.says("语言 zh")
    card = gus.says("新增工单 C-1 系统打不开了，请尽快处理")
    assert card.splitlines()[:6] == [
        "工单已创建。",
        "分类为中断，因为提到了“打不开”。不对？发送 工单分类 T-1 一般",
        "系统打不开了，请尽快处理 T-1",
        "Grace Hopper · Navy",
        "进行中 · 优先级：紧急 · 中断 · 还没有人接手",
        "首次回复：正常，剩余1小时，应于2026年11月23日周一 10:00前完成",
    ]
    assert gus.buttons == ("撤销", "接手", "回复", "备注", "等待", "标记解决", "跟进记录")
    assert "现在由你处理" in gus.says("我来处理T-1")
    assert "内部备注" in gus.says("内部备注 T-1 日志显示磁盘已满")
    assert "时钟暂停" in gus.says("等待 T-1 第三方")
    assert "时钟继续" in gus.says("继续工单 T-1")
    assert "紧急 → 低" in gus.says("工单优先级 T-1 低")
    assert "中断 → 一般" in gus.says("工单分类 T-1 一般")
    assert "共 1 条" in gus.says("我的工单")
    gus.says("回复 T-1 已经恢复")
    assert "Grace Hopper" in gus.says("确认")
    assert "已解决" in gus.says("解决 T-1 已更换磁盘")
    assert "重新打开" in gus.buttons
    assert "重新打开" in gus.says("重新打开工单 T-1")
    assert "已关闭" in gus.says("关闭工单 T-1")


def test_whoever_works_on_an_open_ticket_reads_how_to_reach_the_customer(gus, chat):
    ben = chat.agent("Ben")
    assert "grace@navy.example" not in gus.says("C-1")
    gus.says("take T-1")
    assert "grace@navy.example" in gus.says("C-1")
    assert "grace@navy.example" not in ben.says("C-1")
    gus.says("resolve T-1")
    assert "grace@navy.example" not in gus.says("C-1")
