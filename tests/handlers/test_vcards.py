"""vCards of any version, as phones and address books write them."""

import quopri

import pytest

from handlers.imports.errors import SheetEmptyError
from handlers.imports.sheets import read_sheet


@pytest.fixture
def read(tmp_path):
    def read(content):
        path = tmp_path / "people.vcf"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        sheet = read_sheet(path)
        return [dict(zip(sheet.headers, row.cells, strict=True)) for row in sheet.rows]

    return read


def quoted(text, charset="utf-8"):
    return quopri.encodestring(text.encode(charset)).replace(b"\n", b"\r\n")


def test_version_3_with_groups_folds_and_escapes(read):
    assert read(
        "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Grace Hopper\r\nN:Hopper;Grace;;;\r\n"
        "item1.TEL;TYPE=CELL,VOICE:+1 202 555 0143\r\nTEL;TYPE=WORK,FAX:+1 202 555 0144\r\n"
        "EMAIL;TYPE=INTERNET,WORK:grace@navy.example\r\nORG:Navy\\, Systems;Research\r\n"
        "BDAY:19061209\r\nADR;TYPE=WORK:;;1 Long Str\r\n eet;Arlington;VA;22202;USA\r\n"
        "CATEGORIES:vip,pioneer\r\nNOTE:First line\\nsecond; third\r\n"
        "PHOTO;ENCODING=b;TYPE=JPEG:AAAA\r\nEND:VCARD\r\n"
    ) == [
        {
            "Full name": "Grace Hopper",
            "Fax": "+1 202 555 0144",
            "Mobile phone": "+1 202 555 0143",
            "Work email": "grace@navy.example",
            "Company": "Navy, Systems",
            "Birthday": "1906-12-09",
            "Street address": "1 Long Street",
            "City": "Arlington",
            "State": "VA",
            "Postal code": "22202",
            "Country": "USA",
            "Tags": "vip; pioneer",
            "Notes": "First line\nsecond; third",
        }
    ]


@pytest.mark.parametrize("charset", ["UTF-8", "GBK"])
def test_version_2_1_in_chinese_quoted_printable(read, charset):
    head = f";CHARSET={charset};ENCODING=QUOTED-PRINTABLE:".encode()
    long = "这是一个很长很长的备注" * 6
    content = (
        b"BEGIN:VCARD\r\nVERSION:2.1\r\nN" + head + quoted("王;小明;;;", charset)
        + b"\r\nTEL;CELL;PREF:13800138000\r\nTEL;WORK:010-66668888\r\nNOTE" + head
        + quoted(long, charset) + b"\r\nEND:VCARD\r\n"
    )  # fmt: skip
    assert read(content) == [
        {
            "Full name": "王小明",
            "Mobile phone": "13800138000",
            "Work phone": "010-66668888",
            "Notes": long,
        }
    ]


def test_version_4_and_several_cards(read):
    rows = read(
        'BEGIN:VCARD\nVERSION:4.0\nFN:李雷\nTEL;VALUE=uri;TYPE="cell,voice":tel:+86-138-0013-8000\n'
        "EMAIL:mailto:lilei@example.cn\nBDAY:--0203\nEND:VCARD\n\n"
        "BEGIN:VCARD\nVERSION:4.0\nN:van Rossum;Guido;M.;;\nTEL:555 0100\nTEL:555 0100\n"
        "END:VCARD\nBEGIN:VCARD\nFN:cut off"
    )
    assert [row["Full name"] for row in rows] == ["李雷", "Guido M. van Rossum"]
    assert rows[0]["Mobile phone"] == "+86-138-0013-8000"
    assert rows[0]["Email"] == "lilei@example.cn"
    assert rows[1]["Phone"] == "555 0100"
    assert "Birthday" not in rows[0]


def test_a_fold_within_a_character_and_a_foreign_encoding(read):
    name = "欧阳娜娜".encode()
    folded = name[:4] + b"\r\n " + name[4:]
    content = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:" + folded + b"\r\nEND:VCARD\r\n"
    utf16 = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ada\r\nEND:VCARD\r\n".encode("utf-16")
    gbk = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:韩梅梅\r\nORG:北京公司\r\nEND:VCARD\r\n".encode("gbk")
    assert read(utf16)[0]["Full name"] == "Ada"
    assert read(gbk)[0] == {"Full name": "韩梅梅", "Company": "北京公司"}
    assert read(content)[0]["Full name"] == "欧阳娜娜"


def test_values_in_base64_and_in_no_known_charset(read):
    rows = read(
        "BEGIN:VCARD\nVERSION:2.1\nFN:Ada\nNOTE;ENCODING=BASE64:aGVsbG8=\n"
        "TITLE;ENCODING=BASE64:a\nORG;CHARSET=NONSENSE:Mill\nno property\nEND:VCARD\n"
    )
    assert rows == [{"Full name": "Ada", "Company": "Mill", "Notes": "hello"}]


def test_no_whole_card(read):
    with pytest.raises(SheetEmptyError):
        read("BEGIN:VCARD\r\nVERSION:3.0\r\n")
