"""Companies by chat."""

import pytest


def test_a_company_has_a_card(any_chat):
    ada = any_chat.rep("Ada")
    card = ada.says(
        "company add Navy Systems Ltd industry:Defence employees:2k founded:1943 revenue:$5m "
        "country:USA website:navy.example phone:+1 202 555 0143 address:1 Navy Way tier:A source:fair"
    )
    assert card.splitlines() == [
        "Saved.",
        "Navy Systems Ltd O-1",
        "Industry: Defence",
        "Country: USA",
        "Website: navy.example",
        "Employees: 2,000",
        "Founded: 1943",
        "Revenue: $5,000,000.00",
        "Phone: +12025550143",
        "Address: 1 Navy Way",
        "Tier A · set by hand",
        "Owner: Ada · Source: fair",
    ]
    ada.says("contact add Grace Hopper company:navy systems")
    assert "People: Grace Hopper C-1" in ada.says("O-1")


@pytest.mark.parametrize(
    "said", ["O-1", "o1", "company show O-1", "company show navy", "查看公司 Navy", "公司 查看 navy",
             "show Navy Systems", "company navy systems"]
)  # fmt: skip
def test_a_company_is_found_by_ref_and_name(chat, said):
    ada = chat.rep("Ada")
    ada.says("company add Navy Systems Ltd")
    assert ada.says(said).startswith("Navy Systems Ltd O-1")


def test_one_company_is_not_added_twice(chat):
    ada, ben = chat.rep("Ada"), chat.rep("Ben")
    ada.says("company add Navy Systems Ltd")
    assert (
        ada.says("company add navy  systems")
        == "That company is here already: Navy Systems Ltd O-1."
    )
    assert ada.presses("Show").startswith("Navy Systems Ltd O-1")
    assert ben.says("company add Navy Systems") == "That company is here already. Ask Ada."
    assert ben.buttons == ("Cancel",)


def test_branches_that_differ_by_their_legal_form_are_two_companies(chat):
    ada = chat.rep("Ada")
    ada.says("添加联系人 王小明 公司:微软(中国)有限公司")
    answer = ada.says("添加联系人 李雷 公司:微软(上海)有限公司")
    assert "New company: 微软(上海)有限公司 O-2.\nThere is also 微软(中国)有限公司 O-1." in answer
    assert ada.says("添加联系人 韩梅梅 公司:微软") == "Which “微软”?"
    assert ada.buttons == (
        "微软(中国)有限公司 · Ada · O-1",
        "微软(上海)有限公司 · Ada · O-2",
        "Cancel",
    )
    assert "韩梅梅 C-3\n微软(上海)有限公司" in ada.presses("微软(上海)有限公司 · Ada · O-2")
    assert "There is also" in ada.says("company add 微软(北京)有限公司")
    assert "O-1" not in ada.says("contact edit C-1 company:微软（中国）有限公司")


def test_a_branch_that_one_may_not_see_is_not_told(chat):
    ada, ben = chat.rep("Ada"), chat.rep("Ben")
    ada.says("company add 微软(中国)有限公司")
    answer = ben.says("company add 微软(上海)有限公司")
    assert "O-2" in answer
    assert "中国" not in answer


def test_a_company_is_named_by_its_ref(chat):
    ada, ben = chat.rep("Ada"), chat.rep("Ben")
    ada.says("company add Navy Systems Ltd")
    assert "Navy Systems Ltd" in ada.says("contact add Grace Hopper company:O-1")
    assert "No company fits “O-1”." in ben.says("contact add Alan Turing company:O-1")


def test_fields_of_a_company_are_changed(any_chat):
    ada, ben = any_chat.rep("Ada"), any_chat.rep("Ben")
    ada.says("company add Navy Systems employees:20 revenue:5m")
    answer = ada.says(
        "company edit navy employees:30 revenue:6m address:1 Navy Way name:Navy Systems Ltd"
    )
    assert "Employees: 20 → 30" in answer
    assert "Revenue: $5,000,000.00 → $6,000,000.00" in answer
    assert "Address: 1 Navy Way" in answer
    assert "Name: Navy Systems → Navy Systems Ltd" in answer
    assert "Nothing to change" in ada.says("company edit O-1 employees:30 revenue:6m")
    assert "What should change?" in ada.says("company edit O-1")
    assert "No company fits “O-1”." in ben.says("company edit O-1 employees:1")
    assert "is not a whole number" in ada.says("company edit O-1 employees:-4")
    assert "is not an amount" in ada.says("/company edit O-1 revenue:lots")
    assert "I don't know “foo:” here." in ada.says("/company edit Navy foo:1")


def test_companies_are_listed(chat):
    ada, ben = chat.rep("Ada"), chat.rep("Ben")
    assert ada.says("companies") == "No companies here yet. company add adds one."
    ada.says("company add Navy Systems industry:Defence country:USA")
    for number in range(8):
        ben.says(f"company add Bens Company {number}")
    assert ada.says("companies") == "Companies · 1 in all\nO-1 Navy Systems · Defence · USA · Ada"
    assert ben.says("公司列表").startswith("Companies · 8 in all")
    manager = chat.manager("Maria")
    chat.admin().says("manager @ada manager:@maria")
    chat.admin().says("manager @ben manager:@maria")
    assert manager.says("companies").startswith("Companies · 1–8 of 9 in all")
    assert manager.says("companies @ada").endswith("Navy Systems · Defence · USA · Ada")
    assert manager.says("companies mine") == "No companies here yet. company add adds one."


def test_what_happened_with_a_company(chat):
    ada = chat.rep("Ada")
    ada.says("company add Navy Systems")
    assert ada.says("timeline O-1") == "Nothing logged for Navy Systems O-1 yet."
    ada.says("log visit O-1 saw the plant")
    assert "Visit · Ada\nsaw the plant" in ada.says("timeline navy")


def test_a_company_is_asked_for_when_it_is_missing(chat):
    ada = chat.rep("Ada")
    assert "What is the company called?" in ada.says("company add")
    assert ada.last.form[0] == "name"
    assert "Navy O-1" in ada.fills(name="Navy", industry="Defence", unknown="x")
    assert "Which company?" in ada.says("company show")
    assert "Defence" in ada.presses("O-1")
