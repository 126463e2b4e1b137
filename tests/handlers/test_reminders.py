def show(somebody, words=None):
    print(f"{somebody.name} hears:")
    print("\n---\n".join(somebody.hears() if hasattr(somebody, "hears") else []))


def test_x(chat):
    maria = chat.manager("Maria")
    ada, ben = chat.rep("Ada", maria), chat.rep("Ben", maria)
    ada.says("contact add Grace Hopper company:Navy")
    ada.says("deal add Pumps 5k C-1")
    ada.says("log call C-1 wants an offer")
    for words in [
        "remind me tomorrow 9am to call Grace about:C-1",
        "remind me every 2nd tuesday at 10 team meeting",
        "remind me 24 dec 10am every:year gifts",
        "提醒我每周一上午9点看商机",
        "remind me every weekday 9am stand-up",
    ]:
        print(">>>", words)
        print(ada.says(words))
    print(maria.says("remind @ada in 30 minutes send the offer about:D-1"))
    n = len(chat.terminal.messages)
    chat.passes(minutes=31)
    chat.passes(hours=25)
    for m in chat.terminal.messages[n:]:
        print(
            m.to, "<<", str(m.text) if not hasattr(m.text, "plain") else m.text.plain(), m.buttons
        )
    print(ada.presses("Done"))
    print(ada.presses("Log outcome"))
    print(ada.says("she wants it blue"))
    print(ada.presses("Next Monday"))
    n = len(chat.terminal.messages)
    maria.says("contact assign C-1 @ben")
    maria.says("deal assign D-1 @ben")
    ada.says("quiet 18:00-12:00")
    print(ada.says("tasks"))
    chat.passes(days=5)
    chat.passes(days=14)
    for m in chat.terminal.messages[n:]:
        print(
            m.to, "<<", str(m.text) if not hasattr(m.text, "plain") else m.text.plain(), m.buttons
        )
    assert 0
