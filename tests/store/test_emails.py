import time
from contextlib import suppress

import email_validator
import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.emails import (
    MASKED,
    FoundEmail,
    InvalidEmail,
    find_email,
    mask,
    normalise,
    read_email,
)
from store.errors import CrmError


@pytest.mark.parametrize(
    ("typed", "looked_up"),
    [
        ("grace@navy.example", "grace@navy.example"),
        ("Grace.Hopper+crm@Navy.Example", "grace.hopper+crm@navy.example"),
        ("ada@lab.test", "ada@lab.test"),
        ("ada@lab.invalid", "ada@lab.invalid"),
        ("ada@printer.local", "ada@printer.local"),
        ("jörg@bücher.example", "jörg@xn--bcher-kva.example"),
        ("jo\u0308rg@xn--bcher-kva.example", "jörg@xn--bcher-kva.example"),
        ("JÖRG@BÜCHER.example", "jörg@xn--bcher-kva.example"),
        ("王芳@例子.公司", "王芳@xn--fsqu00a.xn--55qx5d"),
    ],
)
def test_an_address_is_kept_as_typed_and_looked_up_in_one_form(typed, looked_up):
    assert read_email(typed) == typed
    assert normalise(typed) == looked_up


@pytest.mark.parametrize(
    "text",
    ["  grace@navy.example\n", "ｇｒａｃｅ＠ｎａｖｙ．ｅｘａｍｐｌｅ", "grace@navy。example"],
)
def test_white_space_and_full_width_signs_are_no_part_of_an_address(text):
    assert read_email(text) == "grace@navy.example"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        (" \t", "empty"),
        ("grace", "no at sign"),
        ("grace@navy@sea.example", "several at signs"),
        ("@navy.example", "nothing before the at sign"),
        ("grace@", "nothing after the at sign"),
        ("grace@localhost", "no dot after the at sign"),
        ("grace hopper@navy.example", "a space inside"),
        ("grace..hopper@navy.example", "bad characters before the at sign"),
        ('"grace"@navy.example', "bad characters before the at sign"),
        ("grace@-navy.example", "bad domain"),
        ("grace@10.20.30.40", "bad domain"),
        ("grace@[10.20.30.40]", "bad domain"),
        ("grace@router.onion", "bad domain"),
        ("g" * 65 + "@navy.example", "too long"),
        ("grace@" + "navy." * 60 + "example", "too long"),
    ],
)
def test_what_is_no_address_is_refused_with_the_reason(text, reason):
    with pytest.raises(InvalidEmail) as refusal:
        read_email(text)
    assert (refusal.value.text, refusal.value.reason) == (text, reason)
    assert isinstance(refusal.value, CrmError)
    with pytest.raises(InvalidEmail):
        normalise(text)


def test_names_that_lead_nowhere_stay_refused_where_they_are_no_test_data():
    assert "localhost" in email_validator.SPECIAL_USE_DOMAIN_NAMES


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("met Grace, grace@navy.example, +1 202 555 0143", "grace@navy.example"),
        ("邮箱grace@navy.example谢谢", "grace@navy.example"),
        ("邮箱：王芳@例子.公司。", "王芳@例子.公司"),
        ("Write to grace@navy.example.", "grace@navy.example"),
        ("<mailto:grace@navy.example|Grace>", "grace@navy.example"),
        ("email='grace@navy.example'", "grace@navy.example"),
        ("a..b@c.example or grace@navy.example", "grace@navy.example"),
        ("@ada has g.h-1+x@mail.navy.example", "g.h-1+x@mail.navy.example"),
    ],
)
def test_an_address_is_found_in_a_sentence_at_its_place(text, found):
    start = text.index(found)
    assert find_email(text) == FoundEmail(start, start + len(found), found)


def test_the_place_of_a_full_width_address_is_counted_in_the_given_text():
    text = "发给ｇｒａｃｅ＠ｎａｖｙ．ｅｘａｍｐｌｅ，谢谢"
    assert find_email(text) == FoundEmail(2, 20, "grace@navy.example")


@pytest.mark.parametrize(
    "text",
    ["", "@ada", "ada@", "ask @ada.", "x@y@z.example", "ada@sea_port.example", "..a@b.example"],
)
def test_other_at_signs_are_not_taken_for_an_address(text):
    assert find_email(text) is None


@pytest.mark.parametrize(
    ("email", "masked"),
    [
        ("grace@navy.example", "g•••@n•••.example"),
        ("grace@mail.navy.example", "g•••@n•••.example"),
        ("a@b.co", "•••@•••.co"),
        ("ada@lab.test", "•••@•••.test"),
        ("not an address", MASKED),
        ("ask grace@navy.example or 555.0143", MASKED),
        ("", MASKED),
    ],
)
def test_a_masked_address_shows_no_more_than_initials(email, masked):
    assert mask(email) == masked


@given(st.emails())
def test_looking_up_twice_changes_nothing(email):
    try:
        once = normalise(email)
    except InvalidEmail:
        return
    assert normalise(once) == once


@given(st.text(alphabet=st.characters(codec=None) | st.sampled_from("@.ab例")))
def test_any_text_is_read_or_refused(text):
    with suppress(InvalidEmail):
        assert "@" in read_email(text)
    assert MASKED in mask(text)
    found = find_email(text)
    assert found is None or 0 <= found.start < found.end <= len(text)


@pytest.mark.parametrize("piece", ["@", "a@", "a", "a..b@c.d ", "a@b.c", "a@b-", "'", "例@例."])
def test_ten_thousand_characters_are_no_burden(piece):
    text = (piece * 10_000)[:10_000]
    before = time.process_time()
    find_email(text)
    mask(text)
    assert time.process_time() - before < 5
