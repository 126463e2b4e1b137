"""Lists and searches of contacts by chat."""

import pytest


@pytest.fixture
def ada(chat):
    ada = chat.rep("Ada")
    ada.says("contact add Grace Hopper company:Navy Systems Ltd tier:A tag:vip source:fair")
    ada.says("contact add Alan Turing company:Bletchley Park tier:B")
    ada.says("contact add 王小明 公司:华星科技有限公司")
    return ada


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("contacts company:Navy", ["C-1"]),
        ("contacts company:Navy Systems tier:A", ["C-1"]),
        ("contacts company:Navy tier:B", []),
        ("contacts company:O-2", ["C-2"]),
        ("contacts at Bletchley Park", ["C-2"]),
        ("我的联系人 公司:华星", ["C-3"]),
        ("contacts tier:b", ["C-2"]),
        ("contacts tag:VIP", ["C-1"]),
        ("contacts source:fair", ["C-1"]),
        ("contacts mine", ["C-3", "C-2", "C-1"]),
        ("contacts owner:ada", ["C-3", "C-2", "C-1"]),
        ("contacts of Ada", ["C-3", "C-2", "C-1"]),
        ("contacts pool", []),
        ("show contacts", ["C-3", "C-2", "C-1"]),
        ("find bletchley", ["C-2"]),
        ("who works at navy", ["C-1"]),
    ],
)
def test_lists_are_narrowed(ada, asked, found):
    ada.says(asked)
    contacts = [ref for ref in ada.last.shows if ref.startswith("C-")]
    assert contacts == found


@pytest.mark.parametrize(
    ("asked", "complaint"),
    [
        ("contacts company:Nowhere", "No company fits “Nowhere”."),
        ("contacts tag:nope", "There is no tag “nope”."),
        ("contacts owner:@nobody", "No colleague fits “@nobody”."),
        ("contacts tier:Z", "“Z” is not one of these"),
        ("contacts everything there is", "No colleague fits “everything there is”."),
    ],
)
def test_a_filter_that_fits_nothing_is_told(ada, asked, complaint):
    assert complaint in ada.says(asked)


def test_contacts_at_a_company_that_one_may_not_see_are_found_by_its_name(chat, ada):
    ben = chat.rep("Ben")
    ben.says("contact add Jean Jennings company:Navy Systems")
    assert "Jean Jennings" in ben.says("contacts company:Navy Systems")
    assert ben.last.shows == ("C-4",)


def test_pages_of_eight_with_their_total(any_chat):
    ada = any_chat.rep("Ada")
    for number in range(1, 20):
        ada.says(f"contact add Person{number} Smith")
    first = ada.says("contacts")
    assert first.startswith("Contacts · 1–8 of 19 in all\nC-19 Person19 Smith")
    assert ada.buttons == ("More ›",)
    assert ada.presses("More ›").startswith("Contacts · 9–16 of 19 in all")
    assert ada.buttons == ("‹ Back", "More ›")
    last = ada.presses("More ›")
    assert last.startswith("Contacts · 17–19 of 19 in all")
    assert last.endswith("C-1 Person1 Smith · Ada")
    assert ada.buttons == ("‹ Back",)
    assert ada.presses("‹ Back").startswith("Contacts · 9–16 of 19 in all")


def test_a_page_edits_the_message_it_belongs_to(chat):
    ada = chat.rep("Ada")
    for number in range(9):
        ada.says(f"contact add Person{number} Smith")
    ada.says("find smith")
    page = ada.last.number
    assert "9–9 of 9" in ada.presses("More ›")
    assert ada.last.edits == page


def test_a_list_that_shrank_meanwhile_does_not_break_its_buttons(chat):
    ada = chat.rep("Ada")
    for number in range(9):
        ada.says(f"contact add Person{number} Smith")
    ada.says("contacts")
    button = ada.last
    ada.says("contact delete C-1")
    ada.presses("Yes")
    assert button.buttons == ("More ›",)
    assert "Contacts · 8 in all" in ada.presses("More ›")


def test_typing_errors_are_put_right_and_said(ada):
    assert ada.says("find hoper").startswith("Nearest to “hoper”")
    assert ada.says("find xyzzyx") == "Nothing found for “xyzzyx”."
    assert len(ada.says("find " + "q" * 900)) < 200


def test_one_hit_is_shown_as_a_card(ada):
    assert ada.says("find hopper").startswith("Grace Hopper C-1\nNavy Systems Ltd")
    assert ada.says("find navy systems").startswith("Found for “navy systems” · 2 in all")
    assert ada.says("查找 xiaoming").startswith("王小明 C-3")
    assert ada.says("有没有华星").startswith("Found for “华星” · 2 in all")
