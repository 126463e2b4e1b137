"""What becomes of a row that repeats somebody: filled in, left alone, or somebody else."""

import pytest

from store import contacts, imports, subjects, subsidiaries, verdicts
from store.access import Denied
from store.entries import Entry
from store.holdings import Holdings
from store.person_names import read_person_name
from store.points import Point
from tests.importing import import_rows

HEADER = ("name", "company", "phone", "email", "title", "tags", "notes", "address", "birthday")


def row(name, company="", phone="", email="", title="", *rest):
    return (name, company, phone, email, title, *rest, *[""] * (4 - len(rest)))


GRACE = row("Grace Hopper", "Navy", "202-555-0143", "grace@navy.example")


class TestRepeatingOnesOwn:
    @pytest.fixture(autouse=True)
    def _ada(self, chat):
        self.ada = chat.rep("Ada")
        self.ada.says("contact add Grace Hopper 202-555-0143 grace@navy.example company:Navy")
        self.chat = chat

    def test_the_same_again_is_a_duplicate(self):
        done = import_rows(self.chat, HEADER, GRACE)
        assert done.counts == (1, 0, 0, 1, 0)
        assert (
            done.reasons
            == "C-1 Grace Hopper is there already (the same e-mail), and nothing is new."
        )

    @pytest.mark.parametrize(
        "known_by",
        [
            row("G. Hopper", "", "", "GRACE@navy.example", "Admiral"),
            row("Grace B. Hopper", "", "+1 (202) 555-0143", "", "Admiral"),
            row("grace hopper", "NAVY Inc.", "", "", "Admiral"),
            row("Hopper, Grace", "Navy", "202-555-0199", "", "Admiral"),
        ],
    )
    def test_what_is_missing_is_filled_in(self, known_by):
        done = import_rows(self.chat, HEADER, known_by)
        assert done.counts == (1, 0, 1, 0, 0)
        assert "Filled in at C-1 Grace Hopper: " in done.reasons
        assert "Admiral · Navy" in self.ada.says("contact show C-1")
        assert "1 in all" in self.ada.says("contacts")

    def test_everything_can_be_filled_in_and_only_once(self):
        more = row(
            "Grace Hopper",
            "Navy",
            "202-555-0144",
            "g@x.example",
            "Admiral",
            "vip",
            "hello",
            "1 Main St",
            "1906-12-09",
        )
        assert import_rows(self.chat, HEADER, more).counts == (1, 0, 1, 0, 0)
        card = self.ada.says("contact show C-1")
        for shown in (
            "(202) 555-0143",
            "(202) 555-0144",
            "g@x.example",
            "1 Main St",
            "9 Dec 1906",
            "vip",
        ):
            assert shown in card
        assert card.index("0143") < card.index("0144")
        assert "hello" in self.ada.says("timeline C-1")
        assert import_rows(self.chat, HEADER, more).counts == (1, 0, 0, 1, 0)

    def test_what_is_there_stays_and_that_is_told(self):
        self.ada.says("contact edit C-1 title:Admiral")
        other = row("Grace Hopper", "Army", "", "grace@navy.example", "General")
        done = import_rows(self.chat, HEADER, other)
        assert done.counts == (1, 0, 0, 1, 0)
        assert {column for _, column, *_ in done.remarks} == {"", "title", "company"}
        assert "C-1 Grace Hopper says something else, which stays." in done.reasons
        assert "Admiral · Navy" in self.ada.says("contact show C-1")

    def test_a_company_is_filled_in_too(self):
        self.ada.says("contact add Bob Smith bob@x.example")
        done = import_rows(self.chat, HEADER, row("Bob Smith", "Rockets", "", "bob@x.example"))
        assert done.counts == (1, 0, 1, 0, 0)
        assert "Rockets" in self.ada.says("contact show Bob Smith")

    def test_somebody_else_with_the_same_phone_is_another_person(self):
        done = import_rows(self.chat, HEADER, row("Bob Smith", "Navy", "202-555-0143"))
        assert done.counts == (1, 1, 0, 0, 0)
        assert done.reasons == "Has the phone of C-1 Grace Hopper; both were kept."

    def test_somebody_else_with_the_same_email_fills_in_nothing(self):
        done = import_rows(
            self.chat, HEADER, row("Bob Smith", "", "", "grace@navy.example", "Clerk")
        )
        assert done.counts == (1, 0, 0, 1, 0)
        assert "Clerk" not in self.ada.says("contact show C-1")

    def test_a_namesake_elsewhere_is_another_person(self):
        done = import_rows(self.chat, HEADER, row("Grace Hopper", "Army"), row("Grace Hopper"))
        assert done.counts == (2, 2, 0, 0, 0)

    def test_a_deleted_one_is_told(self):
        self.ada.says("contact delete C-1")
        self.ada.says("yes")
        done = import_rows(self.chat, HEADER, GRACE, row("Grace Hopper", "Navy"))
        assert done.counts == (2, 0, 0, 2, 0)
        assert "C-1 Grace Hopper was deleted (the same e-mail). It can be restored." in done.reasons

    def test_one_that_lives_comes_before_a_deleted_one(self):
        self.ada.says("contact add Grace Hopper g@army.example company:Army")
        self.ada.says("contact delete C-1")
        self.ada.says("yes")
        done = import_rows(self.chat, HEADER, row("Grace Hopper", "Army", "", "grace@navy.example"))
        assert done.counts == (1, 0, 1, 0, 0)

    def test_one_that_was_erased_stays_empty(self):
        def erase(session):
            session.act_as(session.directory.people[self.ada.speaker.staff_id])
            subjects.destroy(session, contacts.get(session, 1).subject_id)

        self.chat.database.write(erase, self.chat.clock.now())
        done = import_rows(self.chat, HEADER, GRACE)
        assert done.counts == (1, 0, 0, 1, 0)


class TestRepeatingOthers:
    def test_a_colleagues_contact_is_not_shown(self, chat):
        chat.rep("Ben").says(
            "contact add Grace Hopper grace@navy.example company:Navy title:Admiral"
        )
        ada = chat.rep("Ada")
        rows = [
            row("G. Hopper", "", "", "grace@navy.example", "Clerk"),
            row("Grace Hopper", "Navy"),
        ]
        done = import_rows(chat, HEADER, *rows)
        assert done.counts == (2, 0, 0, 2, 0)
        assert set(done.reasons.splitlines()) == {
            "In the company's books already (the same e-mail). Please ask your manager.",
            "In the company's books already (the same name). Please ask your manager.",
        }
        assert "Ben" not in done.reasons
        assert ada.says("find hopper") == "Nothing found for “hopper”."

    def test_a_colleagues_namesake_is_not_even_mentioned(self, chat):
        chat.rep("Ben").says("contact add Grace Hopper grace@navy.example")
        chat.rep("Ada")
        done = import_rows(chat, HEADER, row("Grace Hopper"), row("Bob Li", "", "", "b@x.example"))
        assert (done.counts, done.remarks) == ((2, 2, 0, 0, 0), [])

    def test_a_colleagues_deleted_contact_is_not_shown(self, chat):
        ben = chat.rep("Ben")
        ben.says("contact add Grace Hopper grace@navy.example")
        ben.says("contact delete C-1")
        ben.says("yes")
        chat.rep("Ada")
        done = import_rows(chat, HEADER, GRACE)
        assert done.counts == (1, 0, 0, 1, 0)
        assert "C-1" not in done.reasons

    def test_a_contact_that_may_be_seen_is_named_with_its_owner(self, chat):
        chat.rep("Ben Okri").says("contact add Grace Hopper grace@navy.example")
        chat.marketer("Ada")
        done = import_rows(
            chat,
            HEADER,
            GRACE,
            row("Bob Li", "", "", "b@x.example"),
            row("Bob Li", "", "", "b@x.example", "CTO"),
        )
        assert done.counts == (3, 1, 0, 2, 0)
        assert "Ben Okri has C-1 Grace Hopper already (the same e-mail)." in done.reasons
        assert "Line 3 is there already (the same e-mail), and nothing is new." in done.reasons

    def test_one_in_the_pool_can_be_claimed(self, chat):
        ada = chat.rep("Ada")
        ada.says("contact add Grace Hopper grace@navy.example")
        ada.says("release C-1")
        done = import_rows(chat, HEADER, GRACE)
        assert done.counts == (1, 0, 0, 1, 0)
        assert "C-1 Grace Hopper is in the pool already" in done.reasons

    def test_a_namesake_in_the_pool_with_another_phone_is_another_person(self, chat):
        ada = chat.rep("Ada")
        ada.says("contact add 王伟 13800138000")
        ada.says("release C-1")
        assert import_rows(chat, HEADER, row("王伟", "", "13900139000")).counts == (1, 1, 0, 0, 0)
        assert import_rows(chat, HEADER, row("王伟")).counts == (1, 0, 0, 1, 0)

    def test_a_shared_one_may_be_filled_in_if_it_was_shared_for_that(self, chat):
        ben, ada = chat.rep("Ben"), chat.rep("Ada")
        ben.says("contact add Grace Hopper grace@navy.example")
        ben.says("contact add Bob Li bob@navy.example")
        ben.says("contact share C-1 @ada edit")
        ben.says("contact share C-2 @ada")
        rows = [
            row("Grace Hopper", "", "", "grace@navy.example", "Admiral"),
            row("Bob Li", "", "", "bob@navy.example", "Clerk"),
        ]
        done = import_rows(chat, HEADER, *rows)
        assert done.counts == (2, 0, 1, 1, 0)
        assert "Admiral" in ada.says("contact show C-1")


class TestRepeatingWithinAFile:
    @pytest.mark.parametrize("dry_run", [True, False])
    @pytest.mark.parametrize("between", [0, 600])
    def test_rows_of_one_person_become_one_contact(self, chat, dry_run, between):
        ada = chat.rep("Ada")
        filler = [row(f"Person {index}", "Army") for index in range(between)]
        again = row("Grace Hopper", "Navy", "202-555-0144", "", "Admiral", "vip", "hello")
        done = import_rows(chat, HEADER, GRACE, *filler, GRACE, again, again, dry_run=dry_run)
        assert done.counts == (between + 4, between + 1, 1, 2, 0)
        if not dry_run:
            card = ada.says("find Grace Hopper")
            assert "Admiral · Navy" in card
            assert "(202) 555-0144" in card
            assert ada.says("timeline C-1").count("hello") == 1

    def test_a_stored_contact_is_met_again_and_again(self, chat):
        chat.rep("Ada").says("contact add Grace Hopper grace@navy.example company:Navy")
        filler = [row(f"Person {index}", "Army") for index in range(600)]
        rows = [GRACE, *filler, GRACE]
        assert import_rows(chat, HEADER, *rows, dry_run=True).counts == (602, 600, 1, 1, 0)
        assert import_rows(chat, HEADER, *rows).counts == (602, 600, 1, 1, 0)

    def test_companies_of_one_name_become_one(self, chat):
        ada = chat.rep("Ada")
        header = ("company", "sector", "revenue", "phone", "notes")
        rows = [
            ("Navy Systems Ltd", "defence", "", "", ""),
            ("Navy Systems", "", "5m", "202-555-0143", "big"),
            ("NAVY SYSTEMS", "retail", "5m", "", "big"),
        ]
        done = import_rows(chat, header, *rows, kind="companies")
        assert done.counts == (3, 1, 1, 1, 0)
        again = import_rows(chat, header, *rows, kind="companies")
        assert again.counts == (3, 0, 0, 3, 0)
        more = import_rows(chat, (*header, "employees"), (*rows[1], "50"), kind="companies")
        assert more.counts == (1, 0, 1, 0, 0)
        card = ada.says("company show Navy Systems")
        for shown in ("defence", "$5,000,000.00", "0143", "Employees: 50"):
            assert shown in card

    def test_a_company_of_a_colleague_is_not_filled_in(self, chat):
        chat.rep("Ben").says("company add Navy Systems")
        chat.rep("Ada")
        done = import_rows(chat, ("company", "sector"), ("Navy Systems Ltd", "defence"))
        assert done.counts == (1, 0, 0, 1, 0)
        assert "Please ask your manager" in done.reasons


class TestUnits:
    """What callers of the verbs rely on."""

    def entry(self, line=2):
        name = read_person_name("Grace Hopper")
        points = {("email", "g@x.example"): Point("email", "G@x.example")}
        return Entry(line, name.full, name.folded, None, points=points, company=("Navy", "navy"))

    def test_a_unit_that_is_run_again_judges_the_same(self, chat):
        ada = chat.rep("Ada")
        first, second = self.entry(), self.entry(3)
        second.values["title"] = "Admiral"

        def judge(session):
            session.act_as(session.directory.people[ada.speaker.staff_id])
            found = verdicts.judge_contacts(session, [first, second], Holdings())
            return [verdict.outcome for verdict in found]

        runs = [chat.database.read(judge, chat.clock.now()) for _ in range(2)]
        # Nobody's contact is the pool's, which a rep may not change.
        assert runs == [["added", "duplicate"]] * 2

    def test_nobody_imports_nothing(self, chat):
        def judge(session):
            return verdicts.judge_contacts(session, [self.entry()], Holdings())

        with pytest.raises(Denied):
            chat.database.read(judge, chat.clock.now())

    def test_writing_needs_no_rows(self, chat):
        def write(session):
            assert imports.write_contacts(session, []) == 0
            imports.write_companies(session, [])
            assert subsidiaries.link(session, []) == []
            assert verdicts.company_ids(session, []) == {}

        chat.database.write(write, chat.clock.now())
