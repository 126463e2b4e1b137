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


WISH = "met Grace Hopper of Navy Systems, grace@navy.example, +1 202 555 0143, wants 20 compilers for about 50k, follow up next Tuesday 10am"


def test_a_deal_and_a_next_step_are_understood_too(any_chat):
    ada = any_chat.rep("Ada")
    assert ada.says(WISH).splitlines() == [
        "I understood:",
        "Contact: Grace Hopper",
        "Company: Navy Systems",
        "Reach: (202) 555-0143, grace@navy.example",
        "Deal: 20 compilers, $50,000.00",
        "Next step: Tue 1 Dec 2026, 10:00",
        "Save it?",
    ]
    assert ada.says("deals").startswith("No deals there")
    assert ada.presses("Yes").splitlines()[:4] == [
        "Saved.",
        "New company: Navy Systems O-1.",
        "New deal: 20 compilers D-1, $50,000.00",
        "Grace Hopper C-1",
    ]
    assert "Next step: Tue 1 Dec 2026, 10:00" in ada.says("C-1")
    card = ada.says("this deal")
    assert "Navy Systems · Grace Hopper\nAmount: $50,000.00\nStage: lead" in card
    assert "Next step: Tue 1 Dec 2026, 10:00" in card
    ada.says("undo")
    for said in ("deals", "contacts", "companies"):
        assert ada.says(said).startswith(("No deals", "No contacts", "No companies"))


@pytest.mark.parametrize(
    ("said", "deal", "step", "note"),
    [
        ("needs 3 servers for 12,500.00 USD", "3 servers, $12,500.00", None, None),
        ("he wants to buy 5 guitars worth $3,000", "5 guitars, $3,000.00", None, None),
        ("interested in licences, budget about 50k", "licences, $50,000.00", None, None),
        ("wants 20k licences at 50k", "20k licences, $50,000.00", None, None),
        ("looking for $5k of cable", "cable, $5,000.00", None, None),
        ("wants 20 compilers", None, None, "wants 20 compilers"),
        ("wants a quote, nice plant", None, None, "wants a quote, nice plant"),
        ("wants lunch, paid 50k for a car", None, None, "wants lunch, paid 50k for a car"),
        ("call him back tomorrow", None, "Tue 24 Nov 2026, 09:00", None),
        ("follow up soon", None, None, "follow up soon"),
        (
            "follow up with a quote on friday",
            None,
            "Fri 27 Nov 2026, 09:00",
            "follow up with a quote on friday",
        ),
        (
            "想要20台编译器，大约5万，下周二上午10点跟进",
            "20台编译器, $50,000.00",
            "Tue 1 Dec 2026, 10:00",
            None,
        ),
        ("需要服务器预算5万左右", "服务器, $50,000.00", None, None),
        ("想要50k", None, None, "想要50k"),
    ],
)
def test_what_is_wanted_becomes_a_deal_only_with_an_amount(chat, said, deal, step, note):
    shown = chat.rep("Ada").says(f"met Bob Dylan of Navy, {said}").splitlines()
    found = {line.partition(": ")[0]: line.partition(": ")[2] for line in shown}
    assert (found.get("Deal"), found.get("Next step"), found.get("Note")) == (deal, step, note)


def test_whoever_may_not_add_deals_keeps_the_words_as_a_note(chat):
    shown = chat.marketer("Nina").says(WISH)
    assert "Deal" not in shown
    assert "Note: wants 20 compilers for about 50k, follow up next Tuesday 10am" in shown


def test_a_right_that_is_lost_meanwhile_stops_the_deal(chat):
    admin, ada = chat.admin(), chat.rep("Ada")
    ada.says(WISH)
    for said in ("revoke rep deals.edit", "yes"):
        admin.says(said)
    assert "right to add and change deals" in ada.says("yes")
    assert ada.says("contacts").startswith("No contacts")


def test_somebody_who_is_known_gets_the_deal_and_what_is_new(any_chat):
    ada = any_chat.rep("Ada")
    ada.says("contact add Grace Hopper grace@navy.example")
    ada.says(WISH + ", likes boats")
    asked = ada.presses("Yes")
    assert asked.startswith("You have Grace Hopper C-1")
    assert ada.buttons == ("Update", "Add anyway", "Cancel")
    card = ada.presses("Update")
    assert "New deal: 20 compilers D-1, $50,000.00" in card
    assert "(202) 555-0143" in card
    assert "Grace Hopper C-1\nNavy Systems" in card
    assert "likes boats" in ada.says("timeline C-1")
    assert "1 in all" in ada.says("contacts")
    ada.says("undo")
    assert ada.says("deals").startswith("No deals there")
    assert "555-0143" not in ada.says("C-1")


def test_added_anyway_the_deal_comes_along(chat):
    ada = chat.rep("Ada")
    ada.says("contact add Grace Hopper grace@navy.example")
    ada.says(WISH)
    ada.presses("Yes")
    assert "New deal: 20 compilers D-1" in ada.presses("Add anyway")
    assert "2 in all" in ada.says("contacts")


def test_a_masked_amount_is_not_told_by_saving(chat):
    admin, ada = chat.admin(), chat.rep("Ada")
    for said in ("revoke rep amounts.see", "yes"):
        admin.says(said)
    ada.says(WISH)
    assert "New deal: 20 compilers D-1, •••" in ada.says("yes")
