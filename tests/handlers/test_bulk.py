"""Changes of a whole list: shown first, by the same rules as for one, taken back by one undo."""

import pytest

from store import bulks
from store.rights import Role


@pytest.fixture
def people(chat):
    maria = chat.manager("Maria")
    ada, ben = chat.rep("Ada", maria), chat.rep("Ben", maria)
    for number in range(1, 11):
        ada.says(f"deal add Pump{number} {number}k")
    ben.says("deal add Sails 200k")
    return maria, ada, ben


def test_a_list_is_shown_agreed_to_moved_and_taken_back(any_chat):
    ada = any_chat.rep("Ada")
    for number in range(1, 11):
        ada.says(f"deal add Pump{number} {number}k")
    ada.says("deal move D-3 proposal")
    ada.says("deal win D-4")
    ada.says("deals")
    ada.presses("More ›")
    preview = ada.says("move all to proposal")
    assert preview.splitlines() == [
        "Move to proposal: 8 of 9",
        "Deals",
        "Left as they are: so already (1)",
        "D-10 Pump10 · lead",
        "D-9 Pump9 · lead",
        "D-8 Pump8 · lead",
        "D-7 Pump7 · lead",
        "D-6 Pump6 · lead",
        "… and 3 more",
        "Type 8 or press the button; one undo takes it all back.",
    ]
    assert ada.buttons == ("Yes, all 8", "Cancel")
    assert "Stage: lead" in ada.says("D-1")
    done = ada.says("8")
    assert done.startswith("8 deals moved to proposal.\nLeft as they are: so already (1)")
    assert "Stage: proposal (50 %)" in ada.says("D-1")
    assert "lead → proposal" in ada.says("timeline D-1")
    assert ada.says("undo").startswith("Undone: move all.\nPump")
    assert "Stage: lead (10 %)" in ada.says("D-1")
    assert "1 in all" in ada.says("timeline D-1")
    assert "Stage: proposal" in ada.says("D-3")
    assert "Stage: won" in ada.says("D-4")


def test_only_what_was_narrowed_to_and_only_a_yes_counts(people):
    _, ada, _ = people
    ada.says("deals over 5k")
    ada.says("move all to proposal")
    for said in ("4", "no"):
        ada.says(said)
        assert "Stage: lead" in ada.says("D-6")
    ada.says("deals over 5k")
    ada.says("move all to proposal")
    assert ada.presses("Yes, all 5").startswith("5 deals moved")
    assert "Stage: proposal" in ada.says("D-6")
    assert "Stage: lead" in ada.says("D-5")
    ada.says("deals over 5k")
    assert "None of them can be changed so.\nLeft as they are: so already (5)" in ada.says(
        "move all to proposal"
    )


def test_what_stands_in_the_way_is_counted_by_reason(chat, people):
    maria, ada, _ = people
    chat.admin().says("stage edit negotiation needs:close,contact")
    ada.says("deal edit D-1 close:friday")
    ada.says("contact add Grace Hopper")
    ada.says("deal edit D-2 contact:C-1 close:friday")
    ada.says("deal win D-3")
    maria.says("deals")
    preview = maria.says("move all to negotiation")
    assert preview.startswith("Move to negotiation: 1 of 10\nDeals\n")
    assert "without close date, contact (8) · without contact (1)" in preview
    maria.says("cancel")
    maria.says("deals won")
    assert "Left as they are: won or lost (1)" in maria.says("move all to negotiation")
    chat.admin().says("stage edit proposal movers:admin")
    maria.says("deals lead")
    assert "Only Admin may move deals to proposal. (10)" in maria.says("move all to proposal")
    chat.admin().says("pipeline add Renewals")
    chat.admin().says("stage add Talks 30 pipeline:Renewals")
    assert "in another pipeline (10)" in maria.says("move all to talks")


def test_a_list_that_has_changed_is_shown_and_asked_about_again(people):
    maria, ada, ben = people
    maria.says("deals of ada over 8k")
    assert maria.says("move all to proposal").startswith("Move to proposal: 2 of 2")
    ada.says("deal add Late 20k")
    again = maria.says("2")
    assert again.startswith("The list has changed since you saw it.\nMove to proposal: 3 of 3")
    assert "Stage: lead" in maria.says("D-9")
    ada.says("deal delete D-9")
    ada.says("yes")
    ada.says("deal add Other 21k")
    assert maria.says("yes").startswith("The list has changed since you saw it.")
    assert maria.says("yes").startswith("3 deals moved to proposal.")
    assert "Stage: lead" in ben.says("D-11")


def test_the_list_that_was_shown_is_meant_whatever_came_between(people):
    maria, _, _ = people
    maria.says("deals of ben")
    maria.says("move all to proposal")
    maria.says("deals of ada")
    assert maria.says("1") == "1 deal moved to proposal."
    assert "Stage: proposal" in maria.says("D-11")
    maria.says("deals over 900m")
    assert maria.says("move all to proposal").endswith("\nThat list is empty.")


def test_winning_and_losing_are_not_for_lists(people):
    _, ada, _ = people
    ada.says("deals")
    for said in ("win all", "lose all", "全部赢单", "move all to won", "move all to lost",
                 "全部推进到输单"):  # fmt: skip
        assert "Deals are won and lost one by one" in ada.says(said), said
        ada.says("cancel")
    assert "Stage: lead" in ada.says("D-1")


def test_giving_a_list_away_tells_everybody_once(people):
    maria, ada, ben = people
    maria.says("deals")
    preview = maria.says("assign all to @ben")
    assert preview.startswith("Give to Ben: 10 of 11\nDeals\nLeft as they are: so already (1)\n")
    assert "Owner: Ada" in preview
    before = len(ben.inbox), len(ada.inbox)
    assert maria.says("10").startswith("10 deals given to Ben.")
    assert ben.inbox[before[0] :] == ["Maria gave you 10 deals."]
    assert ada.inbox[before[1] :] == ["Maria gave 10 deals of yours to Ben."]
    assert "11 in all" in ben.presses("Show")
    assert maria.says("undo").startswith("Undone: assign all.")
    assert "10 in all" in ada.says("deals")
    assert "1 in all" in ben.says("deals")


def test_who_may_give_away_and_to_whom(chat, people):
    maria, ada, _ = people
    ada.says("deals")
    assert "right to assign records" in ada.says("assign all to @ben")
    maria.says("deals")
    chat.rep("Zoe")
    assert "covers your team only" in maria.says("assign all to @zoe")
    chat.staff("Agnes", Role.AGENT, maria)
    assert "Agnes cannot own such records." in maria.says("assign all to @agnes")
    assert "No colleague fits" in maria.says("assign all to @nobody")


def test_a_right_that_is_lost_meanwhile_counts(chat, people):
    maria, ada, _ = people
    ada.says("deals")
    ada.says("move all to proposal")
    chat.admin().says("revoke rep bulk")
    chat.admin().says("yes")
    assert "right to delete, merge and change many records" in ada.says("yes")
    assert "Stage: lead" in ada.says("D-1")
    maria.says("deals")
    maria.says("move all to proposal")
    chat.admin().says("grant manager deals.edit own")
    chat.admin().says("yes")
    assert "Left as they are: beyond your right (11)" in maria.says("11")


def test_undo_reaches_as_far_as_the_right_does_still(chat, people):
    maria, _, _ = people
    maria.says("deals")
    maria.says("move all to proposal")
    maria.says("11")
    chat.admin().says("grant manager bulk own")
    chat.admin().says("yes")
    assert "covers your own records only" in maria.says("undo")
    assert "Stage: proposal" in maria.says("D-1")


def test_undo_leaves_all_as_it_is_once_one_was_changed_since(people):
    maria, ada, _ = people
    maria.says("deals")
    maria.says("move all to proposal")
    maria.says("11")
    ada.says("deal move D-5 negotiation")
    assert "changed again since" in maria.says("undo")
    assert "Stage: proposal" in ada.says("D-1")


def test_days_of_closing(people):
    _, ada, _ = people
    ada.says("deals over 8k")
    assert ada.says("set all close:end of month").startswith("Closing on Mon 30 Nov 2026: 2 of 2")
    assert ada.says("2") == "2 deals to be closed on Mon 30 Nov 2026."
    assert "Closes: Mon 30 Nov 2026" in ada.says("D-9")
    ada.says("deals over 7k")
    assert "so already (2)" in ada.says("close all end of month")
    assert ada.says("yes").startswith("1 deal to be closed on Mon 30 Nov 2026.")
    ada.says("undo")
    assert "Closes" not in ada.says("D-8")
    ada.says("deals over 7k")
    assert "can't read “whenever” as a date" in ada.says("close all whenever")
    ada.says("cancel")
    ada.says("deal win D-1")
    ada.says("won deals")
    assert "won or lost (1)" in ada.says("close all friday")


def test_tags_for_a_list_of_contacts(people):
    maria, ada, ben = people
    ada.says("contact add Grace Hopper company:Navy")
    ada.says("contact add Alan Turing company:Park")
    ben.says("contact add Jean Jennings company:Navy")
    ada.says("tag C-1 vip")
    ada.says("contacts")
    assert ada.says("tag all VIP").startswith("Tag with “VIP”: 1 of 2\nContacts\n")
    assert ada.says("1").startswith("1 contact tagged with “VIP”.")
    assert "2 in all" in ada.says("contacts tag:vip")
    ada.says("undo")
    assert "1 in all" in ada.says("contacts tag:vip")
    maria.says("contacts company:Navy")
    maria.says("全部打标签 海军")
    assert maria.says("确认").startswith("2 contacts tagged with “海军”.")
    maria.says("contacts company:Navy")
    assert maria.says("assign all to @ben").startswith("Give to Ben: 1 of 2")
    maria.says("yes")
    maria.says("companies")
    assert maria.says("assign all to @ben").startswith("Give to Ben: 2 of 2\nCompanies")
    assert maria.says("2") == "2 companies given to Ben."


def test_shared_and_pooled_contacts_are_not_ones_own_to_change(people):
    _, ada, ben = people
    ada.says("contact add Grace Hopper")
    ada.says("contact share C-1 @ben edit")
    ada.says("contact add Alan Turing")
    ada.says("release C-2")
    ben.says("contacts")
    assert "Left as they are: beyond your right (2)" in ben.says("tag all vip")


def test_a_list_of_another_kind_or_none_at_all(people):
    _, ada, ben = people
    assert "Show me a list first" in ada.says("move all to proposal")
    ada.says("contacts")
    assert "That does not work for this list: Contacts." in ada.says("move all to proposal")
    ada.says("deals")
    assert "That does not work for this list: Deals." in ada.says("tag all vip")
    assert "Which stage?" in ada.says("move all")
    ada.presses("proposal")
    assert ada.presses("Yes, all 10").startswith("10 deals moved")
    assert "is no stage here" in ben.says("move all to nirvana")


def test_too_long_a_list_is_refused(people, monkeypatch):
    monkeypatch.setattr(bulks, "MOST", 9)
    _, ada, _ = people
    ada.says("deals")
    assert ada.says("move all to proposal") == (
        "That list holds 10: at most 9 can be changed at once. Please narrow it."
    )


def test_what_a_button_holds_is_only_a_list(people):
    _, ada, _ = people
    for listing in ("", "[]", "{}", '{"command": "undo", "values": {}}', "{", '{"command": 5}'):
        answer = ada.says(f"move all proposal listing:'{listing}'")
        assert "incident" not in answer
        assert "Yes" not in ada.buttons
        ada.says("cancel")


def test_reps_with_no_deals_and_strangers(chat, people):
    agent = chat.staff("Agnes", Role.AGENT)
    assert "right to" in agent.says("move all to proposal")
    assert "I don't know you yet." in chat.customer("王小明").says("move all to proposal")


def test_in_chinese(people):
    _, ada, _ = people
    ada.says("语言 zh")
    ada.says("我的商机")
    preview = ada.says("全部推进到谈判")
    assert preview.startswith("推进到谈判：共 10 条，将更改 10 条")
    assert ada.says("确认").startswith("已将 10 个商机推进到谈判。")
    assert ada.says("撤销").startswith("已撤销")
