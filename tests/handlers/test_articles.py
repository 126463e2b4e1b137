"""Articles in conversation: written, found, published, drafted from requests, shown to customers."""

import pytest

from handlers import article_drafts, article_suggestions
from handlers.replies import Invocation
from store import articles
from store.sessions import PARLEY, Actor
from tests.handlers import service_desks
from tests.handlers.service_desks import DOWN, agreed

EXPORT = "article add How to export: Open the list and press Export."


@pytest.fixture
def gus(chat):
    service_desks.a_rep(chat)
    return service_desks.an_agent(chat)


def offered(chat, text, locale="en", **more):
    """What a customer without any right is offered."""

    def unit(session):
        session.actor = PARLEY
        account = session.scalars(service_desks.accounts("Grace")).one().id
        session.actor = Actor(None, {}, frozenset())
        found = article_suggestions.offer(session, text, locale, identity_id=account, **more)
        session.flush()
        return found

    return chat.database.write(unit, chat.clock.now())


def test_an_article_is_internal_until_it_is_published(gus):
    card = gus.says(EXPORT)
    assert card.splitlines() == [
        "Saved. Only colleagues see it until you publish it.",
        "How to export K-1",
        "internal · English · not shown to any customer yet",
        "Open the list and press Export.",
    ]
    assert gus.buttons == ("Undo", "Change the text", "Publish")
    assert "customers may see it · English" in gus.presses("Publish")
    assert "already" in gus.says("article publish K-1")
    assert gus.presses("Make internal").startswith("Internal: no customer is shown it any more.")
    assert "internal already" in gus.says("article unpublish it")
    assert gus.says("undo").startswith("Undone: article unpublish.")
    assert "customers may see it" in gus.says("K-1")


def test_title_and_text_are_parted_or_asked_for(gus):
    assert "What is the article called?" in gus.says("article add")
    assert "What does it say?" in gus.says("How to export")
    assert "How to export K-1" in gus.says("Press Export: it is at the top.")
    assert "“Press Export” K-2" not in gus.says('article add "Log in: again" Close the window.')
    assert "Log in: again K-2" in gus.says("K-2")
    by_line = gus.says("article add Slow pages\nWait a minute.\nThen try again.")
    assert "Slow pages K-3" in by_line
    assert by_line.endswith("Wait a minute.\nThen try again.")
    assert "too long" in gus.says(f"article add {'x' * 201}: text")
    gus.says("cancel")
    assert "too long" in gus.says(f"article rewrite K-1 {'x' * 10_001}")
    gus.says("cancel")
    assert "🙂 K-4" in gus.says("article add 🙂: 🙂🙂")


def test_both_languages(gus, chat):
    gus.says(EXPORT)
    card = gus.says("article translate K-1 如何导出：打开列表，点击导出。")
    assert "internal · English, Chinese" in card
    assert card.endswith("如何导出\n打开列表，点击导出。")
    assert "Chinese" in gus.says("新增文章 发票问题：在设置里下载发票。")
    ivy = chat.agent("Ivy")
    ivy.says("语言 zh")
    assert "如何导出" in ivy.says("查找文章 导出")
    assert "发票问题 K-2" in ivy.says("文章 查看 fapiao")
    assert "已发布" in ivy.says("发布文章 K-2")
    assert "共 2 条" in ivy.says("文章列表")
    assert "没有与“月亮”相符的文章" in ivy.says("查找文章 月亮")


def test_found_by_words_of_title_keywords_and_text_the_best_first(gus):
    gus.says(EXPORT)
    gus.says("article add Slow pages: Wait, then open the export of the list anew.")
    gus.says("article add Passwords: Ask for a new one. keywords:login,sign in")
    listed = gus.says("article find how do I export a list?")
    assert listed.index("K-1") < listed.index("K-2")
    assert "K-3" not in listed
    assert "Passwords K-3" in gus.says("article find sign in")
    assert "Passwords K-3" in gus.says("is there an article about login?")
    assert "How to export" in gus.says("article find exprot")
    assert "No article fits “moon”" in gus.says("article find moon")
    assert "No article fits" in gus.says("article find the and of")
    assert "Which “list”?" in gus.says("article show list")
    gus.says("cancel")
    assert "No article fits “K-99”" in gus.says("article show K-99")
    assert "No article fits" in gus.says("article show T-1")
    gus.says("cancel")
    assert "How to export" in gus.says("article show it")


def test_changed_rewritten_taken_away_and_back(gus):
    gus.says(EXPORT)
    assert "What should change?" in gus.says("article edit K-1")
    assert "Nothing to change" in gus.says("article edit K-1 title:How to export")
    assert "CSV files K-1" in gus.says("article edit K-1 title:CSV files keywords:csv, Download")
    assert "Keywords: csv, download" in gus.says("K-1")
    assert "What does it say?" in gus.presses("Change the text")
    assert "Press the arrow." in gus.says("Press the arrow.")
    assert gus.says("undo").startswith("Undone: article rewrite.")
    assert agreed(gus, "article delete K-1") == "CSV files K-1 is gone."
    assert "No article fits" in gus.says("article find csv")
    gus.says("undo")
    assert "CSV files" in gus.says("article find csv")
    gus.says("article add Oops: never mind")
    gus.says("undo")
    assert "No article fits" in gus.says("article find oops")
    assert "1 in all" in gus.says("articles internal")
    assert "No articles there" in gus.says("articles public")


def test_reps_read_and_others_do_not(gus, chat):
    gus.says(EXPORT)
    ada = chat.rep("Ada")
    assert "How to export" in ada.says("article find export")
    assert ada.buttons == ()
    assert "right to work on tickets" in ada.says("article publish K-1")
    assert "right to see tickets" in chat.marketer("Mia").says("article find export")
    grace = chat.customer("Grace")
    assert "I don't know you" in grace.says("article show K-1")
    assert "Open the list" not in "".join(grace.inbox)


def test_the_card_of_a_ticket_names_articles_that_may_help(gus, chat):
    gus.says("article add The export is down: Wait.")
    gus.says("article add Export of images: Choose images. keywords:noon")
    gus.says("article add Holidays: We are closed at noon.")
    card = gus.says("T-1")
    line = next(one for one in card.splitlines() if one.startswith("May help"))
    assert "The export is down K-1" in line
    assert "Export of images K-2" in line
    assert "Holidays" not in line
    assert line.endswith(" · article send K-2 T-1")
    assert "May help" not in chat.rep("Ada").says("T-1")
    gus.says("resolve T-1")
    assert "May help" not in gus.says("T-1")


def test_a_draft_from_a_request_holds_nothing_of_the_customer(gus, chat):
    assert "Nobody has answered" in gus.says("article add from:T-1")
    gus.says("note T-1 Grace Hopper is angry")
    agreed(gus, "reply T-1 Dear Grace, the export of Navy works again. Mail grace@navy.example.")
    agreed(gus, "reply T-1 Or call Hopper on +1 202 555 0143, 010-62770334.")
    gus.says("resolve T-1 a secret cause")
    card = gus.presses("Write an article")
    assert card.splitlines()[:3] == [
        "A draft, without names, phones and e-mails. Read it before you publish it.",
        "The export has been down since noon K-1",
        "internal · English · not shown to any customer yet",
    ]
    assert "Dear …, the export of … works again." in card
    for word in ("Grace", "Hopper", "Navy", "grace@", "0143", "angry", "secret", "board"):
        assert word not in card.split("\n", 2)[2], word


def test_names_are_taken_out_as_whole_words_and_chinese_ones_anywhere():
    names = ["王小明", "Li", "Ann Lee"]
    assert article_drafts.scrubbed("王小明你好 a@b.example", names, "CN") == "…你好 …"
    assert article_drafts.scrubbed("Ann Lee likes Liverpool, li", names, "US") == (
        "… likes Liverpool, …"
    )


def test_an_article_that_does_not_arrive_comes_back_with_a_button(gus, chat):
    gus.says(EXPORT)
    gus.says("article publish K-1")
    grace = service_desks.a_customer(chat)
    agreed(gus, "article send K-1 T-1")
    service_desks.never_arrives(chat, grace)
    told = gus.inbox[-1]
    assert "Your answer on T-1 did not reach Grace Hopper" in told
    assert "the person has blocked the bot" in told
    assert gus.buttons == ("Retry",)
    gus.presses("Retry")
    assert "How to export" in grace.inbox[-1]


def test_sent_to_the_customer_after_a_yes_in_their_language(gus, chat):
    gus.says(EXPORT)
    assert "is internal, so no customer may see it" in gus.says("article send K-1 T-1")
    gus.says("article publish K-1")
    assert "does not write to me" in gus.says("article send K-1 T-1")
    gus.says("article translate K-1 如何导出：打开列表，点击导出。")
    grace = service_desks.a_customer(chat)
    grace.says("语言 zh")
    before = len(grace.inbox)
    asked = gus.says("article send K-1 T-1")
    assert asked.splitlines() == [
        "This goes to Grace Hopper:",
        "如何导出",
        "打开列表，点击导出。",
        "Send it?",
    ]
    assert len(grace.inbox) == before
    assert "sent to Grace Hopper" in gus.says("yes")
    assert grace.inbox[-1] == "如何导出\n打开列表，点击导出。"
    assert grace.buttons == ("有帮助", "联系人工")
    assert "First answer: met" in gus.says("T-1")
    assert "已完成" in grace.presses("有帮助")
    assert "the customer says that How to export K-1 has helped" in gus.inbox[-1]
    assert "resolved" in gus.says("T-1")
    assert "shown 1 times, helped 1" in gus.says("K-1")
    assert "很高兴" in grace.says("文章有用 K-1 工单:T-1")
    assert "shown 1 times, helped 1, did not help 0" in gus.says("K-1")


def test_what_is_internal_or_anothers_never_reaches_a_customer(gus, chat):
    grace = service_desks.a_customer(chat)
    gus.says("article add The export is down: internal words")
    assert offered(chat, DOWN) is None
    assert "No article fits" in grace.says("article helped K-1")
    gus.says("article publish K-1")
    found = offered(chat, DOWN)
    assert [one.label for one in found.reply.buttons] == ["This helped", "Talk to a human"]
    assert offered(chat, DOWN) is None  # once is enough
    gus.says("article unpublish K-1")
    assert "No article fits" in grace.says("article helped K-1")
    gus.says("article publish K-1")
    sam = chat.customer("Sam")
    assert "No article fits" in sam.says("article helped K-1")
    assert "You have no request “T-1”" in sam.says("article helped K-1 ticket:T-1")
    assert "This is for customers" in gus.says("article helped K-1")
    assert "I am glad" in grace.says("article helped K-1")
    assert "Then write what you need" in grace.says("article helped K-1 answer:no")
    assert "helped 0, did not help 1" in gus.says("K-1")
    assert "open" in gus.says("T-1")


def test_what_does_not_fit_is_not_offered(gus, chat):
    service_desks.a_customer(chat)
    gus.says("article add The export is down: Wait. keywords:offline")
    gus.says("article publish K-1")
    assert offered(chat, "Hello, how are you?") is None
    assert offered(chat, "What does the export of my old car to France cost me, please?") is None
    assert offered(chat, "") is None
    human = Invocation("inquire", {"text": "x"})
    found = offered(chat, "offline!", human=human)
    assert found.reply.buttons[1].does == human
    assert str(found.reply.text).startswith("Perhaps this helps:\nThe export is down")

    def nobody(session):
        session.actor = PARLEY
        return article_suggestions.offer(session, "offline", "en")

    assert chat.database.write(nobody, chat.clock.now()) is None


def test_the_history_tells_of_articles_in_words(gus, chat):
    gus.says(EXPORT)
    gus.says("article publish K-1")
    told = chat.admin().says("audit @gus")
    assert "changed article" in told
    assert "Shown to customers since" in told


def test_an_article_knows_its_languages():
    assert articles.other("en") == "zh"
    assert articles.other("zh") == "en"
