"""Tickets that become one, messages that become tickets, and what tickets are linked to."""

import pytest

from tests.handlers import service_desks
from tests.handlers.service_desks import agreed, wrote


@pytest.fixture
def ada(chat):
    return service_desks.a_rep(chat)


@pytest.fixture
def gus(chat, ada):
    return service_desks.an_agent(chat)


def test_merging_keeps_what_both_hold_and_sends_later_words_on(gus, chat):
    gus.says("reply T-1 We look")
    gus.says("yes")
    chat.passes(hours=1)
    gus.says("ticket add C-1 The import fails too")
    asked = gus.says("ticket merge T-1 T-2")
    assert asked.startswith("Merge The import fails too T-2 into The export")
    merged = gus.says("yes")
    assert "The import fails too T-2 is part of it now." in merged
    assert "Grace Hopper\nThe import fails too" in merged
    assert "Next answer: healthy, 2 h left, due Mon 23 Nov 2026, 12:00" in merged
    assert "The export has been down since noon T-1" in gus.says("T-2")
    assert "1 in all" in gus.says("tickets")
    assert "T-2" not in gus.says("find import fails")
    wrote(chat, 2, "And the report")
    assert "And the report" in gus.says("T-1")
    assert "T-2 was merged into it" in gus.says("timeline T-1")
    assert "one and the same" in agreed(gus, "ticket merge T-1 T-2")


def test_a_merge_is_undone(gus):
    gus.says("ticket add C-1 The import fails too")
    gus.says("ticket add C-1 And the mail")
    agreed(gus, "ticket merge T-2 T-3")
    agreed(gus, "ticket merge T-1 T-2")
    assert "export" in gus.says("T-3").splitlines()[0]
    assert gus.says("undo").startswith("Undone: ticket merge.")
    assert "The import fails too T-2" in gus.says("T-3").splitlines()[0]
    assert "2 in all" in gus.says("tickets")
    assert "And the mail T-3" not in gus.says("find mail")
    assert "The import fails too T-2" in gus.says("find import")


def test_tickets_of_two_customers_are_not_merged(gus, ada):
    ada.says("contact add Alan Turing")
    gus.says("ticket add C-2 My login fails")
    assert "what one wrote must not reach the other" in agreed(gus, "ticket merge T-1 T-2")
    assert "2 in all" in gus.says("tickets")
    gus.says("ticket add C-1 Another")
    gus.says("resolve T-1")
    assert "T-1 is resolved" in agreed(gus, "ticket merge T-1 T-3")


def test_a_message_becomes_a_ticket_of_its_own(gus, chat):
    assert "nothing to split" in gus.says("ticket split T-1 1")
    chat.passes(minutes=30)
    wrote(chat, 1, "By the way: the invoice shows the wrong amount")
    assert "Which message" in gus.says("split T-1")
    made = gus.says("2")
    assert "Split off from The export has been down since noon T-1." in made
    assert "By the way: the invoice shows the wrong amount T-2" in made
    assert "priority high · data fault" in made
    assert "due Mon 23 Nov 2026, 11:30" in made
    assert "invoice" not in gus.says("T-1")
    assert "There is no such message" in gus.says("ticket split T-1 9")
    gus.says("note T-1 internal words")
    assert "There is no such message" in gus.says("ticket split T-1 2")
    gus.says("undo")
    assert gus.says("undo").startswith("Undone: ticket split.")
    assert "invoice" in gus.says("T-1")
    assert "No ticket fits" in gus.says("T-2")


def test_splitting_takes_along_what_is_owed(gus, chat):
    agreed(gus, "reply T-1 We look")
    chat.passes(hours=1)
    wrote(chat, 1, "The import fails")
    assert "Next answer: healthy" in gus.says("T-1")
    gus.says("ticket split T-1 3")
    assert "Next answer" not in gus.says("T-1")
    chat.passes(hours=1)
    wrote(chat, 1, "One")
    wrote(chat, 1, "Two")
    gus.says("ticket split T-1 3")
    assert "Next answer: healthy" in gus.says("T-1")


def test_links_to_a_company_and_a_deal(gus, ada, chat):
    ada.says("company add Harbour")
    ada.says("deal add Pumps 5k O-1")
    admin = chat.admin()
    assert "Linked to Harbour O-2." in gus.says("ticket link T-1 O-2")
    assert "Grace Hopper · Harbour" in gus.says("T-1")
    assert "It is linked to Harbour O-2." in gus.says("link ticket T-1 Harbour")
    assert "Linked to Pumps D-1." in admin.says("ticket link T-1 D-1")
    assert "Deal: D-1" in admin.says("T-1")
    assert "Open ticket: The export" in ada.says("O-2")


def test_merged_contacts_keep_their_tickets(chat, gus, ada):
    ada.says("contact add Grace M Hopper tier:A")
    agreed(ada, "contact merge C-2 C-1")
    assert "Grace M Hopper" in gus.says("T-1")
    assert "Open ticket: The export" in ada.says("C-2")
