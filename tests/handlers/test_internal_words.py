"""The internal never goes out: every way of knowledge and feedback to a customer, on each database."""

from tests.handlers import service_desks
from tests.handlers.service_desks import DOWN, agreed

SECRETS = ("hush", "Otto", "otto@", "umbrage")


def test_nothing_internal_reaches_a_customer_on_any_way(any_chat):
    chat = any_chat
    ada = service_desks.a_rep(chat)
    ada.says("contact add Otto Umbrage otto@umbra.example company:Umbra")
    maria = chat.manager("Maria")
    gus = chat.staff("Gus", "agent", maria)
    gus.says(f"ticket add C-1 {DOWN}")
    gus.says("ticket add C-2 The export is down with hush umbrage")
    gus.says("take T-1")
    grace = service_desks.a_customer(chat)
    gus.says("note T-1 hush")
    gus.says("article add Export is down: hush, internal umbrage. keywords:hush")
    gus.says("article add The export stands still: Wait five minutes. keywords:down")
    gus.says("macro add calm Dear {customer}, {title} is looked after. category:general")
    gus.says("macro use calm T-1")
    gus.says("article publish K-2")
    assert "is internal" in gus.says("article send K-1 T-1")
    assert "sent to Grace Hopper" in agreed(gus, "article send K-2 T-1")
    grace.says("article helped K-1 ticket:T-1")
    grace.presses("Talk to a human")
    gus.says("resolve T-1 hush")
    gus.presses("defect")
    chat.passes(minutes=10)
    grace.presses("1")
    grace.presses("Talk to a manager")
    grace.says("complain ticket:T-2")
    grace.says("rate 5 ticket:T-2")
    gus.says("note T-1 hush again")
    gus.says("ticket reopen T-1")
    gus.says("resolve T-1 hush")
    agreed(maria, "feedback done T-1 We have mended it.")
    chat.passes(days=2)
    grace.presses("3")
    gus.presses("Reopen") if "Reopen" in gus.buttons else None
    gus.says("article add from:T-1")
    told = "\n".join(grace.inbox)
    for word in SECRETS:
        assert word not in told, word
    for word in ("Wait five minutes.", "How was our service", "We have mended it.", "recommend us"):
        assert told.count(word) == 1, word
    assert "T-2" not in told.replace("“T-2”", "")
    assert "is looked after" not in told
    assert "hush" in gus.says("timeline T-1")
