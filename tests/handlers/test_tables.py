"""Tables in a monospaced font."""

from handlers.tables import shortened, table, width


def test_columns_stand_under_each_other():
    rows = str(table([["阶段", "No."], ["lead", "7"], ["谈判中", "12"]])).splitlines()
    assert [width(row) for row in rows] == [width(rows[0])] * 3
    assert rows == ["阶段    No.", "lead      7", "谈判中   12"]


def test_what_is_too_long_is_cut_where_it_fits():
    assert shortened("Ada King") == "Ada King"
    assert shortened("Ada Lovelace of Ockham", 12) == "Ada Lovelac…"
    assert shortened("Ada Lovelace", 5) == "Ada…"
    assert shortened("华东地区销售团队", 8) == "华东地…"
    assert width(shortened("华东地区销售团队", 9)) <= 9
