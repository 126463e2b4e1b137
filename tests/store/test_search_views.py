"""What a view of the index gives of a condition: enough, and nothing beyond its bounds."""

import pytest

from store.search import Document
from store.search.documents import SAMPLED, document_key, row_id
from store.search.queries import SYNTAXES, Every, Some, Token, write
from store.search.views import View
from tests.store.search_databases import book, engine  # noqa: F401

GRACE = Token("grace")


@pytest.fixture
def crowded(book):
    """A thousand contacts called Grace, of ten owners in turn, and as many companies."""
    for kind in ("contact", "company"):
        book.write(
            *(Document(kind, id_, ("Grace",), (), frozenset({id_ % 10})) for id_ in range(1, 1001))
        )
    return book.connection


@pytest.mark.parametrize("most", [1, 50, 500, 5_000])
@pytest.mark.parametrize("owners", [None, {3}, set(range(3, 6)), set(range(5, 300))])
def test_bounds_hold_however_few_are_wanted(crowded, most, owners):
    rows = View(crowded, ["contact"], owners and frozenset(owners)).matching(GRACE, most)
    seen = [id_ for id_ in range(1, 1001) if owners is None or id_ % 10 in owners]
    assert len(rows) == len(set(rows)) == min(most, len(seen))
    assert {document_key(row) for row in rows} <= {("contact", id_) for id_ in seen}


def test_postgresql_answers_from_a_sample_when_that_is_enough(crowded):
    rows = View(crowded, ["contact"], None).matching(GRACE, 50)
    sample = {row_id("contact", id_) for id_ in range(SAMPLED, 1001, SAMPLED)}
    assert (set(rows) <= sample) == (crowded.dialect.name == "postgresql")
    assert not set(View(crowded, ["contact"], None).matching(GRACE, 100)) <= sample


def test_conditions_are_written_in_the_language_of_each_database():
    condition = Some((Token("ann"), Every((Token("bo", is_beginning=True), Token("cy")))))
    assert write(condition, SYNTAXES["sqlite"]) == '("ann" OR ("bo" * AND "cy"))'
    assert write(condition, SYNTAXES["postgresql"], "x") == "('xann' | ('xbo':* & 'xcy'))"
