"""Writing documents: anew, away, together, side by side."""

import threading

import pytest
from sqlalchemy import event, exc, inspect, text

from store.search import KINDS, Document, create_statements, drop, drop_statements, owns_table, put
from tests.store.search_databases import Book, book, engine  # noqa: F401


class TestWriting:
    def test_a_document_written_anew_is_not_found_as_it_was(self, book):
        book.write(Document("contact", 1, ("Grace Murray",), ("Vassar",)))
        book.write(Document("contact", 1, ("Grace Hopper",), ("Navy",)))
        assert book.find("murray") == book.find("vassar") == []
        assert book.find("grace") == book.find("hopper navy") == ["Grace Hopper"]
        assert book.look_up("grace").total == 1

    def test_a_dropped_document_is_not_found(self, book):
        grace, ada = book.add("Grace Hopper"), book.add("Ada Lovelace")
        other = book.add("Grace Hopper", kind="lead")
        drop(book.connection, "contact", [grace, 999])
        assert book.find("grace") == []
        assert book.look_up("ada").found == (("contact", ada),)
        assert book.look_up("grace", kinds=["lead"]).found == (("lead", other),)

    def test_a_dropped_document_can_come_back(self, book):
        id_ = book.add("Grace Hopper")
        drop(book.connection, "contact", [id_])
        book.write(Document("contact", id_, ("Grace Hopper",)))
        assert book.find("grace") == ["Grace Hopper"]

    def test_nothing_to_write_or_drop_is_no_statement(self, book, engine):
        seen = statements(engine)
        put(book.connection, [])
        drop(book.connection, "contact", [])
        assert seen == []

    @pytest.mark.parametrize("new", [True, False])
    def test_one_statement_for_a_document(self, book, engine, new):
        seen = statements(engine)
        put(book.connection, [Document("contact", 1, ("Grace 王小明",), ("Navy",))], new=new)
        assert len(seen) == 1

    def test_one_statement_for_many(self, book, engine):
        seen = statements(engine)
        book.write(*(Document("contact", id_, (f"Grace {id_}",)) for id_ in range(100)))
        assert len(seen) == 1
        assert book.look_up("grace").total == 100

    def test_what_is_rolled_back_is_not_found(self, book):
        book.add("Grace Hopper")
        book.connection.rollback()
        assert book.find("grace") == []

    def test_a_savepoint_takes_back_its_part(self, book):
        book.add("Grace Hopper")
        savepoint = book.connection.begin_nested()
        book.add("Ada Lovelace")
        savepoint.rollback()
        assert (book.find("grace"), book.find("ada")) == (["Grace Hopper"], [])

    def test_the_largest_id_of_the_last_kind(self, book):
        kind = max(KINDS, key=KINDS.__getitem__)
        book.write(Document(kind, 2**58 - 1, ("Grace Hopper",), (), frozenset({2**40})))
        hits = book.look_up("grace", kinds=[kind], owners=frozenset({2**40}))
        assert hits.found == ((kind, 2**58 - 1),)

    @pytest.mark.parametrize("id_", [2**58, -1])
    def test_an_id_that_does_not_fit_is_refused(self, book, id_):
        with pytest.raises(ValueError, match=str(id_)):
            put(book.connection, [Document("contact", id_, ("Grace",))])

    def test_kinds_fit_into_four_bits(self):
        assert len(set(KINDS.values())) == len(KINDS)
        assert set(KINDS.values()) <= set(range(1, 16))

    def test_owners_are_kept_however_long_the_text(self, book):
        words = tuple(f"word{number}" for number in range(5_000))
        book.write(Document("contact", 1, ("Grace",), words, frozenset({7})))
        assert book.find("grace", owners=frozenset({7})) == ["Grace"]


class TestTwoConnections:
    def test_a_reader_sees_what_is_committed_and_nothing_else(self, book, engine):
        with engine.connect() as other:
            reader = Book(other)
            reader.names = book.names
            grace = book.add("Grace Hopper")
            assert reader.find("grace") == []
            other.rollback()
            book.connection.commit()
            assert reader.find("grace") == ["Grace Hopper"]
            other.rollback()
            book.write(Document("contact", grace, ("Ada Lovelace",)))
            assert reader.find("grace") == ["Ada Lovelace"]  # its name now, found as it was
            other.rollback()
            book.connection.commit()
            assert reader.find("grace") == []

    def test_writers_side_by_side_lose_nothing(self, engine, book):
        failures: list[BaseException] = []

        def write(first: int) -> None:
            try:
                for id_ in range(first, first + 20):
                    with engine.begin() as connection:
                        put(connection, [Document("contact", id_, ("Same Words", f"Name {id_}"))])
            except BaseException as failure:  # noqa: BLE001 (shown below)
                failures.append(failure)

        threads = [threading.Thread(target=write, args=(100 * number,)) for number in range(1, 5)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failures == []
        book.names = {("contact", id_): "Same Words" for id_ in range(600)}
        assert book.look_up("same words").total == 80
        assert book.look_up("smae words").total == 80

    def test_postgresql_writers_do_not_wait_for_each_others_words(self, engine, book):
        if engine.dialect.name == "sqlite":
            pytest.skip("SQLite has one writer at a time")
        book.add("Grace Hopper")
        with engine.connect() as other:
            other.execute(text("SET lock_timeout = '1s'"))
            put(other, [Document("contact", 77, ("Grace Hopper",))])
            other.commit()


class TestSchema:
    def test_the_tables_are_made_and_removed(self, engine):
        assert all(map(owns_table, inspect(engine).get_table_names()))
        with engine.begin() as connection:
            for statement in drop_statements(engine.dialect.name):
                connection.execute(text(statement))
        left = set(inspect(engine).get_table_names()) | set(inspect(engine).get_view_names())
        assert not {name for name in left if owns_table(name)}

    def test_another_database_is_refused(self):
        for statements_of in (create_statements, drop_statements):
            with pytest.raises(KeyError):
                statements_of("mysql")

    def test_tables_of_others_are_not_claimed(self):
        assert not owns_table("contact")

    def test_a_broken_promise_of_being_new_never_makes_two(self, book):
        book.write(Document("contact", 1, ("Grace",)))
        book.connection.commit()
        try:
            put(book.connection, [Document("contact", 1, ("Grace",))], new=True)
        except exc.IntegrityError:
            book.connection.rollback()
        assert book.look_up("grace").total == 1


def statements(engine) -> list[str]:
    seen: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *heard: seen.append(heard[2]))
    return seen
