"""One sentence about somebody who was met, shown before it is saved."""

import pytest


def test_a_sentence_is_understood_shown_and_saved(any_chat):
    ada = any_chat.rep("Ada")
    shown = ada.says(
        "met Grace Hopper of Navy Systems, grace@navy.example, +1 202 555 0143, wants 20 compilers"
    )
    assert shown.splitlines() == [
        "I understood:",
        "Contact: Grace Hopper",
        "Company: Navy Systems",
        "Reach: (202) 555-0143, grace@navy.example",
        "Note: wants 20 compilers",
        "Save it?",
    ]
    assert ada.says("contacts") == "No contacts here yet. contact add adds one."
    card = ada.says("yes")
    assert "New company: Navy Systems O-1." in card
    assert "Grace Hopper C-1\nNavy Systems\n(202) 555-0143\ngrace@navy.example" in card
    assert "Note · Ada\nwants 20 compilers" in ada.says("timeline it")
    assert ada.says("undo").startswith("Undone: capture.")
    assert ada.says("companies") == "No companies here yet. company add adds one."


@pytest.mark.parametrize(
    ("said", "name", "company"),
    [
        ("Just met with Grace Hopper from Navy, grace@navy.example", "Grace Hopper", "Navy"),
        ("I had lunch with Jean-Luc O'Neill at Acme GmbH.", "Jean-Luc O'Neill", "Acme GmbH"),
        ("spoke to Grace Hopper", "Grace Hopper", None),
        ("we visited Grace Hopper of Navy, nice plant", "Grace Hopper", "Navy"),
        ("called Grace Hopper, no answer", "Grace Hopper", None),
        ("见了华星科技的王小明，13800138000，想要报价", "王小明", "华星科技"),
        ("今天拜访了华星科技的王小明", "王小明", "华星科技"),
        ("我刚认识了李雷，lilei@huaxing.example", "李雷", None),
        ("和王小明见了面，想要报价", "王小明", None),
    ],
)
def test_ways_to_say_it(chat, said, name, company):
    ada = chat.rep("Ada")
    shown = ada.says(said).splitlines()
    assert shown[1] == f"Contact: {name}"
    assert (f"Company: {company}" in shown) is (company is not None)
    assert ada.presses("Cancel") == "Cancelled. Nothing was changed."


@pytest.mark.parametrize(
    "said", ["met the client yesterday", "met my boss", "called 12345", "met", "I met a wall",
             "met Grace of Navy, " + "x" * 2000]
)  # fmt: skip
def test_what_is_no_such_sentence(chat, said):
    assert chat.rep("Ada").says(said).startswith("I don't understand")


def test_whoever_may_not_add_contacts_is_told(chat):
    answer = chat.agent("Gus").says("met Grace Hopper of Navy")
    assert "You need the right to add contacts" in answer


def test_a_known_company_is_used(chat):
    ada = chat.rep("Ada")
    ada.says("company add Navy Systems Ltd")
    ada.says("met Grace Hopper of Navy Systems")
    assert "Grace Hopper C-1\nNavy Systems Ltd" in ada.presses("Yes")
