"""Emptying a field by chat: none, -, 无, 清空; in quotes they are words like any."""

import pytest


@pytest.fixture
def ada(chat):
    ada = chat.rep("Ada")
    ada.says(
        "contact add Grace Hopper grace@navy.example company:Navy title:Admiral tier:A "
        "source:Fair birthday:1906-12-09 address:1 Harbour Lane"
    )
    ada.says("deal add 20 compilers 50k C-1 close:30 june source:Fair")
    ada.says("deal edit D-1 competitor:Siemens step:call next:tomorrow")
    ada.says("company edit O-1 industry:Defence employees:50 founded:1900 revenue:5m country:US "
             "website:navy.example tier:B source:Fair address:Pier 1 phone:+12025550143 potential:2m")  # fmt: skip
    return ada


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("deal edit D-1 close:none", "Closes: Wed 30 Jun 2027 → –"),
        ("deal edit D-1 amount:-", "Amount: $50,000.00 → –"),
        ("修改商机 D-1 金额:无", "Amount: $50,000.00 → –"),
        ("修改商机 D-1 成交：清空", "Closes: Wed 30 Jun 2027 → –"),
        ("deal edit D-1 contact:NONE", "Contact: Grace Hopper → –"),
        ("deal edit D-1 company:none", "Company: Navy → –"),
        ("deal edit D-1 competitor:none source:none", "Competitor: Siemens → –"),
        ("deal edit D-1 step: none", "Next step: call → –"),
        ("deal edit D-1 next:none", "When: Tue 24 Nov 2026, 09:00 → –"),
        ("contact edit C-1 title:none", "Title: Admiral → –"),
        ("contact edit C-1 birthday:none", "Birthday: Sun 9 Dec 1906 → –"),
        ("contact edit C-1 address:无", "Address: 1 Harbour Lane → –"),
        ("contact edit C-1 company:none tier:none", "Company: Navy → –"),
        ("company edit O-1 industry:none", "Industry: Defence → –"),
        ("company edit O-1 revenue:-", "Revenue: $5,000,000.00 → –"),
        ("company edit O-1 phone:none", "Phone: +12025550143 → –"),
        ("company edit O-1 employees:none founded:none", "Founded: 1,900 → –"),
        ("company edit O-1 potential:none", "Potential: $2,000,000.00 → –"),
        ("company edit O-1 tier:none", "Tier: B → –"),
    ],
)
def test_a_field_is_emptied_and_filled_again(ada, said, told):
    ref = said.split()[1] if said.startswith("修改") else said.split()[2]
    before = ada.says(ref)
    assert told in ada.says(said), said
    assert ada.says(ref) != before
    assert "Nothing to change" in ada.says(said)
    ada.says("undo")
    assert ada.says(ref) == before


def test_in_quotes_it_is_a_word(ada):
    assert "Title: Admiral → none" in ada.says('contact edit C-1 title:"none"')
    assert "Competitor: Siemens → 无" in ada.says("deal edit D-1 competitor:“无”")
    assert "What about: 20 compilers → -" in ada.says('deal edit D-1 title: "-"')
    assert "as a date" in ada.says('deal edit D-1 close:"none"')


def test_what_is_needed_stays(ada, chat):
    for said in ("deal edit D-1 title:none", "contact edit C-1 name:无", "company edit O-1 name:-"):
        assert ada.says(said) == "That is needed, so it cannot be emptied."
    chat.admin().says("stage edit lead needs:amount,close")
    assert "a deal needs: amount." in ada.says("deal edit D-1 amount:none")
    assert "Amount: $50,000.00" in ada.says("D-1")
    ada.says("deal win D-1")
    assert "a deal needs: close date" in ada.says("deal edit D-1 close:none")
    ada.says("language zh")
    assert ada.says("修改商机 D-1 标题:无") == "这一项必填，不能清空。"


def test_a_form_empties_too(ada):
    assert "What should change?" in ada.says("contact edit C-1")
    ada.says("contact edit")
    assert "Title: Admiral → –" in ada.fills(contact="C-1", title="none")
    ada.says("undo")
    ada.says("contact edit")
    assert "Title: Admiral → none" in ada.fills(contact="C-1", title='"none"')
