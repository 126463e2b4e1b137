"""Discounts beyond the limit: asked about once, decided once, and forgotten when the quote changes."""

import pytest


@pytest.fixture
def maria(chat):
    return chat.manager("Maria")


@pytest.fixture
def ada(chat, maria):
    return seller(chat, maria)


def seller(chat, maria):
    maria.says("product add compiler 450")
    maria.says("product add support 100")
    ada = chat.rep("Ada", maria)
    ada.says("deal add Big tools 50k company:Navy")
    return ada


def requests(somebody):
    return [one for one in somebody.inbox if "asks for your approval" in one]


def test_beyond_the_limit_the_manager_decides_before_a_quote_goes_out(any_chat):
    maria = any_chat.manager("Maria")
    ada = seller(any_chat, maria)
    ada.says("quote add D-1 compiler x20 discount:20%")
    assert ada.says("quote send Q-1 they sign for 3 years").splitlines() == [
        "20 % off the list price is more than 10 %, so I have asked Maria. You will hear from me.",
        "Quote Q-1 v1",
    ]
    (request,) = requests(maria)
    assert request.splitlines() == [
        "Ada asks for your approval:",
        "Quote Q-1 v1 · Big tools D-1",
        "20 % off the list price · total $7,200.00",
        "“they sign for 3 years”",
    ]
    assert "waiting for approval" in ada.says("Q-1")
    assert "Waits for Maria" in ada.says("Q-1")
    assert ada.buttons == ("PDF",)
    for said in ("quote send Q-1", "quote accept Q-1"):
        assert "waits for approval; nothing can happen before" in ada.says(said)
    assert len(requests(maria)) == 1
    assert "I have told Ada." in maria.presses("Approve")
    assert "Maria has approved this:" in ada.inbox[-1]
    assert "Quote Q-1 v1 · approved" in ada.says("Q-1")
    ada.says("quote send Q-1")
    assert ada.presses("Yes").startswith("Marked as sent.")
    assert "Maria approved that already" in maria.says("quote approve Q-1")


def test_within_the_limit_nobody_is_asked(chat, maria, ada):
    ada.says("quote add D-1 compiler x20 discount:10%")
    assert ada.says("quote send Q-1").startswith("Send quote Q-1")
    ada.says("cancel")
    assert "It needs no approval." in maria.says("quote approve Q-1")
    chat.admin().says("settings discount 9.99%")
    assert "more than 9.99 %" in ada.says("quote send Q-1")


@pytest.mark.parametrize(
    ("said", "off"),
    [
        ("compiler x20 discount:10.01%", "10.01 %"),
        ("compiler -6% x20 discount:6%", "11.64 %"),
        ("compiler x20 @400", "11.11 %"),
        ("compiler x1000, support -50%", "50 %"),
        ("compiler 8折", "20 %"),
    ],
)
def test_no_way_to_give_a_discount_goes_unseen(ada, maria, said, off):
    ada.says(f"quote add D-1 {said}")
    assert ada.says("quote accept Q-1").endswith(
        "`quote send Q-1` asks for approval.".replace("`", "")
    )
    assert ada.says("quote send Q-1").startswith(f"{off} off the list price is more than 10 %")
    assert len(requests(maria)) == 1


def test_managers_and_admins_need_nobody(chat, maria, ada):
    ada.says("quote add D-1 compiler x20 discount:60%")
    assert maria.says("quote send Q-1").startswith("Send quote Q-1")
    maria.says("cancel")
    maria.says("deal add Own 5k")
    maria.says("quote add D-2 compiler discount:90%")
    assert maria.says("quote send Q-2").startswith("Send quote Q-2")
    assert "Order S-1 is made." in maria.says("quote accept Q-2")
    assert "Order S-2 is made." in chat.admin().says("quote accept Q-1")


def test_a_refused_quote_says_why_and_can_be_asked_for_again(ada, maria):
    ada.says("quote add D-1 compiler x20 discount:30%")
    ada.says("quote send Q-1")
    assert "I have told Ada." in maria.says("quote reject Q-1 too much")
    assert "Maria has rejected this:" in ada.inbox[-1]
    shown = ada.says("Q-1")
    assert "Quote Q-1 v1 · not approved" in shown
    assert "Maria: “too much”" in shown
    assert "so I have asked Maria" in ada.says("quote send Q-1 please")
    assert len(requests(maria)) == 2
    maria.says("undo")
    assert "waiting for approval" in ada.says("Q-1")
    assert "rejected by the customer" in ada.says("quote reject Q-1 they went away")
    assert "asks for your approval" not in maria.says("approvals")


def test_whoever_presses_first_decides(chat, ada, maria):
    ada.says("quote add D-1 compiler x20 discount:30%")
    ada.says("quote send Q-1")
    root = chat.admin()
    assert "I have told Ada." in root.says("批准报价 Q-1")
    assert "Root Admin approved that already" in maria.presses("Approve")
    assert "Root Admin approved that already" in maria.presses("Reject")
    assert "approved" in ada.says("Q-1")
    assert len([one for one in ada.inbox if "has approved this" in one]) == 1


def test_a_changed_quote_withdraws_its_request(ada, maria):
    ada.says("quote add D-1 compiler x20 discount:30%")
    ada.says("quote send Q-1")
    changed = ada.says("quote edit Q-1 discount:25%")
    assert "The request for approval is withdrawn." in changed
    assert "Quote Q-1 v1 · draft" in changed
    assert "withdrawn" in maria.presses("Approve") or "withdrew" in maria.presses("Approve")
    assert "Quote Q-1 v1 · draft" in ada.says("Q-1")
    ada.says("quote send Q-1")
    maria.presses("Approve")
    assert "Its approval does not hold any more." in ada.says("quote edit Q-1 discount:40%")
    ada.says("quote send Q-1")
    assert len(requests(maria)) == 3
    assert "takes the place of Q-1" in ada.says("quote revise Q-1")
    assert "Nothing waits" in maria.says("approvals")
    ada.says("undo")
    assert "waiting for approval" in ada.says("Q-1")
    assert "Q-1" in maria.says("approvals")
    ada.says("quote delete Q-1")
    ada.says("yes")
    assert "Nothing waits" in maria.says("approvals")


def test_others_cannot_decide(chat, ada, maria):
    ben, olaf = chat.rep("Ben"), chat.manager("Olaf")
    ada.says("quote add D-1 compiler x20 discount:30%")
    ada.says("quote send Q-1")
    for said in ("quote approve Q-1", "approve Q-1"):
        assert "You need the right" in ada.says(said), said
        assert "You need the right" in ben.says(said), said
        assert "fits “Q-1”" in olaf.says(said), said
    assert "waiting for approval" in ada.says("Q-1")


def test_without_a_manager_the_admins_are_asked_and_masks_hold(chat, maria):
    maria.says("product add compiler 450")
    ben, root = chat.rep("Ben"), chat.admin()
    ben.says("deal add Small 5k")
    ben.says("quote add D-1 compiler discount:50%")
    assert "so I have asked Root Admin" in ben.says("quote send Q-1")
    root.says("revoke rep amounts.see")
    root.says("yes")
    assert "total •••" in ben.says("approvals")
    assert "total $225.00" in root.says("approvals")
    assert "I have told Ben." in root.presses("Approve")
    assert "total •••" in ben.inbox[-1]
    assert root.presses("Approve").startswith("Approved.") or True
    assert "$" not in ben.inbox[-1]
