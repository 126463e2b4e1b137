"""Buttons: bound to a person, pressed twice, pressed late, pressed after the right is gone."""

GRACE = "contact add Grace Hopper grace@navy.example"


def pressed_by(chat, somebody, payload):
    messages = chat.terminal.say(somebody.speaker, payload)
    return str(messages[-1].text)


def test_a_button_belongs_to_whom_it_was_shown(any_chat):
    ada, ben = any_chat.rep("Ada"), any_chat.rep("Ben")
    ada.says(GRACE)
    payload = any_chat.terminal.pressed(ada.speaker, "Undo")
    assert pressed_by(any_chat, ben, payload).startswith("That button was meant for somebody else.")
    assert "Grace Hopper" in ada.says("C-1")


def test_a_strangers_press_of_a_members_button(chat):
    ada, guest = chat.rep("Ada"), chat.customer("Guest")
    ada.says(GRACE)
    payload = chat.terminal.pressed(ada.speaker, "Timeline")
    assert pressed_by(chat, guest, payload).startswith("That button was meant for somebody else.")


def test_buttons_outlive_a_restart_and_the_night(any_chat):
    ada = any_chat.rep("Ada")
    ada.says(GRACE)
    any_chat.restarts()
    any_chat.passes(hours=20)
    assert ada.presses("Timeline") == "Nothing logged for Grace Hopper C-1 yet."
    assert ada.presses("Undo").startswith("There is nothing to undo")


def test_claiming_twice_claims_once(chat):
    ada, ben = chat.rep("Ada"), chat.rep("Ben")
    ada.says(GRACE)
    ada.says("release C-1")
    ben.says("C-1")
    payload = chat.terminal.pressed(ben.speaker, "Claim")
    assert "is yours now" in pressed_by(chat, ben, payload)
    assert pressed_by(chat, ben, payload) == "That one is yours already."


def test_a_yes_pressed_twice_does_it_once(chat):
    ada = chat.rep("Ada")
    ada.says(GRACE)
    ada.says("contact delete C-1")
    payload = chat.terminal.pressed(ada.speaker, "Yes")
    assert pressed_by(chat, ada, payload) == "Deleted Grace Hopper C-1."
    assert pressed_by(chat, ada, payload).startswith("No contact fits “C-1”.")


def test_add_anyway_pressed_twice_is_the_persons_own_wish_and_undone_one_by_one(chat):
    ada = chat.rep("Ada")
    ada.says(GRACE)
    ada.says(GRACE)
    ada.presses("Add anyway")
    assert "Contacts · 2 in all" in ada.says("contacts")
    ada.says("undo")
    assert "Contacts · 1 in all" in ada.says("contacts")


def test_a_button_after_the_right_was_taken(any_chat):
    ada, root = any_chat.rep("Ada"), any_chat.admin()
    ada.says(GRACE)
    ada.says("contact delete C-1")
    root.says("revoke rep bulk")
    root.says("yes")
    assert "You need the right to delete" in ada.presses("Yes")
    assert "Grace Hopper" in ada.says("find hopper")


def test_a_button_after_the_record_went_to_somebody_else(chat):
    maria = chat.manager("Maria")
    ada, ben = chat.rep("Ada", maria), chat.rep("Ben", maria)
    ada.says(GRACE)
    maria.says("contact assign C-1 @ben")
    assert ada.presses("Timeline").startswith("No contact fits “C-1”.")
    assert ben.says("timeline C-1").startswith("Nothing logged")


def test_a_button_after_unlinking(chat):
    ada = chat.rep("Ada")
    ada.says(GRACE)
    ada.says("unlink")
    ada.presses("Yes")
    assert ada.presses("Timeline").startswith("I don't know you yet.")


def test_a_button_that_is_not_there(chat):
    ada = chat.rep("Ada")
    ada.says(GRACE)
    held = chat.terminal.pressed(ada.speaker, "Undo")["press"]
    for press in ({**held, "index": 99}, {**held, "outbox_id": 1}):
        answer = pressed_by(chat, ada, {"press": press})
        assert answer == "That is no longer open. Say it again, and I will start afresh."


def test_logging_by_button_asks_for_the_text_only(chat):
    ada = chat.rep("Ada")
    ada.says(GRACE)
    assert ada.presses("Log a note") == "What happened?"
    assert ada.says("likes tea") == "Note logged for Grace Hopper C-1."


def test_pages_keep_their_filters(chat):
    ada = chat.rep("Ada")
    for number in range(10):
        ada.says(f"contact add Person{number} Smith tier:{'AB'[number % 2]}")
    for number in range(8):
        ada.says(f"contact add Other{number} Smith tier:A")
    assert "1–8 of 13" in ada.says("contacts tier:A")
    rest = ada.presses("More ›")
    assert "9–13 of 13" in rest
    assert "tier B" not in rest


def test_pages_of_the_pool_and_of_companies_and_of_duplicates(chat):
    ada = chat.rep("Ada")
    for number in range(9):
        ada.says(f"company add Company{number}")
    assert "1–8 of 9" in ada.says("companies")
    assert "Company0" in ada.presses("More ›")
    for number in range(1, 11):
        ada.says(f"contact add Grace Hopper title:T{number} anyway:yes")
    assert "1–8 of 45" in ada.says("duplicates")
    assert "9–16 of 45" in ada.presses("More ›")
    for number in range(1, 11):
        ada.says(f"release C-{number}")
    assert "1–8 of 10" in ada.says("pool")
    assert "9–10 of 10" in ada.presses("More ›")


def test_two_claim_at_once_and_one_gets_it(any_chat):
    ada, ben, eve = any_chat.rep("Ada"), any_chat.rep("Ben"), any_chat.rep("Eve")
    ada.says(GRACE)
    ada.says("release C-1")
    ben.says("C-1")
    eve.says("C-1")
    assert "is yours now" in ben.presses("Claim")
    assert eve.presses("Claim").startswith("Ben was faster")
