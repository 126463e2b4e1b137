"""Tags and custom fields by chat."""

import pytest


def test_tags_are_put_on_and_taken_off(any_chat):
    ada = any_chat.rep("Ada")
    ada.says("contact add Grace Hopper")
    assert ada.says("tag C-1 vip") == "Tagged Grace Hopper C-1 with “vip”."
    assert ada.says("tag it VIP") == "Grace Hopper C-1 has the tag “VIP” already."
    assert "Tags: vip" in ada.says("C-1")
    assert "Grace Hopper" in ada.says("find vip")
    assert ada.says("untag hopper vip") == "Took “vip” off Grace Hopper C-1."
    assert ada.says("untag C-1 vip") == "Grace Hopper C-1 does not have the tag “vip”."
    assert ada.says("untag C-1 nope") == "There is no tag “nope”."
    assert ada.says("undo").startswith("Undone: untag.")
    assert "Tags: vip" in ada.says("C-1")


@pytest.mark.parametrize(
    "said", ["tag C-1 as key account", "label Grace as key account", "tag C-1 tag:key account",
             "打标签 C-1 key account", "给Grace Hopper打标签key account", 'tag "Grace Hopper" key account']
)  # fmt: skip
def test_ways_to_tag(chat, said):
    ada = chat.rep("Ada")
    ada.says("contact add Grace Hopper")
    assert ada.says(said) == "Tagged Grace Hopper C-1 with “key account”."


def test_tagging_needs_the_right_to_change(chat):
    ada, agent = chat.rep("Ada"), chat.agent("Gus")
    ada.says("contact add Grace Hopper")
    assert "You need the right to change contacts" in agent.says("tag C-1 vip")
    assert "Whom do you mean?" in ada.says("tag")
    assert "Which tag?" in ada.says("C-1")
    assert "with “重点客户”" in ada.says("重点客户")


@pytest.fixture
def fields(chat):
    root = chat.admin()
    root.says('field add allergy type:choice choices:"nuts, milk; none"')
    root.says("field add 过敏 类型:文本")
    root.says("field add visits type:number")
    root.says("field add budget type:money")
    root.says("field add since type:date")
    root.says("field add member type:yesno")
    return root


def test_an_admin_adds_fields_and_everybody_sees_which(chat, fields):
    ada = chat.rep("Ada")
    assert ada.says("field list").splitlines()[1:] == [
        "allergy: choice (nuts, milk, none)",
        "过敏: text",
        "visits: number",
        "budget: money",
        "since: date",
        "member: yes or no",
    ]
    assert "You need the right to change settings" in ada.says("field add shoes")


def test_fields_are_keys_like_any_other(chat, fields):
    ada = chat.rep("Ada")
    card = ada.says(
        "contact add Grace Hopper allergy:NUTS visits:2k budget:50k since:2020-01-02 member:yes 过敏：花生"
    )
    for line in ("allergy: nuts", "visits: 2,000", "budget: $50,000.00", "since: Thu 2 Jan 2020",
                 "member: yes", "过敏: 花生"):  # fmt: skip
        assert line in card
    assert "allergy: nuts → milk" in ada.says("contact edit C-1 allergy:milk")
    assert "Nothing to change" in ada.says("contact edit C-1 allergy:milk")
    assert "· 1 in all" in ada.says("contacts allergy:Milk")
    assert "No contacts" in ada.says("contacts allergy:nuts")
    ada.says("undo")
    assert "allergy: nuts" in ada.says("C-1")


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ("allergy:peanuts", "“peanuts” is not one of these: nuts, milk, none."),
        ("visits:many", "“many” is not a number."),
        ("budget:lots", "“lots” is not an amount."),
        ("since:whenever", "I can't read “whenever” as a date."),
        ("member:perhaps", "“perhaps” is not one of these: yes, no."),
        ("allergie:nuts", "I don't know “allergie:”. Did you mean “allergy:”?"),
    ],
)
def test_values_that_make_no_sense(chat, fields, typed, complaint):
    ada = chat.rep("Ada")
    assert complaint in ada.says(f"contact add Grace Hopper {typed}")
    assert ada.says("contacts") == "No contacts here yet. contact add adds one."


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ("field add title", "There is a field “title” already."),
        ("field add 电话", "There is a field “电话” already."),
        ("field add Allergy", "There is a field “Allergy” already."),
        ("field add two words", "A field's name is one word"),
        ("field add 2nd", "A field's name is one word"),
        ("field add colour type:choice", "A choice field needs its choices"),
        ("field add colour type:rainbow", "“rainbow” is not one of these"),
        ("field add", "What is the field called?"),
    ],
)
def test_fields_that_cannot_be_added(fields, typed, complaint):
    assert complaint in fields.says(typed)


def test_values_are_hidden_from_whoever_may_not_read_personal_fields(chat, fields):
    chat.rep("Ada").says("contact add Grace Hopper allergy:nuts")
    assert "nuts" not in chat.agent("Gus").says("C-1")
    assert "nuts" in fields.says("C-1")


def test_without_fields_the_list_says_how_to_add_one(chat):
    assert "There are no custom fields" in chat.rep("Ada").says("field list")


def test_adding_a_field_can_be_undone(chat):
    root = chat.admin()
    root.says("field add shoes type:number")
    assert root.presses("Undo").startswith("Undone: field add.")
    assert "There are no custom fields" in root.says("字段列表")
