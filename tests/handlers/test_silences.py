"""Staff write inside in every way that there is, and customers ask for all that they may read."""

import pytest

from store.files import File
from tests.handlers.service_desks import within

SECRET = "between ourselves"
PAPER = File(f"{SECRET}.pdf", "application/pdf", b"%PDF-1 between ourselves")
PULLS = (
    "status T-1", "T-1", "T-2", "my requests", "status", "my data", "privacy", "human", "help",
    "rate 4", "whoami",
)  # fmt: skip
"""Whatever a customer may ask for."""


@pytest.fixture
def ada(chat):
    ada = chat.rep("Ada", chat.manager("Maria"))
    ada.says("contact add Grace Hopper grace@navy.example company:Navy tier:A")
    return ada


@pytest.fixture
def gus(chat, ada):
    return chat.staff("Gus", "agent", chat.manager("Maria"))


@pytest.fixture
def grace(chat, gus):
    """A customer with two requests; she is a contact."""
    grace = chat.customer("Grace")
    grace.says("The export is down since noon")
    grace.presses("I agree")
    grace.says("new request The import is down since noon")
    for line in ("take T-1", "take T-2", "ticket link T-1 C-1", "yes"):
        gus.says(line)
    return grace


def heard(chat, *customers):
    """Everything that customers were shown, and the names of their files."""
    names = {one.speaker.name for one in customers}
    got = [one for one in chat.arrived if one.to in names]
    return "\n".join(
        [*(str(one.text) for one in got), *(path for one in got for path in one.files)]
    )


def macros(chat, gus, grace):
    """Kept, filled in, not sent; sent by somebody, and changed behind it."""
    gus.says(f"macro add hush Hello {{customer}}, {SECRET}")
    within(chat, gus, 1, "/macro use hush")
    gus.says("macro use hush T-2")
    gus.says("macro edit hush text:Hello {customer}")
    gus.says("macro use hush T-1")
    gus.presses("Send to customer")
    assert "Hello Grace" in heard(chat, grace)
    gus.says(f"macro edit hush text:{SECRET}")
    gus.says("macro delete hush")


def articles(chat, gus, grace):
    """Internal, published and taken back, drafted; none of them fits so well that it is shown."""
    gus.says(f"article add The export is down: Internal, {SECRET} keywords:export")
    grace.says("new request The export is down, please help")
    gus.says("article send K-1 T-1")
    gus.says("article publish K-1")
    gus.says("article unpublish K-1")
    grace.says("new request The export is down, please, it is urgent")
    gus.says("note T-1 " + SECRET)
    gus.says("resolve T-1 " + SECRET)
    gus.presses("Write an article")
    gus.says("article find export")


def ratings(chat, gus, grace):
    """Solved with words, rated badly, made a task; what was found out is not told without a yes."""
    gus.says(f"resolve T-1 {SECRET}")
    chat.passes(minutes=15)
    assert "How was our service" in heard(chat, grace)
    grace.presses("1")
    gus.says(f"note T-1 {SECRET}")
    gus.says(f"ticket cause T-1 {SECRET}")
    gus.says(f"feedback done T-1 {SECRET}")
    gus.says("cancel")
    chat.passes(days=3)


def late(chat, gus, grace):
    """Escalated, warned of, given to others, undone."""
    gus.says(f"note T-1 {SECRET}")
    gus.says("wait T-1 customer")
    gus.says("ticket resume T-1")
    gus.says(f"priority T-1 {SECRET}")
    gus.says("ticket category T-1 general")
    chat.passes(days=4)
    gus.says("undo")


def handed_over(chat, gus, grace):
    """Contacts and tickets go to somebody else, and customers are told of the name alone."""
    chat.rep("Ben", chat.manager("Maria"))
    chat.manager("Maria").says("contact assign C-1 @ada")
    gus.says(f"note T-1 {SECRET}")
    chat.rep("Ada").says(f"log note C-1 {SECRET}")
    root = chat.admin()
    root.says("handover @ada @ben tell customers")
    root.says("yes")
    assert "Ben looks after you" in heard(chat, grace)


def merged(chat, gus, grace):
    """Two in one with notes on both, one in two again, taken up again."""
    gus.says(f"note T-1 {SECRET}")
    within(chat, gus, 2, SECRET, PAPER)
    gus.says("ticket merge T-1 T-2")
    gus.says("yes")
    grace.says("Any news of the import?")
    gus.says("ticket split T-1 2")
    gus.says(f"resolve T-1 {SECRET}")
    grace.says("It is down again")
    gus.says("ticket close T-1")
    gus.says("ticket reopen T-1")


def forwarded(chat, gus, grace):
    """Files in threads, and what was sent for something else."""
    gus.sends(PAPER)
    within(chat, gus, 1, "", PAPER)
    within(chat, gus, 1, SECRET, PAPER)
    gus.sends(PAPER, say=f"note T-1 {SECRET}")
    gus.says("reply T-1 Here is nothing attached")
    within(chat, gus, 1, "reply Nor here")
    gus.says("files T-1")


def edited(chat, gus, grace):
    """Messages in threads changed, before and after what was sent; notes made drafts."""
    gus._told({"say": "All is well", "thread": "#T-1", "named": "m1"})
    gus.presses("Send to customer")
    gus._told({"say": f"All is well, {SECRET}", "thread": "#T-1", "edits": "m1"})
    gus._told({"say": "reply Hello", "thread": "#T-1", "named": "m2"})
    gus._told({"say": f"reply Hello, {SECRET}", "thread": "#T-1", "edits": "m2"})
    gus._told({"say": f"reply {SECRET}", "thread": "#T-1", "edits": "m3"})
    assert "All is well" in heard(chat, grace)


def about_her(chat, gus, grace):
    """What is kept of the contact, beside the tickets."""
    ada = chat.rep("Ada")
    ada.says(f"log call C-1 {SECRET} next:tomorrow")
    ada.says("tag C-1 vip")
    ada.says(f"remind tomorrow 9am {SECRET} about:C-1")
    ada.says(f"deal add {SECRET} 50k contact:C-1")
    chat.passes(days=2)


WAYS = (macros, articles, ratings, late, handed_over, merged, forwarded, edited, about_her)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_what_is_said_inside_is_not_heard_outside(chat, ada, gus, grace, way):
    other = chat.customer("王小明")
    other.says("导出又坏了，请帮忙看看")
    other.presses("我同意")
    way(chat, gus, grace)
    told = [grace.says(one) for one in PULLS] + [other.says(one) for one in PULLS]
    everything = "\n".join([heard(chat, grace, other), *told])
    assert SECRET not in everything
    assert "Internal" not in everything
    staff = [str(one.text) for one in chat.arrived if one.to not in ("Grace", "王小明")]
    assert SECRET in "\n".join([*staff, gus.says("timeline T-1")])
