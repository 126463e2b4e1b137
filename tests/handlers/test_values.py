"""What values look like, and what labels mean."""

import pytest

from handlers.imports.labels import label_of
from handlers.imports.values import Look, look_of, look_of_column


@pytest.mark.parametrize(
    ("value", "look"),
    [
        ("ada@x.example", Look.EMAIL),
        ("ada@localhost", Look.TEXT),
        ("https://x.example/ada", Look.WEBSITE),
        ("WWW.x.example", Look.WEBSITE),
        ("+1 (202) 555-0143", Look.PHONE),
        ("202-555-0143 x12", Look.PHONE),
        ("138 0000 1111", Look.PHONE),
        ("＋８６１３８００００１１１１", Look.PHONE),
        ("0571-88886666", Look.PHONE),
        ("2024-03-04", Look.TEXT),
        ("04.03.2024", Look.TEXT),
        ("1234567", Look.TEXT),
        ("+1 23 45 67 89 01 23 45 67", Look.TEXT),
        ("", Look.TEXT),
    ],
)
def test_one_value(value, look):
    assert look_of(value) is look


def test_most_of_a_column_decides():
    mails = ["a@x.example"] * 7
    assert look_of_column([*mails, "none", "-", "?", "", ""]) is Look.EMAIL
    assert look_of_column([*mails, "none", "-", "?", "n/a"]) is Look.TEXT
    assert look_of_column(["", " "]) is Look.TEXT
    assert look_of_column(["Acme Inc.", "腾飞集团", "Bo GmbH"]) is Look.COMPANY


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("* Work", "work"),
        ("Home Fax", "fax"),
        ("手机", "mobile"),
        ("宅电", "home"),
        ("x", None),
    ],
)
def test_labels(text, label):
    assert label_of(text) == label
