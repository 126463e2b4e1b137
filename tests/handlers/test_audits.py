"""The audit by chat."""

import pytest
from sqlalchemy import text


def test_who_changed_what_and_when(any_chat):
    ada, root = any_chat.rep("Ada"), any_chat.admin()
    ada.says("contact add Grace Hopper grace@navy.example title:Captain company:Navy")
    any_chat.passes(hours=1)
    ada.says("contact edit C-1 title:Admiral")
    newest = root.says("audit C-1")
    assert newest.splitlines()[1:3] == [
        "Mon 23 Nov 2026, 10:00 · Ada · changed contact C-1",
        "    Title: Captain → Admiral",
    ]
    assert "added phone or e-mail C-1" in newest
    assert "grace@navy.example" in newest
    assert "Owner: Ada" in newest
    assert root.says("who changed C-1?") == newest
    assert root.says("谁改了C-1") == newest


def test_the_audit_of_a_person_and_since_a_time(chat):
    ada, root = chat.rep("Ada"), chat.admin()
    ada.says("contact add Grace Hopper")
    chat.passes(days=2)
    ada.says("tag C-1 vip")
    root.says("role @ada manager")
    root.says("yes")
    assert "added contact C-1" in root.says("audit @ada")
    since = root.says("audit since:yesterday")
    assert "added tag on a contact C-1" in since
    assert "added contact" not in since
    assert "Role: Sales rep → Manager" in root.says("audit U-2")
    assert root.says("audit C-99") == "No changes there."
    assert "No colleague fits “nobody”." in root.says("audit nobody")


def test_rights_and_settings_are_in_it(chat):
    root = chat.admin()
    root.says("settings region CN")
    root.says("grant rep assign own")
    root.says("yes")
    listed = root.says("审计")
    assert "changed setting region" in listed
    assert "added right of a role" in listed


def test_a_manager_reads_what_the_team_did_with_personal_values_hidden(chat):
    maria = chat.manager("Maria")
    ada, ben = chat.rep("Ada", maria), chat.rep("Ben")
    ada.says("contact add Grace Hopper grace@navy.example")
    ben.says("contact add Alan Turing")
    listed = maria.says("audit")
    assert "contact C-1" in listed
    assert "Alan" not in listed
    assert "grace@navy.example" not in listed
    assert "•••" in listed
    assert "covers your team only" in maria.says("audit @ben")
    assert "covers your team only" in maria.says("audit verify")
    assert "You need the right to read the audit" in ada.says("audit C-1")


def test_long_values_are_cut_and_pages_turn(chat):
    ada, root = chat.rep("Ada"), chat.admin()
    ada.says("contact add Grace Hopper")
    ada.says("contact edit C-1 title:" + "x" * 150)
    for number in range(9):
        ada.says(f"contact edit C-1 title:Title{number}")
    assert "1–8 of 11" in root.says("audit C-1")
    assert "x" * 79 + "…" in root.presses("More ›")


def test_the_audit_holds_until_somebody_alters_it(any_chat):
    ada, root = any_chat.rep("Ada"), any_chat.admin()
    ada.says("contact add Grace Hopper")
    assert root.says("audit verify").startswith("The audit holds: ")
    assert root.says("校验审计").startswith("The audit holds: ")
    with any_chat.database.engine.begin() as connection:
        connection.execute(text("UPDATE audit_entries SET details = :details WHERE action = 'add'"),
                           {"details": b"{}"})  # fmt: skip
    assert root.says("audit verify").startswith("The audit does not hold: an entry was altered")


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("DELETE FROM audit_entries WHERE link = 3", "an entry is missing"),
        ("UPDATE audit_entries SET command = 'x' WHERE link = 3", "an entry was forged"),
        ("DELETE FROM audit_entries WHERE link > 3", "its end was cut off"),
    ],
)
def test_every_kind_of_tampering_is_named(chat, statement, fault):
    chat.rep("Ada").says("contact add Grace Hopper")
    root = chat.admin()
    chat.restarts()
    with chat.database.engine.begin() as connection:
        connection.execute(text(statement))
    assert fault in root.says("audit verify")
