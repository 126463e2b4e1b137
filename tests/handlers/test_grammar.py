"""How a command may be addressed and named."""

import pytest

from handlers import commands, grammar
from handlers.contract import registry
from store.files import File

assert commands


@pytest.mark.parametrize(
    "said",
    [
        "contact add Zoe",
        "/contact add Zoe",
        "/contact@parley_bot add Zoe",
        "/crm contact add Zoe",
        "/CRM  contact add Zoe",
        "/crm /contact add Zoe",
        "@Parley contact add Zoe",
        "@parley /contact add Zoe",
        "  contact   add   Zoe  ",
        "Contact Add Zoe",
        "ＣＯＮＴＡＣＴ　ＡＤＤ　Zoe",
        "／contact add Zoe",
        "add contact Zoe",
        "add a contact Zoe",
        "new contact Zoe",
        "create person Zoe",
        "save Zoe as a contact",
        "添加联系人 Zoe",
        "联系人 添加 Zoe",
        "联系人添加 Zoe",
        "添加 联系人 Zoe",
        "新增客户：Zoe",
        "添加一个联系人 Zoe",
        "把Zoe存为联系人",
        "contact add “Zoe”",
        "contact add name:Zoe",
        "contact add 姓名：Zoe",
    ],
)
def test_one_command_in_many_words(chat, said):
    assert chat.rep("Ada").says(said).startswith("Saved.\nZoe C-1")


@pytest.mark.parametrize("known", list(registry), ids=lambda known: known.name)
def test_every_example_names_its_own_command(known):
    for example in known.examples:
        found = grammar.named(grammar.strip_address(example).text)
        if known.name != "capture":
            assert found is not None, example
            assert found.command == known.name, example


@pytest.mark.parametrize("known", list(registry), ids=lambda known: known.name)
def test_every_command_has_a_summary_and_examples_in_both_languages(known):
    assert known.summary.endswith(".")
    assert any(example.isascii() for example in known.examples)
    assert any(not example.isascii() for example in known.examples)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a b", ["a", "b"]),
        ('a "b c" d', ["a", "b c", "d"]),
        ("a “b c” 「d e」", ["a", "b c", "d e"]),
        ('company:"Navy Systems" x', ["company:Navy Systems", "x"]),
        ("公司：「华星 科技」 x", ["公司:华星 科技", "x"]),
        ('an "open quote', ["an", '"open', "quote"]),
        ('company:"open quote', ['company:"open', "quote"]),
        ("\n a\t b ", ["a", "b"]),
        ("", []),
    ],
)
def test_words_and_quotes(text, expected):
    assert [word.text for word in grammar.words(text)] == expected


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("company:Navy", ("company", "Navy")),
        ("COMPANY:Navy", ("company", "Navy")),
        ("公司：Navy", ("company", "Navy")),
        ("ｃｏｍｐａｎｙ：Navy", ("company", "Navy")),
        ("company:", ("company", "")),
        ("https://navy.example", None),
        ("10:30", None),
        ("companies:Navy", None),
    ],
)
def test_keys(text, key):
    (word,) = grammar.words(text)
    assert grammar.key_of(word, ["name", "company"]) == key


def test_quoted_words_are_never_keys_or_commands(chat):
    ada = chat.rep("Ada")
    assert "company:Navy C-1" in ada.says('contact add "company:Navy"')
    assert ada.says('"contact" add X').startswith("I don't understand")


@pytest.mark.parametrize(
    ("said", "offered", "answer"),
    [
        ("contcts", "contacts", "Contacts · 1 in all"),
        ("conatct add Zoe", "contact add Zoe", "Saved.\nZoe C-2"),
        ("timline C-1", "timeline C-1", "Nothing logged for Grace C-1 yet."),
        ("hlep", "help", "This is what I can do for you."),
    ],
)
def test_did_you_mean(chat, said, offered, answer):
    ada = chat.rep("Ada")
    ada.says("contact add Grace")
    assert ada.says(said).startswith("I don't understand")
    assert offered in ada.buttons
    assert ada.presses(offered).startswith(answer)


def test_only_commands_that_one_may_use_are_offered(chat):
    root, ada = chat.admin(), chat.rep("Ada")
    root.says("invte rep X")
    ada.says("invte rep X")
    assert root.buttons == ("invite rep X",)
    assert ada.buttons == ()


@pytest.mark.parametrize("said", ["", "   ", "\n"])
def test_nothing_said(chat, said):
    assert chat.rep("Ada").says(said) == "I got no words. Say help to see what I can do."


@pytest.mark.parametrize(
    "said",
    ["qwertz", "，。！", "😀😀", "1234567", "/", "@", "@Parley", "/nosuch thing", "的" * 10_000],
)
def test_nonsense_is_refused_kindly_and_in_short(chat, said):
    answer = chat.rep("Ada").says(said)
    assert "help" in answer
    assert len(answer) < 200


def test_a_table_is_taken_in_for_an_admin_only(chat):
    ada, root = chat.rep("Ada"), chat.admin()
    table = File("people.csv", "text/csv", b"name\nGrace Hopper\n")
    assert "covers your own records only" in ada.sends(table)
    assert ada.buttons == ("Request access",)
    assert "1 new" in root.sends(table)
