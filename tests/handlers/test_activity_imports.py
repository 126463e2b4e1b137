"""Importing activities: history joins the records that are there, once, and reminds of nothing."""

from store.sessions import PARLEY
from store.tables import Contact
from tests.importing import import_rows

HEAD = ("Date", "Type", "Subject", "Notes", "Contact", "Email", "Company", "Deal", "Owner")
CALL = (
    "2026-03-02 14:30",
    "Phone call",
    "Budget",
    "They have 50k.",
    "Grace Hopper",
    "",
    "",
    "",
    "",
)
VISIT = ("2026-04-01", "拜访", "", "看了工厂", "", "", "Navy Systems", "", "")
MAIL = ("2026-05-01", "E-Mail", "Offer", "", "Somebody", "grace@navy.example", "", "", "Ben")
SOLD = ("2026-06-01", "Pigeon", "", "Wants it by July", "", "", "", "Compilers", "")
NOBODY = ("2026-06-01", "Call", "", "Who was it?", "Alan Turing", "", "", "", "")
NEVER = ("", "Call", "", "Some day", "Grace Hopper", "", "", "", "")
EMPTY = ("2026-06-01", "Call", "", "", "Grace Hopper", "", "", "", "")


def contacted(session):
    """When somebody was in touch with the first contact last."""
    session.actor = PARLEY
    return session.get_one(Contact, 1).touched_at


def sold(chat):
    """Ada and Ben below Maria; Ada has a contact, her company and a deal."""
    maria = chat.manager("Maria")
    ada, ben = chat.rep("Ada", maria), chat.rep("Ben", maria)
    ada.says("contact add Grace Hopper grace@navy.example company:Navy Systems")
    ada.says("deal add Compilers 50k company:Navy Systems")
    return maria, ada, ben


def test_history_joins_deals_people_and_companies_once(chat):
    maria, ada, _ = sold(chat)
    rows = (HEAD, CALL, VISIT, MAIL, SOLD, NOBODY, NEVER, EMPTY)
    tried = import_rows(chat, *rows, who="Maria", kind="activities", dry_run=True)
    assert tried.counts == (7, 4, 0, 0, 3)
    assert "They have 50k" not in ada.says("timeline C-1")
    done = import_rows(chat, *rows, who="Maria", kind="activities")
    assert done.counts == (7, 4, 0, 0, 3)
    assert [(line, reason) for line, _, _, reason in done.remarks] == [
        (5, "Not a kind of activity that I know: kept as a note."),
        (6, "Rejected: no deal, contact or company that you may change fits, or several do."),
        (7, "Rejected: the row does not say when."),
        (8, "Rejected: the row tells nothing."),
    ]
    told = ada.says("timeline C-1")
    assert "Mon 2 Mar 2026, 14:30 · Call · Maria" in told
    assert "Budget\nThey have 50k." in told
    assert "1 May 2026, 12:00 · E-mail · Ben" in told
    assert "看了工厂" in ada.says("timeline Navy Systems")
    assert "Wants it by July" in ada.says("timeline D-1")
    assert import_rows(chat, *rows, who="Maria", kind="activities").counts == (7, 0, 0, 4, 3)
    maria.says("undo")
    assert import_rows(chat, *rows, who="Maria", kind="activities").counts[1] == 4


def test_only_what_one_may_change_and_what_is_one_record(chat):
    _, ada, ben = sold(chat)
    assert import_rows(chat, HEAD, CALL, VISIT, who="Ben", kind="activities").counts == (
        2,
        0,
        0,
        0,
        2,
    )
    ben.says("contact add Grace Hopper company:Park Ltd anyway:yes")
    twice = import_rows(chat, HEAD, CALL, who="Maria", kind="activities")
    assert twice.counts == (1, 0, 0, 0, 1)
    placed = (*CALL[:6], "Navy Systems", *CALL[7:])
    assert import_rows(chat, HEAD, placed, placed, who="Maria", kind="activities").counts == (
        2, 1, 0, 1, 0,
    )  # fmt: skip
    assert "They have 50k" in ada.says("timeline C-1")


def test_names_in_parts_and_old_history_does_not_make_a_contact_look_neglected(chat):
    _, ada, _ = sold(chat)
    ada.says("log call C-1 talked today")
    head = ("日期", "类型", "内容", "First Name", "Last Name")
    row = ("2020-01-01", "会议", "第一次见面", "Grace", "Hopper")
    assert import_rows(chat, head, row, who="Ada", kind="activities").counts == (1, 1, 0, 0, 0)
    assert chat.database.read(contacted, chat.clock.now()).year == 2026
    assert "第一次见面" in ada.says("timeline C-1")
