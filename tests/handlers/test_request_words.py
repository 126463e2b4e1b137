"""Customers' words: in which language they are answered, which request is meant, how long it stays."""

import pytest

from store import erasures
from store.files import File
from tests.handlers.test_ticket_files import contents, kept

PHOTO = File("photo.jpg", "image/jpeg", b"\xff\xd8 a broken screen")


def agreed(chat, name, said):
    somebody = chat.customer(name)
    somebody.says(said)
    somebody.presses("I agree" if said.isascii() else "我同意")
    return somebody


def test_the_name_of_a_command_does_not_change_a_customers_language(chat):
    wang = agreed(chat, "王小明", "系统打不开，请帮忙看看")
    for said in ("my requests", "status", "my data", "privacy"):
        assert not wang.says(said).isascii(), said
    assert "同事" in wang.says("human")
    grace = agreed(chat, "Grace", "The export is down")
    for said in ("我的请求", "进度", "转人工", "隐私"):
        assert "的" not in grace.says(said), said
    grace.says("language en")
    assert grace.says("语言 中文").isascii() is False
    assert not grace.says("What about the invoice of last week?").isascii()
    grace.says("language en")
    assert grace.says("那发票呢，什么时候寄给我？").isascii()


def test_own_words_behind_a_command_change_it_and_a_stranger_is_answered_as_asked(chat):
    wang = agreed(chat, "王小明", "系统打不开，请帮忙看看")
    assert "Thank you" in wang.says("new request The invoice of last month is wrong")
    assert "收到" in wang.says("new request 发票金额不对，请更正")
    li = chat.customer("李雷")
    assert not li.says("我的请求").isascii()
    assert "You have no requests yet" in chat.customer("Ann").says("my requests")


def test_a_human_is_called_for_the_request_that_is_meant(chat):
    gus = chat.agent("Gus")
    grace = agreed(chat, "Grace", "The export is down")
    grace.says("new request The invoice is wrong")
    assert grace.says("human") == "Which request?"
    assert grace.buttons == ("The invoice is wrong (T-2)", "The export is down (T-1)")
    assert "about The export is down T-1" in grace.presses("The export is down (T-1)")
    assert "wants to talk to a person" in gus.says("timeline T-1")
    assert "wants to talk to a person" not in gus.says("timeline T-2")
    assert "The invoice is wrong T-2" in grace.says("human T-2")
    assert grace.says("status") == "Which request?"
    assert grace.says("close") == "Which request?"
    grace.presses("The export is down (T-1)")
    assert "has ended already" in grace.says("human T-1")
    assert "about The invoice is wrong T-2" in grace.says("转人工")
    assert "T-99" in grace.says("human T-99")
    assert chat.customer("Eve").says("human T-2").startswith("You have no request “T-2”")


def test_what_was_written_goes_when_the_notice_says_so(chat):
    admin, gus, grace = chat.admin(), chat.agent("Gus"), chat.customer("Grace")
    admin.says("settings retention 30 days")
    asked = grace.says("The screen is broken, please help")
    assert "How long: until 30 days after your request has ended." in asked
    grace.presses("I agree")
    grace.sends(PHOTO, say="Look")
    gus.sends(PHOTO, say="reply T-1 This is how")
    gus.says("resolve T-1")
    chat.passes(minutes=10)
    grace.presses("2")
    grace.says("rate comment It took too long")
    grace.says("new request And the invoice is wrong")
    gus.says("ticket add C-9 x")
    chat.passes(days=29)
    assert "broken" in gus.says("T-1")
    chat.passes(days=2)
    card = gus.says("T-1")
    assert "broken" not in card
    assert "(erased)" in card
    assert "took too long" not in admin.says("feedback")
    assert "the invoice is wrong" in gus.says("T-2")
    assert kept(chat) == (0, 0)
    assert "Parley" in admin.says("audit T-1")
    chat.passes(days=1)
    assert admin.says("audit T-1").count("erased_at") == 1
    assert contents(grace) == []


def test_the_length_is_said_in_years_and_may_be_for_good(chat):
    admin, grace, wang = chat.admin(), chat.customer("Grace"), chat.customer("王小明")
    assert "until 3 years after your request has ended" in grace.says("Hello, it is down again")
    assert "结束后3年为止" in wang.says("系统打不开，请帮忙看看")
    assert erasures.KEPT_DAYS == 3 * 365
    assert "off" in admin.says("settings retention off")
    assert "How long: until you say forget me." in grace.says("privacy")
    assert "1 to 3,650" in admin.says("settings retention soon")
    admin.says("cancel")
    assert "100" in admin.says("设置 保留期限 100天")


@pytest.mark.parametrize("said", ["human beings are kind", "human, please call me about this"])
def test_a_sentence_that_begins_with_human_is_a_request(chat, said):
    grace = agreed(chat, "Grace", "The export is down")
    assert "Added to T-1" in grace.says(said)
