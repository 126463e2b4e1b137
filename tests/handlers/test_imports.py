"""Importing contacts and companies: what a row means, repairs, and what is told of it."""

import pytest
from sqlalchemy import select

from handlers.imports import repairs
from handlers.imports.errors import FieldUnknownError
from handlers.imports.kinds import NamelessTableError
from store import changes, reversals, staff
from store.access import Denied
from store.rights import Right
from store.sessions import PARLEY
from store.tables import AuditEntry
from tests.importing import import_rows

HEADER = ("name", "company", "phone", "email", "title")
GRACE = ("Grace Hopper", "Navy Systems", "+1 202 555 0143", "grace@navy.example", "Admiral")


class TestContacts:
    def test_a_row_becomes_a_contact_that_is_worked_with_by_chat(self, any_chat):
        ada = any_chat.rep("Ada")
        assert import_rows(any_chat, HEADER, GRACE).counts == (1, 1, 0, 0, 0)
        card = ada.says("find hopper")
        assert "Grace Hopper" in card
        assert "Admiral · Navy Systems" in card
        assert "(202) 555-0143" in card
        assert "grace@navy.example" in card
        assert "CTO" in ada.says("contact edit it title:CTO")
        assert "Grace Hopper" in ada.says("find grace@navy.example")
        assert "Grace Hopper" in ada.says("find 202-555-0143")
        assert "Grace Hopper" in ada.says("contacts company:Navy Systems")

    def test_it_is_seen_by_its_owner_only(self, chat):
        ben = (chat.rep("Ada"), chat.rep("Ben"))[1]
        import_rows(chat, HEADER, GRACE)
        assert ben.says("find hopper") == "Nothing found for “hopper”."

    def test_chinese_columns_and_names(self, chat):
        ada = chat.rep("Ada")
        rows = import_rows(
            chat,
            ("姓", "名", "公司", "手机", "省份", "城市", "详细地址", "标签"),
            (
                "王",
                "小明",
                "华星科技有限公司",
                "13800138000",
                "浙江省",
                "杭州市",
                "文一路1号",
                "重点、老客户",
            ),
        )
        assert rows.counts == (1, 1, 0, 0, 0)
        card = ada.says("find wang xiaoming")
        assert "王小明" in card
        assert "华星科技有限公司" in card
        assert "+86 138 0013 8000 (mobile)" in card
        assert "浙江省杭州市文一路1号" in card
        assert "老客户" in ada.says("contacts tag:重点") or "王小明" in ada.says(
            "contacts tag:重点"
        )

    def test_names_in_parts(self, chat):
        ada = chat.rep("Ada")
        import_rows(
            chat,
            ("First Name", "Middle Name", "Last Name", "E-mail"),
            ("Grace", "Brewster", "Hopper", "g@navy.example"),
            ("Null", "", "", ""),
        )
        listed = ada.says("contacts")
        assert "Grace Brewster Hopper" in listed
        assert "Null" in listed

    @pytest.mark.parametrize(
        "row",
        [
            ("", "Navy", "+1 202 555 0143", "", ""),
            ("", "", "", "grace@navy.example", ""),
            ("grace@navy.example", "Navy", "", "", ""),
            ("\u200b", "Navy", "", "", ""),
            ("x" * 201, "Navy", "", "", ""),
        ],
    )
    def test_a_row_that_names_nobody_is_rejected(self, chat, row):
        chat.rep("Ada")
        done = import_rows(chat, HEADER, GRACE, row)
        assert done.counts == (2, 1, 0, 0, 1)
        assert done.remarks[-1][0] == 3
        assert done.remarks[-1][3].startswith("Rejected: ")

    def test_an_impossible_phone_is_kept_as_typed_and_flagged(self, chat):
        ada = chat.rep("Ada")
        done = import_rows(chat, ("name", "phone"), ("Grace Hopper", "call 12345"))
        assert done.counts == (1, 1, 0, 0, 0)
        assert done.remarks == [
            (2, "phone", "call 12345", "Not a phone number that can exist: kept as typed.")
        ]
        assert "12345 (check this number)" in ada.says("find hopper")

    def test_a_number_that_nobody_has_is_kept_and_told(self, chat):
        ada = chat.rep("Ada")
        done = import_rows(chat, ("name", "phone"), ("Grace Hopper", "202-155-0143"))
        assert done.reasons == "Nobody is known to have such a number: check it."
        assert "(202) 155-0143 (check this number)" in ada.says("find hopper")

    @pytest.mark.parametrize(
        ("cell", "shown"),
        [
            ("202-555-0143; 202-555-0144", ["(202) 555-0143", "(202) 555-0144"]),
            ("202-555-0143 / 202-555-0144", ["(202) 555-0143", "(202) 555-0144"]),
            ("+1 202 555 0143 ::: +1 202 555 0144", ["(202) 555-0143", "(202) 555-0144"]),
            ("Mobile: 202-555-0143", ["(202) 555-0143 (mobile)"]),
            ("work 202-555-0143", ["(202) 555-0143 (work)"]),
            ("2025550143.0", ["(202) 555-0143"]),
            ("202-555-0143 x12", ["(202) 555-0143"]),
            ("138-0013-8000", ["+86 138 0013 8000"]),
        ],
    )
    def test_ways_to_write_phones(self, chat, cell, shown):
        ada = chat.rep("Ada")
        import_rows(chat, ("name", "phone"), ("Grace Hopper", cell))
        card = ada.says("find hopper")
        assert [phone for phone in shown if phone in card] == shown
        assert "check this number" not in card

    def test_phones_of_several_columns_keep_their_labels(self, chat):
        ada = chat.rep("Ada")
        import_rows(
            chat,
            ("Name", "Mobile", "Work Phone", "Phone 1 - Label", "Phone 1 - Value"),
            ("Grace Hopper", "202-555-0143", "202-555-0144", "Home", "202-555-0145"),
        )
        card = ada.says("find hopper")
        assert "(202) 555-0143 (mobile)" in card
        assert "(202) 555-0144 (work)" in card
        assert "(202) 555-0145 (home)" in card

    @pytest.mark.parametrize(
        ("cell", "found"),
        [
            (
                "grace@navy.example; hopper@navy.example",
                ["grace@navy.example", "hopper@navy.example"],
            ),
            ("mailto:grace@navy.example", ["grace@navy.example"]),
            ("Grace Hopper <grace@navy.example>", ["grace@navy.example"]),
            (
                "grace@navy.example, hopper@navy.example",
                ["grace@navy.example", "hopper@navy.example"],
            ),
            ("grace＠navy.example", ["grace@navy.example"]),
        ],
    )
    def test_ways_to_write_emails(self, chat, cell, found):
        ada = chat.rep("Ada")
        import_rows(chat, ("name", "email"), ("Grace Hopper", cell))
        card = ada.says("find hopper")
        assert [email for email in found if email in card] == found

    def test_what_is_no_email_is_left_out_and_told(self, chat):
        ada = chat.rep("Ada")
        done = import_rows(
            chat, ("name", "email"), ("Grace Hopper", "grace at navy"), ("Bo", "n/a")
        )
        assert done.counts == (2, 2, 0, 0, 0)
        assert done.remarks == [(2, "email", "grace at navy", "Not an e-mail address: left out.")]
        assert "grace at" not in ada.says("find hopper")

    def test_tiers(self, chat):
        ada = chat.rep("Ada")
        rows = [("Ann", "a"), ("Bob", "B级"), ("Cid", "Tier C"), ("Dan", "VIP")]
        done = import_rows(chat, ("name", "tier"), *rows)
        assert "Ann" in ada.says("contacts tier:A")
        assert "Bob" in ada.says("contacts tier:B")
        assert "Cid" in ada.says("contacts tier:C")
        assert done.remarks == [(5, "tier", "VIP", "Not a tier from A to D: left out.")]

    @pytest.mark.parametrize(
        ("cells", "shown"),
        [
            (("1906-12-09",), "9 Dec 1906"),
            (("1906年12月9日",), "9 Dec 1906"),
            (("03/04/1980", "31/12/1979"), "3 Apr 1980"),
            (("03/04/1980", "12/31/1979"), "4 Mar 1980"),
        ],
    )
    def test_birthdays_are_read_as_the_column_writes_them(self, chat, cells, shown):
        ada = chat.rep("Ada")
        rows = zip(("Grace Hopper", "Ada Byron"), cells, strict=False)
        import_rows(chat, ("name", "birthday"), *rows)
        assert shown in ada.says("find Grace Hopper")

    @pytest.mark.parametrize("cell", ["03/04/1980", "2199-01-01", "--12-09", "1980-02-30"])
    def test_a_birthday_in_doubt_is_left_out(self, chat, cell):
        ada = chat.rep("Ada")
        done = import_rows(chat, ("name", "birthday"), ("Grace Hopper", cell))
        assert done.counts == (1, 1, 0, 0, 0)
        assert done.remarks[0][:3] == (2, "birthday", cell)
        assert "Birthday" not in ada.says("find hopper")

    def test_contradicting_dates_settle_nothing(self, chat):
        chat.rep("Ada")
        rows = [("Ann", "03/04/1980"), ("Bob", "31/12/1979"), ("Cid", "12/31/1979")]
        done = import_rows(chat, ("name", "birthday"), *rows)
        assert "two ways" in done.reasons

    def test_notes_become_a_note_of_the_timeline(self, chat):
        ada = chat.rep("Ada")
        import_rows(chat, ("name", "notes"), ("Grace Hopper", "wants\n20 compilers"))
        assert "20 compilers" in ada.says("timeline Grace Hopper")

    def test_a_lost_zero_of_an_american_zip_code_comes_back(self, chat):
        ada = chat.rep("Ada")
        header = ("name", "address", "city", "state", "zip")
        done = import_rows(
            chat,
            header,
            ("Ann", "1 Main St", "Newark", "NJ", "7102"),
            ("Bob", "1 Main St", "Nowhere", "TX", "7102"),
        )
        assert done.remarks == [(2, "zip", "7102", "Read as “07102”.")]
        assert "1 Main St, Newark, NJ, 07102" in ada.says("find Ann")

    def test_a_website_is_the_companys_where_it_is_called_so(self, chat):
        ada = chat.rep("Ada")
        header = ("name", "company", "web")
        import_rows(
            chat,
            header,
            ("Ann", "Navy Systems Ltd", "http://www.navysystems.example"),
            ("Bob", "Acme Rockets", "https://linkedin.example/in/bob"),
        )
        assert "navysystems.example" in ada.says("company show Navy Systems")
        assert "linkedin" not in ada.says("company show Acme Rockets")
        assert "linkedin.example/in/bob" in ada.says("timeline Bob")

    def test_values_that_are_too_long_are_left_out_and_told(self, chat):
        ada = chat.rep("Ada")
        long = "x" * 10_000
        header = ("name", "title", "address", "tags", "company", "notes")
        done = import_rows(chat, header, ("Grace Hopper", long, long, long, long, long + "y"))
        assert done.counts == (1, 1, 0, 0, 0)
        assert [column for _, column, *_ in done.remarks] == [
            "title", "address", "company", "tags", "notes",
        ]  # fmt: skip
        assert "xxx" not in ada.says("contact show Grace Hopper")

    def test_placeholders_stand_for_nothing(self, chat):
        ada = chat.rep("Ada")
        done = import_rows(chat, HEADER, ("Grace Hopper", "N/A", "-", "无", "null"))
        assert (done.counts, done.remarks) == ((1, 1, 0, 0, 0), [])
        assert ada.says("find hopper").splitlines()[1] == "Owner: Ada"

    def test_naughty_strings_are_names_like_any_other(self, chat):
        ada = chat.rep("Ada")
        names = [
            "'; DROP TABLE contacts;--",
            "**bold**",
            "{name}",
            "👾 🙇",
            "\u202etest\u202c",
            "=1+1",
            "ﷺ",
        ]
        done = import_rows(chat, ("name", "title"), *((name, f"T {name}") for name in names))
        assert done.counts == (7, 7, 0, 0, 0)
        assert "DROP TABLE" in ada.says("contacts")
        assert "**bold**" in ada.says("contacts")


class TestOwners:
    def test_a_manager_imports_for_the_team(self, chat):
        boss = chat.manager("Maria Lopez")
        ben = chat.rep("Ben Okri", boss)
        header = ("name", "company", "owner")
        done = import_rows(chat, header, ("Grace Hopper", "Navy", "Ben"), who="Maria")
        assert (done.counts, done.remarks) == ((1, 1, 0, 0, 0), [])
        assert "Owner: Ben Okri" in ben.says("find hopper")
        assert "Owner: Ben Okri" in ben.says("company show Navy")

    def test_one_may_name_oneself(self, chat):
        ada = chat.rep("Ada Byron")
        done = import_rows(chat, ("name", "owner"), ("Grace Hopper", "Ada Byron"))
        assert (done.counts, done.remarks) == ((1, 1, 0, 0, 0), [])
        assert "Owner: Ada Byron" in ada.says("find hopper")

    @pytest.mark.parametrize("owner", ["Cleo", "nobody", "cleo@acme.example", "x@"])
    def test_whom_one_may_not_assign_to_does_not_become_the_owner(self, chat, owner):
        ada = (chat.rep("Ada"), chat.rep("Cleo"))[0]
        done = import_rows(chat, ("name", "owner"), ("Grace Hopper", owner))
        assert done.counts == (1, 1, 0, 0, 0)
        assert "it is yours" in done.reasons
        assert "Owner: Ada" in ada.says("find hopper")


class TestRepairs:
    def test_a_slip_is_put_right_by_what_the_column_says_otherwise(self):
        counts = {"Compilers": 12, "Compilrs": 1, "Rockets": 2}
        assert repairs.misspelt(counts, {}) == {"Compilrs": "Compilers"}

    def test_a_slip_is_put_right_by_what_is_known(self):
        assert repairs.sectors({"technolgy": 9, "Retial": 1, "SOFTWRAE": 1}) == {
            "technolgy": "technology",
            "Retial": "Retail",
            "SOFTWRAE": "SOFTWARE",
        }
        assert repairs.nations({"Philipines": 1, "Germny": 1}) == {
            "Philipines": "Philippines",
            "Germny": "Germany",
        }

    @pytest.mark.parametrize(
        "counts",
        [
            {"Iran": 1, "Iraq": 50},
            {"Niger": 1, "Nigeria": 50},
            {"Austria": 1, "Australia": 50},
            {"Area51": 1, "Area52": 50},
            {"行业软件": 1, "行业软牛": 50},
        ],
    )
    def test_what_may_be_right_is_left_alone(self, counts):
        assert repairs.nations(counts) == {}

    def test_a_word_between_two_is_left_alone(self):
        assert repairs.misspelt({"carts": 1}, {"carta": "carta", "cards": "cards"}) == {}


class TestCompanies:
    header = ("account", "sector", "year_established", "revenue", "employees", "office_location")

    def test_a_row_becomes_a_company(self, any_chat):
        ada = any_chat.rep("Ada")
        done = import_rows(
            any_chat,
            self.header,
            ("Navy Systems Ltd", "technolgy", "1996", "1100.04", "2,822", "Kenya"),
        )
        assert done.counts == (1, 1, 0, 0, 0)
        assert done.remarks == [(2, "sector", "technolgy", "Read as “technology”.")]
        card = ada.says("company show Navy Systems")
        assert "Industry: technology" in card
        assert "Country: Kenya" in card
        assert "Employees: 2,822" in card
        assert "Founded: 1996" in card
        assert "Revenue: $1,100.04" in card
        assert "Address" not in card

    def test_phones_addresses_and_what_has_no_field(self, chat):
        ada = chat.rep("Ada")
        import_rows(
            chat,
            ("company", "phone", "fax", "website", "street", "country", "tags", "notes"),
            (
                "Navy",
                "202-555-0143",
                "202-555-0144",
                "navy.example",
                "1 Main St",
                "USA",
                "big",
                "call",
            ),
            kind="companies",
        )
        card = ada.says("company show Navy")
        assert "navy.example" in card
        assert "1 Main St, USA" in card
        assert "Country: USA" in card
        timeline = ada.says("timeline Navy")
        assert "call" in timeline
        assert "12025550144" in timeline
        assert "tags: big" in timeline

    @pytest.mark.parametrize(
        ("header", "cell", "shown"),
        [
            ("revenue", "1100.04", "$1,100.04"),
            ("Revenue (USD m)", "12.5", "$12,500,000.00"),
            ("revenue_keur", "3", "€3,000.00"),
            ("营收（万元）", "300", "CN¥3,000,000.00"),
            ("Annual revenue in millions", "1.5", "$1,500,000.00"),
            ("revenue", "€5m", "€5,000,000.00"),
            ("revenue", "1.005", "$1.00"),
        ],
    )
    def test_revenue_is_in_the_unit_of_its_header(self, chat, header, cell, shown):
        ada = chat.rep("Ada")
        import_rows(
            chat,
            ("company", header),
            ("Navy", cell),
            kind="companies",
            mapping={"revenue": [header]},
        )
        assert f"Revenue: {shown}" in ada.says("company show Navy")

    @pytest.mark.parametrize(
        ("column", "cell", "reason"),
        [
            ("revenue", "a lot", "Not an amount of money: left out."),
            ("employees", "51-200", "Not one whole number: left out."),
            ("employees", "1.5", "Not one whole number: left out."),
            ("founded", "around 90", "Not one year of the past: left out."),
            ("founded", "2199", "Not one year of the past: left out."),
        ],
    )
    def test_what_cannot_be_read_is_left_out_and_told(self, chat, column, cell, reason):
        chat.rep("Ada")
        done = import_rows(chat, ("company", column), ("Navy", cell), kind="companies")
        assert done.counts == (1, 1, 0, 0, 0)
        assert done.remarks == [(2, column, cell, reason)]

    def test_units_of_people_and_dates_of_founding(self, chat):
        ada = chat.rep("Ada")
        import_rows(chat, ("公司名称", "人数", "成立日期"), ("华星科技", "100人", "1996-05-01"))
        card = ada.says("company show 华星科技")
        assert "Employees: 100" in card
        assert "Founded: 1996" in card

    @pytest.mark.parametrize("name", ["", "x" * 201])
    def test_a_row_that_names_no_company_is_rejected(self, chat, name):
        chat.rep("Ada")
        done = import_rows(chat, ("company", "sector"), ("Navy", "retail"), (name, "retail"))
        assert done.counts == (2, 1, 0, 0, 1)
        assert done.remarks[0][3].startswith("Rejected: ")

    def test_the_country_can_be_named(self, chat):
        ada = chat.rep("Ada")
        rows = [("Navy", "Atlantis"), ("Army", "Lemuria")]
        import_rows(
            chat, ("company", "where"), *rows, kind="companies", mapping={"country": ["where"]}
        )
        assert "Country: Atlantis" in ada.says("company show Navy")


class TestParents:
    header = ("company", "subsidiary_of", "sector")

    def parent(self, chat, name):
        return chat.rep("Ada").says(f"company show {name}")

    @pytest.mark.parametrize("dry_run", [True, False])
    def test_parents_may_come_later_in_the_file(self, chat, dry_run):
        chat.rep("Ada")
        rows = [("Child", "Mother Ltd", "retail"), ("Mother Inc", "", "retail")]
        done = import_rows(chat, self.header, *rows, dry_run=dry_run)
        assert (done.counts, done.remarks) == ((2, 2, 0, 0, 0), [])
        again = import_rows(chat, self.header, *rows, dry_run=dry_run)
        assert again.counts == ((2, 2, 0, 0, 0) if dry_run else (2, 0, 0, 2, 0))

    @pytest.mark.parametrize("dry_run", [True, False])
    def test_unknown_parents_and_circles_are_told(self, chat, dry_run):
        chat.rep("Ada")
        rows = [("One", "One", ""), ("Two", "Nobody", ""), ("Three", "x" * 201, "")]
        done = import_rows(chat, self.header, *rows, dry_run=dry_run)
        assert done.counts == (3, 3, 0, 0, 0)
        assert [line for line, *_ in done.remarks] == [2, 3, 4]
        assert "above itself" in done.reasons
        assert "No company is called so" in done.reasons

    def test_a_longer_circle_is_not_closed(self, chat):
        chat.rep("Ada")
        done = import_rows(chat, self.header, ("One", "Two", ""), ("Two", "One", ""))
        assert [line for line, *_ in done.remarks] == [3]

    @pytest.mark.parametrize("dry_run", [True, False])
    def test_a_parent_that_was_missing_counts_as_an_update(self, chat, dry_run):
        chat.rep("Ada")
        rows = [("Child", "", ""), ("Mother", "", ""), ("Aunt", "", "")]
        import_rows(chat, self.header, *rows, kind="companies")
        done = import_rows(chat, self.header, ("Child", "Mother", ""), dry_run=dry_run)
        assert done.counts == (1, 0, 1, 0, 0)
        if not dry_run:
            other = import_rows(chat, self.header, ("Child", "Aunt", ""), dry_run=False)
            assert other.counts == (1, 0, 0, 1, 0)
            assert "Part of another company already, which stays." in other.reasons
            foreseen = import_rows(chat, self.header, ("Child", "Aunt", ""), dry_run=True)
            assert foreseen.remarks == other.remarks


class TestKinds:
    @pytest.mark.parametrize(
        ("header", "kind"),
        [
            (("first_name", "last_name", "company"), "contacts"),
            (("account", "sector", "revenue"), "companies"),
            (("name", "phone"), "contacts"),
            (("Name", "Industry", "Employees"), "companies"),
            (("姓名", "公司", "行业"), "contacts"),
            (("公司名称", "行业", "年收入"), "companies"),
        ],
    )
    def test_the_kind_is_guessed(self, chat, header, kind):
        chat.rep("Ada")
        done = import_rows(chat, header, ("Grace", "Hopper", "5"), dry_run=True)
        assert done.result.guess.kind == kind

    def test_an_assigned_column_tells_the_kind(self, chat):
        chat.rep("Ada")
        done = import_rows(
            chat, ("Who", "What"), ("Navy", "5"), mapping={"name": ["Who"], "revenue": ["What"]}
        )
        assert done.result.guess.kind == "companies"

    def test_a_table_without_names_is_refused(self, chat):
        chat.rep("Ada")
        with pytest.raises(NamelessTableError) as caught:
            import_rows(chat, ("colour", "size"), ("red", "5"))
        assert caught.value.headers == ("colour", "size")

    def test_an_unknown_field_is_refused(self, chat):
        chat.rep("Ada")
        with pytest.raises(FieldUnknownError):
            import_rows(chat, HEADER, GRACE, mapping={"shoe size": ["title"]})


class TestRuns:
    def test_a_dry_run_changes_nothing_and_counts_alike(self, any_chat):
        ada = any_chat.rep("Ada")
        rows = [
            (f"Person {index % 900}", "Navy", "", f"p{index % 900}@navy.example", "")
            for index in range(1200)
        ]
        rows += [
            ("", "Navy", "", "", ""),
            ("Person 5", "Navy", "202-555-0143", "p5@navy.example", ""),
        ]
        foreseen = import_rows(any_chat, HEADER, *rows, dry_run=True)
        assert "No contacts here yet" in ada.says("contacts")
        assert "No companies here yet" in ada.says("companies")
        done = import_rows(any_chat, HEADER, *rows)
        assert foreseen.counts == done.counts == (1202, 900, 1, 300, 1)
        assert done.result.made["company"] == 1
        assert "900 in all" in ada.says("contacts")

    def test_a_file_is_one_change_set_called_import(self, any_chat):
        ada = any_chat.rep("Ada")
        import_rows(
            any_chat, HEADER, GRACE, *((f"P {index}", "", "", "", "") for index in range(600))
        )

        def entries(session):
            rows = session.scalars(select(AuditEntry)).all()
            return {(row.command, row.change_id) for row in rows if row.table == "contacts"}

        found = any_chat.database.read(entries, any_chat.clock.now())
        assert len(found) == 1
        assert next(iter(found))[0] == "import"
        assert "601 in all" in ada.says("contacts")

    def test_an_import_can_be_undone(self, any_chat):
        ada = any_chat.rep("Ada")
        header = (*HEADER, "tags", "notes")
        rows = [(*GRACE, "vip", "hello"), ("Ann Lee", "Navy Systems", "", "", "", "vip", "")]
        import_rows(any_chat, header, *rows)

        def undo(session):
            session.act_as(session.directory.people[ada.speaker.staff_id])
            reversals.undo(session, changes.latest(session), Right.CONTACTS_ADD)

        any_chat.database.write(undo, any_chat.clock.now())
        assert "No contacts here yet" in ada.says("contacts")
        assert import_rows(any_chat, header, *rows).counts == (2, 2, 0, 0, 0)

    def test_whoever_may_not_add_is_refused(self, chat):
        chat.agent("Zoe")
        with pytest.raises(Denied) as caught:
            import_rows(chat, HEADER, GRACE, who="Zoe")
        assert caught.value.right is Right.CONTACTS_ADD

    def test_a_suspended_colleague_is_refused(self, chat):
        ada = chat.rep("Ada")

        def suspend(session):
            session.actor = PARLEY
            staff.suspend(session, ada.speaker.staff_id)

        chat.database.write(suspend, chat.clock.now())
        with pytest.raises(Denied):
            import_rows(chat, HEADER, GRACE)
