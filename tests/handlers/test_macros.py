"""Macros: kept with known variables, filled in as drafts, sent by a button only."""

import pytest

from tests.handlers import service_desks

HELLO = "macro add hello Hello {customer}, {agent} of {us} looks after {ticket} ({category})."


@pytest.fixture
def gus(chat):
    service_desks.a_rep(chat)
    return service_desks.an_agent(chat)


def test_filled_in_as_a_draft_that_a_button_sends(chat, gus):
    assert "Saved: hello · for you · Hello {customer}" in gus.says(HELLO)
    grace = service_desks.a_customer(chat)
    before = len(grace.inbox)
    draft = gus.says("macro use hello T-1")
    assert draft.splitlines() == [
        "Draft for Grace Hopper, The export has been down since noon T-1. Nothing is sent yet:",
        "Hello Grace Hopper, Gus of Acme looks after T-1 (outage).",
    ]
    assert gus.buttons == ("Send to customer",)
    assert len(grace.inbox) == before
    assert "First answer: healthy" in gus.says("T-1")
    gus.says("macro use hello T-1")
    assert "Sent to Grace Hopper" in gus.presses("Send to customer")
    assert "Hello Grace Hopper, Gus of Acme looks after T-1" in gus.says("timeline T-1")


def test_variables_of_both_languages_and_unknown_ones(gus, chat):
    refused = gus.says("macro add bye {customer} {password} {工号}")
    assert refused.startswith("I don't know {password}, {工号}. There are: {customer}")
    assert "There is no macro “bye”" in gus.says("macro use bye T-1")
    gus.says("cancel")
    gus.says("语言 zh")
    assert "已保存" in gus.says(
        "新增宏 问候 {客户}你好，{客服}正在处理{工单}，{公司}，截止{截止}。"
    )
    draft = gus.says("使用宏 问候 T-1")
    assert "Grace Hopper你好，Gus正在处理T-1，Navy，截止" in draft
    assert "发给客户" in gus.buttons
    assert "我不认识{foo}" in gus.says("修改宏 问候 内容:{foo}")
    gus.says("wait T-1 customer")
    gap = gus.says("使用宏 问候 T-1")
    assert "{截止}没有可填的内容" in gap
    assert gus.buttons == ()


def test_what_a_customer_is_called_is_no_variable(chat, gus):
    chat.rep("Ada").says('contact add "{agent} Smith" x@y.example')
    gus.says("ticket add C-2 Help")
    gus.says(HELLO)
    assert "Hello {agent} Smith, Gus of Acme" in gus.says("macro use hello T-2")


def test_a_macro_may_set_priority_and_category(gus):
    gus.says("macro add calm Dear {customer}, all is well. priority:low category:general")
    draft = gus.says("macro use calm this ticket")
    assert draft.startswith("Set: priority low, category general")
    assert gus.buttons == ("Send to customer", "Undo")
    assert "priority low · general" in gus.says("T-1")
    assert not gus.says("macro use calm T-1").startswith("Set:")
    assert "priority low · category general" in gus.says("macro list")


def test_for_oneself_the_team_and_all(chat, gus):
    maria = chat.manager("Maria")
    ivy = chat.staff("Ivy", "agent", maria)
    assert "right to assign" in gus.says("macro add mine Text scope:team")
    assert "right to change settings" in maria.says("macro add mine Text scope:all")
    assert "for the team" in maria.says("macro add team For the team scope:team")
    assert "for everybody" in chat.admin().says("macro add all For all {customer} scope:all")
    gus.says("macro add own For Gus")
    assert [one for one in ("team", "all", "own") if one in gus.says("macro list")] == [
        "all",
        "own",
    ]
    assert "from Maria" in ivy.says("macros")
    assert "own" not in ivy.says("macros")
    assert "That macro is Maria's" in ivy.says("macro edit team text:Mine now")
    assert "That macro is Root Admin's" in ivy.says("macro delete all")
    assert "You have a macro “own” already" in gus.says("macro add own Again")
    assert "Dear {customer}" in gus.says("macro edit own text:Dear {customer}")
    assert "better" in gus.says("macro edit own name:better")
    assert "Dear Grace Hopper" in gus.says("macro use better T-1")
    assert "The macro better is gone." in gus.says("macro delete better")
    assert gus.says("undo").startswith("Undone: macro delete.")
    assert "better" in gus.says("macro edit better")
    assert "is gone" in chat.admin().says("macro delete team")
    assert "for everybody" in chat.agent("Zoe").says("macro list")
    chat.admin().says("macro delete all")
    assert "No macros yet" in chat.agent("Zoe").says("macro list")


def test_asked_for_and_refused(chat, gus):
    assert "What is the macro called?" in gus.says("macro add")
    gus.says("cancel")
    assert "What does it say?" in gus.says("macro add hi")
    assert "Saved: hi" in gus.says("Hi {customer} 🙂")
    assert "Which macro?" in gus.says("macro use")
    gus.says("cancel")
    assert "Which ticket?" in gus.says("macro use hi")
    assert "Hi Grace Hopper 🙂" in gus.says("T-1")
    assert "too long" in gus.says(f"macro add long {'x' * 4001}")
    gus.says("cancel")
    assert "right to work on tickets" in chat.rep("Ada").says("macro use hi T-1")
    assert "I don't know you" in chat.customer("Grace").says("macro use hi T-1")
