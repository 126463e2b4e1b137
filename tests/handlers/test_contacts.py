"""Contacts by chat."""

import pytest


def test_a_contact_is_seen_by_its_owner_only(any_chat):
    ada, ben = any_chat.rep("Ada"), any_chat.rep("Ben")
    ada.says("contact add Grace Hopper grace@navy.example")
    assert "Grace Hopper" in ada.says("find hopper")
    assert ben.says("find hopper") == "Nothing found for “hopper”."
    assert ben.says("contact show C-1") == ben.says("contact show C-999").replace("C-999", "C-1")


def test_the_next_step_takes_the_whole_date(chat):
    ada = chat.rep("Ada")
    ada.says("contact add Grace Hopper")
    answer = ada.says("log call it wants 20 compilers next:tuesday 10am")
    assert "Next step: Tue 24 Nov 2026, 10:00" in answer
    assert "wants 20 compilers" in ada.says("timeline it")


def test_everything_that_is_known_of_somebody_fits_into_one_line(any_chat):
    ada = any_chat.rep("Ada")
    card = ada.says(
        "contact add Grace Hopper +1 202 555 0143 grace@navy.example company:Navy Systems "
        "title:Rear Admiral tier:a tag:vip source:Trade fair birthday:1906-12-09 "
        "address:1 Navy Way, Washington note:wants 20 compilers"
    )
    assert card.splitlines() == [
        "Saved.",
        "New company: Navy Systems O-1.",
        "Grace Hopper C-1",
        "Rear Admiral · Navy Systems",
        "(202) 555-0143",
        "grace@navy.example",
        "Address: 1 Navy Way, Washington",
        "Birthday: Sun 9 Dec 1906",
        "Tier A · Owner: Ada · Source: Trade fair",
        "Tags: vip",
    ]
    assert "wants 20 compilers" in ada.says("timeline C-1")


def test_arguments_stand_in_any_order(chat):
    ada = chat.rep("Ada")
    card = ada.says("contact add grace@navy.example company:Navy Systems +12025550143 Grace Hopper")
    assert "Grace Hopper C-1\nNavy Systems\n(202) 555-0143\ngrace@navy.example" in card


@pytest.mark.parametrize(
    "typed",
    [
        "添加联系人 王小明 13800138000 公司:华星科技 职位:总监",
        "联系人 添加 王小明 13800138000 公司：华星科技 职位：总监",
        "联系人添加 王小明 电话：13800138000 公司：“华星科技” 职位：总监",
        "添加联系人：王小明，13800138000，公司：华星科技，职位：总监",
        "新增联系人王小明 １３８００１３８０００ 公司:华星科技 职位:总监",
    ],
)
def test_chinese_in_both_word_orders_and_full_width_forms(chat, typed):
    answer = chat.rep("Ada").says(typed)
    assert "王小明 C-1\n总监 · 华星科技\n+86 138 0013 8000" in answer


@pytest.mark.parametrize(
    "name",
    [
        "Jean-Luc O'Neill",
        "Anne-Marie d’Arc",
        "José Ñuñez",
        "😀",
        "X Æ A-12",
        "Ｔｏｍ Ｊｏｎｅｓ",
        "王·阿里",
    ],
)
def test_a_name_is_kept_as_it_is_written(chat, name):
    ada = chat.rep("Ada")
    assert f"{name} C-1" in ada.says(f"contact add {name} grace@navy.example")
    assert f"{name} C-1" in ada.says("contact show grace@navy.example")


def test_a_comma_between_name_and_address_is_not_part_of_the_name(chat):
    card = chat.rep("Ada").says("contact add Grace Hopper, grace@navy.example, +1 202 555 0143")
    assert "Grace Hopper C-1\n(202) 555-0143\ngrace@navy.example" in card


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ("contact add Grace grace@@navy", "“grace@@navy” is not an e-mail address."),
        ("contact add Grace phone:12", "“12” is too short for a phone number."),
        ("contact add Grace tier:Z", "“Z” is not one of these: A, B, C, D."),
        ("contact add Grace birthday:2099-01-01", "A birthday is in the past"),
        ("contact add Grace birthday:soonish", "I can't read “soonish” as a date."),
        ("contact add Grace titel:Admiral", "I don't know “titel:”. Did you mean “title:”?"),
        ("contact add Grace nickname:Amazing", "I don't know “nickname:” here."),
        ("contact add " + "x" * 10_000, "That name is too long; up to 200 characters fit."),
        ("contact add \u200b", "A name needs at least one visible character."),
    ],
)
def test_what_makes_no_sense_gets_a_complaint_and_saves_nothing(chat, typed, complaint):
    ada = chat.rep("Ada")
    assert complaint in ada.says(typed)
    ada.says("cancel")
    assert ada.says("contacts") == "No contacts here yet. contact add adds one."


def test_a_wrong_argument_is_asked_for_again_and_the_rest_is_kept(chat):
    ada = chat.rep("Ada")
    ada.says("contact add Grace Hopper email:grace title:Admiral")
    assert "title" not in ada.last.form
    assert "grace@navy.example" in ada.says("grace@navy.example")
    assert "Admiral" in ada.says("contact show C-1")


def test_a_wrong_argument_may_be_left_out(chat):
    ada = chat.rep("Ada")
    ada.says("contact add Grace Hopper tier:Z")
    assert "Grace Hopper C-1" in ada.presses("Leave it out")


@pytest.mark.parametrize(
    "said", ["C-1", "c1", "C1", "c-1", "contact c1", "show me Grace", "who is Grace Hopper",
             "contact show hopper", "查看联系人 Grace", "Grace Hopper是谁", "contact show grace@navy.example",
             "contact show 202-555-0143"]
)  # fmt: skip
def test_a_card_is_found_by_ref_name_part_phone_and_address(chat, said):
    ada = chat.rep("Ada")
    ada.says("contact add Grace Hopper grace@navy.example +1 202 555 0143")
    assert ada.says(said).startswith("Grace Hopper C-1")


def test_editing_shows_old_and_new(any_chat):
    ada = any_chat.rep("Ada")
    ada.says("contact add Grace Hopper +1 202 555 0143 title:Captain")
    answer = ada.says("contact edit C-1 title:Admiral phone:+1 202 555 0199 company:Navy")
    assert "Title: Captain → Admiral" in answer
    assert "Phone: (202) 555-0143 → (202) 555-0199" in answer
    assert "Company: Navy" in answer
    assert "New company: Navy O-1." in answer
    assert "Nothing to change" in ada.says("contact edit C-1 title:Admiral")
    assert "What should change?" in ada.says("contact edit C-1")


def test_phones_are_added_and_removed_one_by_one(chat):
    ada = chat.rep("Ada")
    ada.says("contact add Grace Hopper +1 202 555 0143")
    ada.says("contact edit it also:work grace@navy.example")
    assert "grace@navy.example (work)" in ada.says("C-1")
    ada.says("contact edit it email:hopper@navy.example")
    assert "hopper@navy.example (work)" in ada.says("C-1")
    ada.says("contact edit it without:hopper@navy.example")
    assert "@navy.example" not in ada.says("C-1")
    assert "Nothing to change" in ada.says("contact edit it without:hopper@navy.example")
    assert "Nothing to change" in ada.says("contact edit it also:+1 202 555 0143")


def test_a_colleagues_contact_cannot_be_changed_and_looks_as_if_it_were_not_there(chat):
    ada, ben = chat.rep("Ada"), chat.rep("Ben")
    ada.says("contact add Grace Hopper title:Admiral")
    for typed in ("contact edit C-1 title:Boss", "contact delete C-1", "log note C-1 hello",
                  "tag C-1 vip", "timeline C-1", "release C-1", "claim C-1"):  # fmt: skip
        assert ben.says(typed).startswith("No contact fits “C-1”."), typed
        ben.says("cancel")
    assert "Admiral" in ada.says("C-1")


def test_deleting_asks_first_and_can_be_taken_back(any_chat):
    ada = any_chat.rep("Ada")
    ada.says("contact add Grace Hopper")
    assert "Delete Grace Hopper C-1?" in ada.says("contact delete grace")
    assert ada.says("no") == "Cancelled. Nothing was changed."
    ada.says("delete contact grace")
    assert ada.presses("Yes") == "Deleted Grace Hopper C-1."
    assert ada.says("find hopper") == "Nothing found for “hopper”."
    assert "Grace Hopper C-1" in ada.presses("Restore")
    assert "That contact is not deleted." in ada.says("contact restore C-1")
    assert "No contact fits “C-7”." in ada.says("contact restore C-7")
    assert "No contact fits “grace”." in ada.says("contact restore grace")


def test_everything_is_still_there_after_a_restart(any_chat):
    ada = any_chat.rep("Ada")
    ada.says("contact add Grace Hopper grace@navy.example title:Admiral")
    any_chat.restarts()
    assert "Admiral" in ada.says("contact show it")
    assert "C-2" in ada.says("contact add Alan Turing")
