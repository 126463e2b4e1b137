"""Finding by words: whole or begun, in any order, in any script, with anything in between."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.search import tokens
from tests.store.search_databases import book, engine  # noqa: F401


class TestOrder:
    def test_begun_words_are_found_in_any_order(self, book):
        book.add("Grace Hopper")
        for asked in (
            "grace hopper",
            "hopper grace",
            "gra hop",
            "hop gr",
            "h g",
            "GRACE",
            "Hopper,",
        ):
            assert book.find(asked) == ["Grace Hopper"], asked

    def test_all_words_are_needed(self, book):
        book.add("Grace Hopper")
        book.add("Ada Lovelace")
        assert book.find("ada xyz") == []

    def test_an_exact_name_comes_first_then_what_begins_so_then_the_rest(self, book):
        book.add("Ann Lees")
        book.add("Bo Lee")
        book.add("Leela Zimmer")
        book.add("Lee")
        assert book.find("lee") == ["Lee", "Leela Zimmer", "Bo Lee", "Ann Lees"]

    def test_of_equal_names_the_newest_comes_first(self, book):
        older, newer = book.add("Ada Byron"), book.add("Ada Byron")
        assert book.look_up("ada").found == (("contact", newer), ("contact", older))

    def test_a_name_is_found_before_a_company(self, book):
        book.add("Navy Smith")
        book.add("Grace Hopper", words=["Navy Systems", "Rear Admiral"])
        assert book.find("navy") == ["Navy Smith", "Grace Hopper"]
        assert book.find("grace navy") == ["Grace Hopper"]
        assert book.find("admiral") == ["Grace Hopper"]

    def test_every_name_of_a_document_counts(self, book):
        book.add("Augusta Ada King", "Ada Lovelace")
        assert book.find("lovelace") == ["Augusta Ada King"]

    def test_the_exact_name_is_first_among_more_than_are_compared(self, book):
        book.add("Jo")
        for number in range(150):
            book.add(f"Jo{number:03}")
        assert book.find("jo")[0] == "Jo"

    def test_a_name_that_begins_so_is_first_among_more_than_are_compared(self, book):
        book.add("Smithy & Daughters")
        for number in range(150):
            book.add(f"Anna{number:03} Smith")
        assert book.find("smith")[0] == "Smithy & Daughters"


class TestSpelling:
    @pytest.mark.parametrize(
        ("name", "asked"),
        [
            ("José Muñoz", "jose munoz"),
            ("Jose Munoz", "josé muñoz"),
            ("Øystein Łukasz Straße", "oystein lukasz strasse"),
            ("O'Brien", "obrien"),
            ("O’Brien", "o'brien"),
            ("OBrien", "O.BRIEN"),
            ("AT&T", "att"),
            ("AT&T", "at&t"),
            ("Jean-Luc", "jeanluc"),
            ("Jean Luc", "jean-luc"),
            ("ＡＢＣ　Ｃｏ", "abc co"),
            ("abc", "ＡＢＣ"),
            ("Борис Ёлкин", "елкин бор"),
            ("Αλέξης", "αλεξ"),
            ("محمد", "مُحَمَّد"),
            ("हिन्दी", "हिन्दी"),
            ("김민수", "민수"),
            ("山田 太郎さん", "太郎"),
            ("Gra\u200bce", "grace"),
            ("Face Book", "facebook"),
            ("Studio 54", "54"),
            ("3M", "3m"),
            ("i" * 100, "i" * 100),
            ("1 2 3", "3 1"),
        ],
    )
    def test_other_spellings_are_found(self, book, name, asked):
        book.add(name)
        assert book.find(asked) == [name]
        assert not book.look_up(asked).guessed

    @pytest.mark.parametrize(
        "name", ["🚀", "❤️", "!!!", "∞", "\\o/", "?", "👨‍👩‍👧", "·", "‹›", "«a", "_", "''", '"']
    )
    def test_a_name_of_signs_is_found_by_itself(self, book, name):
        book.add("Grace Hopper", owners=[1])
        book.add(name, owners=[1])
        assert book.find(name) == [name]
        assert book.find(name, owners=frozenset({1})) == [name]

    def test_an_emoji_is_found_beside_words(self, book):
        book.add("Grace 🚀 Hopper")
        assert book.find("🚀") == book.find("grace 🚀") == ["Grace 🚀 Hopper"]

    @pytest.mark.parametrize("asked", ["", "   ", "\x00", "\u200b\u200d", "\ud83d"])
    def test_nothing_visible_finds_nothing(self, book, asked):
        book.add("Grace Hopper")
        assert book.find(asked) == []

    def test_a_name_of_nothing_visible_can_be_written(self, book):
        book.add("\u200b")
        assert book.find("\u200b") == []


class TestHostileText:
    SYNTAX = (
        "grace AND hopper",
        "grace OR ada",
        "NOT grace",
        "NEAR(grace hopper)",
        "tokens : grace",
        "{tokens} : grace",
        '"grace',
        "'grace",
        "^grace - (",
        "grace & | ! <-> hopper:*AB",
        "grace\\",
        "%s %(x)s % 中 :condition",
        "'; DROP TABLE search_index; --",
        "grace) OR (1=1",
        "·7",
        "≡gracehopper",
        "«grace",
    )

    @pytest.mark.parametrize("asked", SYNTAX)
    def test_syntax_is_text(self, book, asked):
        book.add("Grace Hopper", owners=[7])
        name = f"{asked} Ltd"
        book.add(name)
        assert book.find(name) == [name]
        assert book.find(asked, owners=frozenset({8})) == []

    def test_a_star_is_no_wildcard(self, book):
        book.add("Grace Hopper")
        assert book.find("*") == []
        assert book.find("g*r") == []

    def test_owners_are_no_words(self, book):
        book.add("Grace Hopper", owners=[7])
        assert book.find("·7") == book.find("7") == []

    @pytest.mark.parametrize(
        "asked", ["grace " * 2_000, "深圳市" * 4_000, "a b c d e " * 1_000, "!" * 10_000]
    )
    def test_ten_thousand_characters_are_asked_without_harm(self, book, asked):
        book.add(asked)
        assert book.find(asked) == [asked]

    @given(text=st.text(max_size=60))
    def test_folding_is_final(self, text):
        folded = tokens.fold(text)
        assert tokens.fold(folded) == folded

    @given(text=st.text(max_size=60))
    def test_no_piece_needs_quoting(self, text):
        folded = tokens.fold(text)
        signs = [*tokens.pieces(folded), *tokens.pictures(folded), *tokens.punctuation(folded)]
        assert all(sign and not set(sign) & set("\"'\\ \t\x00") for sign in signs)


def test_random_text_finds_itself(book):
    @given(text=st.text(min_size=1, max_size=30))
    def check(text):
        id_ = book.add(text)
        if tokens.whole(folded := tokens.fold(text), tokens.pieces(folded)):
            assert ("contact", id_) in book.look_up(text, limit=100).found

    check()
