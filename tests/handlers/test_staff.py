"""Staff and teams by chat."""

import re

import pytest


def code_in(answer):
    return re.findall(r"24 hours: (\S+)", answer)[0]


def test_inviting_gives_a_code_that_works_once(any_chat):
    root, guest = any_chat.admin(), any_chat.customer("li_lei_1988")
    root.says("team add North")
    answer = root.says("invite rep Li Lei manager:@root team:North email:li@acme.example")
    assert "Invited: U-2 Li Lei · @li · Sales rep · North · reports to Root Admin" in answer
    code = code_in(answer)
    assert len(code) >= 16
    assert f"link {code}" in answer
    assert guest.says(f"link {code}").startswith("Welcome, Li Lei!")
    assert "Li Lei U-2 · @li · Sales rep\nManager: Root Admin\nTeam: North" in guest.says("whoami")
    assert "That code does not work." in any_chat.customer("thief").says(f"link {code}")


def test_somebody_who_is_here_gets_a_new_code_and_no_second_record(chat):
    root = chat.admin()
    root.says("invite rep Li Lei")
    assert "is here already. Make a new link code" in root.says("invite manager li lei")
    assert "A new code for Li Lei" in root.presses("Yes")
    assert "Staff · 2 in all" in root.says("staff")


def test_inviting_asks_for_what_is_missing(chat):
    root = chat.admin()
    assert "Which role" in root.says("invite")
    assert root.buttons == ("agent", "rep", "marketer", "manager", "admin", "Cancel")
    assert "What is the name?" in root.says("销售")
    assert "U-2 Li Lei" in root.fills(name="Li Lei", manager="root")
    assert "There is no team “South”." in root.says("invite rep Han Meimei team:South")
    assert "U-3 Han Meimei · @han · Sales rep" in root.presses("Leave it out")


def test_roles_change_after_a_question(any_chat):
    root, ben = any_chat.admin(), any_chat.rep("Ben Carter")
    assert root.says("role @ben manager") == "Make Ben Carter Manager? They are Sales rep now."
    assert root.presses("Yes") == "Ben Carter is Manager now."
    assert "Manager" in ben.says("whoami")
    assert root.says("role ben manager") == "Ben Carter has that role already."
    assert "Make Ben Carter Agent?" in root.says("make Ben Carter an agent")
    root.says("no")
    assert "Ben Carter" in root.says("角色 @ben 管理员")
    assert "manage staff" in ben.says("role @ben admin")


def test_the_last_admin_stays(chat):
    root = chat.admin()
    other = chat.rep("Ben")
    refusal = "That would leave nobody to manage Parley. Make somebody else admin first."
    assert root.says("role me rep") == refusal
    assert root.says("suspend @root") == "You cannot do that to yourself."
    root.says("role @ben admin")
    root.says("yes")
    assert "Suspend Root Admin?" in other.says("suspend @root")
    other.says("yes")
    assert other.says("role @ben rep") == refusal
    assert root.says("contacts") == "Your access is suspended. Please ask your admin."


def test_managers_see_the_subtree_and_never_form_a_loop(any_chat):
    root = any_chat.admin()
    vera = any_chat.manager("Vera")
    maria = any_chat.manager("Maria", vera)
    ada = any_chat.rep("Ada", maria)
    ada.says("contact add Grace Hopper")
    assert "Grace Hopper" in vera.says("find hopper")
    loop = "They would be their own manager's manager."
    assert root.says("manager @vera manager:@ada") == loop
    assert root.says("manager @vera manager:@vera") == loop
    assert root.says("上级 @maria") == "Maria reports to nobody now."
    assert vera.says("find hopper") == "Nothing found for “hopper”."
    assert root.says("manager @maria manager:@vera") == "Maria reports to Vera now."


def test_suspending_takes_effect_at_once_and_deletes_nothing(any_chat):
    root, ben = any_chat.admin(), any_chat.rep("Ben")
    ben.says("contact add Grace Hopper")
    root.says("suspend @ben")
    assert root.presses("Yes") == "Ben is suspended."
    for said in ("contacts", "help", "whoami", "undo", "C-1"):
        assert ben.says(said) == "Your access is suspended. Please ask your admin.", said
    assert root.says("suspend ben") == "Ben is suspended already."
    assert "· suspended" in root.says("staff")
    assert root.says("恢复 @ben") == "Ben can work again."
    assert "Grace Hopper" in ben.says("find hopper")
    assert root.says("restore @ben") == "Ben is not suspended."


def test_a_button_of_the_suspended_does_nothing(chat):
    root, ben = chat.admin(), chat.rep("Ben")
    ben.says("contact add Grace Hopper")
    root.says("suspend @ben")
    root.says("yes")
    assert ben.presses("Undo") == "Your access is suspended. Please ask your admin."
    assert "Grace Hopper" in root.says("find hopper")


@pytest.mark.parametrize(
    ("said", "who"),
    [
        ("suspend @ben", "Ben Carter"),
        ("suspend ben", "Ben Carter"),
        ("suspend Ben Carter", "Ben Carter"),
        ("suspend carter", "Ben Carter"),
        ("suspend U-3", "Ben Carter"),
        ("suspend u3", "Ben Carter"),
        ("停用 @li", "Li Lin"),
        ("停用 李雷", "李雷"),
        ("suspend boss@acme.example", "Zoe Zed"),
    ],
)
def test_a_colleague_is_named_in_many_ways(chat, said, who):
    root = chat.admin()
    chat.rep("Ada Lovelace")
    chat.rep("Ben Carter")
    chat.rep("李雷")
    root.says("invite rep Zoe Zed email:boss@acme.example")
    root.says("invite rep Li Lin")
    assert root.says(said).startswith(f"Suspend {who}?")


def test_a_name_that_fits_several_is_asked_about(chat):
    root = chat.admin()
    for name in ("Ben Carter", "Ben Dover", "Ada Benson"):
        chat.rep(name)
    assert root.says("suspend carte").startswith("Suspend Ben Carter?")
    assert root.says("/suspend ens").startswith("Suspend Ada Benson?")
    assert root.says("/suspend e") == "Which “e”?"
    assert root.buttons == ("Ben Carter · @ben", "Ben Dover · @ben2", "Ada Benson · @ada", "Cancel")
    assert root.presses("Ben Dover · @ben2").startswith("Suspend Ben Dover?")
    assert "No colleague fits “@nobody”." in root.says("/suspend @nobody")
    assert "No colleague fits “x@y.example”." in root.says("/suspend x@y.example")


def test_teams(any_chat):
    root, ben = any_chat.admin(), any_chat.rep("Ben Carter")
    assert "There are no teams yet" in ben.says("teams")
    assert "Added the team 华东" in root.says("添加团队 华东")
    assert root.says("team add 华东") == "There is a team “华东” already."
    assert root.says("team assign @ben 华东") == "Ben Carter is in the team 华东 now."
    root.says("team add North")
    assert root.says("team assign Ben Carter north") == "Ben Carter is in the team North now."
    assert ben.says("teams") == "Teams\n华东: –\nNorth: Ben Carter"
    assert "You need the right to manage staff" in ben.says("team add South")
    assert "There is no team “South”." in root.says("team assign @ben South")
    assert root.buttons == ("华东", "North", "Cancel")
    assert root.presses("North") == "Ben Carter is in the team North now."


def test_a_long_staff_list_has_pages(chat):
    root = chat.admin()
    for number in range(21):
        root.says(f"invite rep Person{number} Smith")
    assert "Staff · 22 in all" in root.says("员工列表")
    assert "Person20 Smith" not in root.says("staff")
    assert "Person20 Smith" in root.presses("More ›")
    assert root.buttons == ("Export",)


def test_only_an_admin_manages_staff(chat):
    maria = chat.manager("Maria")
    for said in ("invite rep X", "role @maria admin", "suspend @root", "restore @root",
                 "manager @root", "team add X", "team assign @root X"):  # fmt: skip
        assert "You need the right to manage staff" in maria.says(said), said
