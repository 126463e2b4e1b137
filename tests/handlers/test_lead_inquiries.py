"""First words of strangers: asked, passed on, joined; and what is no such thing."""

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
    asked = grace.says("Do you sell compilers? Call +1 202 555 0143")
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
    assert grace.says("And what do they cost?") == "I have passed that on too."
    assert ada.inbox[-1] == "Grace Hopper L-1 wrote: And what do they cost?"
    assert "from the lead\nAnd what do they cost?" in ada.says("timeline L-1")
    assert count(any_chat) == 1
    told = any_chat.admin().says("audit L-1")
    assert "Parley · added lead" in told


def test_on_no_nothing_is_kept(chat, ada):
    grace = chat.customer("Grace")
    grace.says("Do you sell compilers?")
    assert grace.presses("No, thanks") == "All right. I passed nothing on."
    grace.says("Do you sell compilers?")
    assert grace.says("no") == "Cancelled. Nothing was changed."
    assert count(chat) == 0
    assert ada.inbox == []
    grace.says("Do you sell compilers?")
    chat.passes(minutes=31)
    assert "Shall I pass" in grace.says("yes please do")
    assert count(chat) == 0


def test_words_that_follow_the_question_join_those_before_it(chat, ada):
    grace = chat.customer("Grace")
    grace.says("hello, I am looking for a compiler")
    grace.says("for COBOL")
    grace.says("20 of them")
    said = grace.says("yes")
    assert "How can they reach you?" in said
    assert "“hello, I am looking for a compiler\nfor COBOL\n20 of them”" in ada.says("L-1")
    assert grace.says("grace@navy.example") == "I have passed that on too."
    assert grace.says("+1 202 555 0143") == "I have passed that on too."
    assert grace.says("+1 202 555 0199") == "I have passed that on too."
    card = ada.says("L-1")
    assert "grace@navy.example" in card
    assert "(202) 555-0143" in card


def test_a_stranger_is_spoken_to_in_the_language_of_their_words(chat, ada):
    wang = chat.customer("王小明")
    assert wang.says("你好，请问你们卖编译器吗").startswith("要我把这条消息转告给同事吗？")
    assert wang.says("好的").startswith("谢谢，我已转告")
    assert wang.says("我的电话是13800138000") == "这条我也转告了。"
    card = ada.says("L-1")
    assert "Language: 简体中文" in card
    assert "+86 138 0013 8000" in card
    ada.says("language zh")
    wang.says("还在吗")
    assert ada.inbox[-1] == "王小明 L-1 来信：还在吗"


@pytest.mark.parametrize("said", ["hello", "你好", "hi there", "你好啊", "/start", "help", "whoami", "whoam",
                                  "language zh", "cancel", "", "   ", "12", "!?"])  # fmt: skip
def test_greetings_and_commands_are_no_inquiries(chat, ada, said):
    answer = chat.customer("Grace").says(said)
    assert "Shall I pass" not in answer
    assert "转告给同事吗" not in answer


@pytest.mark.parametrize("said", ["find me a compiler", "contacts", "C-1", "show me your prices"])
def test_words_that_look_like_a_command_can_be_passed_on_too(chat, ada, said):
    grace = chat.customer("Grace")
    assert grace.says(said).startswith("I don't know you yet.")
    assert grace.buttons == ("Pass it on",)
    assert grace.presses("Pass it on").startswith("Shall I pass this on")
    grace.presses("Yes, please")
    assert f"“{said}”" in ada.says("L-1")


@pytest.mark.parametrize("said", ["who is your boss", "met Grace Hopper of Navy", "有没有现货", "😀 hi you",
                                  "x" * 10_000, "Ｄｏ ｙｏｕ ｓｅｌｌ？"])  # fmt: skip
def test_sentences_of_any_kind_are_asked_about(chat, ada, said):
    grace = chat.customer("Grace")
    grace.says(said)
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


def test_whoever_was_dropped_as_spam_is_not_asked_again(chat, ada):
    grace = chat.customer("Grace")
    grace.says("buy my pills")
    grace.says("yes")
    ada.says("lead drop L-1 spam")
    assert grace.says("buy my pills").startswith("I don't understand")
    ada.says("lead reopen L-1")
    ada.says("lead drop L-1 no fit")
    assert grace.says("and now?").startswith("Shall I pass this on")
    grace.says("yes")
    assert count(chat) == 2


def test_one_account_cannot_fill_a_lead_without_end(chat, ada):
    grace = chat.customer("Grace")
    grace.says("do you sell compilers?")
    grace.says("yes")
    for number in range(30):
        assert grace.says(f"message number {number}") == "I have passed that on too."
    enough = "Our colleagues have your messages; somebody will get in touch."
    assert grace.says("one more") == enough
    assert len(ada.inbox) == 5
    chat.passes(minutes=1)
    assert ada.inbox[5].splitlines()[::26] == ["26 notices", "• Grace L-1 wrote: message number 29"]
    ada.says("timeline L-1")
    assert "30 in all" in ada.inbox[-1]


def test_a_shared_number_joins_the_lead(chat, ada):
    grace = chat.customer("Grace")
    card = {"contact": {"name": "Grace", "phone": "+12025550143", "own": True}}
    assert grace._told(card) == "Thank you. I noted your number: (202) 555-0143"
    grace.says("do you sell compilers?")
    grace.says("yes")
    assert grace._told(card).endswith("I have passed it on.")
    assert ada.inbox[-1] == "Grace L-1 wrote: (202) 555-0143"
    assert "(202) 555-0143" in ada.says("L-1")


def test_a_name_that_cannot_be_seen_and_files_do_no_harm(chat, ada):
    ghost = chat.customer("\u200b")
    ghost.says("What do pumps cost?")
    ghost.says("yes")
    assert ada.inbox[-1].startswith("New lead for you: a guest L-1")
    answer = ghost.sends(File("a.txt", "text/plain", b"x"), say="here is my plan for you")
    assert "incident" not in answer


def test_without_anybody_free_managers_are_told_once(chat):
    maria = chat.manager("Maria")
    grace = chat.customer("Grace")
    grace.says("do you sell compilers?")
    grace.says("yes")
    assert maria.inbox[-1].startswith("Nobody can take the new lead Grace L-1")
    before = len(maria.inbox)
    grace.says("hello again, anybody?")
    chat.passes(hours=48)
    assert len(maria.inbox) == before
    ada = chat.rep("Ada", maria)
    chat.passes(minutes=1)
    assert ada.inbox == ["New lead for you: Grace L-1 · terminal · 0 points"]
