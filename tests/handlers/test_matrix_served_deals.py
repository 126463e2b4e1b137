"""What an agent sees of deals: the open ones of a company that has asked, without amounts."""

import pytest

from tests.handlers.service_desks import agreed

ASKED, OTHER, ENDED = "Murmur asked", "Murmur other", "Murmur ended"
PATHS = ("{}", "deal show {}", "show {}", "timeline {}", "quotes", "deals", "deals all",
         "deals company:Navy", "deals company:Harbour", "find murmur", "pipeline", "pipeline all",
         "C-1", "C-2", "O-1", "O-2", "T-1", "agenda", "deals over 1k", "deals sort:amount",
         "deals stage:lead", "deals state:won", "orders", "deal lines {}", "export deals")  # fmt: skip
CHANGES = ("deal edit {} title:Mine", "deal move {} proposal", "deal win {}", "deal delete {}",
           "deal assign {} @gus", "deal share {} @gus", "log note {} heard",
           "quote add {} Pump x1")  # fmt: skip


@pytest.fixture
def office(chat):
    """Deals of three companies of a rep: the first has an open ticket, the third an ended one."""
    ada, gus = chat.rep("Ada"), chat.agent("Gus")
    for number, (name, company, title) in enumerate(
        (
            ("Grace Hopper", "Navy", ASKED),
            ("Konrad Zuse", "Harbour", OTHER),
            ("Alan Turing", "Bletchley", ENDED),
        ),
        1,
    ):
        ada.says(f"contact add {name} company:{company}")
        ada.says(f"deal add {title} 71,00{number} company:{company} contact:C-{number}")
    gus.says("ticket add C-1 A question")
    gus.says("ticket add C-3 An old question")
    gus.says("resolve T-2")
    return ada, gus


def answers(somebody, text):
    """All that a message leads to; an open question is cancelled."""
    found = somebody.says(text) + "\n" + " ".join(somebody.buttons)
    if "Cancel" in somebody.buttons:
        somebody.says("cancel")
    return found


def told(somebody, ref):
    """All answers on all paths, without what was typed."""
    return "\n".join(answers(somebody, path.format(ref)).replace("murmur”", "") for path in PATHS)


def test_an_agent_sees_the_open_deals_of_a_company_that_has_asked_and_no_amount(office, chat):
    _, gus = office
    assert "Murmur asked D-1 (lead · •••)" in gus.says("T-1")
    assert "Murmur asked" in gus.says("deals company:Navy")
    assert "Murmur asked D-1" in gus.says("D-1")
    for ref in ("D-1", "D-2", "D-3"):
        everything = told(gus, ref)
        assert "incident" not in everything
        assert OTHER not in everything
        assert ENDED not in everything
        assert "71,00" not in everything
        assert "71.0" not in everything
    assert gus.says("D-2") == gus.says("D-99").replace("D-99", "D-2")


def test_what_is_seen_goes_with_the_ticket_and_with_the_deal(office, chat):
    ada, gus = office
    gus.says("ticket reopen T-2")
    assert "Murmur ended" in gus.says("D-3")
    gus.says("resolve T-1")
    assert "Murmur asked" not in told(gus, "D-1")
    gus.says("ticket reopen T-1")
    assert "Murmur asked" in gus.says("D-1")
    agreed(ada, "deal win D-1")
    assert "Murmur asked" not in told(gus, "D-1")


def test_nobody_else_gains_and_an_agent_changes_nothing(office, chat):
    _, gus = office
    for text in CHANGES:
        answer = answers(gus, text.format("D-1"))
        assert "You need the right" in answer or "right" in answer, text
    assert "Murmur asked" in chat.rep("Ada").says("D-1")
    for other in (
        chat.rep("Ben"),
        chat.marketer("Mia"),
        chat.manager("Olaf"),
        chat.customer("王小明"),
    ):
        assert ASKED not in told(other, "D-1")
    admin = chat.admin()
    agreed(admin, "suspend @gus")
    assert ASKED not in told(gus, "D-1")
    agreed(admin, "restore @gus")
    agreed(admin, "revoke agent tickets.see")
    assert ASKED not in told(gus, "D-1")
