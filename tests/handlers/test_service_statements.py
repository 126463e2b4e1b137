"""How much knowledge and feedback ask of the database: at most ten statements a command."""

from tests.handlers import service_desks
from tests.handlers.test_statements import MOST, statements

SAID = (
    "article add A new one: Words.",
    "article find export",
    "articles",
    "K-1",
    "article publish K-2",
    "article edit K-3 keywords:more",
    "T-1",
    "macro add bye Goodbye",
    "macro use hello T-1",
    "macro list",
    "ticket cause T-1 defect",
    "resolve T-1",
    "T-1",
    "feedback",
    "article add from:T-1",
)
CUSTOMERS = ("rate 5", "rate 4 well", "rate comment More", "article helped K-1", "recommend 9")
FOLLOWED_UP = ("complain It is bad",)
"""What is more than an answer: a complaint, a task about it, and a notice."""


def test_a_command_takes_at_most_ten_statements(chat):
    service_desks.a_rep(chat)
    gus = service_desks.an_agent(chat)
    for number in range(10):
        gus.says(f"article add The export {number}: Words of the export.")
    gus.says("article publish K-1")
    gus.says("macro add hello Hello {customer} of {company}, {due}")
    grace = service_desks.a_customer(chat)
    service_desks.agreed(gus, "article send K-1 T-1")
    sent = {said: len(statements(gus, said)) for said in SAID}
    sent |= {said: len(statements(grace, said)) for said in CUSTOMERS}
    assert {said: count for said, count in sent.items() if count > MOST} == {}
    assert all(len(statements(grace, said)) <= 2 * MOST for said in FOLLOWED_UP)
