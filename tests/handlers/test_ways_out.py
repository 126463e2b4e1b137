"""The internal never goes out: every way by which words can reach a customer is an explicit send."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from store.files import File
from tests.handlers.service_desks import asked, within, writes

ROOT = Path(__file__).parents[2]
ROOMS = ("bot", "reminders", "handlers", "store")
SECRET = "between ourselves"
PAPER = File(f"{SECRET}.pdf", "application/pdf", b"%PDF-1")

CALLERS = {
    "to_customer": {
        "handlers/ticket_replies.py:answer",
        "handlers/commands/article_answers.py:send_article",  # agreed to, with the article's text
        "handlers/commands/complaints.py:feedback_done",  # the words that the customer is told
        "handlers/customer_letters.py:decided",  # where the customer's own words went
        "reminders/feedbacks.py:_batch",  # questions whose words are the same for everybody
    },
    "answer": {
        "handlers/commands/exchanges.py:reply",
        "handlers/commands/drafts.py:send",
        "handlers/ticket_replies.py:send_note",
    },
    "send_note": {"handlers/commands/drafts.py:send"},
    "of_customer": {
        "handlers/ticket_letters.py:to_customer",
        "handlers/ticket_replies.py:answer",
        "handlers/ticket_replies.py:offer",
        "handlers/commands/article_answers.py:send_article",  # whether there is a chat at all
        "handlers/commands/complaints.py:feedback_done",
        "handlers/macro_texts.py:fill",  # in which language a draft is filled in
        "reminders/feedbacks.py:_is_day",  # whether it is day where the customer is
    },
    "of_accounts": {
        "store/ticket_places.py:of_customer",
        "handlers/customer_letters.py:new_keeper",  # the same words for everybody, with a name
    },
    "new_keeper": {"handlers/commands/handovers.py:handover"},  # asked for in the confirmation
    "offer": {"handlers/request_flows.py:_with_article"},  # published articles only
    "again": {"handlers/commands/drafts.py:resend"},
}
"""Who calls what leads to the customer. Whoever adds a line here has made sure that somebody asked
for it: a command of its own, or a button that says so."""

MODULES = {
    "answer": "ticket_replies", "again": "ticket_deliveries", "of_customer": "ticket_places",
    "offer": "article_suggestions",
}  # fmt: skip
"""Where a name alone says too little, the module that it is called in."""


def calls(name: str) -> Iterator[str]:
    """The functions that call something of a name, as `module:function`."""
    for path in (one for room in ROOMS for one in sorted((ROOT / room).rglob("*.py"))):
        for function in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef) and any(
                _is_call(node, name, path.stem) for node in ast.walk(function)
            ):
                yield f"{path.relative_to(ROOT)}:{function.name}"


def _is_call(node: ast.AST, name: str, module: str) -> bool:
    """Whether a node names it, called or passed on; inside of its own module without a prefix."""
    if isinstance(node, ast.Attribute) and node.attr == name:
        wanted = MODULES.get(name)
        return wanted is None or (isinstance(node.value, ast.Name) and node.value.id == wanted)
    own = isinstance(node, ast.Name) and node.id == name
    return own and MODULES.get(name, module) == module


@pytest.mark.parametrize("name", CALLERS)
def test_only_explicit_sends_lead_to_the_customer(name):
    assert set(calls(name)) == CALLERS[name]


@pytest.fixture
def wang(chat):
    return chat.customer("王小明")


@pytest.fixture
def gus(chat, wang):
    gus = chat.agent("Gus")
    asked(chat, wang, "The export is down")
    asked(chat, wang, "The import is down")
    return gus


def heard(chat, wang):
    """Whether anything of the secret has reached the customer, in words or as a file."""
    got = [one for one in chat.arrived if one.to == wang.speaker.name]
    return any(SECRET in str(one.text) or any(SECRET in path for path in one.files) for one in got)


def edit(chat, gus, text):
    """A message in the thread, and a new version of it."""
    said = {"thread": "#T-1", "named": "m1"}
    gus._told({"say": text, **said})
    gus._told({"say": f"{text}, really", "edits": "m1", **said})
    gus._told({"say": f"reply {text}", "edits": "m1", **said})
    gus._told({"say": f"/reply {text}", "edits": "m2", **said})


def question(chat, gus, text):
    """A question that is left open, and what is said next."""
    within(chat, gus, 1, "reply")
    within(chat, gus, 1, text)
    gus.presses("Show")
    gus.says(text)


def forwarded(chat, gus, text):
    """A file that was sent for something else, and a reply without one."""
    gus.sends(PAPER)
    gus.sends(PAPER, say=f"note T-1 {text}")
    within(chat, gus, 1, text, PAPER)
    within(chat, gus, 1, "", PAPER)
    gus.says("reply T-1 Hello")


def ended(chat, gus, text):
    """Solved with internal words, taken up again, solved and closed."""
    gus.says(f"resolve T-1 {text}")
    gus.says("ticket reopen T-1")
    within(chat, gus, 1, f"resolve {text}")
    gus.says("ticket close T-1")
    gus.says("ticket reopen T-1")


def merged(chat, gus, text):
    """Notes on both, merged; the customer's message split off again."""
    gus.says(f"note T-1 {text}")
    within(chat, gus, 2, text)
    gus.says("ticket merge T-1 T-2")
    gus.says("yes")
    within(chat, gus, 2, text)
    gus.says("ticket split T-1 1")


def retried(chat, gus, text):
    """Tries to deliver once more what was never sent."""
    gus.says(f"note T-1 {text}")
    gus.says("ticket resend T-1")
    gus.says("ticket send T-1")
    gus.says("cancel")
    gus.says(text)


def cancelled(chat, gus, text):
    """A reply that was asked about, and not agreed to."""
    within(chat, gus, 1, f"reply to him: {text}")
    gus.presses("Cancel")


def undone(chat, gus, text):
    """A note taken back, and the undo of a reply refused."""
    gus.says("reply T-1 Hello")
    gus.says(f"note T-1 {text}")
    gus.says("undo")
    gus.says("undo")


def worked(chat, gus, text):
    """Everything else that is done to a ticket, with words."""
    for line in ("take", "wait", f"priority {text}", f"assign {text}", f"link {text}", "timeline"):
        within(chat, gus, 1, line)
    gus.says(f"ticket add C-1 {text}")
    chat.passes(days=2)


WAYS = (edit, question, forwarded, ended, merged, retried, cancelled, undone, worked)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_no_other_way_leads_out(chat, wang, gus, way):
    way(chat, gus, SECRET)
    writes(chat, wang, 1, "Any news?")
    assert not heard(chat, wang)
    assert SECRET in gus.says("timeline T-1") or way in (retried, cancelled, undone, worked)


SENDS = {
    "a reply": lambda chat, gus: gus.says(f"reply T-1 {SECRET}"),
    "a reply in the thread": lambda chat, gus: within(chat, gus, 1, f"reply {SECRET}"),
    "a reply with a file": lambda chat, gus: gus.sends(PAPER, say="reply T-1 Look"),
    "the answer to a question": lambda chat, gus: (gus.says("reply T-1"), gus.says(SECRET)),
    "the button under a draft": lambda chat, gus: (
        within(chat, gus, 1, SECRET),
        gus.presses("Send to customer"),
    ),
}


@pytest.mark.parametrize("send", SENDS)
def test_what_was_sent_arrives_once_and_at_this_customer_only(chat, wang, gus, send):
    other = chat.customer("李雷")
    asked(chat, other, "Mine is another matter")
    SENDS[send](chat, gus)
    assert heard(chat, wang)
    assert len(wang.inbox) == 1
    assert other.inbox == []
