"""Contacts by chat."""


def test_a_contact_is_seen_by_its_owner_only(any_chat):
    ada, ben = any_chat.rep("Ada"), any_chat.rep("Ben")
    ada.says("contact add Grace Hopper grace@navy.example")
    assert "Grace Hopper" in ada.says("find hopper")
    assert ben.says("find hopper") == "Nothing found for “hopper”."


def test_the_next_step_takes_the_whole_date(chat):
    ada = chat.rep("Ada")
    ada.says("contact add Grace Hopper")
    answer = ada.says("log call it wants 20 compilers next:tuesday 10am")
    assert "Next step: Tue 24 Nov 2026, 10:00" in answer
    assert "wants 20 compilers" in ada.says("timeline it")
