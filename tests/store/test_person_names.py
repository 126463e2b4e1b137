import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import CrmError
from store.person_names import InvalidPersonName, read_person_name, same_person_score


def score(left, right):
    return same_person_score(read_person_name(left), read_person_name(right))


@pytest.mark.parametrize(
    ("full", "family", "given_names"),
    [
        ("Grace Hopper", "Hopper", "Grace"),
        ("Grace Brewster Hopper", "Hopper", "Grace Brewster"),
        ("Hopper, Grace", "Hopper", "Grace"),
        ("Hopper，Grace", "Hopper", "Grace"),
        ("Ludwig van Beethoven", "van Beethoven", "Ludwig"),
        ("Juana de la Cruz", "de la Cruz", "Juana"),
        ("Dr. Grace Hopper, PhD", "Hopper", "Grace"),
        ("Sammy Davis Jr.", "Davis", "Sammy"),
        ("Ms Hopper", "Hopper", ""),
        ("Grace", "", "Grace"),
        ("Grace (Amazing) Hopper", "Hopper", "Grace"),
        ("(Grace)", "", "Grace"),
        ("Grace 🚀 Hopper", "Hopper", "Grace"),
        ("🚀", "", "🚀"),
        (", Grace", "", "Grace"),
        ("Иван Петров", "Петров", "Иван"),
        ("王小明", "王", "小明"),
        ("王 小明", "王", "小明"),
        ("欧阳娜娜", "欧阳", "娜娜"),
        ("司马懿", "司马", "懿"),
        ("司马", "司马", ""),
        ("李", "李", ""),
        ("王先生", "王", ""),
        ("欧阳女士", "欧阳", ""),
        ("张总监", "张", ""),
        ("先生", "", "先生"),
        ("王小明 (Leo)", "王", "小明"),
        ("Leo 王小明", "王", "小明"),
        ("约翰·史密斯", "史密斯", "约翰"),
        ("田中 さくら", "田中", "さくら"),
        ("김철수", "", "김철수"),
        ("阿呆", "", "阿呆"),
    ],
)
def test_family_and_given_names_are_told_apart(full, family, given_names):
    name = read_person_name(full)
    assert (name.full, name.family, name.given) == (full, family, given_names)


@pytest.mark.parametrize(
    ("full", "initials"),
    [
        ("Grace Hopper", "GH"),
        ("Ludwig van Beethoven", "LB"),
        ("grace hopper", "G"),
        ("Grace", "G"),
        ("王小明 (Leo)", "王"),
        ("ßeta", "S"),
        ("🚀", "🚀"),
    ],
)
def test_initials_fit_an_avatar(full, initials):
    assert read_person_name(full).initials == initials


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Grace Hopper", "HOPPER, Grace"),
        ("José Muñoz", "Jose Munoz"),
        ("Conan O’Brien", "Conan O'Brien"),
        ("Ｇｒａｃｅ Hopper", "grace hopper"),
        ("Mr Grace Hopper", "Grace Hopper"),
        ("王小明", "王 小明"),
        ("王小明 (Leo)", "王小明"),
    ],
)
def test_duplicates_fold_to_one_form(left, right):
    assert read_person_name(left).folded == read_person_name(right).folded
    assert score(left, right) == 1


def test_signs_that_belong_to_a_script_are_kept_when_folding():
    assert read_person_name("मोदी").folded == "मोदी"
    assert read_person_name("がく").folded != read_person_name("かく").folded


def test_control_characters_and_direction_overrides_go_and_the_rest_stays_literally():
    assert read_person_name(" Grace\t\x00 \u202eHopper\u2069 ").full == "Grace Hopper"
    assert read_person_name("👩‍💻 Grace").full == "👩‍💻 Grace"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        (" \u202e\x00", "empty"),
        ("\u200d", "empty"),
        ("\ud800", "empty"),
        ("x" * 201, "too long"),
        ("王" * 10_000, "too long"),
    ],
)
def test_what_is_no_name_is_refused_with_the_reason(text, reason):
    with pytest.raises(InvalidPersonName) as refusal:
        read_person_name(text)
    assert (refusal.value.text, refusal.value.reason) == (text, reason)
    assert isinstance(refusal.value, CrmError)


@pytest.mark.parametrize(
    ("left", "right", "least", "most"),
    [
        ("Grace Hopper", "Hopper Grace", 1, 1),
        ("G. Hopper", "Grace Hopper", 0.9, 0.9),
        ("Grace Hoper", "Grace Hopper", 0.9, 0.99),
        ("Grace Hopper", "Grace B. Hopper", 0.9, 0.99),
        ("Grace Hopper", "Ada Lovelace", 0, 0.5),
        ("Ms Hopper", "Mr Hooper", 0, 0.9),
        ("王小明", "王晓明", 0.8, 0.8),
        ("王小明", "李小明", 0, 0),
        ("王先生", "王女士", 0, 0),
        ("王小明", "Wang Xiaoming", 0.9, 0.9),
        ("王小明", "Xiao-Ming Wang", 0.9, 0.9),
        ("曾国强", "Zeng Guoqiang", 0.9, 0.9),
        ("吕布", "Lü Bu", 0.9, 0.9),
        ("吕布", "Lv Bu", 0.9, 0.9),
        ("王小明", "Grace Hopper", 0, 0),
    ],
)
def test_how_likely_two_names_are_one_person(left, right, least, most):
    assert least <= score(left, right) <= most
    assert score(left, right) == score(right, left)


@given(st.text(max_size=250))
def test_any_text_is_read_or_refused(text):
    try:
        name = read_person_name(text)
    except InvalidPersonName:
        return
    assert name.folded
    assert name.family or name.given
    assert 1 <= len(name.initials) <= 2
    assert read_person_name(name.full) == name
    assert same_person_score(name, name) == 1


@given(st.text(min_size=1, max_size=40), st.text(min_size=1, max_size=40))
def test_the_score_is_the_same_both_ways_and_between_0_and_1(left, right):
    try:
        forth, back = score(left, right), score(right, left)
    except InvalidPersonName:
        return
    assert forth == back
    assert 0 <= forth <= 1
