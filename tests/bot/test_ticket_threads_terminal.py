"""Threads of tickets at the terminal: what is internal, what goes out, and what is asked before."""

import io

import orjson
import pytest

from bot.json_chats import JsonChat
from store.files import File
from tests.handlers.service_desks import asked, room, within, writes

PDF = File("log.pdf", "application/pdf", b"%PDF-1")
INTERNAL = "Internal. For 王小明 on the terminal?"
SENT = "Sent to 王小明 on the terminal: The export is down T-1"


@pytest.fixture
def wang(chat):
    return chat.customer("王小明")


@pytest.fixture
def gus(chat):
    return chat.agent("Gus")


@pytest.fixture(autouse=True)
def number(chat, wang, gus):
    return asked(chat, wang, "The export is down")


def test_a_thread_begins_with_what_the_customer_wants(chat):
    (card,) = room(chat, 1)
    assert card.startswith("The export is down T-1 · 王小明 · priority urgent · outage\n王小明:")
    assert "reply and your words go to 王小明" in card


def test_a_note_goes_out_by_its_button_alone_and_once(chat, wang, gus):
    assert within(chat, gus, 1, "I think it is the disk") == [INTERNAL]
    chat.agent("Ivy").presses("Send to customer")
    assert wang.inbox == ["I think it is the disk\n— Ivy, T-1"]
    assert room(chat, 1)[-1] == SENT
    gus.presses("Send to customer")
    assert len(wang.inbox) == 1
    assert "That was sent already, on T-1." in gus.inbox[-1]
    card = gus.says("T-1")
    assert "Gus · internal\nI think it is the disk" in card
    assert "Ivy → 王小明\nI think it is the disk" in card


@pytest.mark.parametrize(
    "words",
    [
        "answer is in the docs",
        "Replying soon",
        "take care of this",
        "close the books first",
        "wait for the vendor, please",
        "assign this to whoever is there",
        "回复了吗？",
        "解决方案是重启",
        "find out why",
        "yes",
        "1",
        "😀",
        "x" * 10_000,
    ],
    ids=lambda words: words[:20],
)
def test_plain_words_are_notes_whatever_they_begin_with(chat, wang, gus, words):
    assert within(chat, gus, 1, words) == [INTERNAL]
    assert wang.inbox == []
    assert "open · priority urgent" in gus.says("T-1")


def test_commands_need_no_number(chat, wang, gus):
    assert within(chat, gus, 1, "take") == ["It is yours now."]
    assert within(chat, gus, 1, "priority low")[0].startswith("Priority: urgent → low")
    assert within(chat, gus, 1, "wait third party")[0].startswith("It waits for a third party")
    assert within(chat, gus, 1, "/ticket resume")[0].startswith("It goes on")
    assert within(chat, gus, 1, "reply It works again") == [SENT]
    assert within(chat, gus, 1, "回复：好了") == [SENT]
    assert wang.inbox == ["It works again\n— Gus, T-1", "好了\n— Gus, T-1"]
    assert within(chat, gus, 1, "resolve Disk replaced")[0].startswith("Resolved.")
    assert within(chat, gus, 1, "undo")[0].startswith("Undone: resolve.")
    assert within(chat, gus, 1, "/find hopper") == []
    assert gus.inbox[-1].startswith("Nothing found")


def test_speaking_of_a_reply_is_asked_about(chat, wang, gus):
    (question,) = within(chat, gus, 1, "reply to him by noon")
    assert question == "Is this for 王小明 to read? “to him by noon”"
    assert within(chat, gus, 1, "just talking")[-1] == INTERNAL
    assert within(chat, gus, 1, "reply is it slow?")[0].startswith("Is this for")
    gus.presses("Send anyway")
    assert wang.inbox == ["is it slow?\n— Gus, T-1"]


def test_no_question_in_a_thread_is_answered_by_talk(chat, wang, gus):
    (asks,) = within(chat, gus, 1, "reply")
    assert asks == "What shall the customer read?\nWrite it here with reply before it."
    assert within(chat, gus, 1, "he is a difficult one") == [INTERNAL]
    assert gus.says("he is a difficult one").startswith("I don't understand")
    assert wang.inbox == []


def test_a_reply_cannot_be_taken_back_but_what_was_before_can(chat, wang, gus):
    gus.says("ticket take T-1")
    assert gus.says("reply T-1 Done").startswith("Sent to 王小明 on the terminal")
    assert gus.buttons == ()
    refusal = gus.says("undo")
    assert refusal.startswith("Your answer on T-1 has gone to the customer")
    assert gus.buttons == ("Reply", "Undo what was before")
    assert gus.presses("Undo what was before").startswith("Undone: ticket take.")
    assert "nobody has taken it yet" in gus.says("T-1")
    assert wang.inbox == ["Done\n— Gus, T-1"]


def test_files_go_both_ways_and_never_by_themselves(chat, wang, gus):
    gus.sends(PDF, say="reply T-1 See the log")
    (sent,) = [one for one in chat.arrived if one.to == "王小明"]
    assert sent.files[0].endswith("log.pdf")
    gus.says("reply T-1 And now?")
    assert [one.files for one in chat.arrived if one.to == "王小明"][1:] == [()]
    gus.sends(PDF)
    gus.says("cancel")
    gus.says("reply T-1 Without it")
    assert [one.files for one in chat.arrived if one.to == "王小明"][2:] == [()]
    assert within(chat, gus, 1, "look at this", PDF) == [INTERNAL]
    gus.presses("Send to customer")
    assert [one for one in chat.arrived if one.to == "王小明"][-1].files
    writes(chat, wang, 1, "And mine", PDF)
    mine = [one for one in chat.arrived if one.to == "#T-1"][-1]
    assert str(mine.text) == "T-1 · 王小明:\nAnd mine\n📎 log.pdf"
    assert mine.files[0].endswith("log.pdf")
    assert within(chat, gus, 1, "", PDF) == [INTERNAL]


def test_who_comes_second_is_warned(chat, wang, gus):
    ivy = chat.agent("Ivy")
    ivy.says("T-1")
    gus.says("reply T-1 We look into it")
    chat.passes(minutes=2)
    warned = ivy.sends(PDF, say="reply T-1 It is the disk")
    assert warned == "Gus answered 2 minutes ago: “We look into it”"
    assert ivy.buttons == ("Send anyway", "Cancel")
    assert len(wang.inbox) == 1
    ivy.presses("Send anyway")
    assert wang.inbox[1:] == ["It is the disk\n— Ivy, T-1"]
    assert [one for one in chat.arrived if one.to == "王小明"][-1].files
    assert ivy.says("reply T-1 More of it").startswith("Sent to")
    gus.says("T-1")
    assert gus.says("reply T-1 I have read that").startswith("Sent to")
    chat.passes(minutes=10)
    assert ivy.says("reply T-1 Much later").startswith("Sent to")


def test_what_the_customer_wrote_after_the_card_is_shown_first(chat, wang, gus):
    gus.says("T-1")
    chat.passes(minutes=3)
    writes(chat, wang, 1, "It works again!")
    assert gus.says("reply T-1 Reboot it") == "王小明 has written meanwhile: “It works again!”"
    gus.presses("Cancel")
    assert wang.inbox == []
    gus.says("T-1")
    assert gus.says("reply T-1 Good!").startswith("Sent to")


def test_only_who_works_on_tickets_writes_notes(chat, wang, gus):
    assert within(chat, wang, 1, "I am the customer") == []
    assert wang.inbox == []
    ada = chat.rep("Ada")
    assert within(chat, ada, 1, "I am a rep") == []
    assert ada.inbox[-1].startswith("You need the right to work on tickets")
    assert within(chat, gus, 99, "no such ticket") == []
    assert "internal" not in gus.says("timeline T-1")


def test_a_merged_thread_says_where_it_goes_on(chat, wang, gus):
    asked(chat, wang, "The import is down")
    gus.says("ticket merge T-1 T-2")
    gus.says("yes")
    assert room(chat, 2)[-1] == "Gus: Merged into T-1"
    assert within(chat, gus, 2, "still the same disk") == [INTERNAL]
    assert room(chat, 1)[-1] == "Gus, internal:\nstill the same disk"
    writes(chat, wang, 2, "Any news?")
    assert room(chat, 1)[-1] == "T-1 · 王小明:\nAny news?"
    within(chat, gus, 2, "reply On it")
    assert wang.inbox == ["On it\n— Gus, T-1"]


def test_events_are_a_line_each(chat, wang, gus):
    ivy = chat.agent("Ivy")
    gus.says("ticket assign T-1 @ivy")
    gus.says("note T-1 She knows it")
    ivy.says("reply T-1 Hello")
    ivy.says("wait T-1")
    writes(chat, wang, 1, "Hello too")
    ivy.says("resolve T-1 Disk")
    ivy.says("undo")
    ivy.says("ticket split T-1 2")
    assert room(chat, 1)[1:] == [
        "Gus: Assigned to Ivy",
        "Gus, internal:\nShe knows it",
        "Ivy → 王小明:\nHello",
        "Ivy: Waits for the customer",
        "T-1 · 王小明:\nHello too",
        "Ivy: Resolved · Disk",
        "Ivy: Undone: resolve.",
    ]


def test_chinese(chat, wang, gus):
    gus.says("language zh")
    wang.says("language zh")
    assert within(chat, gus, 1, "我觉得是磁盘") == ["仅内部可见。要通过 终端 发给 王小明 吗？"]
    gus.presses("发给客户")
    assert wang.inbox[-1] == "我觉得是磁盘\n—— Gus，T-1"
    assert within(chat, gus, 1, "接手") == ["现在由你处理。"]
    assert gus.says("回复 T-1 好了").startswith("已通过 终端 发给 王小明：")
    assert gus.says("撤销").startswith("你对 T-1 的回复已发给客户，无法撤回。")


def test_the_chat_for_programs_writes_into_threads(chat):
    out = io.BytesIO()
    lines = [
        {"say": "it is the disk", "in": "#T-1"},
        {"press": "Send to customer"},
        {"say": "take", "in": "#T-1"},
        {"press": "Undo", "in": "#T-1"},
    ]
    JsonChat(chat.terminal, out).run("Gus", [orjson.dumps(one) for one in lines])
    said = [orjson.loads(line) for line in out.getvalue().splitlines()]
    assert [one["to"] for one in said if "to" in one][:3] == ["#T-1", "王小明", "#T-1"]
    assert said[0]["buttons"] == ["Send to customer"]
    assert said[-2]["text"].startswith("Undone: ticket take.")
