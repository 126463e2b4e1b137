"""Rights by chat: shown, granted, revoked, asked for."""

import pytest


def test_one_sees_ones_own_rights_and_an_admin_everybodys(chat):
    ada, root = chat.rep("Ada"), chat.admin()
    shown = ada.says("rights")
    assert shown.startswith("Rights of Sales rep")
    assert "contacts.see see contacts and companies: own records" in shown
    assert "assign assign records: no" in shown
    assert ada.says("权限 销售").startswith("Rights of Sales rep")
    assert "You need the right to manage rights" in ada.says("rights manager")
    assert root.says("rights manager").startswith("Rights of Manager")


def test_granting_and_revoking_work_at_once_for_everybody_with_the_role(any_chat):
    ada, ben, root = any_chat.rep("Ada"), any_chat.rep("Ben"), any_chat.admin()
    ada.says("contact add Grace Hopper")
    assert root.says("grant rep assign all").endswith(
        "Sales rep (2): assign records, all records. Change that?"
    )
    assert root.presses("Yes") == "Sales rep: assign records, all records."
    assert "is Ben's now" in ada.says("contact assign C-1 @ben")
    assert root.says("revoke rep contacts.see").endswith("Change that?")
    assert root.says("确认") == "Sales rep: see contacts and companies was taken away."
    assert "You need the right to see contacts" in ben.says("contacts")
    any_chat.restarts()
    assert "You need the right to see contacts" in ben.says("find hopper")


def test_a_right_for_the_team(chat):
    maria, root = chat.manager("Maria"), chat.admin()
    ada = chat.rep("Ada", maria)
    root.says("grant rep contacts.edit team")
    root.says("yes")
    assert "the team's records" in ada.says("rights")


def test_nobody_takes_from_admins_what_only_admins_give(chat):
    root = chat.admin()
    refusal = "Admins keep that right: without it nobody could give it back."
    assert root.says("revoke admin rights") == refusal
    assert root.says("收回 管理员 staff") == refusal
    assert "Admin (1): change settings" in root.says("revoke admin settings")


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        ("grant", "Which role"),
        ("grant rep", "Which right?"),
        ("grant rep everything", "“everything” is not one of these"),
        ("grant nobody assign", "“nobody” is not one of these"),
        ("grant rep assign most", "“most” is not one of these: own, team, all."),
        ("revoke rep", "Which right?"),
    ],
)
def test_wrong_words(chat, said, complaint):
    assert complaint in chat.admin().says(said)


def test_a_denial_leads_to_a_request_that_an_admin_grants(any_chat):
    ada, ben, root = any_chat.rep("Ada"), any_chat.rep("Ben"), any_chat.admin()
    ada.says("contact add Grace Hopper")
    assert ada.says("contact assign C-1 @ben") == (
        "You need the right to assign records for that (assign)."
    )
    assert ada.presses("Request access") == "I asked the admins for the right to assign records."
    assert root.last.to == "Root Admin"
    assert root.inbox[-1].startswith("Ada (Sales rep) asks for the right to assign records.")
    assert root.presses("Grant") == "Sales rep (2): assign records, own records. Change that?"
    assert root.presses("Yes") == "Sales rep: assign records, own records."
    assert "covers your own records only" in ada.says("contact assign C-1 @ben")
    ada.presses("Request access")
    root.presses("Grant")
    root.presses("Yes")
    assert "covers your team only" in ada.says("contact assign C-1 @ben")
    root.says("grant rep assign all")
    root.says("yes")
    assert "is Ben's now" in ada.says("contact assign C-1 @ben")
    assert ada.says("request access assign") == "You have that right already."
    assert ben.inbox[-1] == "Ada gave you Grace Hopper C-1."


def test_only_an_admin_can_press_grant(chat):
    ada, root, ben = chat.rep("Ada"), chat.admin(), chat.rep("Ben")
    ada.says("request access bulk")
    ada.says("request access assign")
    root.says("role @ben admin")
    root.says("yes")
    stolen = chat.terminal.pressed(root.speaker, "Grant")
    assert (
        chat.terminal.say(ben.speaker, stolen)[-1]
        .text.dump()[0][0]
        .startswith("That button was meant for somebody else.")
    )
    root.says("role @root rep")
    root.says("yes")
    assert "You need the right to manage rights" in root.presses("Grant")


def test_asking_for_a_right_in_words(chat):
    ada, root = chat.rep("Ada"), chat.admin()
    assert "Which right?" in ada.says("request access")
    ada.says("cancel")
    assert "I asked the admins" in ada.says("申请权限 staff")
    assert "asks for the right to manage staff" in root.inbox[-1]
    assert "is not one of these" in ada.says("request access domination")


@pytest.mark.parametrize("role", ["agent", "marketer"])
def test_who_sees_all_reads_phones_masked(chat, role):
    chat.rep("Ada").says("contact add Grace Hopper +1 202 555 0143 grace@navy.example address:Moon")
    card = getattr(chat, role)("Gus").says("find hopper")
    assert "Grace Hopper C-1" in card
    assert "0143" in card
    assert "555" not in card
    assert "grace@navy" not in card
    assert "Moon" not in card
    assert "Phones and e-mails are masked for you." in card
