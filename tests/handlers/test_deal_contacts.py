"""People of deals by chat: who has a say in a deal, and which deals somebody has."""

import pytest

PEOPLE = ("Grace Hopper", "Alan Turing", "Kurt Goedel", "Emmy Noether", "Ada Byron", "Max Born")


@pytest.fixture
def ada(chat):
    ada = chat.rep("Ada")
    for name in PEOPLE:
        ada.says(f"contact add {name} company:Navy")
    ada.says("deal add 20 compilers 50k C-1")
    return ada


def people(card):
    return next((line for line in card.splitlines() if line.startswith("People: ")), None)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("deal contact add D-1 C-2 champion", "Alan Turing C-2 (champion)"),
        ("deal contact add D-1 C-2", "Alan Turing C-2"),
        ("deal contact add D-1 Alan Turing role:boss", "Alan Turing C-2 (decision maker)"),
        ("deal contact add D-1 C-2 decision maker", "Alan Turing C-2 (decision maker)"),
        ("Alan Turing is the decision maker of D-1", "Alan Turing C-2 (decision maker)"),
        ("turing is a technical contact for D-1", "Alan Turing C-2 (technical contact)"),
        ("add C-2 to D-1 as procurement", "Alan Turing C-2 (buyer)"),
        ("把 C-2 加到 D-1 作决策人", "Alan Turing C-2 (decision maker)"),
        ("新增商机联系人 D-1 C-2 财务", "Alan Turing C-2 (finance)"),
        ("C-2是D-1的支持者", "Alan Turing C-2 (champion)"),
    ],
)
def test_ways_to_give_somebody_a_part(ada, said, told):
    assert people(ada.says(said)) == f"People: Grace Hopper C-1, {told}", said
    assert ada.presses("Undo").startswith("Undone: deal contact add.")
    assert people(ada.says("D-1")) is None


def test_the_main_contact_comes_first_and_four_are_named(any_chat):
    ada = any_chat.rep("Ada")
    for name in PEOPLE:
        ada.says(f"contact add {name} company:Navy")
    ada.says("deal add 20 compilers 50k C-1")
    for number in (6, 5, 4, 3):
        ada.says(f"deal contact add D-1 C-{number} user")
    assert people(ada.says("D-1")).endswith("Emmy Noether C-4 (user of it), +1 more")
    ada.says("C-1 is the decision maker of D-1")
    card = ada.says("deal contact add D-1 C-2 champion")
    assert people(card).startswith("People: Grace Hopper C-1 (decision maker), Max Born C-6 (user")
    assert people(card).endswith(", +2 more")
    assert ada.says("deal contact add D-1 C-2").startswith("That is how it is already.")
    assert ada.says("deal contact remove D-1 C-6").startswith("Saved.")
    assert (
        ada.says("deal contact remove D-1 C-6") == "Max Born C-6 has no part in 20 compilers D-1."
    )
    assert people(ada.says("undo")) is None
    assert "Max Born" in people(ada.says("D-1"))


def test_the_first_one_becomes_the_main_contact_and_may_leave(ada, chat):
    ada.says("deal add Boats 5k")
    assert "\nGrace Hopper\n" in ada.says("deal contact add D-2 C-1")
    assert "Grace" not in ada.says("deal contact remove D-2 C-1")
    ada.says("deal contact add D-2 C-1")
    chat.admin().says("stage edit lead needs:contact")
    assert "a deal needs: contact" in ada.says("deal contact remove D-2 C-1")
    assert "Grace Hopper" in ada.says("D-2")


def test_missing_and_odd_words(ada):
    assert ada.says("deal contact add").startswith("Which deal?")
    assert ada.says("D-1").startswith("Whom do you mean?")
    assert "Alan Turing" in ada.says("C-2")
    assert "is not one of these" in ada.says("deal contact add D-1 C-3 role:emperor")
    ada.says("cancel")
    assert "No contact fits “C-99”" in ada.says("deal contact add D-1 C-99")
    assert "No deal fits “D-9”" in ada.says("deal contact add D-9 C-1")
    assert "No contact fits" in ada.says("deal contact add D-1 😀")
    assert "Kurt Goedel C-3 (champion)" in ada.says("deal contact add Ｄ-1 Ｃ-3 支持者")


def test_cards_of_people_and_companies_list_their_open_deals(ada):
    assert "Deals: 20 compilers D-1 (lead · $50,000.00)" in ada.says("C-1")
    assert "Deals:" not in ada.says("C-2")
    ada.says("deal contact add D-1 C-2 user")
    assert "Deals: 20 compilers D-1 (lead · $50,000.00)" in ada.says("C-2")
    for number in range(3):
        ada.says(f"deal add Boat {number} O-1 C-2 close:2027-01-0{number + 1}")
    assert "Deals: Boat 0 D-2 (lead), Boat 1 D-3 (lead), Boat 2 D-4 (lead), +1 more" in ada.says(
        "O-1"
    )
    ada.says("deal lose D-2 price")
    assert "Deals: Boat 1 D-3 (lead), Boat 2 D-4 (lead), 20 compilers" in ada.says("C-2")


def test_walls_hold_for_names_deals_and_amounts(chat):
    maria = chat.manager("Maria")
    ada, ben, gus = chat.rep("Ada", maria), chat.rep("Ben", maria), chat.agent("Gus")
    ada.says("contact add Grace Hopper company:Navy")
    ben.says("contact add Alan Turing company:Navy")
    ben.says("deal add Secret boats 77k C-2")
    maria.says("deal contact add D-1 C-1 champion")
    assert people(maria.says("D-1")) == "People: Alan Turing C-2, Grace Hopper C-1 (champion)"
    assert people(ben.says("D-1")) == "People: Alan Turing C-2, a colleague's contact (champion)"
    assert "Grace" not in ben.says("D-1")
    for somebody in (ada, gus):
        for card in ("C-1", "O-1"):
            assert "boats" not in somebody.says(card)
    assert "boats" in maria.says("C-1")
    assert "No deal fits" in ada.says("deal contact remove D-1 C-1")
    assert "right to" in gus.says("deal contact add D-1 C-1")
    for said in ("revoke rep amounts.see", "yes"):
        chat.admin().says(said)
    assert "Deals: Secret boats D-1 (lead · •••)" in ben.says("C-2")


def test_merging_and_deleting_people_keeps_their_parts_right(ada):
    ada.says("deal contact add D-1 C-2 champion")
    for said in ("contact merge C-3 C-2", "yes"):
        ada.says(said)
    assert people(ada.says("D-1")) == "People: Grace Hopper C-1, Kurt Goedel C-3 (champion)"
    ada.says("undo")
    assert "Alan Turing C-2 (champion)" in ada.says("D-1")
    for said in ("contact delete C-2", "yes"):
        ada.says(said)
    assert people(ada.says("D-1")) is None
    ada.says("undo")
    assert "Alan Turing C-2 (champion)" in people(ada.says("D-1"))


def test_competitors_are_listed_and_chinese_is_spoken(ada):
    ada.says("deal contact add D-1 C-2 decision maker")
    ada.says("deal edit D-1 competitor:Siemens，华为; ABB")
    assert "\nCompetitor: Siemens, 华为, ABB\n" in ada.says("D-1")
    ada.says("language zh")
    card = ada.says("D-1")
    assert "竞争对手：Siemens、华为、ABB\n" in card
    assert "联系人：Grace Hopper C-1、Alan Turing C-2（决策人）\n" in card
