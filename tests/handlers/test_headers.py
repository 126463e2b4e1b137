"""What the columns of a table mean, by their names first and their values second."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.imports.errors import KindUnknownError
from handlers.imports.headers import Doubt, Question, guess_columns
from handlers.imports.spellings import spell
from handlers.imports.vocabularies import VOCABULARIES, is_known


def named(headers, kind="contacts", rows=()) -> dict[str, tuple[str, ...]]:
    """Guess, and tell the columns by their headers."""
    guess = guess_columns(headers, kind, rows)
    return {key: tuple(headers[place] for place in places) for key, places in guess.columns.items()}


def split(line: str) -> list[str]:
    return line.split(",")


def field_of(header: str, kind: str = "contacts") -> str | None:
    return next(iter(guess_columns([header], kind).columns), None)


class TestNames:
    @pytest.mark.parametrize(
        ("header", "field"),
        [
            ("first_name", "first_name"),
            ("FirstName", "first_name"),
            ("FIRST NAME", "first_name"),
            ("Given-Name", "first_name"),
            ("surname", "last_name"),
            ("Additional Name", "middle_name"),
            ("ＰＨＯＮＥ", "phone"),
            ("Phone 1 - Value", "phone"),
            ("phone1", "phone"),
            ("Mobile Phone Number", "phone"),
            ("Company Main Phone", "phone"),
            ("eMail", "email"),
            ("E-mail 2 Address", "email"),
            ("E-Mail*", "email"),
            ("Work Email", "email"),
            ("Email (required)", "email"),
            ("Organization Name", "company"),
            ("Account.Name", "company"),
            ("Job Title", "title"),
            ("Current Position", "title"),
            ("Rating", "tier"),
            ("Group Membership", "tags"),
            ("Lead Source", "source"),
            ("Date of Birth", "birthday"),
            ("Zip/Postal Code", "address"),
            ("State/Region", "address"),
            ("MailingPostalCode", "address"),
            ("Comments", "notes"),
            ("Personal Web Page", "website"),
            ("Contact owner", "owner"),
            ("姓名", "name"),
            ("*姓名（必填）", "name"),
            ("姓名/Name", "name"),
            ("姓名 Full Name", "name"),
            ("电话 (Phone)", "phone"),
            ("手机号", "phone"),
            ("联系人手机", "phone"),
            ("公司电话", "phone"),
            ("客户邮箱", "email"),
            ("单位名称", "company"),
            ("职务", "title"),
            ("客户级别", "tier"),
            ("标签", "tags"),
            ("客户来源", "source"),
            ("出生日期", "birthday"),
            ("商务地址 邮政编码", "address"),
            ("省/市/自治区", "address"),
            ("家庭住址", "address"),
            ("备注", "notes"),
            ("公司网站", "website"),
            ("负责人", "owner"),
        ],
    )
    def test_a_contact_s_field_by_its_header(self, header, field):
        assert field_of(header) == field

    @pytest.mark.parametrize(
        ("header", "field"),
        [
            ("account", "name"),
            ("Company name", "name"),
            ("客户名称", "name"),
            ("公司", "name"),
            ("Account Industry", "sector"),
            ("所属行业", "sector"),
            ("NumberOfEmployees", "employees"),
            ("员工人数", "employees"),
            ("Annual Revenue", "revenue"),
            ("年营业额", "revenue"),
            ("year_established", "established"),
            ("成立时间", "established"),
            ("office_location", "address"),
            ("BillingCountry", "address"),
            ("Company Domain Name", "website"),
            ("subsidiary_of", "parent"),
            ("Parent Account", "parent"),
            ("上级公司", "parent"),
            ("Company owner", "owner"),
        ],
    )
    def test_a_company_s_field_by_its_header(self, header, field):
        assert field_of(header, "companies") == field

    @pytest.mark.parametrize(
        "header",
        [
            *("", "Nickname", "Assistant's Phone", "Email Opt Out", "E-mail Display Name"),
            *("Record ID", "Contact ID", "ID (customer)", "Last Activity Date", "Other Name"),
            *("Phonetic First Name", "Spouse", "客户代码", "公司规模", "微信", "Column 3", "2024"),
        ],
    )
    def test_what_merely_resembles_a_field_is_left_alone(self, header):
        assert field_of(header) is None

    def test_what_is_not_used_is_told(self):
        assert guess_columns(["Name", "", "Shoe size"], "contacts").unknown == ("Shoe size",)

    def test_a_kind_that_does_not_exist(self):
        with pytest.raises(KindUnknownError) as caught:
            guess_columns(["Name"], "contact")
        assert caught.value.near[0] == "contacts"

    @pytest.mark.parametrize("kind", VOCABULARIES)
    def test_every_synonym_means_its_field_alone(self, kind):
        vocabulary = VOCABULARIES[kind]
        with_two = {spell(name).compact for name in vocabulary.second}
        for compact, (field, _) in vocabulary.meanings.items():
            if compact not in with_two:
                assert field_of(compact, kind) == field.partition(".")[0], compact

    @pytest.mark.parametrize("kind", VOCABULARIES)
    def test_no_name_stands_for_two_fields(self, kind):
        names = [
            spell(name).compact
            for names in VOCABULARIES[kind].fields.values()
            for name in set(names.split("|"))
        ]
        spelled = {name for name in names if names.count(name) > 1}
        assert not spelled

    def test_names_known_to_any_kind(self):
        assert is_known("手机号（选填）")
        assert is_known("Annual-Revenue")
        assert not is_known("Ada Lovelace")

    @given(st.lists(st.text(max_size=12), max_size=8), st.sampled_from(sorted(VOCABULARIES)))
    def test_any_headers_at_all(self, headers, kind):
        guess = guess_columns(headers, kind, [headers, []])
        places = [place for places in guess.columns.values() for place in places]
        assert len(places) == len(set(places))
        assert set(places) <= set(range(len(headers)))
        paired = set(guess.label_columns.values())
        left = [n for i, n in enumerate(headers) if n and i not in paired.union(places)]
        assert guess.unknown == tuple(left)


class TestExports:
    def test_google(self):
        headers = split(
            "First Name,Last Name,Name Prefix,Nickname,Organization Name,Organization Title,"
            "Labels,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,"
            "Phone 2 - Label,Phone 2 - Value,Address 1 - Formatted,Address 1 - Street,"
            "Address 1 - City,Address 1 - Postal Code,Address 1 - Country,Address 2 - City"
        )
        guess = guess_columns(headers, "contacts")
        assert guess.columns["phone"] == (10, 12)
        assert guess.label_columns == {8: 7, 10: 9, 12: 11}
        assert guess.columns["address"] == (14, 15, 16, 17)
        assert guess.unknown[:2] == ("Name Prefix", "Nickname")

    def test_an_address_in_one_piece_gives_way_to_its_parts_when_it_is_empty(self):
        headers = ["Name", "Address 1 - Formatted", "Address 1 - City", "Address 1 - Street"]
        assert named(headers, rows=[("Ada", "", "Leeds", "1 Low St")])["address"] == (
            "Address 1 - Street",
            "Address 1 - City",
        )
        filled = [("Ada", "1 Low St, Leeds", "Leeds", "1 Low St")]
        assert named(headers, rows=filled)["address"] == ("Address 1 - Formatted",)

    def test_outlook(self):
        headers = split(
            "Title,First Name,Middle Name,Last Name,Suffix,Company,Department,Job Title,"
            "Business Street,Business Street 2,Business City,Business Country/Region,Home Street,"
            "Home City,Assistant's Phone,Business Fax,Business Phone,Business Phone 2,Home Phone,"
            "Mobile Phone,Pager,Account,Birthday,Categories,E-mail Address,E-mail Type,"
            "E-mail Display Name,E-mail 2 Address,Notes,Priority,Sensitivity,Web Page"
        )
        guess = guess_columns(headers, "contacts")
        found = named(headers)
        assert found["title"] == ("Job Title",)
        assert found["company"] == ("Company",)
        assert found["email"] == ("E-mail Address", "E-mail 2 Address")
        assert found["address"] == tuple(headers[8:12])
        assert [guess.labels[place] for place in guess.columns["phone"]] == [
            *("fax", "work", "work", "home", "mobile"),
        ]
        assert {"Title", "Account", "Pager", "Home Street", "Priority"} <= set(guess.unknown)
        assert "tier" not in found

    def test_linkedin(self):
        headers = split("First Name,Last Name,URL,Email Address,Company,Position,Connected On")
        guess = guess_columns(headers, "contacts")
        assert guess.unknown == ("Connected On",)
        assert named(headers)["title"] == ("Position",)
        assert named(headers)["website"] == ("URL",)

    def test_hubspot(self):
        headers = split(
            "Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Lead Status,"
            "Associated Company,Job Title,City,State/Region,Postal Code,Country/Region"
        )
        assert named(headers)["address"] == tuple(headers[-4:])
        assert guess_columns(headers, "contacts").unknown == ("Record ID", "Lead Status")

    def test_salesforce(self):
        headers = split(
            "Id,FirstName,LastName,AccountName,Title,MailingStreet,MailingCity,MailingCountry,"
            "OtherStreet,Phone,MobilePhone,HomePhone,Fax,Email,LeadSource,Birthdate,OwnerId"
        )
        guess = guess_columns(headers, "contacts")
        assert named(headers)["address"] == ("MailingStreet", "MailingCity", "MailingCountry")
        assert guess.labels == {10: "mobile", 11: "home", 12: "fax"}
        assert guess.unknown == ("Id", "OtherStreet", "OwnerId")

    def test_a_chinese_template(self):
        headers = ["客户代码", "客户名称", "联系人", "手机", "座机", "省", "市", "详细地址", "邮编"]
        guess = guess_columns(headers, "contacts")
        assert named(headers) == {
            "name": ("联系人",),
            "phone": ("手机", "座机"),
            "company": ("客户名称",),
            "address": ("省", "市", "详细地址", "邮编"),
        }
        assert guess.labels == {3: "mobile", 4: "work"}
        assert guess.unknown == ("客户代码",)
        assert guess.questions == ()

    def test_the_parts_of_an_address_are_put_in_order(self):
        assert named(["Country", "Zip", "City", "Name", "Street"])["address"] == (
            *("Street", "City", "Zip", "Country"),
        )

    def test_of_two_addresses_the_filled_one_is_taken(self):
        headers = ["Name", "Work Address", "Home Address"]
        assert named(headers, rows=[("Ada", "", "1 Low St")])["address"] == ("Home Address",)
        assert named(headers)["address"] == ("Work Address",)
        assert named(["Name", "家庭地址", "公司地址"])["address"] == ("公司地址",)


class TestDoubts:
    def test_customer_beside_a_contact_is_the_company(self):
        headers = ["客户名称", "联系人"]
        assert named(headers) == {"name": ("联系人",), "company": ("客户名称",)}

    def test_customer_alone_is_the_contact_and_asked_about(self):
        guess = guess_columns(["客户名称", "电话"], "contacts", [("张伟", "13800001111")])
        assert guess.columns == {"name": (0,), "phone": (1,)}
        assert guess.questions == (Question(Doubt.SECOND_MEANING, "name", (0,)),)

    def test_customer_alone_with_names_of_companies_stays_the_company(self):
        guess = guess_columns(["客户名称", "电话"], "contacts", [("腾飞科技有限公司", "1")])
        assert guess.columns == {"phone": (1,), "company": (0,)}
        assert guess.questions == (Question(Doubt.NAME_MISSING, "name"),)

    def test_a_customer_beside_a_company_is_the_contact(self):
        assert named(["公司", "客户名称"]) == {"name": ("客户名称",), "company": ("公司",)}

    def test_a_name_beside_a_contact_person_is_the_company(self):
        guess = guess_columns(["Name", "Contact Person"], "contacts")
        assert guess.columns == {"name": (1,), "company": (0,)}
        assert guess.questions == (Question(Doubt.SECOND_MEANING, "company", (0,)),)

    def test_a_filled_column_that_loses_its_field_is_asked_about(self):
        headers = ["Name", "Job Title", "Title"]
        rows = [("Ada", "Analyst", "Ms")]
        guess = guess_columns(headers, "contacts", rows)
        assert guess.columns["title"] == (1,)
        assert guess.unknown == ("Title",)
        assert guess.questions == (Question(Doubt.OTHER_COLUMNS, "title", (2,)),)

    def test_of_two_equal_headers_the_fuller_column_wins(self):
        rows = [("Ada", "", "Acme")]
        assert guess_columns(["Name", "Company", "Company"], "contacts", rows).columns[
            "company"
        ] == (2,)

    def test_values_speak_for_columns_without_a_name(self):
        rows = [("Ada", "ada@x.example", "+44 20 7946 0000", "www.x.example", "Acme Ltd")] * 3
        headers = ["Name", "", "Column 2", "", ""]
        guess = guess_columns(headers, "contacts", rows)
        assert guess.columns == {
            "name": (0,),
            "phone": (2,),
            "email": (1,),
            "company": (4,),
            "website": (3,),
        }
        assert {question.doubt for question in guess.questions} == {Doubt.BY_VALUES}

    def test_addresses_of_mail_are_known_under_any_header(self):
        rows = [("Ada", "ada@x.example")]
        assert named(["Name", "Where"], rows=rows)["email"] == ("Where",)

    def test_order_numbers_do_not_become_phones(self):
        rows = [("Ada", "123-45-6789")]
        assert "phone" not in named(["Name", "Social"], rows=rows)

    def test_values_do_not_add_to_what_headers_say(self):
        rows = [("a@x.example", "boss@x.example")]
        assert named(["Email", "Boss"], rows=rows) == {"email": ("Email",)}

    def test_values_overrule_a_header_that_they_contradict(self):
        rows = [("Ada", "13800001111"), ("Bo", "13900002222")]
        guess = guess_columns(["Name", "Contact"], "contacts", rows)
        assert guess.columns == {"name": (0,), "phone": (1,)}
        assert guess.questions == (Question(Doubt.BY_VALUES, "phone", (1,)),)

    def test_a_contradicted_header_is_dropped_where_its_values_have_no_field(self):
        rows = [("Acme", "info@acme.example")]
        assert named(["Company", "Phone"], "companies", rows) == {"name": ("Company",)}

    def test_names_of_companies_name_the_company(self):
        rows = [("腾飞科技有限公司", "3")]
        assert named(["", "人数"], "companies", rows)["name"] == ("",)

    def test_an_owner_may_be_an_e_mail_address(self):
        rows = [("Ada", "rep@x.example")]
        assert named(["Name", "Owner"], rows=rows)["owner"] == ("Owner",)
