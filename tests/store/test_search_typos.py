"""Typing errors are put right when nothing was found as it was typed."""

import random

import pytest
from sqlalchemy import event, text

from store.search import Document, create_statements, drop, forget, look_up, put
from store.search.vocabularies import Vocabulary, is_corrected, read_vocabulary
from tests.store.search_databases import Book, book, engine, sqlite_engine  # noqa: F401


class TestErrors:
    @pytest.mark.parametrize(
        ("name", "asked"),
        [
            ("Grace Hopper", "grace hoper"),
            ("Grace Hopper", "hoppre"),
            ("Grace Hopper", "gracw hop"),
            ("Grace Hopper", "Garce Hppoer"),
            ("Christopher", "christpoer"),
            ("Anna", "anan"),
            ("王小明", "wangxaoming"),
            ("王小明", "wnag xiaomign"),
            ("O'Brien", "obrian"),
        ],
    )
    def test_one_or_two_letters(self, book, name, asked):
        book.add(name)
        hits = book.look_up(asked)
        assert [book.names[key] for key in hits.found] == [name]
        assert hits.guessed
        assert hits.total == 1

    @pytest.mark.parametrize("asked", ["jio", "annnnna", "grxxx", "hoxxxr", "王晓明", "20255"])
    def test_not_in_short_words_nor_more_letters_nor_other_scripts(self, book, asked):
        for name in ("Joe", "Anna", "Grace", "Hopper", "王小明", "20245"):
            book.add(name)
        assert book.find(asked) == []

    def test_what_is_found_as_typed_is_not_guessed(self, book):
        book.add("Grace Hopper")
        book.add("Grade Harper")
        hits = book.look_up("grace")
        assert not hits.guessed
        assert hits.total == 1

    def test_a_known_word_may_be_wrong_too(self, book):
        book.add("John Smith")
        book.add("Jon Miller")
        book.add("Jane Smyth")
        assert book.find("jane smith") == ["Jane Smyth"]

    def test_the_nearest_comes_first(self, book):
        book.add("Martin Katz")
        book.add("Marten Karz")
        book.add("Martina Kaaz")
        assert book.find("martinn katz")[0] == "Martin Katz"

    def test_a_wrong_first_letter_is_not_outweighed_by_a_likeness(self, book):
        book.add("John Kofler")
        book.add("John Hopper")
        assert book.find("kopper") == book.find("john kopper") == ["John Hopper", "John Kofler"]

    def test_the_nearest_is_first_among_more_than_are_compared(self, book):
        book.add("Hoppera")
        for number in range(130):
            book.add(f"Hoxppera {number}")
        assert book.find("hopprea")[0] == "Hoppera"

    def test_company_words_are_put_right(self, book):
        book.add("Grace Hopper", words=["Navy Systems"])
        assert book.find("grace systmes") == ["Grace Hopper"]

    def test_a_made_up_crowd_is_found_again(self, book):
        chance = random.Random(5)
        parts = [a + b + c for a in "bdfgklmnprst" for b in "aeiou" for c in ("ns", "rt", "l")]
        names = [
            " ".join("".join(chance.sample(parts, 3)).title() for _ in "ab") for _ in range(300)
        ]
        for name in names:
            book.add(name)
        found = sum(name in book.find(_misspelled(chance, name), limit=10) for name in names)
        assert found >= 0.98 * len(names)


def _misspelled(chance: random.Random, name: str) -> str:
    at = chance.randrange(len(name) - 1)
    left, here, after, right = name[:at], name[at], name[at + 1], name[at + 2 :]
    if " " in (here, after):
        return name + "x"
    changed = (after + here, here, chance.choice("aeiou") + after, here + here + after)
    return left + chance.choice(changed) + right


class TestVocabulary:
    def test_words_of_four_latin_letters_or_more(self):
        assert list(map(is_corrected, ("abcd", "abc", "abc1", "élan", "王小明王", "a" * 40))) == [
            True,
            *[False] * 5,
        ]

    def test_owners_signs_and_marks_are_no_words(self, book):
        book.add("Grace 🚀 王小明", words=["42nd St"], owners=[7, 8])
        words = set(book.connection.scalars(text("SELECT word FROM search_words")))
        assert words == {"grace", "wang", "xiao", "ming", "xiaoming", "wangxiaoming"}

    def test_new_words_of_another_process_are_known_at_once(self, book, engine):
        book.add("Grace Hopper")
        book.connection.commit()
        assert book.find("hoper") == ["Grace Hopper"]
        for number, name in enumerate(("Lovelace", "Turing", "Dijkstra"), 100):
            with engine.begin() as other:
                put(other, [Document("contact", number, (name,))])
            book.names["contact", number] = name
            assert book.find(f"{name[:3]}x{name[3:]}") == [name]

    def test_words_that_were_rolled_back_do_no_harm(self, book):
        book.add("Grace")
        book.connection.commit()
        book.add("Hopper")
        assert book.find("hoper") == ["Hopper"]
        book.connection.rollback()
        assert book.find("hoper") == []
        book.add("Hoping")
        assert book.find("hoqing") == ["Hoping"]

    def test_two_databases_do_not_share_words(self, book, tmp_path):
        book.add("Grace Hopper")
        assert book.find("hoper") == ["Grace Hopper"]
        other = sqlite_engine(tmp_path / "other.db")
        with other.connect() as connection:
            for statement in create_statements("sqlite"):
                connection.execute(text(statement))
            assert read_vocabulary(connection).near("hoper") == []
            assert read_vocabulary(connection) is not read_vocabulary(book.connection)
        other.dispose()

    def test_an_engine_with_options_is_the_same_database(self, book, engine):
        with engine.execution_options(logging_token="x").connect() as connection:
            assert read_vocabulary(connection) is read_vocabulary(book.connection)

    def test_near_words_come_with_their_distance_and_the_nearest_first(self, book):
        book.add("hopper hoppers hoper hooper harper")
        vocabulary = read_vocabulary(book.connection)
        assert vocabulary.near("hopper")[0] == ("hopper", 0)
        assert set(vocabulary.near("hopper")[1:]) == {
            ("hoppers", 1),
            ("hoper", 1),
            ("hooper", 1),
            ("harper", 2),
        }
        assert vocabulary.knows("harper")
        assert not vocabulary.knows("harpe")

    def test_each_word_is_kept_once(self, book):
        book.add("Grace Hopper")
        book.add("Grace Kelly")
        words = list(book.connection.scalars(text("SELECT word FROM search_words")))
        assert sorted(words) == ["grace", "hopper", "kelly"]

    def test_words_that_nobody_has_any_more_are_forgotten(self, book):
        gone, kept = book.add("Grace Hopper"), book.add("Grace Kelly")
        drop(book.connection, "contact", [gone])
        forget(book.connection)
        words = set(book.connection.scalars(text("SELECT word FROM search_words")))
        assert words == {"grace", "kelly"}
        assert book.look_up("gracw").found == (("contact", kept),)

    def test_a_vocabulary_is_empty_until_it_is_read(self):
        assert Vocabulary().near("grace") == []


def test_at_most_a_handful_of_statements(book, engine):
    book.add("Grace Hopper")
    seen: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *heard: seen.append(heard[2]))
    nobody = Book(book.connection)
    asked = "graxe hoppex navvy systemz admiral rearr ofthe fleett " * 3
    look_up(book.connection, asked, kinds=["contact"], owners=None, names=nobody.load)
    assert len(seen) <= 4
