"""Handing over what a leaver has: shown first, in one go, and taken back in one go."""

import pytest

from store import contacts, deals, handovers
from store.contacts import Draft
from store.moneys import Money


@pytest.fixture
def office(any_chat):
    """A manager with two reps, and a rep of another team; Ada has something of everything."""
    maria = any_chat.manager("Maria")
    ada, ben = any_chat.rep("Ada", maria), any_chat.rep("Ben", maria)
    zoe = any_chat.rep("Zoe", any_chat.manager("Olaf"))
    ada.says("contact add Grace Hopper company:Navy")
    ada.says("contact add Alan Turing company:Navy")
    ada.says("deal add Pump 5k C-1")
    ada.says("deal add Valve 7k C-1")
    ada.says("deal win D-2")
    zoe.says("contact add Zeno Elea")
    zoe.says("contact share C-3 @ada")
    return maria, ada, ben, zoe


def test_a_manager_hands_over_and_takes_back(office):
    maria, ada, ben, _ = office
    preview = maria.says("handover @ada @ben")
    assert preview.splitlines() == [
        "Hand over from Ada to Ben:",
        "• 2 contacts",
        "• 1 company",
        "• 1 deal",
        "What has ended stays with Ada, so that past figures stay right: 1 deal. With all it goes along.",
        "1 record that others share with Ada will be shared no longer.",
    ]
    assert maria.buttons == ("Yes, all 4", "Cancel")
    assert "Owner: Ada" in maria.says("C-1")
    maria.says("handover @ada @ben")
    assert maria.says("4") == "Ben now has what was Ada's: 2 contacts, 1 company, 1 deal."
    assert ben.inbox == ["Maria gave you what was Ada's: 2 contacts, 1 company, 1 deal."]
    assert ada.inbox[-1] == "Maria gave what was yours to Ben: 2 contacts, 1 company, 1 deal."
    assert "Grace Hopper" in ben.says("find grace")
    assert "Pump" in ben.says("deals")
    assert ada.says("find grace") == "Nothing found for “grace”."
    assert ada.says("C-3").startswith("No contact fits")
    assert "Valve" in ada.says("deals stage:won")
    ben.says("contact edit C-1 title:Admiral")
    maria.says("contact assign C-2 @me")
    taken_back = next(
        one
        for one in reversed(maria.chat.arrived)
        if "Undo" in one.buttons and "now has" in str(one.text)
    )
    index = taken_back.buttons.index("Undo")
    said = maria._told({"press": {"outbox_id": taken_back.outbox_id, "index": index}})
    assert said.splitlines() == [
        "Undone: handover.",
        "3 records went back.",
        "1 has gone on to somebody else since and stays.",
    ]
    assert "Admiral" in ada.says("C-1")
    assert "Pump" in ada.says("deals")
    assert "Zeno" in ada.says("C-3")
    assert "Owner: Maria" in maria.says("C-2")
    assert maria.says("undo").startswith("Undone: contact assign.")


def test_only_one_kind_and_the_history_if_wished(office):
    maria, ada, ben, _ = office
    assert "contacts" not in maria.says("handover @ada @ben deals all").partition("Hand over")[2]
    assert maria.buttons == ("Yes, all 2", "Cancel")
    assert maria.presses("Yes, all 2") == "Ben now has what was Ada's: 2 deals."
    assert "Valve" in ben.says("deals stage:won")
    assert "Zeno" in ada.says("C-3")
    assert "Grace" in ada.says("C-1")
    assert maria.says("handover @ada @ben deals") == "Ada has nothing to hand over."
    assert "2 records went back." in maria.says("undo")
    assert "1 deal. With all it goes along." in maria.says("handover @ada @ben deals")


def test_ways_to_say_it(chat):
    maria = chat.manager("Maria")
    ada = chat.rep("Ada Lovelace", maria)
    chat.rep("Ben Carter", maria)
    ada.says("contact add Grace Hopper")
    for text in ("handover @ada @ben", "hand over from Ada to Ben", "handover Ada Lovelace Ben Carter",
                 "hand over everything of ada to ben", "/handover from:@ada to:@ben",
                 "handover @ada @ben contacts", "交接 @ada @ben", "把Ada的工作交接给Ben",
                 "移交 ＠ada ＠ben 联系人"):  # fmt: skip
        said = maria.says(text)
        assert said.startswith("Hand over from Ada Lovelace to Ben Carter:\n• 1 contact"), text
        maria.says("no")
    assert "Whose records are handed over?" in maria.says("handover")
    assert "Who takes over?" in maria.says("@ada")
    assert maria.says("@ben").startswith("Hand over from Ada Lovelace to Ben Carter")
    maria.says("cancel")
    assert "I don't know what to do with “😀”" in maria.says("handover @ada @ben 😀")
    assert "I don't know what to do with" in maria.says(f"handover @ada @ben {'x' * 10_000}")
    maria.says("language zh")
    assert "Ada Lovelace" in maria.says("交接 @ada @ben")


def test_who_may_not(office):
    maria, ada, _, zoe = office
    chat = maria.chat
    root = chat.admin()
    chat.agent("Gus")
    assert "You need the right to assign records" in ada.says("handover @ada @ben")
    assert "covers your team only" in maria.says("handover @zoe @ben")
    assert "covers your team only" in maria.says("handover @ada @zoe")
    assert "one and the same person" in maria.says("handover @ada @ada")
    assert root.says("handover @ada @gus") == "Gus cannot own such records."
    root.says("suspend @ben")
    root.says("yes")
    assert maria.says("handover @ada @ben") == "Ben cannot own such records."
    root.says("suspend @ada")
    root.says("yes")
    heard = len(ada.inbox)
    assert "Hand over from Ada to Zoe" in root.says("handover @ada @zoe")
    assert "Zoe now has what was Ada's" in root.says("yes")
    assert len(ada.inbox) == heard
    assert "Grace" in zoe.says("C-1")


def test_a_share_that_began_again_meanwhile_does_not_hinder_the_undo(chat):
    root, maria = chat.admin(), chat.manager("Maria")
    ada, ben = chat.rep("Ada", maria), chat.rep("Ben", maria)
    zoe = chat.rep("Zoe")
    ada.says("contact add Grace Hopper")
    zoe.says("company add Navy")
    zoe.says("company share O-1 @ada")
    zoe.says("deal add Pump 5k O-1")
    zoe.says("deal share D-1 @ada edit")
    root.says("handover @ada @ben")
    root.says("yes")
    assert ada.says("O-1").startswith("No company fits")
    zoe.says("company share O-1 @ada edit")
    assert "1 record went back." in root.says("undo")
    assert "Shared with Ada (edit)" in ada.says("O-1")
    assert "Shared with Ada (edit)" in ada.says("D-1")
    assert ben.says("C-1").startswith("No contact fits")
    assert "nothing to undo" in root.says("undo")


def test_an_undo_reaches_no_further_than_the_right_does_now(chat):
    root, maria = chat.admin(), chat.manager("Maria")
    ada, ben = chat.rep("Ada", maria), chat.rep("Ben", maria)
    ada.says("contact add Grace Hopper")
    maria.says("handover @ada @ben")
    maria.says("yes")
    root.says("manager @ben manager:@root")
    assert "covers your team only" in maria.says("undo")
    assert "Grace" in ben.says("C-1")


def test_five_thousand_records_go_in_a_few_statements(chat):
    maria = chat.manager("Maria")
    ada, ben = chat.rep("Ada", maria), chat.rep("Ben", maria)

    def unit(session):
        session.act_as(session.directory.people[ada.speaker.staff_id])
        for number in range(500):
            name = "".join(chr(97 + int(digit)) for digit in f"{number:04}")
            contacts.add(session, Draft(f"Grace {name}"), owner_id=ada.speaker.staff_id)
            draft = deals.Draft(f"Pump {name}", Money(500, "USD"))
            deals.add(session, draft, owner_id=ada.speaker.staff_id)

    chat.database.write(unit, chat.clock.now())
    maria.says("handover @ada @ben")
    assert maria.says("1000") == "Ben now has what was Ada's: 500 contacts, 500 deals."
    assert "500 in all" in ben.says("contacts")
    assert "1,000 records went back." in maria.says("undo")
    assert "500 in all" in ada.says("deals")


def test_open_leads_and_approvals_that_wait_go_along(chat):
    root = chat.admin("Root")
    top = chat.manager("Top")
    maria, olaf = chat.manager("Maria", top), chat.manager("Olaf", top)
    ada = chat.rep("Ada", maria)
    maria.says("lead add Grace Hopper")
    maria.says("lead add Alan Turing")
    maria.says("lead drop L-2 spam")
    for ref in ("L-1", "L-2"):
        maria.says(f"lead assign {ref} @maria")
    root.says("product add Pump 1000")
    ada.says("contact add Zeno")
    ada.says("deal add Pumps 5k C-1")
    ada.says("quote add D-1 Pump x1 discount:30%")
    ada.says("quote send Q-1")
    ada.says("yes")
    assert "Q-1" in maria.says("approvals")
    assert "Q-1" not in olaf.says("approvals")
    preview = top.says("handover @maria @olaf")
    assert "• 1 lead\n• 1 approval to decide" in preview
    top.says("yes")
    assert "Q-1" in olaf.says("approvals")
    assert "Q-1" not in maria.says("approvals")
    top.says("undo")
    assert "Q-1" in maria.says("approvals")
    assert "Q-1" not in olaf.says("approvals")


def test_open_tickets_go_along_and_customers_are_told_if_wished(chat):
    root, gus = chat.admin("Root"), chat.agent("Gus")
    ida, ada, ben = chat.agent("Ida"), chat.rep("Ada"), chat.rep("Ben")
    ada.says("contact add Grace Hopper")
    grace, wang = chat.customer("Grace"), chat.customer("王小明")
    for customer, words in ((grace, "The export is down"), (wang, "我的发票金额不对")):
        customer.says(words)
        customer.presses("I agree" if customer is grace else "我同意")
        gus.says("ticket take T-1" if customer is grace else "ticket take T-2")
    gus.says("ticket link T-1 C-1")
    gus.says("yes")
    gus.says("resolve T-2")
    assert "• 1 ticket\nWhat has ended stays with Gus" in root.says("handover @gus @ida")
    root.says("yes")
    assert ida.inbox[-1] == "Root Admin gave you what was Gus's: 1 ticket."
    assert "T-1" in ida.says("tickets mine")
    root.says("undo")
    assert "T-1" in gus.says("tickets mine")
    assert "T-1" not in ida.says("tickets mine")
    heard = len(grace.inbox), len(wang.inbox)
    told = root.says("handover @ada @ben tell customers")
    assert "1 customer is told that Ben looks after them from now on" in told
    assert (len(grace.inbox), len(wang.inbox)) == heard
    assert "1 customer hears of it." in root.says("yes")
    assert grace.inbox[-1] == "From now on Ben looks after you. Write here as before."
    assert len(wang.inbox) == heard[1]
    root.says("handover @ben @ada")
    root.says("yes")
    assert len(grace.inbox) == heard[0] + 1
    assert "Owner: Ada" in ada.says("C-1")
    assert "No contact" in ben.says("C-1")


def test_every_kind_that_is_handed_over_is_counted_in_words():
    from handlers.commands.handovers import COUNTS

    assert {one.kind for one in handovers.HANDED} == COUNTS.keys()
