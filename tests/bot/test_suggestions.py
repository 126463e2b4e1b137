"""What is suggested while somebody types: theirs to use, theirs to see, in their language."""

import pytest
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document

from bot.completions import Completions


@pytest.fixture
def menu(chat):
    """Texts that are suggested to somebody for what they have typed."""

    def texts(somebody, typed, *, asked=False):
        return [one.text for one in suggested(chat, somebody, typed, asked=asked)]

    return texts


def suggested(chat, somebody, typed, *, asked=False):
    completions = Completions(chat.terminal, lambda: somebody.speaker)
    event = CompleteEvent(completion_requested=asked)
    return list(completions.get_completions(Document(typed), event))


def filled(chat, somebody, typed, text):
    """The line after choosing a suggestion."""
    chosen = next(one for one in suggested(chat, somebody, typed) if one.text == text)
    return typed[: len(typed) + chosen.start_position] + chosen.text


def test_commands_are_those_that_one_may_use(chat, menu):
    assert menu(chat.admin(), "inv") == ["invite"]
    assert menu(chat.rep("Ada"), "inv") == []
    assert menu(chat.customer("Grace"), "contact") == []
    assert menu(chat.customer("Grace"), "who") == ["whoami"]


def test_a_suspended_colleague_is_offered_nothing_of_the_company(chat, menu):
    ada, root = chat.rep("Ada"), chat.admin()
    ada.says("contact add Grace Hopper")
    root.says("suspend @ada")
    root.says("yes")
    assert menu(ada, "contact sh") == []
    assert menu(ada, "find gr") == []


def test_commands_go_on_after_their_first_word(chat, menu):
    ada = chat.rep("Ada")
    assert menu(ada, "contact a") == ["contact add"]
    assert menu(ada, "/contact a") == ["contact add"]
    assert filled(chat, ada, "/contact a", "contact add") == "/contact add"


def test_the_chats_own_commands_begin_with_a_slash(chat, menu):
    ada = chat.rep("Ada")
    assert {"/as ", "/later ", "/quit"} <= set(menu(ada, "/"))
    assert menu(ada, "/l")[-1] == "/later "
    assert "/as " not in menu(ada, "a")


def test_becoming_somebody_is_offered_with_whole_names(chat, menu):
    ada, _maria = chat.rep("Ada"), chat.manager("Maria Lopez")
    assert menu(ada, "/as ma") == ["Maria Lopez"]
    assert filled(chat, ada, "/as ma", "Maria Lopez") == "/as Maria Lopez"


def test_chinese_is_suggested_to_who_types_it_or_speaks_it(chat, menu):
    ada = chat.rep("Ada")
    assert "添加联系人" in menu(ada, "添加")
    assert all(text.isascii() for text in menu(ada, "", asked=True))
    set_language(chat, ada, "zh")
    assert "添加联系人" in menu(ada, "", asked=True)
    assert "contact add" in menu(ada, "con")


def set_language(chat, somebody, language):
    from store import staff

    def unit(session):
        session.act_as(session.directory.people[somebody.speaker.staff_id])
        staff.prefer(session, somebody.speaker.staff_id, locale=language)

    chat.database.write(unit, chat.clock.now())


def test_an_empty_line_is_left_alone_until_somebody_asks(chat, menu):
    ada = chat.rep("Ada")
    assert menu(ada, "") == []
    assert "contact add" in menu(ada, "", asked=True)


def test_keys_of_arguments_that_are_not_given_yet(chat, menu):
    ada = chat.rep("Ada")
    assert menu(ada, "contact add Grace ti") == ["title:", "tier:"]
    assert menu(ada, "contact add Grace title:CTO ti") == ["tier:"]


def test_keys_are_chinese_for_who_speaks_it(chat, menu):
    ada = chat.rep("Ada")
    set_language(chat, ada, "zh")
    assert menu(ada, "添加联系人 王小明 公") == ["公司:"]
    assert menu(ada, "添加联系人 王小明 comp") == ["公司:"]


def test_custom_fields_are_keys_with_their_choices(chat, menu):
    chat.admin().says('field add roast type:choice choices:"light, dark"')
    ada = chat.rep("Ada")
    assert "roast:" in menu(ada, "contacts ro")
    assert menu(ada, "contacts roast:") == ["light", "dark"]
    assert menu(ada, "contacts roast:d") == ["dark"]


def test_choices_before_and_after_their_key(chat, menu):
    ada = chat.rep("Ada")
    assert "call" in menu(ada, "log c")
    assert menu(ada, "contact add Grace tier:") == ["A", "B", "C", "D"]
    assert menu(ada, "contact add Grace nothing:") == []


def test_colleagues_by_handle_or_name_without_those_who_left(chat, menu):
    maria = chat.manager("Maria Lopez")
    chat.rep("Ben Carter", maria)
    chat.rep("Tom Carver", maria)
    assert menu(maria, "contact assign Grace @car") == ["@ben", "@tom"]
    root = chat.admin()
    root.says("suspend @tom")
    root.says("yes")
    assert menu(maria, "contact assign Grace @car") == ["@ben"]
    assert menu(maria, "contacts owner:b") == ["@ben"]


def test_strangers_are_told_of_no_colleague(chat, menu):
    chat.rep("Ada")
    assert menu(chat.customer("Grace"), "help @a") == []


def test_names_of_records_one_may_see_and_of_no_others(chat, menu):
    ada, ben = chat.rep("Ada"), chat.rep("Ben")
    ada.says("contact add Grace Hopper company:Navy")
    assert menu(ada, "find gr") == ["Grace Hopper"]
    assert menu(ben, "find gr") == []
    assert menu(ben, "contacts company:na") == []
    assert menu(ada, "contacts company:na") == ["Navy"]


def test_names_are_found_within_a_command_and_take_its_words(chat, menu):
    ada = chat.rep("Ada")
    ada.says("contact add Grace Hopper")
    assert menu(ada, "log call grace h") == ["Grace Hopper"]
    assert filled(chat, ada, "log call grace h", "Grace Hopper") == "log call Grace Hopper"
    assert menu(ada, "log call Grace Hopper") == []
    assert menu(ada, "log call it wants to see gr") == []


def test_chinese_names_by_pinyin_and_by_one_character(chat, menu):
    ada = chat.rep("Ada")
    ada.says("contact add 王小明")
    assert menu(ada, "find wangx") == ["王小明"]
    assert menu(ada, "find 王") == ["王小明"]
    assert menu(ada, "find w") == []


def test_namesakes_are_told_apart_by_their_refs(chat, menu):
    ada = chat.rep("Ada")
    ada.says("contact add Grace Hopper company:Navy")
    ada.says("contact add Grace Hopper company:Army")
    assert sorted(menu(ada, "contact show gra")) == ["C-1", "C-2"]


def test_typing_errors_are_left_to_the_search_itself(chat, menu):
    ada = chat.rep("Ada")
    ada.says("contact add Grace Hopper")
    assert menu(ada, "find hoppre") == []


def test_names_cannot_steer_the_terminal(chat, menu):
    ada = chat.rep("Ada")
    ada.says("company add Navy\x1b[2J")
    assert all("\x1b" not in text for text in menu(ada, "company show na"))


def test_a_broken_database_never_disturbs_typing(chat, menu, monkeypatch):
    ada = chat.rep("Ada")
    monkeypatch.setattr(chat.terminal.database, "read", lambda *_: 1 / 0)
    assert menu(ada, "contact a") == []
