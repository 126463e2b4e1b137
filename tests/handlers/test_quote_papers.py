"""Quotes on paper, read back: every figure is there, in the customer's language, on every page."""

import re
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from handlers.papers import fonts
from handlers.papers.quotes import Line, QuotePaper, pdf
from store.moneys import Money
from tests.handlers.naughty_strings import NAUGHTY

MOST = 200_000
LETTER, A4 = (612, 792), (595, 842)


def usd(amount, currency="USD"):
    return Money(round(amount * 100), currency)


def line(name="Compiler", quantity="20", discount="", currency="USD"):
    return Line(name, quantity, usd(2500, currency), discount, usd(50_000, currency))


def paper(**changes):
    """A quote with everything that can be on it."""
    values = {
        "seller": "Acme Instruments Ltd", "address": ("12 Long Street", "Springfield"),
        "ref": "Q-12", "version": 3, "date": date(2026, 11, 23), "valid_until": date(2026, 12, 23),
        "company": "Navy Systems Ltd", "contact": "Grace Hopper",
        "lines": (line(), line("Support", "1.5", "5 %")), "subtotal": usd(100_000),
        "discount": usd(10_000), "discount_text": "10 %", "net": usd(90_000),
        "taxes": (("7 %", usd(700)), ("19 %", usd(17_100))), "total": usd(107_800),
        "locale": "en", "region": "US", "note": "Delivery in four weeks.\nPayment in 30 days.",
        "prepared_by": "Ada Byron", "made_at": datetime(2026, 11, 23, 9, tzinfo=UTC),
    }  # fmt: skip
    return QuotePaper(**{**values, **changes})


def in_chinese(**changes):
    """The same for a customer in China."""
    values = {
        "seller": "华星仪器有限公司", "address": ("上海市世纪大道 100 号",),
        "company": "东海船舶系统有限公司", "contact": "王小明", "locale": "zh", "region": "CN",
        "lines": (line("编译器企业版，最多支持二百五十名开发人员", currency="CNY"),),
        "subtotal": usd(50_000, "CNY"), "discount": None, "discount_text": "",
        "net": usd(50_000, "CNY"), "taxes": (("13 %", usd(6500, "CNY")),),
        "total": usd(56_500, "CNY"), "note": "四周内交货。", "prepared_by": "李雷",
    }  # fmt: skip
    return paper(**{**values, **changes})


def pages(content):
    """The text of each page."""
    return [page.extract_text() for page in PdfReader(BytesIO(content)).pages]


def squeezed(text):
    return re.sub(r"\s+", "", text)


def test_a_quote_in_english_says_all_that_it_should():
    content = pdf(paper())
    (text,) = pages(content)
    for said in ("Quote", "Acme Instruments Ltd", "12 Long Street", "Q-12", "Version", "3",
                 "November 23, 2026", "December 23, 2026", "Navy Systems Ltd", "Grace Hopper",
                 "Ada Byron", "Compiler", "20", "$2,500.00", "$50,000.00", "Support", "1.5", "5 %",
                 "Subtotal", "$100,000.00", "Discount 10 %", "-$10,000.00", "Net", "$90,000.00",
                 "Tax 7 %", "$700.00", "Tax 19 %", "$17,100.00", "Total", "$107,800.00",
                 "valid until December 23, 2026", "Delivery in four weeks.", "Payment in 30 days.",
                 "Page 1 of 1"):  # fmt: skip
        assert said in text, said
    assert len(content) < MOST


def test_a_quote_in_chinese_says_all_that_it_should():
    content = pdf(in_chinese())
    text = squeezed("".join(pages(content)))
    for said in ("报价单", "华星仪器有限公司", "上海市世纪大道100号", "东海船舶系统有限公司", "王小明", "李雷",
                 "2026年11月23日", "2026年12月23日", "编译器企业版，最多支持二百五十名开发人员", "¥2,500.00",
                 "¥50,000.00", "¥6,500.00", "¥56,500.00", "四周内交货。", "第1页，共1页"):  # fmt: skip
        assert said in text, said
    for english in ("Quote", "Total", "Page", "Valid", "Tax", "Item"):
        assert english not in text
    assert len(content) < MOST


def test_what_changes_nothing_is_left_out():
    bare = paper(
        discount=None, discount_text="", taxes=(), valid_until=None, note="", prepared_by="",
        address=(), company="", contact="", lines=(line(),), seller="",
    )  # fmt: skip
    (text,) = pages(pdf(bare))
    for word in ("Discount", "Subtotal", "Net", "Tax", "Valid", "Prepared", "For"):
        assert word not in text
    assert "$107,800.00" in text


def test_many_lines_take_several_pages_with_the_labels_on_each():
    lines = tuple(line(f"Article {number} of a long list") for number in range(1, 121))
    content = pdf(paper(lines=lines))
    texts = pages(content)
    assert len(texts) > 2
    for number, text in enumerate(texts, 1):
        assert f"Page {number} of {len(texts)}" in text
        assert "Acme Instruments Ltd · Q-12" in text
        assert ("Unit price" in text) == ("Article" in text)
    whole = "".join(texts)
    assert all(f"Article {number} of" in whole for number in range(1, 121))
    assert whole.count("$107,800.00") == 1
    assert len(content) < MOST


@pytest.mark.parametrize("rows", range(14, 26))
def test_the_sums_stay_on_one_page(rows):
    texts = pages(pdf(paper(lines=tuple(line() for _ in range(rows)))))
    whole = [text for text in texts if "Subtotal" in text]
    assert len(whole) == 1
    assert "$107,800.00" in whole[0]


def test_long_words_and_huge_amounts_stay_on_the_page():
    most = Money(10**15, "USD")
    huge = Line("x" * 400, "1,000,000,000,000,000,000.125", most, "99.99 %", most)
    name = "Compiler with everything that anybody has ever asked for " * 8
    content = pdf(paper(lines=(huge, line(name)), total=most, company="Y" * 120))
    whole = squeezed("".join(pages(content)))
    assert whole.count("$10,000,000,000,000.00") == 3
    assert whole.count("x") > 399
    assert squeezed(name) in whole
    assert _widest(content) <= LETTER[0]


def _widest(content):
    """The rightmost place, in points, at which any text begins."""
    found = [0.0]

    def visit(_text, _cm, tm, _font, _size):
        found.append(tm[4])

    for page in PdfReader(BytesIO(content)).pages:
        page.extract_text(visitor_text=visit)
    return max(found)


def test_a_long_note_goes_on_over_pages():
    note = "\n".join(f"Clause {number}: " + "words " * 30 for number in range(1, 61))
    texts = pages(pdf(paper(note=note)))
    assert len(texts) > 2
    assert all(f"Clause {number}:" in "".join(texts) for number in range(1, 61))


@pytest.mark.parametrize(
    ("written", "drawn"),
    [
        ("Rocket 🚀 pump", "Rocket pump"),
        ("₹500 voucher", "INR 500 voucher"),
        ("𝐖inter 𝟐𝟎", "Winter 20"),
        ("Dvořák & Ægir", "Dvořák & Ægir"),
        ("سلام", "????"),
        ("a\u200bb\u202ec\x00\td", "abc d"),
        ("e\u0301te\u0301", "été"),
        ("two\nlines", "two\nlines"),
        ("🚀", ""),
        ("编译器 日本語 한", "编译器 日本語 한"),
    ],
)
def test_what_the_font_lacks_is_written_in_another_way(written, drawn):
    assert fonts.clean(written) == drawn


@given(st.text(max_size=60))
@settings(max_examples=200)
def test_whatever_is_written_can_be_drawn(text):
    cleaned = fonts.clean(text)
    assert all(one == "\n" or ord(one) in fonts.known() for one in cleaned)
    assert fonts.clean(cleaned) == cleaned


def test_naughty_strings_make_papers_without_a_missing_glyph(caplog):
    for start in range(0, len(NAUGHTY), 60):
        some = NAUGHTY[start : start + 60]
        note = "\n".join(some)
        content = pdf(paper(company=some[0], contact=some[1], seller=some[2], note=note))
        assert PdfReader(BytesIO(content)).pages
    assert not caplog.records


def test_amounts_whose_sign_the_font_lacks_bear_the_code():
    (text,) = pages(pdf(paper(total=Money(123_456, "INR"))))
    assert "INR 1,234.56" in text


def test_the_same_quote_makes_the_same_bytes_and_another_others():
    assert pdf(paper()) == pdf(paper())
    assert pdf(in_chinese()) == pdf(in_chinese())
    assert pdf(paper()) != pdf(paper(version=4))


@pytest.mark.parametrize(
    ("region", "size"), [("US", LETTER), ("CA", LETTER), ("DE", A4), ("CN", A4)]
)
def test_the_paper_has_the_size_of_the_region(region, size):
    page = PdfReader(BytesIO(pdf(paper(region=region)))).pages[0]
    assert (round(page.mediabox.width), round(page.mediabox.height)) == size


def test_the_file_says_what_it_is():
    reader: Any = PdfReader(BytesIO(pdf(in_chinese())))
    assert reader.metadata.author == "华星仪器有限公司"
    assert "Q-12" in reader.metadata.title
    assert reader.metadata.creation_date == datetime(2026, 11, 23, 9, tzinfo=UTC)
    assert reader.trailer["/Root"]["/Lang"] == "zh"


def test_an_unknown_language_is_english():
    assert "Quote" in pages(pdf(paper(locale="fr")))[0]


def test_only_the_characters_that_are_needed_are_in_the_file():
    page: Any = PdfReader(BytesIO(pdf(in_chinese()))).pages[0]
    names = [str(one.get_object()["/BaseFont"]) for one in page["/Resources"]["/Font"].values()]
    assert len(names) == 1
    assert "+WenQuanYi" in names[0]
