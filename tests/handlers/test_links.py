"""Accounts: greeting strangers, link codes, unlinking."""

import re

import pytest


def code_for(root, name):
    return re.findall(r"24 hours: (\S+)", root.says(f"invite rep {name}"))[0]


@pytest.mark.parametrize("said", ["/start", "hello", "你好", "hi", "/start@parley_bot"])
def test_a_stranger_is_greeted_and_told_what_to_do(chat, said):
    answer = chat.customer("Stranger").says(said)
    hello = "你好！我是 Parley" if said == "你好" else "Hello! I am Parley, the CRM of Acme."
    assert answer.startswith(hello)
    assert ("绑定 绑定码" if said == "你好" else "link CODE") in answer


@pytest.mark.parametrize(
    "said", ["contacts", "find hopper", "C-1", "contact add X", "undo", "staff", "audit", "unlink",
             "request access staff", "quiet 22-8", "rights"]
)  # fmt: skip
def test_a_stranger_sees_and_changes_nothing(chat, said):
    chat.rep("Ada").says("contact add Grace Hopper")
    assert chat.customer("Stranger").says(said).startswith("I don't know you yet.")


def test_a_stranger_may_choose_a_language_and_a_zone(chat):
    guest = chat.customer("王小明")
    guest.says("language zh")
    guest.says("timezone 上海")
    chat.restarts()
    assert "王小明" in guest.says("我是谁")
    assert "You are" not in guest.says("whoami")
    assert "not linked" in chat.customer("Other").says("whoami")


@pytest.mark.parametrize(
    "words", ["link {}", "/start {}", "绑定 {}", "/link@parley_bot {}", "link  {} "]
)
def test_a_code_links_an_account(chat, words):
    code = code_for(chat.admin(), "Li Lei")
    guest = chat.customer("li")
    assert guest.says(words.format(code)).startswith("Welcome, Li Lei!")
    assert guest.buttons == ("Tutorial",)
    assert "Saved." in guest.says("contact add Grace Hopper")


def test_a_missing_code_is_asked_for(chat):
    code = code_for(chat.admin(), "Li Lei")
    guest = chat.customer("li")
    assert "Which code?" in guest.says("link")
    assert guest.says(code).startswith("Welcome, Li Lei!")


def test_a_code_works_once_and_for_a_day(any_chat):
    root = any_chat.admin()
    used, late = code_for(root, "Li Lei"), code_for(root, "Han Meimei")
    any_chat.customer("li").says(f"link {used}")
    wrong = "That code does not work."
    assert any_chat.customer("other").says(f"link {used}").startswith(wrong)
    any_chat.passes(hours=24)
    assert any_chat.customer("han").says(f"link {late}").startswith(wrong)


def test_five_wrong_codes_bar_the_account_for_a_quarter_of_an_hour(any_chat):
    code = code_for(any_chat.admin(), "Li Lei")
    thief = any_chat.customer("thief")
    for number in range(5):
        assert thief.says(f"link wrong{number}").startswith("That code does not work.")
    wait = "Too many wrong codes. Please wait 15 minutes, then try again."
    assert thief.says(f"link {code}") == wait
    assert thief.says(f"/start {code}") == wait
    any_chat.restarts()
    any_chat.passes(minutes=14)
    assert thief.says(f"link {code}") == wait
    assert any_chat.customer("li").says("whoami").startswith("You are li")
    any_chat.passes(minutes=1)
    assert thief.says(f"link {code}").startswith("Welcome")


def test_a_linked_account_is_not_linked_twice(chat):
    root = chat.admin()
    code = code_for(root, "Li Lei")
    ada = chat.rep("Ada")
    assert ada.says(f"link {code}").startswith("This account is linked already.")
    assert chat.customer("li").says(f"link {code}").startswith("Welcome")


def test_unlinking_asks_first_and_ends_all_access(any_chat):
    ada = any_chat.rep("Ada")
    ada.says("contact add Grace Hopper")
    assert ada.says("unlink").startswith("Unlink this account from Ada?")
    assert ada.says("不") == "Cancelled. Nothing was changed."
    ada.says("解绑")
    assert ada.presses("Yes") == "Unlinked. A new link code brings you back."
    assert ada.says("contacts").startswith("I don't know you yet.")
    assert ada.says("C-1").startswith("I don't know you yet.")


def test_two_accounts_of_one_person_share_their_records(chat):
    root = chat.admin()
    code = code_for(root, "Li Lei")
    phone = chat.customer("phone")
    phone.says(f"link {code}")
    phone.says("contact add Grace Hopper")
    root.says("invite rep Li Lei")
    root.says("yes")
    desk = chat.customer("desk")
    desk.says("link " + re.findall(r"24 hours: (\S+)", root.inbox[-1])[0])
    assert "Grace Hopper" in desk.says("find hopper")
    assert desk.says("it").startswith("Grace Hopper")
