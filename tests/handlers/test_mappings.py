"""Columns that people assign to fields, over what was guessed."""

import pytest

from handlers.imports.errors import ColumnUnknownError, FieldUnknownError
from handlers.imports.headers import Doubt, Guess, Question, guess_columns
from handlers.imports.mappings import apply_map


class TestMappings:
    headers = ("Who", "Mail", "Mail", "Phone", "City", "Street", "")

    def guess(self) -> Guess:
        return guess_columns(self.headers, "contacts")

    def test_a_person_assigns_a_column(self):
        guess = apply_map(self.guess(), self.headers, {"name": "Who"})
        assert guess.columns["name"] == (0,)
        assert guess.columns["email"] == (1, 2)
        assert (guess.unknown, guess.questions) == ((), ())

    def test_the_column_leaves_the_field_that_was_guessed(self):
        guess = apply_map(self.guess(), self.headers, {"notes": "Phone"})
        assert guess.columns["notes"] == (3,)
        assert "phone" not in guess.columns
        assert guess.questions == (Question(Doubt.NAME_MISSING, "name"),)

    def test_several_columns_keep_the_order_given(self):
        guess = apply_map(self.guess(), self.headers, {"address": ["City", "street"]})
        assert guess.columns["address"] == (4, 5)

    def test_nothing_leaves_a_field_out(self):
        guess = apply_map(self.guess(), self.headers, {"phone": ""})
        assert "phone" not in guess.columns
        assert "Phone" in guess.unknown

    @pytest.mark.parametrize(
        ("column", "places"),
        [("mail", (1, 2)), (" Who ", (0,)), ("ＭＡＩＬ", (1, 2)), ("#7", (6,)), ("#1", (0,))],
    )
    def test_ways_to_name_a_column(self, column, places):
        guess = apply_map(self.guess(), self.headers, {"website": column})
        assert guess.columns["website"] == places

    @pytest.mark.parametrize(
        ("name", "field"),
        [("first-name", "first_name"), ("Tag", "tags"), ("电话", "phone"), ("zip", "address")],
    )
    def test_ways_to_name_a_field(self, name, field):
        assert apply_map(self.guess(), self.headers, {name: "Who"}).columns[field] == (0,)

    def test_an_unknown_column_is_refused_with_the_nearest(self):
        with pytest.raises(ColumnUnknownError) as caught:
            apply_map(self.guess(), self.headers, {"name": "Phon"})
        assert (caught.value.name, caught.value.near[0]) == ("Phon", "Phone")

    @pytest.mark.parametrize("column", ["#0", "#8", "#x", "3"])
    def test_a_column_by_a_wrong_number_is_refused(self, column):
        with pytest.raises(ColumnUnknownError):
            apply_map(self.guess(), self.headers, {"name": column})

    def test_an_unknown_field_is_refused_with_the_nearest(self):
        with pytest.raises(FieldUnknownError) as caught:
            apply_map(self.guess(), self.headers, {"birthdy": "Who"})
        assert (caught.value.name, caught.value.near[0]) == ("birthdy", "birthday")

    def test_what_a_mapping_answers_is_asked_no_more(self):
        headers = ["Name", "", ""]
        rows = [("Ada", "a@x.example", "www.x.example"), ("Bo", "b@x.example", "www.x.example")]
        guess = guess_columns(headers, "contacts", rows)
        assert len(guess.questions) == 2
        assert [q.field for q in apply_map(guess, headers, {"notes": "#2"}).questions] == [
            "website"
        ]
        assert [q.field for q in apply_map(guess, headers, {"email": "#2"}).questions] == [
            "website"
        ]
