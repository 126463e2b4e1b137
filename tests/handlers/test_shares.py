"""Sharing contacts, companies and deals with a colleague, to read or to edit, and taking it back."""

import pytest


@pytest.fixture
def people(chat):
    ada, ben, eve = chat.rep("Ada"), chat.rep("Ben"), chat.rep("Eve")
    ada.says("company add Navy Systems phone:+12025550143 industry:Defence")
    ada.says("contact add Grace Hopper grace@navy.example company:Navy Systems")
    ada.says("deal add Compilers 50k O-1 C-1")
    return ada, ben, eve


def test_a_shared_deal_is_read_with_its_amount_and_history(any_chat):
    ada, ben, eve = any_chat.rep("Ada"), any_chat.rep("Ben"), any_chat.rep("Eve")
    ada.says("deal add Compilers 50k")
    assert ada.says("deal share D-1 @ben") == "Ben can see Compilers D-1 now."
    assert ben.inbox == ["Ada shares Compilers D-1 with you."]
    card = ben.says("D-1")
    assert "Amount: $50,000.00" in card
    assert "Owner: Ada" in card
    assert "Shared with Ben (read)" in card
    assert ben.buttons == ("Timeline",)
    assert "Entered lead" in ben.says("timeline D-1")
    listed = ben.says("deals")
    assert "$50,000.00" in listed
    assert "· Ada" in listed
    assert "Together: $50,000.00" in listed
    assert "No deals there: mine." in ben.says("deals mine")
    assert "Compilers" in ben.says("find compilers")
    for text in (
        "deal edit D-1 amount:7",
        "deal move D-1 proposal",
        "deal win D-1",
        "deal delete D-1",
    ):
        assert "covers your own records only" in ben.says(text), text
    assert "You need the right to add and change deals" in ben.says("deal share D-1 @eve")
    assert eve.says("D-1").startswith("No deal fits")
    assert eve.says("find compilers").startswith("Nothing found")


def test_a_deal_shared_to_edit_is_changed_moved_and_undone(chat):
    ada, ben = chat.rep("Ada"), chat.rep("Ben")
    ada.says("deal add Compilers 50k")
    assert "Ben can see and edit" in ada.says("把商机D-1共享给Ben") or ada.says(
        "deal share D-1 @ben edit"
    )
    assert "Shared with Ben (edit)" in ada.says("D-1")
    assert "$50,000.00 → $60,000.00" in ben.says("deal edit D-1 amount:60k")
    assert "Won" in ben.buttons or "Undo" in ben.buttons
    assert "lead → proposal" in ben.says("deal move D-1 proposal")
    assert ben.says("undo").startswith("Undone: deal move.")
    assert "→ won" in ben.says("deal win D-1")
    assert "covers your own records only" in ben.says("deal delete D-1")
    assert "Total 0" in " ".join(ben.says("pipeline mine").split())


def test_taking_a_share_back(people):
    ada, ben, _ = people
    for kind, ref, name in (("deal", "D-1", "Compilers"), ("company", "O-1", "Navy Systems"),
                            ("contact", "C-1", "Grace Hopper")):  # fmt: skip
        ada.chat.passes(minutes=1)
        ada.says(f"{kind} share {ref} @ben")
        assert name in ben.says(ref)
        assert ben.says(f"{kind} unshare {ref} @ben").startswith("You need the right")
        assert (
            ada.says(f"{kind} unshare {ref} @ben") == f"{name} {ref} is shared with Ben no longer."
        )
        assert ben.inbox[-1] == f"Ada shares {name} {ref} with you no longer."
        assert ben.says(ref).startswith(f"No {kind} fits")
        assert ben.says(f"find {name}").startswith("Nothing found")
        assert ada.says(f"{kind} unshare {ref} @ben") == f"{name} {ref} is not shared with Ben."
        assert ada.says("undo").startswith("Undone:")
        assert name in ben.says(f"find {name}")
        ada.says(
            f"取消共享{({'deal': '商机', 'company': '公司', 'contact': '联系人'})[kind]} {ref} @ben"
        )
        assert ben.says(ref).startswith(f"No {kind} fits")


def test_a_shared_company(people):
    ada, ben, eve = people
    assert "Ben can see" in ada.says("company share O-1 @ben")
    assert "+1 202-555-0143" in ben.says("O-1") or "2025550143" in ben.says("O-1")
    assert "Grace" not in ben.says("O-1")
    assert "Navy Systems" in ben.says("companies")
    assert "covers your own records only" in ben.says("company edit O-1 industry:Ships")
    assert "Ben can see and edit" in ada.says("共享公司 O-1 @ben 编辑")
    assert "Industry: Defence → Ships" in ben.says("company edit O-1 industry:Ships")
    assert "Note logged" in ben.says("log note O-1 met them at the fair")
    assert "met them at the fair" in ada.says("timeline O-1")
    assert "covers your own records only" in ben.says("release O-1")
    assert eve.says("O-1").startswith("No company fits")
    assert "Shared with Ben (edit)" in ada.says("O-1")


def test_with_whom_nothing_can_be_shared(people):
    ada, ben, _ = people
    chat = ada.chat
    chat.agent("Gus")
    root = chat.admin()
    chat.marketer("Mo")
    assert ada.says("deal share D-1 @mo") == "Mo may not see such records."
    assert ada.says("contact share C-1 @gus edit") == "Gus may not change such records."
    assert ada.says("contact share C-1 @gus") == "Gus can see Grace Hopper C-1 now."
    assert ada.says("deal share D-1 @ada") == "Ada sees Compilers D-1 already."
    assert ada.says("deal share D-1 @ben twice").startswith(
        "“twice” is not one of these: read, edit."
    )
    root.says("suspend @ben")
    root.says("yes")
    assert ada.says("deal share D-1 @ben") == "Ben may not see such records."
    ada.says("cancel")
    assert "Which deal?" in ada.says("deal share")
    ada.says("cancel")
    assert not ben.inbox


def test_what_is_shared_with_one_of_the_team_is_not_the_managers_to_see_or_count(chat):
    maria, olaf = chat.manager("Maria"), chat.manager("Olaf")
    chat.rep("Tom", maria)
    zoe = chat.rep("Zoe", olaf)
    zoe.says("contact add Grace Hopper")
    zoe.says("deal add Hopper mill 5k")
    zoe.says("contact share C-1 @tom")
    zoe.says("deal share D-1 @tom")
    assert maria.says("find hopper") == "Nothing found for “hopper”."
    assert "2 in all" in chat.rep("Tom").says("find hopper")


def test_amounts_stay_masked_for_a_role_that_reads_none(people):
    ada, ben, _ = people
    root = ada.chat.admin()
    root.says("revoke rep amounts.see")
    root.says("yes")
    ada.says("deal share D-1 @ben")
    assert "$" not in ben.says("D-1")
    assert "Amount: •••" in ben.says("D-1")


def test_a_renamed_company_and_a_new_owner_are_found_by_the_same_people(people):
    ada, ben, _ = people
    ada.says("company share O-1 @ben")
    ada.says("deal share D-1 @ben")
    ada.says("company edit O-1 name:Army Systems")
    assert "Army Systems" in ben.says("find army")
    ada.says("release O-1")
    ada.says("deal edit D-1 title:Linkers")
    assert "Linkers" in ben.says("find linkers")
