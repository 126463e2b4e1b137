import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.company_names import InvalidCompanyName, read_company_name
from store.errors import CrmError


@pytest.mark.parametrize(
    ("full", "stem", "suffix"),
    [
        ("Lakeside Inc.", "Lakeside", "Inc."),
        ("Lakeside, Inc.", "Lakeside", "Inc."),
        ("LAKESIDE LLC", "LAKESIDE", "LLC"),
        ("lakeside ltd", "lakeside", "ltd"),
        ("Seeblick GmbH & Co. KG", "Seeblick", "GmbH & Co. KG"),
        ("Seeblick GmbH & Co.KG", "Seeblick", "GmbH & Co.KG"),
        ("Lago Azul S.A. de C.V.", "Lago Azul", "S.A. de C.V."),
        ("Lakeside Pty Ltd", "Lakeside", "Pty Ltd"),
        ("Lakeside Trading Co., Ltd.", "Lakeside Trading", "Co., Ltd."),
        ("Lake & Sons & Co.", "Lake & Sons", "& Co."),
        ("Jezioro Sp. z o.o.", "Jezioro", "Sp. z o.o."),
        ("Lago S.p.A.", "Lago", "S.p.A."),
        ("Fjord AS", "Fjord", "AS"),
        ("Озеро ООО", "Озеро", "ООО"),
        ("ООО Озеро", "Озеро", "ООО"),
        ("湖滨科技有限公司", "湖滨科技", "有限公司"),
        ("湖滨股份有限公司", "湖滨", "股份有限公司"),
        ("湖滨(上海)有限公司", "湖滨", "(上海)有限公司"),
        ("湖滨（上海）有限公司", "湖滨", "（上海）有限公司"),
        ("湖滨集团", "湖滨", "集团"),
        ("湖滨集团股份有限公司", "湖滨", "集团股份有限公司"),
        ("湖滨公司", "湖滨", "公司"),
        ("株式会社みずうみ", "みずうみ", "株式会社"),
        ("みずうみ 株式会社", "みずうみ", "株式会社"),
        ("㈱みずうみ", "みずうみ", "㈱"),
    ],
)
def test_the_legal_form_is_kept_apart_as_written(full, stem, suffix):
    name = read_company_name(full)
    assert (name.full, name.stem, name.suffix) == (full, stem, suffix)


@pytest.mark.parametrize(
    "full",
    [
        *(
            "Lakeside",
            "Day Spa",
            "Sports as",
            "Coca & Cola",
            "De Lake",
            "湖滨分公司",
            "Lake Incline",
        ),
        *("Inc.", "Co., Ltd.", "有限公司", "株式会社", "& Co", "Ltd"),
    ],
)
def test_a_name_without_a_legal_form_or_of_nothing_else_is_its_own_stem(full):
    name = read_company_name(full)
    assert (name.stem, name.suffix) == (full, "")
    assert name.folded


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Lakeside Inc.", "LAKESIDE, LLC"),
        ("Société du Lac SA", "societe du lac"),
        ("Lake & Son", "Lake and Son"),
        ("Lake&Son Ltd", "Lake ＆ Son"),
        ("L.A.K.E. Corp", "LAKE"),
        ("Coca-Lake", "Coca Lake"),
        ("Ｌａｋｅｓｉｄｅ", "Lakeside"),
        ("湖滨 科技", "湖滨科技有限公司"),
        ("Straße GmbH", "STRASSE"),
    ],
)
def test_duplicates_fold_to_one_form(left, right):
    assert read_company_name(left).folded == read_company_name(right).folded


def test_different_companies_fold_to_different_forms():
    names = [
        "Lakeside",
        "Lakeview",
        "Lake Side Story",
        "湖滨",
        "湖东",
        "がらす",
        "からす",
        "!!!",
        "???",
    ]
    assert len({read_company_name(name).folded for name in names}) == len(names)


def test_spaces_and_invisible_characters_go_and_capitals_stay():
    assert read_company_name("  eBay \u202e\x00of\t the  LAKE ").full == "eBay of the LAKE"


@pytest.mark.parametrize(
    ("text", "reason"),
    [("", "empty"), (" \n", "empty"), ("\u202e\u200d", "empty"), ("x" * 201, "too long")],
)
def test_what_is_no_name_is_refused_with_the_reason(text, reason):
    with pytest.raises(InvalidCompanyName) as refusal:
        read_company_name(text)
    assert (refusal.value.text, refusal.value.reason) == (text, reason)
    assert isinstance(refusal.value, CrmError)


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text):
    try:
        name = read_company_name(text)
    except InvalidCompanyName:
        return
    assert name.stem
    assert name.folded
    assert name.full.startswith(name.stem) or name.full.endswith(name.stem)
    assert name.suffix in name.full
    assert read_company_name(name.full) == name


@pytest.mark.parametrize("piece", ["(", "集团", "inc ", "a ", "公司"])
def test_ten_thousand_characters_are_refused_at_once(piece):
    with pytest.raises(InvalidCompanyName):
        read_company_name((piece * 10_000)[:10_001] + "x")
