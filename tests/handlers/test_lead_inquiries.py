"""What strangers ask the sales staff: asked, passed on, joined; and what is no such thing."""

import pytest
from sqlalchemy import select

from store.files import File
from store.tables import Lead


@pytest.fixture
def ada(chat):
    return chat.rep("Ada")


def count(chat) -> int:
    """How many leads there are, whoever has them."""

    def unit(session):
        with session.unscoped(), session.with_deleted():
            return len(list(session.scalars(select(Lead))))

    return int(chat.database.read(unit, chat.clock.now()))


def test_a_strangers_words_become_a_lead_on_their_yes(any_chat):
    ada, grace = any_chat.rep("Ada"), any_chat.customer("Grace Hopper")
    asked = grace.says("inquire Do you sell compilers? Call +1 202 555 0143")
    assert asked.splitlines()[0] == (
        "Shall I pass this on to our colleagues? They will see your name and your message."
    )
    assert grace.buttons == ("Yes, please", "No, thanks")
    assert count(any_chat) == 0
    any_chat.restarts()
    thanks = "Thank you. I have passed it on, and somebody will get in touch."
    assert grace.presses("Yes, please") == thanks
    assert ada.inbox == ["New lead for you: Grace Hopper L-1 · terminal · 10 points"]
    card = ada.says("L-1")
    assert "(202) 555-0143" in card
    assert "Source: terminal · Language: English" in card
    assert "“Do you sell compilers? Call +1 202 555 0143”" in card
    assert grace.presses("Yes, please") == "I have passed that on already."
    assert grace.says("inquire And what do they cost?") == "I have passed that on too."
    assert ada.inbox[-1] == "Grace Hopper L-1 wrote: And what do they cost?"
    assert "from the lead\nAnd what do they cost?" in ada.says("timeline L-1")
    assert count(any_chat) == 1
    told = any_chat.admin().says("audit L-1")
    assert "Parley · added lead" in told


def test_on_no_nothing_is_kept(chat, ada):
    grace = chat.customer("Grace")
    grace.says("inquire Do you sell compilers?")
    assert grace.presses("No, thanks") == "All right. I passed nothing on."
    grace.says("inquire Do you sell compilers?")
    assert grace.says("no") == "Cancelled. Nothing was changed."
    assert count(chat) == 0
    assert ada.inbox == []
    grace.says("inquire Do you sell compilers?")
    chat.passes(minutes=31)
    assert "Your data at Acme" in grace.says("yes please do")
    assert count(chat) == 0


def test_what_is_missing_is_taken_from_later_words(chat, ada):
    grace = chat.customer("Grace")
    grace.says("inquire I am looking for a compiler for COBOL")
    said = grace.says("yes")
    assert "How can they reach you?" in said
    assert "“I am looking for a compiler for COBOL”" in ada.says("L-1")
    assert grace.says("inquire grace@navy.example") == "I have passed that on too."
    assert grace.says("inquire +1 202 555 0143") == "I have passed that on too."
    assert grace.says("inquire +1 202 555 0199") == "I have passed that on too."
    card = ada.says("L-1")
    assert "grace@navy.example" in card
    assert "(202) 555-0143" in card


def test_a_stranger_is_spoken_to_in_the_language_of_their_words(chat, ada):
    wang = chat.customer("王小明")
    assert wang.says("咨询 你好，请问你们卖编译器吗").startswith("要我把这条消息转告给同事吗？")
    assert wang.says("好的").startswith("谢谢，我已转告")
    assert wang.says("咨询 我的电话是13800138000") == "这条我也转告了。"
    card = ada.says("L-1")
    assert "Language: 简体中文" in card
    assert "+86 138 0013 8000" in card
    ada.says("language zh")
    wang.says("咨询 还在吗")
    assert ada.inbox[-1] == "王小明 L-1 来信：还在吗"


@pytest.mark.parametrize("said", ["hello", "你好", "/start", "help", "whoami", "do you sell compilers",
                                  "language zh", "cancel", "", "   ", "12", "!?", "咨询一下发票"])  # fmt: skip
def test_only_who_says_so_asks_the_sales_staff(chat, ada, said):
    answer = chat.customer("Grace").says(said)
    assert "Shall I pass" not in answer
    assert "转告给同事吗" not in answer
    assert "incident" not in answer


@pytest.mark.parametrize("said", ["who is your boss", "met Grace Hopper of Navy", "有没有现货", "😀 hi you",
                                  "x" * 4_000, "Ｄｏ ｙｏｕ ｓｅｌｌ？"])  # fmt: skip
def test_sentences_of_any_kind_are_asked_about(chat, ada, said):
    grace = chat.customer("Grace")
    grace.says(f"inquire {said}")
    assert len(grace.buttons) == 2
    grace.says("yes")
    assert count(chat) == 1
    assert "incident" not in ada.says("L-1")


def test_a_linked_account_and_a_group_are_asked_nothing(chat, ada):
    assert ada.says("do you sell compilers").startswith("I don't understand")
    assert ada.says("inquire something").startswith("This is for customers.")
    grace = chat.customer("Grace")
    assert "Shall I pass" not in grace._told({"say": "do you sell compilers", "shared": True})
    grace._told({"say": "find x", "shared": True})
    assert grace.buttons == ()
    assert grace._told({"say": "inquire x", "shared": True}).startswith("This is for customers.")
    assert count(chat) == 0


def test_whoever_was_dropped_as_spam_is_not_passed_on_again(chat, ada):
    grace = chat.customer("Grace")
    grace.says("inquire buy my pills")
    grace.says("yes")
    ada.says("lead drop L-1 spam")
    assert grace.says("inquire buy my pills").endswith("nothing was passed on.")
    ada.says("lead reopen L-1")
    ada.says("lead drop L-1 no fit")
    assert grace.says("inquire and now?").startswith("Shall I pass this on")
    grace.says("yes")
    assert count(chat) == 2


def test_one_account_cannot_fill_a_lead_without_end(chat, ada):
    grace = chat.customer("Grace")
    grace.says("inquire do you sell compilers?")
    grace.says("yes")
    for number in range(30):
        assert grace.says(f"inquire message number {number}") == "I have passed that on too."
    enough = "Our colleagues have your messages; somebody will get in touch."
    assert grace.says("inquire one more") == enough
    assert len(ada.inbox) == 5
    chat.passes(minutes=1)
    assert ada.inbox[5].splitlines()[::26] == ["26 notices", "• Grace L-1 wrote: message number 29"]
    ada.says("timeline L-1")
    assert "30 in all" in ada.inbox[-1]


def test_a_shared_number_joins_the_lead(chat, ada):
    grace = chat.customer("Grace")
    card = {"contact": {"name": "Grace", "phone": "+12025550143", "own": True}}
    assert grace._told(card) == "Thank you. I noted your number: (202) 555-0143"
    grace.says("inquire do you sell compilers?")
    grace.says("yes")
    assert grace._told(card).endswith("I have passed it on.")
    assert ada.inbox[-1] == "Grace L-1 wrote: (202) 555-0143"
    assert "(202) 555-0143" in ada.says("L-1")


def test_a_name_that_cannot_be_seen_and_files_do_no_harm(chat, ada):
    ghost = chat.customer("\u200b")
    ghost.says("inquire What do pumps cost?")
    ghost.says("yes")
    assert ada.inbox[-1].startswith("New lead for you: a guest L-1")
    answer = ghost.sends(File("a.txt", "text/plain", b"x"), say="here is my plan for you")
    assert "incident" not in answer


def test_without_anybody_free_managers_are_told_once(chat):
    maria = chat.manager("Maria")
    grace = chat.customer("Grace")
    grace.says("inquire do you sell compilers?")
    grace.says("yes")
    assert maria.inbox[-1].startswith("Nobody can take the new lead Grace L-1")
    before = len(maria.inbox)
    grace.says("inquire hello again, anybody?")
    chat.passes(hours=48)
    assert len(maria.inbox) == before
    ada = chat.rep("Ada", maria)
    chat.passes(minutes=1)
    assert ada.inbox == ["New lead for you: Grace L-1 · terminal · 0 points"]
