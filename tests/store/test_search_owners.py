"""Who may see what: nothing else is found, counted or named."""

import pytest

from store.search import Document, Hits
from tests.store.search_databases import book, engine  # noqa: F401

POOL = 0


def owned_by(*owners: int) -> frozenset[int]:
    return frozenset(owners)


class TestOwners:
    def test_only_what_one_owns_is_found_and_counted(self, book):
        mine = book.add("Grace Hopper", owners=[1])
        book.add("Grace Kelly", owners=[2])
        hits = book.look_up("grace", owners=owned_by(1))
        assert hits == Hits((("contact", mine),), total=1, more=False, guessed=False)
        assert book.look_up("kelly", owners=owned_by(1)) == Hits()

    def test_typing_errors_do_not_reach_what_others_own(self, book):
        book.add("Grace Hopper", owners=[2])
        assert book.look_up("hoper", owners=owned_by(1)) == Hits()
        assert book.look_up("hoper", owners=owned_by(2)).total == 1

    def test_the_number_of_an_owner_is_not_the_beginning_of_another(self, book):
        book.add("Grace Hopper", owners=[12])
        for staff in (1, 2, 120):
            assert book.find("grace", owners=owned_by(staff)) == []

    def test_a_document_may_have_several_owners_and_the_pool_is_one(self, book):
        book.add("Grace Hopper", owners=[1, 3])
        book.add("Grace Kelly", owners=[POOL])
        assert book.find("grace", owners=owned_by(3)) == ["Grace Hopper"]
        assert len(book.find("grace", owners=owned_by(1, POOL))) == 2
        assert book.find("grace", owners=owned_by(2, POOL)) == ["Grace Kelly"]

    def test_nobody_sees_nothing_and_all_see_what_is_nobodys(self, book):
        book.add("Grace Hopper")
        assert book.look_up("grace", owners=frozenset()) == Hits()
        assert book.find("grace", owners=owned_by(1)) == []
        assert book.find("grace", owners=None) == ["Grace Hopper"]
        assert book.loads == [1]

    @pytest.mark.parametrize("count", [8, 9, 200, 500])
    def test_a_manager_sees_a_large_team(self, book, count):
        team = frozenset(range(1, count + 1))
        book.write(
            *(
                Document("contact", id_, (f"Grace {id_}",), (), owned_by(id_))
                for id_ in range(1, 600)
            )
        )
        hits = book.look_up("grace", owners=team, limit=1_000)
        assert {id_ for _, id_ in hits.found} == team
        assert hits.total == count
        assert book.look_up("grace 599", owners=team).total == (599 in team)

    def test_a_change_of_owner_takes_effect(self, book):
        book.write(Document("contact", 1, ("Grace Hopper",), (), owned_by(1)))
        book.write(Document("contact", 1, ("Grace Hopper",), (), owned_by(2)))
        assert book.find("grace", owners=owned_by(1)) == []
        assert book.find("grace", owners=owned_by(2)) == ["Grace Hopper"]


class TestSecondWall:
    def test_what_the_loader_does_not_name_is_dropped_and_not_counted(self, book):
        seen, hidden = book.add("Grace Hopper"), book.add("Grace Kelly")
        book.hidden.add(("contact", hidden))
        assert book.look_up("grace") == Hits((("contact", seen),), total=1)
        assert book.look_up("gracw") == Hits((("contact", seen),), total=1, guessed=True)

    def test_on_later_pages_too(self, book):
        book.write(*(Document("contact", id_, (f"Grace {id_}",)) for id_ in range(1, 301)))
        first = book.look_up("grace", limit=300)
        late = first.found[200]
        book.hidden.add(late)
        page = book.look_up("grace", limit=8, offset=196)
        assert late not in page.found
        assert len(page.found) == 7
        assert page.total == 299


class TestKinds:
    def test_only_the_asked_kinds_are_found(self, book):
        contact = book.add("Navy Jones")
        company = book.add("Navy Systems", kind="company")
        ticket = book.add("Navy login fails", kind="ticket")
        assert book.look_up("navy", kinds=["contact"]).found == (("contact", contact),)
        assert book.look_up("navy", kinds=["company"]).found == (("company", company),)
        both = book.look_up("navy", kinds=["contact", "ticket"])
        assert set(both.found) == {("contact", contact), ("ticket", ticket)}
        assert both.total == 2
        assert book.look_up("navy", kinds=[]) == Hits()

    def test_the_same_id_may_occur_in_two_kinds(self, book):
        book.write(Document("contact", 5, ("Navy",)), Document("company", 5, ("Navy",)))
        found = book.look_up("navy", kinds=["contact", "company"]).found
        assert sorted(found) == [("company", 5), ("contact", 5)]


class TestPages:
    def test_pages_follow_one_another_without_gap_or_repetition(self, book):
        book.write(*(Document("contact", id_, (f"Grace {id_}",)) for id_ in range(1, 251)))
        pages = [book.look_up("grace", offset=start) for start in range(0, 256, 8)]
        assert {page.total for page in pages} == {250}
        found = [key for page in pages for key in page.found]
        assert len(found) == len(set(found)) == 250
        assert pages[0].found + pages[1].found == book.look_up("grace", limit=16).found
        assert book.look_up("grace", offset=260).found == ()

    def test_a_total_is_exact_up_to_a_thousand(self, book):
        book.write(*(Document("contact", id_, ("Grace",)) for id_ in range(1, 1001)))
        hits = book.look_up("grace")
        assert (hits.total, hits.more) == (1000, False)
        book.write(Document("contact", 1001, ("Grace",)))
        hits = book.look_up("grace")
        assert (hits.total, hits.more) == (1000, True)

    def test_few_names_are_loaded_however_much_is_found(self, book):
        book.write(*(Document("contact", id_, (f"Grace {id_}",)) for id_ in range(1, 1001)))
        book.loads.clear()
        book.look_up("grace")
        assert book.loads == [100]
