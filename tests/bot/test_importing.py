"""`parley import` from the command line: summary, report, exit code, complaints."""

import csv

import pytest

from bot import importing
from tests.importing import write_rows

HEADER = ("name", "company", "phone", "email")
NAMES = ["Ann", "Bob", "Cid", "Dan", "Eve", "Fay", "Gus", "Hal", "Ida", "Jim", "Kay", "Leo"]
GRACE = ("Grace Hopper", "Navy", "+1 202 555 0143", "grace@navy.example")


@pytest.fixture
def parley(chat, tmp_path, capsys):
    """Import rows from the command line; gives exit code, lines of stdout, and stderr."""
    chat.rep("Ada")

    def run(*rows, path=None, who="Ada", **options):
        path = path or write_rows(tmp_path, *rows)
        code = importing.run(chat.database, chat.clock.now, who, path, **options)
        told = capsys.readouterr()
        return code, told.out.splitlines(), told.err

    return run


def report_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


class TestSummary:
    def test_the_last_line_counts_every_row(self, parley):
        code, out, err = parley(HEADER, GRACE, GRACE, ("", "Navy", "", ""))
        assert out[-1] == "read 3, added 1, updated 0, duplicates 1, rejected 1"
        assert (code, err) == (1, "")

    def test_without_a_rejected_row_all_is_well(self, parley):
        code, out, _ = parley(HEADER, GRACE)
        assert code == 0
        assert out[0].endswith("rows.csv as contacts:")
        assert "  name: name" in out
        assert "1 company is new." in out

    def test_the_last_line_is_english_for_everybody(self, parley, chat):
        chat.rep("Ada").says("language zh")
        _, out, _ = parley(HEADER, GRACE)
        assert out[-1] == "read 1, added 1, updated 0, duplicates 0, rejected 0"

    def test_a_table_without_rows_is_read(self, parley):
        code, out, _ = parley(HEADER)
        assert (code, out[-1]) == (0, "read 0, added 0, updated 0, duplicates 0, rejected 0")

    def test_columns_that_are_not_used_are_named(self, parley):
        _, out, _ = parley(("name", "shoe size", ""), ("Grace", "5", "x"))
        assert "  Not imported: shoe size" in out

    def test_a_dry_run_says_so(self, parley, chat):
        _, out, _ = parley(HEADER, GRACE, dry_run=True)
        assert out[-2] == "Only a dry run: nothing was changed."
        assert out[-1] == "read 1, added 1, updated 0, duplicates 0, rejected 0"
        assert "No contacts here yet" in chat.rep("Ada").says("contacts")

    @pytest.mark.parametrize(
        ("rows", "last"), [(10, "Line 11"), (11, "And 1 more: "), (12, "And 2 more: ")]
    )
    def test_the_first_remarks_are_printed(self, parley, rows, last):
        _, out, _ = parley(HEADER, *[(name, "", f"12{name}", "") for name in NAMES[:rows]])
        assert out[-2].startswith(last)
        assert "Line 2, phone “12Ann”: Not a phone number that can exist: kept as typed." in out

    def test_columns_can_be_assigned(self, parley, chat):
        rows = [
            ("Who", "Ring", "Ring 2", "email"),
            ("Grace", "202-555-0143", "202-555-0144", "g@x.example"),
        ]
        maps = ["name=Who", "phone=Ring", "phone=Ring 2", "email="]
        code, out, _ = parley(*rows, maps=maps, kind="contacts")
        assert code == 0
        card = chat.rep("Ada").says("find Grace")
        assert "(202) 555-0144" in card
        assert "g@x.example" not in card
        assert "  phone: Ring + Ring 2" in out

    def test_a_column_without_a_name_goes_by_its_number(self, parley):
        _, out, _ = parley(("name", "company", ""), ("Grace", "Navy", "202-555-0143"))
        assert "  phone: #3" in out


class TestReports:
    def test_a_report_tells_line_column_value_and_reason(self, parley, tmp_path):
        report = tmp_path / "report.csv"
        rows = [("Grace", "", "123", "none@"), ("", "Navy", "", "")]
        code, out, _ = parley(HEADER, *rows, report=report)
        assert code == 1
        assert report_of(report) == [
            ["line", "column", "value", "reason"],
            ["2", "phone", "123", "Not a phone number that can exist: kept as typed."],
            ["2", "email", "none@", "Not an e-mail address: left out."],
            ["3", "", "Navy", "Rejected: the row names nobody."],
        ]
        assert out[-2] == f"3 remarks: see {report}"

    def test_without_remarks_it_has_its_header_only(self, parley, tmp_path):
        report = tmp_path / "report.csv"
        report.write_text("from the last time")
        parley(HEADER, GRACE, report=report)
        assert report_of(report) == [["line", "column", "value", "reason"]]

    def test_nothing_in_it_runs_in_a_spreadsheet(self, parley, tmp_path):
        report = tmp_path / "report.csv"
        formulas = ["=1+1", "@SUM(A1)", "-2+cmd", "+1 99"]
        parley(HEADER, *[(f"P {value}", "", value, "") for value in formulas], report=report)
        values = [row[2] for row in report_of(report)[1:]]
        assert values == ["'=1+1", "'@SUM(A1)", "'-2+cmd", "+1 99"]

    def test_it_speaks_the_language_of_whoever_imports(self, parley, tmp_path, chat):
        chat.rep("Ada").says("language zh")
        report = tmp_path / "report.csv"
        parley(HEADER, ("Grace", "", "123", ""), report=report)
        assert report_of(report)[0] == ["line", "column", "value", "reason"]


class TestComplaints:
    """One sentence on stderr, exit code 2, nothing changed."""

    def complaint(self, parley, *rows, **options):
        code, out, err = parley(*rows, **options)
        assert (code, out) == (2, [])
        assert err.count("\n") == 1
        return err

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"", "empty"),
            (b"PK\x03\x04 and so on", "a zip archive"),
            (b"%PDF-1.7", "a PDF"),
            (b"BEGIN:VCARD\nFN:Grace", "empty"),
            (b"name,phone\nGrace,\x81\x8d\n", "Line 2 is damaged"),
            (b"Grace,grace@navy.example\nAda,ada@navy.example\n", "Line 1 should name the columns"),
            (b'name,phone\nGrace,"1\nAda,2\nBob,3\n', "A quote that opens in line 2"),
            (b"name,notes\nGrace," + b"x" * 140_000, "A cell in line 2"),
            (b"colour,size\nred,5\n", "No column says what the rows are"),
        ],
    )
    def test_files_that_are_no_table(self, parley, tmp_path, content, words):
        path = tmp_path / "file.csv"
        path.write_bytes(content)
        assert words in self.complaint(parley, path=path)

    def test_a_break_far_down_changes_nothing(self, parley, tmp_path, chat):
        path = tmp_path / "file.csv"
        lines = [f"Person {index},p{index}@x.example\n" for index in range(1200)]
        path.write_text("name,email\n" + "".join(lines) + 'Grace,"g\nh\n')
        assert "line 1202" in self.complaint(parley, path=path).replace(",", "")
        assert "No contacts here yet" in chat.rep("Ada").says("contacts")

    def test_a_file_that_is_not_there_and_a_folder(self, parley, tmp_path):
        assert "There is no file" in self.complaint(parley, path=tmp_path / "missing.csv")
        assert "is a folder" in self.complaint(parley, path=tmp_path)

    @pytest.mark.parametrize(
        ("options", "words"),
        [
            ({"who": "Nobody"}, "Nobody"),
            (
                {"kind": "ships"},
                "“ships” cannot be imported; these can: contacts, companies, leads, deals",
            ),
            ({"kind": "contact"}, "Did you mean “contacts”"),
            ({"maps": ["phone"]}, "“phone” assigns no column"),
            ({"maps": ["=phone"]}, "assigns no column"),
            ({"maps": ["fone=phone"]}, "There is no field “fone”. Did you mean “phone”"),
            ({"maps": ["phone=Fone"]}, "The file has no column “Fone”. Did you mean “phone”?"),
            ({"maps": ["phone=xyzxyz"]}, "The file has no column “xyzxyz”."),
        ],
    )
    def test_names_that_do_not_exist(self, parley, options, words):
        assert words in self.complaint(parley, HEADER, GRACE, **options)

    def test_several_whom_a_name_fits(self, parley, chat):
        chat.rep("Bea Long")
        chat.rep("Bea Short")
        told = self.complaint(parley, HEADER, GRACE, who="ea")
        assert told == "“ea” fits several: Bea Long (@bea), Bea Short (@bea2).\n"

    def test_whoever_may_not_add(self, parley, chat):
        chat.agent("Zoe")
        assert "right to add contacts" in self.complaint(parley, HEADER, GRACE, who="Zoe")

    def test_a_report_that_cannot_be_written(self, parley, tmp_path, chat):
        report = tmp_path / "no" / "report.csv"
        assert str(report) in self.complaint(parley, HEADER, GRACE, report=report)
        assert "No contacts here yet" in chat.rep("Ada").says("contacts")
