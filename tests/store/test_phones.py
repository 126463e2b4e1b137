import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import CrmError
from store.phones import (
    MASKED,
    FoundPhone,
    ImpossiblePhone,
    Phone,
    display,
    find_phone,
    mask,
    normalise,
    read_phone,
)

WASHINGTON = "+12025550143"
BEIJING = "+861065529988"


@pytest.mark.parametrize(
    ("text", "region", "e164"),
    [
        ("+1 202 555 0143", "CN", WASHINGTON),
        ("(202) 555-0143", "US", WASHINGTON),
        ("202.555.0143", "us", WASHINGTON),
        ("  001 202 555 0143 ", "CN", WASHINGTON),
        ("tel:+1-202-555-0143", "CN", WASHINGTON),
        ("２０２－５５５－０１４３", "US", WASHINGTON),
        ("010-6552 9988", "CN", BEIJING),
        ("（０１０）６５５２９９８８", "CN", BEIJING),
        ("+86 10 6552 9988", "US", BEIJING),
        ("138 0013 8000", "CN", "+8613800138000"),
        ("020 7946 0958", "GB", "+442079460958"),
    ],
)
def test_one_number_in_any_writing_is_one_number(text, region, e164):
    assert read_phone(text, region=region) == Phone(e164, "", plausible=True)
    assert normalise(text, region) == e164


@pytest.mark.parametrize(
    "text",
    [
        *("010-65529988转123", "010-65529988 分机123", "010-65529988转分机：123"),
        *("010-65529988 ext. 123", "010-65529988x123", "tel:+86-10-65529988;ext=123"),
    ],
)
def test_an_extension_is_kept_apart_and_is_not_looked_up(text):
    assert read_phone(text, region="CN") == Phone(BEIJING, "123", plausible=True)
    assert normalise(text, "CN") == BEIJING


@pytest.mark.parametrize(
    ("text", "region", "reason"),
    [
        ("12", "US", "too short"),
        ("555-0143", "US", "too short"),
        ("+1 202", "US", "too short"),
        ("011 4", "US", "too short"),
        ("202 555 0143 9999", "US", "too long"),
        ("+1" + "2" * 30, "US", "too long"),
        ("1" * 300, "US", "too long"),
        ("+376 1234567", "AD", "wrong length"),
        ("hello", "US", "not a number"),
        ("", "US", "not a number"),
        ("call 202 555 0143", "US", "not a number"),
        ("+1 202 555 0143, +1 202 555 0144", "US", "not a number"),
        ("+999 123456", "US", "unknown country code"),
        ("202 555 0143", "ZZ", "unknown country code"),
    ],
)
def test_what_cannot_be_dialled_is_refused_with_the_reason(text, region, reason):
    with pytest.raises(ImpossiblePhone) as refusal:
        read_phone(text, region=region)
    assert (refusal.value.text, refusal.value.region, refusal.value.reason) == (
        text,
        region,
        reason,
    )
    assert isinstance(refusal.value, CrmError)


def test_a_number_that_nobody_was_given_is_possible_but_not_plausible():
    assert read_phone("+1 000 555 0143", region="US").plausible is False


@pytest.mark.parametrize(
    ("text", "region", "found", "phone"),
    [
        (
            "met Ada, ada@math.example, +1 202 555 0143, wants 20 engines",
            "CN",
            "+1 202 555 0143",
            Phone(WASHINGTON, "", plausible=True),
        ),
        (
            "电话１３８００１３８０００，明天见",
            "CN",
            "１３８００１３８０００",
            Phone("+8613800138000", "", plausible=True),
        ),
        (
            "王工 010-65529988转123 找他",
            "CN",
            "010-65529988转123",
            Phone(BEIJING, "123", plausible=True),
        ),
        (
            "reach me on +1 000 555 0143",
            "US",
            "+1 000 555 0143",
            Phone("+10005550143", "", plausible=False),
        ),
        (
            "or (+1) 000 555 0143",
            "CN",
            "(+1) 000 555 0143",
            Phone("+10005550143", "", plausible=False),
        ),
        (
            "not +1 000 555 0143 but 202-555-0143",
            "US",
            "202-555-0143",
            Phone(WASHINGTON, "", plausible=True),
        ),
    ],
)
def test_a_number_is_found_in_a_sentence_at_its_place(text, region, found, phone):
    start = text.index(found)
    assert find_phone(text, region=region) == FoundPhone(start, start + len(found), phone)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "on 2031-03-04 at 10:30",
            "2031-03-04 10:30:45",
            "order 1234567890123",
            "¥13,800,138,000",
        ),
        *("20 compilers for 50k", "192.168.10.20", "转012-345", "", "D-42"),
    ],
)
@pytest.mark.parametrize("region", ["US", "CN"])
def test_other_digits_are_not_taken_for_a_number(text, region):
    assert find_phone(text, region=region) is None


@pytest.mark.parametrize(
    ("e164", "masked"),
    [
        (WASHINGTON, "+1 ••• ••• 0143"),
        ("+8613800138000", "+86 ••• •••• 8000"),
        ("+442079460958", "+44 •• •••• 0958"),
        ("+4930123456", "+49 •• ••••56"),
        ("+376345678", "+376 ••• •••"),
        ("+6823579", "+682 ••••"),
        ("+999123456", MASKED),
        ("call 202 555 0143", MASKED),
        ("", MASKED),
    ],
)
def test_a_masked_number_shows_its_country_and_at_most_four_last_digits(e164, masked):
    assert mask(e164) == masked


def test_a_number_is_national_at_home_and_international_abroad():
    assert display(WASHINGTON, "US") == "(202) 555-0143"
    assert display(WASHINGTON, "ca") == "(202) 555-0143"
    assert display(WASHINGTON, "CN") == "+1 202-555-0143"
    assert display("ask Ada", "US") == "ask Ada"


@given(st.integers(2000000000, 9999999999))
def test_what_is_displayed_can_be_read_again(national):
    e164 = f"+1{national}"
    for region in ("US", "CN"):
        assert normalise(display(e164, region), region) == e164


@given(st.integers(10**3, 10**14))
def test_a_mask_never_shows_more_than_the_tail(number):
    masked = mask(f"+1{number}")
    tail = "".join(masked.partition(" ")[2].replace("•", "").split())
    assert len(tail) <= 4
    assert str(number).endswith(tail)


@given(st.text(), st.sampled_from(["US", "CN", "XX", ""]))
def test_any_text_is_read_or_refused(text, region):
    with suppress(ImpossiblePhone):
        assert read_phone(text, region=region).e164.startswith("+")
    assert "•" in mask(text)
    display(text, region)
    found = find_phone(text, region=region)
    assert found is None or 0 <= found.start < found.end <= len(text)


@pytest.mark.parametrize("piece", ["1 ", "1", "+", "(1", "/1", "+1 2 ", "1转"])
def test_ten_thousand_characters_are_no_burden(piece):
    text = (piece * 10_000)[:10_000]
    before = time.process_time()
    find_phone(text, region="US")
    assert time.process_time() - before < 5
