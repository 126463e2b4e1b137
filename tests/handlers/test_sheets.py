"""Files as people send them, and what is read from them."""

import csv
import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.imports import delimiters
from handlers.imports.errors import (
    CellTooLargeError,
    HeaderMissingError,
    NotASheetError,
    QuoteUnclosedError,
    SheetEmptyError,
    SheetFolderError,
    SheetMissingError,
)
from handlers.imports.sheets import Oddity, Remark, Row, Sheet, read_sheet
from handlers.imports.tables import table_of


@pytest.fixture
def read(tmp_path):
    def write_and_read(content: str | bytes, encoding: str = "utf-8") -> Sheet:
        path = tmp_path / "people.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return read_sheet(path)

    return write_and_read


def cells(sheet: Sheet) -> list[tuple[str, ...]]:
    return [row.cells for row in sheet.rows]


def lines(sheet: Sheet) -> list[int]:
    return [row.line for row in sheet.rows]


class TestDelimiters:
    @pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
    def test_any_usual_delimiter(self, read, delimiter):
        sheet = read(f"Name{delimiter}City\nAda{delimiter}London\n")
        assert (sheet.delimiter, sheet.headers) == (delimiter, ("Name", "City"))
        assert cells(sheet) == [("Ada", "London")]

    def test_commas_in_the_text_do_not_count(self, read):
        sheet = read("Name;Address\nAda;12 High St, London\nBo;1 Low St, Leeds\nCy;3 Mid, York\n")
        assert sheet.delimiter == ";"
        assert cells(sheet)[0] == ("Ada", "12 High St, London")

    def test_semicolons_in_a_cell_do_not_count(self, read):
        assert read("Name,Tags\nAda,a;b;c\nBo,d;e;f\n").delimiter == ","

    def test_decimal_commas(self, read):
        assert cells(read("Name;Sum\nAda;1,5\nBo;2,5\n")) == [("Ada", "1,5"), ("Bo", "2,5")]

    def test_excels_hint_wins(self, read):
        sheet = read("sep=^\nName^Tags\nAda^a,b\nBo^c,d\n")
        assert (sheet.delimiter, sheet.headers) == ("^", ("Name", "Tags"))
        assert lines(sheet) == [3, 4]

    def test_one_column(self, read):
        assert cells(read("Email\nada@x.example\nbo@x.example\n")) == [
            ("ada@x.example",),
            ("bo@x.example",),
        ]

    def test_a_monstrous_cell_ends_the_search_quietly(self):
        assert delimiters.detect('a;b\n1;2\n"' + "x" * 200_000) == ";"

    def test_only_the_first_rows_are_looked_at(self):
        assert delimiters.detect("a,b\n" * 100 + "a;b;c\n" * 1000) == ","


class TestRows:
    def test_line_breaks_in_quotes_and_physical_lines(self, read):
        sheet = read('Name,Note\r\nAda,"one\r\ntwo"\r\n\r\nBo,"say ""hi"""\r\n')
        assert list(sheet.rows) == [Row(2, ("Ada", "one\r\ntwo")), Row(5, ("Bo", 'say "hi"'))]

    def test_old_line_ends(self, read):
        assert lines(read("Name,City\rAda,London\rBo,Leeds\r")) == [2, 3]

    def test_separators_of_unicode_do_not_end_a_line(self, read):
        assert cells(read("Name,Note\nAda,a\u2028b\x0bc\n")) == [("Ada", "a\u2028b\x0bc")]

    def test_short_rows_are_padded_and_values_beyond_the_header_kept(self, read):
        sheet = read("Name,City,Phone\nAda\nBo,Leeds,1,surplus\nCy,York,2,,\n")
        assert cells(sheet) == [
            ("Ada", "", ""),
            ("Bo", "Leeds", "1", "surplus"),
            ("Cy", "York", "2"),
        ]

    def test_blank_rows_and_trailing_delimiters_vanish(self, read):
        sheet = read("Name,City,,\nAda,London,,\n,,,\n   , ,,\nBo,Leeds,,\n")
        assert sheet.headers == ("Name", "City")
        assert list(sheet.rows) == [Row(2, ("Ada", "London")), Row(5, ("Bo", "Leeds"))]

    def test_a_header_in_the_middle_is_a_seam_of_joined_files(self, read):
        assert lines(read("Name,City\nAda,London\n\ufeffName,City\nBo,Leeds\n")) == [2, 4]

    @pytest.mark.parametrize(
        ("written", "meant"),
        [
            ("  Ada\u3000", "Ada"),
            ("\u202d+44 20\u202c", "+44 20"),
            ('"=""00123"""', "00123"),
            ('="00123"', "00123"),
            ("'+44 20", "+44 20"),
            ("'0123", "0123"),
            ("'s Hertogenbosch", "'s Hertogenbosch"),
            ("=SUM(A1)", "=SUM(A1)"),
            ("\t13800001111", "13800001111"),
            ('"Bob" Smith', "Bob Smith"),
            ('5" pipe', '5" pipe'),
        ],
    )
    def test_what_spreadsheets_put_around_a_value(self, read, written, meant):
        assert cells(read(f"Name,City\n{written},x\n")) == [(meant, "x")]

    def test_rows_can_be_walked_again(self, read):
        sheet = read("Name,City\nAda,London\nBo,Leeds\n")
        assert cells(sheet) == cells(sheet)
        assert sheet.sample(1) == [("Ada", "London")]

    def test_a_header_alone_is_a_table_without_rows(self, read):
        sheet = read("Name,City")
        assert (sheet.headers, cells(sheet)) == (("Name", "City"), [])

    @settings(max_examples=60)
    @given(
        table=st.lists(
            st.lists(
                st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Zs"]))
                | st.sampled_from(["a,b", "x\ny", 'say "hi"', "1;2", "三\t四"]),
                min_size=3,
                max_size=3,
            ),
            max_size=8,
        ),
        delimiter=st.sampled_from(",;\t|"),
        encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    )
    def test_what_a_program_wrote_is_read_back(self, table, delimiter, encoding, tmp_path_factory):
        # ' and = at the start of a cell are signs to a spreadsheet: see the test above.
        wanted = [tuple(row) for row in table if any(row) and not {"'", "="} & set("".join(row))]
        text = io.StringIO(newline="")
        writer = csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL)
        writer.writerows([("Name", "City", "Email"), *wanted])
        path = tmp_path_factory.mktemp("written") / "people.csv"
        path.write_bytes(text.getvalue().encode(encoding))
        sheet = read_sheet(path)
        assert (sheet.delimiter, cells(sheet)) == (delimiter, wanted)


class TestHeaderRow:
    def test_titles_notes_and_blank_lines_above_are_skipped_and_told(self, read):
        sheet = read("Export of 3 March\n\nby Ada\nName,City,Phone\nAda,London,1\n")
        assert sheet.headers == ("Name", "City", "Phone")
        assert sheet.remarks == (Remark(Oddity.LINES_SKIPPED, 4, "3"),)
        assert lines(sheet) == [5]

    def test_a_title_with_trailing_delimiters(self, read):
        sheet = read(",,,\nCustomers of 2024,,,\nName,City,Phone,Email\nAda,London,1,a@x.example\n")
        assert sheet.headers[0] == "Name"

    def test_particulars_in_pairs_above_a_small_table(self, read):
        sheet = read("Report:,Contacts\nName,City,Phone\nAda,London,1\nBo,Leeds,2\n")
        assert sheet.headers == ("Name", "City", "Phone")

    def test_a_wider_row_of_values_is_no_better_header(self, read):
        sheet = read("colour,shape\nred,round,big\nblue,flat,small\n")
        assert sheet.headers == ("colour", "shape")
        assert cells(sheet)[0] == ("red", "round", "big")

    def test_a_sparse_table_below_many_headers(self, read):
        names = ",".join(f"Field {letter}" for letter in "ABCDEFGHIJKL")
        sheet = read(f"{names}\nx,,,y,,,,,,,,\nx,,,z,,,,,,,,\n")
        assert len(sheet.headers) == 12

    def test_missing_and_double_headers_are_told(self, read):
        sheet = read("Name,,Phone,Phone,,\nAda,x,1,2,y,\n")
        assert sheet.headers == ("Name", "", "Phone", "Phone", "")
        assert sheet.remarks == (
            Remark(Oddity.HEADER_EMPTY, 1, "2"),
            Remark(Oddity.HEADER_EMPTY, 1, "5"),
            Remark(Oddity.HEADER_TWICE, 1, "Phone"),
        )

    @pytest.mark.parametrize(
        "first",
        [
            "1,2,3",
            "Ada,London,ada@x.example",
            "张三,腾飞科技,13800001111",
            "Ada,1,http://x.example",
        ],
    )
    def test_a_table_that_begins_with_values_is_refused(self, read, first):
        with pytest.raises(HeaderMissingError) as caught:
            read(f"\n{first}\n{first}\n")
        assert (caught.value.line, caught.value.cells) == (2, tuple(first.split(",")))

    def test_rows_of_a_workbook_become_a_table_the_same_way(self):
        raw = [Row(1, ("Our customers",)), Row(3, ("Name", " City ")), Row(4, ("Ada", "London"))]
        sheet = table_of(lambda: raw)
        assert (sheet.headers, list(sheet.rows)) == (("Name", "City"), raw[2:])
        assert (sheet.encoding, sheet.delimiter) == ("", "")


class TestRefusals:
    def test_a_missing_file(self, tmp_path):
        with pytest.raises(SheetMissingError) as caught:
            read_sheet(tmp_path / "none.csv")
        assert caught.value.path == tmp_path / "none.csv"

    def test_a_folder(self, tmp_path):
        with pytest.raises(SheetFolderError) as caught:
            read_sheet(tmp_path)
        assert caught.value.path == tmp_path

    @pytest.mark.parametrize("content", ["", "\n", "\ufeff", " \n\t\n", ",,,\n,,,\n"])
    def test_an_empty_file(self, read, content):
        with pytest.raises(SheetEmptyError):
            read(content)

    @pytest.mark.parametrize(
        ("content", "kind"),
        [
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "xls"),
            (b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "image"),
            (b"RIFF\x10\0\0\0WEBPVP8 ", "image"),
            (b"%PDF-1.7\n", "pdf"),
            (b"\x1f\x8b\x08\0", "archive"),
            (b"PK\x03\x04 but broken", "zip"),
            (b"a\0\0b\0\0\0c\x01\x02\x03\0", "binary"),
            (b"B\0\x01\x02\x03\x00\x04\0\x05\0", "binary"),
            (b"\xef\xbb\xbf<html><table><tr><td>Name", "html"),
            (b'<?xml version="1.0"?>\n<Workbook/>', "xml"),
        ],
    )
    def test_a_file_that_is_no_text_table(self, read, content, kind):
        with pytest.raises(NotASheetError) as caught:
            read(content)
        assert caught.value.kind == kind

    @pytest.mark.parametrize(
        ("members", "kind"),
        [
            (["[Content_Types].xml", "xl/workbook.xml"], "damaged"),
            (["[Content_Types].xml", "word/document.xml"], "docx"),
            (["mimetype", "content.xml"], "ods"),
            (["people.csv"], "zip"),
        ],
    )
    def test_what_is_in_a_zip_archive(self, read, members, kind):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            for member in members:
                archive.writestr(member, "")
        with pytest.raises(NotASheetError) as caught:
            read(packed.getvalue())
        assert caught.value.kind == kind

    def test_a_cell_that_is_too_large(self, read):
        sheet = read("Name,Note\n" + "Ada,x\n" * 200 + f"Bo,{'x' * 200_000}\n")
        with pytest.raises(CellTooLargeError) as caught:
            list(sheet.rows)
        assert (caught.value.line, caught.value.limit) == (202, csv.field_size_limit())

    def test_a_line_longer_than_the_part_that_is_looked_at(self, read):
        with pytest.raises(CellTooLargeError):
            read("Name,Note\n" + "x" * 300_000)

    def test_a_file_that_is_one_endless_line(self, read):
        with pytest.raises(CellTooLargeError):
            read("x" * 300_000)

    @pytest.mark.parametrize("end", ["Cy,z\n", 'Cy,"z"\n'])
    def test_a_quote_that_never_closes_does_not_swallow_the_rows_below(self, read, end):
        sheet = read("Name,Note\n" + "Ada,x\n" * 200 + 'Bo,"y\n' + end)
        walk = iter(sheet.rows)
        assert [next(walk).line for _ in range(200)][-1] == 201
        with pytest.raises(QuoteUnclosedError) as caught:
            next(walk)
        assert caught.value.line == 202

    def test_rows_stream(self, tmp_path):
        path = Path(tmp_path / "people.csv")
        path.write_text("Name,Note\n" + "Ada,x\n" * 50_000 + 'Bo,"y\n')
        assert next(iter(read_sheet(path).rows)) == Row(2, ("Ada", "x"))
