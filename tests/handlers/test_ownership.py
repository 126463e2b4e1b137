"""Who owns a contact: assign, share, the pool, claim, release."""

GRACE = "contact add Grace Hopper grace@navy.example"


def test_a_manager_gives_a_contact_to_somebody_of_the_team(any_chat):
    maria = any_chat.manager("Maria Lopez")
    ada, ben = any_chat.rep("Ada", maria), any_chat.rep("Ben Carter", maria)
    ada.says(GRACE)
    assert maria.says("contact assign C-1 @ben") == "Grace Hopper C-1 is Ben Carter's now."
    assert ben.inbox == ["Maria Lopez gave you Grace Hopper C-1."]
    assert ada.inbox[-1] == "Maria Lopez gave Grace Hopper C-1 to Ben Carter."
    assert ada.says("find hopper") == "Nothing found for “hopper”."
    assert "Owner: Ben Carter" in ben.says("find hopper")
    assert "is Ben Carter's already" in maria.says("assign C-1 @ben")
    maria.says("undo")
    maria.says("contact assign C-1 @me")
    assert "Owner: Maria Lopez" in maria.says("C-1")


def test_ways_to_say_it(chat):
    maria = chat.manager("Maria Lopez")
    chat.rep("Ada Lovelace", maria).says(GRACE)
    chat.rep("Ben Carter", maria)
    for said, whose in [
        ("give Grace Hopper to Ben", "Ben Carter"),
        ("把Grace Hopper转给Ada", "Ada Lovelace"),
        ("contact assign hopper @Ben Carter", "Ben Carter"),
        ("分配联系人 C-1 @ada", "Ada Lovelace"),
        ("联系人 分配 c1 carter", "Ben Carter"),
        ("transfer contact C-1 U-3", "Ada Lovelace"),
        ("assign C-1 to ben", "Ben Carter"),
    ]:
        assert maria.says(said) == f"Grace Hopper C-1 is {whose}'s now.", said


def test_nobody_gives_what_is_not_theirs_to_give(chat):
    maria, other = chat.manager("Maria"), chat.manager("Otto")
    ada = chat.rep("Ada", maria)
    ben = chat.rep("Ben", other)
    agent = chat.agent("Gus")
    root = chat.admin()
    ada.says(GRACE)
    assert "You need the right to assign records" in ada.says("contact assign C-1 @ben")
    assert other.says("contact assign C-1 @ben").startswith("No contact fits “C-1”.")
    assert maria.says("contact assign C-1 @ben") == (
        "Your right to assign records covers your team only."
    )
    assert "Which colleague?" in maria.says("contact assign C-1 @nobody")
    assert root.says("contact assign C-1 @gus") == "Gus cannot own such records."
    root.says("suspend @ben")
    root.says("yes")
    assert root.says("contact assign C-1 @ben") == "Ben cannot own such records."
    assert not agent.inbox
    assert ben.inbox == []


def test_a_shared_contact_is_read_by_one_colleague_and_changed_only_if_so_shared(any_chat):
    ada, ben, eve = any_chat.rep("Ada"), any_chat.rep("Ben"), any_chat.rep("Eve")
    ada.says(GRACE)
    assert ada.says("contact share C-1 @ben") == "Ben can see Grace Hopper C-1 now."
    assert ben.inbox == ["Ada shares Grace Hopper C-1 with you."]
    assert "grace@navy.example" in ben.says("find hopper")
    assert "covers your own records only" in ben.says("contact edit C-1 title:Boss")
    assert "Ben can see and edit" in ada.says("contact share C-1 @ben edit")
    assert ada.says("contact share C-1 @ben edit") == "Ben sees Grace Hopper C-1 already."
    assert "Title: Boss" in ben.says("contact edit C-1 title:Boss")
    assert "You need the right to change contacts" in ben.says("contact share C-1 @eve")
    assert eve.says("find hopper") == "Nothing found for “hopper”."


def test_taking_a_share_back_by_undo(chat):
    ada, ben = chat.rep("Ada"), chat.rep("Ben")
    ada.says(GRACE)
    ada.says("把C-1共享给Ben")
    assert "Grace" in ben.says("find hopper")
    ada.says("undo")
    assert ben.says("find hopper") == "Nothing found for “hopper”."
    assert ben.says("C-1") == "No contact fits “C-1”."


def test_the_pool_belongs_to_whoever_claims_first(any_chat):
    ada, ben = any_chat.rep("Ada"), any_chat.rep("Ben")
    assert ada.says("pool") == "The pool is empty."
    ada.says(GRACE)
    assert ada.says("release C-1") == (
        "Grace Hopper C-1 is in the pool now: any colleague can claim it."
    )
    assert ada.says("release C-1") == "Grace Hopper C-1 is in the pool already."
    assert "In the pool · 1 in all\nC-1 Grace Hopper · in the pool" in ben.says("公海")
    ben.says("C-1")
    assert "g•••@" in ben.inbox[-1]
    assert "grace@navy.example" in ben.presses("Claim")
    assert "That one belongs to Ben." in any_chat.admin().says("claim C-1")
    assert ben.says("claim C-1") == "That one is yours already."
    assert ada.says("claim C-1") == (
        "Ben was faster: C-1 is theirs since Mon 23 Nov 2026, 09:00. pool shows what is free."
    )
    any_chat.passes(hours=2)
    assert ada.says("claim C-1").startswith("No contact fits “C-1”.")


def test_companies_are_claimed_and_released_too(chat):
    ada, ben = chat.rep("Ada"), chat.rep("Ben")
    ada.says("company add Navy Systems")
    assert "Navy Systems O-1 is in the pool now" in ada.says("release O-1")
    assert ben.says("claim navy").startswith("Navy Systems O-1 is yours now.")


def test_whoever_cannot_own_adds_to_the_pool(chat):
    mark, ada = chat.marketer("Mark"), chat.rep("Ada")
    assert "In the pool" in mark.says("contact add Grace Hopper company:Navy")
    assert "You need the right to change contacts" in mark.says("claim C-1")
    assert "Owner: Ada" in ada.says("claim C-1")


def test_the_suspended_are_told_nothing(chat):
    maria = chat.manager("Maria")
    ada, ben, root = chat.rep("Ada", maria), chat.rep("Ben", maria), chat.admin()
    ada.says(GRACE)
    root.says("suspend @ada")
    root.says("yes")
    heard = len(ada.inbox)
    maria.says("contact assign C-1 @ben")
    assert ben.inbox == ["Maria gave you Grace Hopper C-1."]
    assert len(ada.inbox) == heard


def test_a_notice_is_in_the_language_and_zone_of_its_reader(chat):
    maria = chat.manager("Maria")
    ada, ben = chat.rep("Ada", maria), chat.rep("Ben", maria)
    ben.says("language zh")
    ada.says(GRACE)
    maria.says("contact assign C-1 @ben")
    assert "Grace Hopper C-1" in ben.inbox[-1]
    assert "gave you" not in ben.inbox[-1]
    assert ada.inbox[-1] == "Maria gave Grace Hopper C-1 to Ben."
