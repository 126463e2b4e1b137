"""Files of records that are sent to the bot: told first, taken in at a yes, taken back at once."""

from pathlib import Path

from handlers.imports.field_words import FIELDS
from handlers.imports.vocabularies import VOCABULARIES
from store.files import File

PEOPLE = "name,phone,email\nGrace Hopper,+1 202 555 0143,grace@navy.example\nAda Byron,12,\n,,x\n"
CARD = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:王小明\r\nTEL;TYPE=CELL:+86 138 0013 8000\r\nEND:VCARD\r\n"


def sheet(text=PEOPLE, name="people.csv"):
    return File(name, "text/csv", text.encode())


def test_a_table_goes_in_at_a_yes_with_its_report_and_comes_out_by_one_undo(any_chat):
    root = any_chat.admin()
    told = root.sends(sheet())
    assert "people.csv as contacts" in told
    assert "3 rows read\n2 new\n1 rejected" in told
    assert "Phone: phone" in told
    assert "Nothing found" in root.says("find hopper")
    root.sends(sheet())
    done = root.says("yes")
    assert "people.csv is in." in done
    assert "2 new" in done
    report = report_of(root)
    assert report.startswith("line,column,value,reason")
    assert "4," in report
    assert "Grace Hopper" in root.says("find hopper")
    assert "Undone: import." in root.says("undo")
    assert "Nothing found" in root.says("find hopper")


def report_of(somebody):
    """The text of the file that came last."""
    path = Path(somebody.last.files[0])
    assert path.name.endswith("people-report.csv")
    return path.read_text("utf-8")


def test_a_vcard_in_chinese_and_a_no(chat):
    root = chat.admin()
    root.says("language zh")
    assert "people.vcf" in root.sends(sheet(CARD, "people.vcf"))
    root.says("不")
    assert "C-1" not in root.says("查找 王小明")
    root.sends(sheet(CARD, "people.vcf"))
    root.says("是")
    assert "C-1" in root.says("查找 王小明")
    root.sends(sheet(CARD, "people.vcf"))
    root.says("是")
    assert root.says("查找 王小明").count("C-") == 1


def test_the_kind_may_be_said_with_the_file(chat):
    root = chat.admin()
    assert "as leads" in root.sends(sheet(), say="import leads")
    root.says("yes")
    assert "Grace Hopper" in root.says("leads")


def test_deals_make_their_stages_and_undo_takes_the_deals(chat):
    root = chat.admin()
    table = "deal,stage,amount,close,company\nPumps,Engaging,5000,2027-01-31,Navy\n"
    assert "Engaging" in root.sends(sheet(table, "deals.csv"))
    assert "Engaging" not in root.says("stages")
    root.sends(sheet(table, "deals.csv"))
    assert "1 new" in root.says("yes")
    assert "Pumps" in root.says("deals")
    root.says("undo")
    assert "Pumps" not in root.says("deals")


def test_who_may_not_and_what_cannot(chat):
    ada, root = chat.rep("Ada"), chat.admin()
    assert "covers your own records only" in ada.sends(sheet())
    assert "Grace" not in ada.says("contacts")
    assert "Send me the file" in root.says("import")
    assert "No column says what the rows are" in root.sends(sheet("a,b\n1,2\n"))
    many = "name\n" + "".join(f"Person {number}\n" for number in range(2_001))
    assert "More than" in root.sends(sheet(many))
    assert "empty" in root.sends(sheet(""))


def test_a_preview_speaks_the_language_of_its_reader_whatever_the_fields(chat):
    root = chat.admin()
    root.says("language zh")
    assert "电话: phone" in root.sends(sheet()).replace("：", ": ")
    every = {name for one in VOCABULARIES.values() for name in one.field_names()}
    assert every == FIELDS.keys()
