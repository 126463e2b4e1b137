"""The encodings of the files that people send."""

import pytest

from handlers.imports.errors import UndecodableError
from handlers.imports.sheets import Oddity, Remark, Row, Sheet, read_sheet

CHINESE = "姓名,公司,电话\n张伟,深圳市腾飞科技,13800001111\n李娜,上海鑫淼贸易,13900002222\n"
TRADITIONAL = "姓名,公司,電話\n王小明,台灣電腦公司,0912345678\n陳淑芬,海洋精密,0987654321\n"
GERMAN = "Name;Firma;Ort\nJürgen Größe;Müller & Söhne;Köln\nÄNNE ÖZ;Straßenbau;Düsseldorf\n"


@pytest.fixture
def read(tmp_path):
    def write_and_read(content: str | bytes, encoding: str = "utf-8") -> Sheet:
        path = tmp_path / "people.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return read_sheet(path)

    return write_and_read


def cells(sheet: Sheet) -> list[tuple[str, ...]]:
    return [row.cells for row in sheet.rows]


@pytest.mark.parametrize(
    ("text", "written", "told", "certain"),
    [
        (CHINESE, "utf-8", "utf-8", True),
        (CHINESE, "utf-8-sig", "utf-8-sig", True),
        (CHINESE, "utf-16", "utf-16", True),
        (CHINESE, "utf-32", "utf-32", True),
        (CHINESE, "utf-16-le", "utf-16-le", False),
        (CHINESE, "utf-16-be", "utf-16-be", False),
        (GERMAN, "utf-16-le", "utf-16-le", False),
        (CHINESE, "gbk", "gb18030", False),
        (CHINESE, "gb18030", "gb18030", False),
        (TRADITIONAL, "big5", "big5", False),
        (GERMAN, "cp1252", "cp1252", False),
        (GERMAN, "latin-1", "cp1252", False),
        ("Name,City\nAda,London\n", "ascii", "utf-8", True),
    ],
)
def test_the_encoding_is_found_and_a_guess_is_told(read, text, written, told, certain):
    sheet = read(text, written)
    split = [tuple(line.split(sheet.delimiter)) for line in text.splitlines()]
    assert [sheet.headers, *cells(sheet)] == split
    assert sheet.encoding == told
    assert sheet.remarks == (() if certain else (Remark(Oddity.ENCODING_GUESSED, 1, told),))


@pytest.mark.parametrize("name", ["张三", "刘洋", "鑫淼", "邓喆", "龚玥菲", "欧阳娜娜"])
def test_one_chinese_name_is_enough(read, name):
    assert cells(read(f"name,phone\n{name},1\n", "gbk")) == [(name, "1")]


@pytest.mark.parametrize(
    "name", ["José", "Größe", "ÄÖ", "Åsa Öst", "Bjørn Ærø", "Çelik", "ÉCOLE", "“Bo” – it’s"]
)
def test_accents_are_not_taken_for_chinese(read, name):
    assert cells(read(f"name,phone\n{name},1\n", "cp1252")) == [(name, "1")]


def test_the_only_accent_may_come_late(read):
    text = "name,city\n" + "Ada,London\n" * 50_000 + "Zoë,Zürich\n"
    assert list(read(text, "cp1252").rows)[-1] == Row(50_002, ("Zoë", "Zürich"))


def test_long_foreign_texts_are_judged_by_their_beginning(read):
    text = "姓名,备注\n" + "张伟,下周回访重点客户\n" * 20_000
    assert len(cells(read(text, "gbk"))) == 20_000


def test_damaged_utf_8_is_refused_with_its_line_and_not_turned_into_nonsense(read):
    damaged = CHINESE.encode().replace("李".encode(), b"\xe6\x9d")
    with pytest.raises(UndecodableError) as caught:
        read(damaged)
    assert (caught.value.encoding, caught.value.line) == ("utf-8", 3)


def test_utf_16_cut_in_a_character_is_refused(read):
    with pytest.raises(UndecodableError) as caught:
        read(CHINESE.encode("utf-16")[:-1])
    assert (caught.value.encoding, caught.value.line) == ("utf-16", 3)


def test_bytes_of_no_encoding_are_refused(read):
    with pytest.raises(UndecodableError) as caught:
        read(b"name,city\nAda,\x81\x20\x8d\x20\n")
    assert (caught.value.encoding, caught.value.line) == ("cp1252", 2)
