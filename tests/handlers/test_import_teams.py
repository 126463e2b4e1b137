"""Importing staff, teams and price lists."""

import pytest

from store.access import Denied
from store.rights import Right
from tests.importing import import_rows

HEADER = ("sales_agent", "manager", "regional_office")
WHOLE = ("name", "e-mail", "role", "manager", "team")
ROWS = (
    ("Anna Lee", "Dustin Moss", "Central"),
    ("Cecily Lamp", "Dustin Moss", "Central"),
    ("Boris Faz", "Summer Wald", "West"),
)


@pytest.fixture
def root(chat):
    return chat.admin("Root")


def imported(who, header, *rows, **wish):
    return import_rows(who.chat, header, *rows, who=who.speaker.name, **wish)


class TestStaff:
    def test_people_their_managers_and_their_teams(self, any_chat):
        root = any_chat.admin("Root")
        done = imported(root, HEADER, *ROWS)
        assert done.result.guess.kind == "staff"
        assert done.counts == (3, 3, 0, 0, 0)
        assert (done.result.made["manager"], done.result.made["team"]) == (2, 2)
        assert "5 colleagues have no account yet" in str(done.result.told[0])
        told = root.says("staff")
        assert "Dustin Moss · @dustin · Manager" in told
        assert "Anna Lee · @anna · Sales rep · Central · reports to Dustin Moss" in told
        assert "Boris Faz · @boris · Sales rep · West · reports to Summer Wald" in told
        assert "one-time" not in told
        root.says("invite rep Anna Lee")
        assert "code" in root.presses("Yes")
        anna = any_chat.rep("Anna Lee")
        anna.says("contact add Grace Hopper")
        assert "Grace Hopper" in any_chat.manager("Dustin Moss").says("find hopper")
        assert "Nothing found" in any_chat.manager("Summer Wald").says("find hopper")
        assert imported(root, HEADER, *ROWS).counts == (3, 0, 0, 3, 0)
        assert root.says("undo").startswith("That cannot be undone.")

    def test_a_dry_run_changes_nothing(self, root):
        assert imported(root, HEADER, *ROWS, dry_run=True).counts == (3, 3, 0, 0, 0)
        assert "2 in all" in root.says("staff")

    def test_roles_and_addresses(self, root):
        rows = [
            ("Ada Byron", "ada@acme.example", "manager", "", "North"),
            ("Ben Carter", "ben@acme.example", "销售", "Ada Byron", "north"),
            ("Cy Young", "nonsense", "pilot", "", ""),
            ("", "", "", "", ""),
            ("x" * 201, "", "", "", ""),
            ("ben carter", "", "", "", ""),
        ]
        done = imported(root, WHOLE, *rows)
        assert done.counts == (5, 3, 0, 1, 1)
        assert done.result.made["team"] == 1
        assert "Not a role here: left out." in done.reasons
        assert "Not an e-mail address: left out." in done.reasons
        assert "Line 3 names them already." in done.reasons
        told = root.says("staff")
        assert "Ada Byron · @ada · Manager · North" in told
        assert "Ben Carter · @ben · Sales rep · North · reports to Ada Byron" in told
        assert "Cy Young · @cy · Sales rep" in told

    def test_what_is_missing_is_filled_in_and_what_is_there_stays(self, root):
        imported(root, WHOLE, ("Ada Byron", "ada@acme.example", "rep", "", ""), kind="staff")
        done = imported(root, WHOLE, ("Ada Byron", "", "manager", "Max Lang", "North"))
        assert done.counts == (1, 0, 1, 0, 0)
        assert "Filled in at Ada Byron (@ada): manager, team." in done.reasons
        assert done.remarks[1] == (
            2,
            "role",
            "manager",
            "Something else is kept here, which stays.",
        )
        assert "Ada Byron · @ada · Sales rep · North · reports to Max Lang" in root.says("staff")

    def test_whom_a_row_means_must_be_certain(self, root):
        imported(root, WHOLE, ("Ada Byron", "ada@acme.example", "", "", ""), kind="staff")
        root.says("invite rep Bo Li")
        done = imported(root, WHOLE, ("Bea Marsh", "ADA@acme.example", "", "", ""), kind="staff")
        assert done.counts == (1, 0, 0, 0, 1)
        assert done.reasons == "Rejected: Ada Byron (@ada) has this e-mail."

    def test_nobody_reports_to_themselves(self, root):
        rows = [("Ann Lee", "Bob Ray"), ("Bob Ray", "Ann Lee"), ("Cid Fox", "Cid Fox")]
        done = imported(root, ("name", "manager"), *rows, kind="staff")
        assert done.counts == (3, 3, 0, 0, 0)
        assert done.reasons.count("somebody would report to themselves") == 2
        assert "Ann Lee · @ann · Manager · reports to Bob Ray" in root.says("staff")

    @pytest.mark.parametrize("kind", ["staff", "teams"])
    def test_admins_only(self, chat, kind):
        chat.manager("Mia")
        with pytest.raises(Denied) as caught:
            import_rows(chat, HEADER, *ROWS, who="Mia", kind=kind)
        assert caught.value.right is Right.STAFF


def test_teams(root):
    rows = [*ROWS, ("Zoe", "", "WEST"), ("Zed", "", "")]
    done = imported(root, HEADER, *rows, kind="teams")
    assert done.counts == (5, 2, 0, 2, 1)
    assert done.reasons == "Rejected: the row names no team."
    assert imported(root, ("团队",), ("Central",), ("华东",), kind="teams").counts == (
        2,
        1,
        0,
        1,
        0,
    )
    assert imported(root, ("team",), ("South",), kind="teams", dry_run=True).counts[1] == 1
    assert imported(root, ("team",), ("South",), kind="teams").counts[1] == 1
    assert "2 in all" in root.says("staff")


class TestProducts:
    HEADER = ("product", "code", "series", "price", "tax")

    def test_a_price_list_comes_in_and_comes_again(self, any_chat):
        root = any_chat.admin("Root")
        rows = [("GTX Pro", "g-1", "GTX", "4821", "19%"), ("GTX Basic", "", "GTX", "$550.50", "7")]
        done = imported(root, self.HEADER, *rows)
        assert done.result.guess.kind == "products"
        assert done.counts == (2, 2, 0, 0, 0)
        assert imported(root, self.HEADER, *rows).counts == (2, 0, 0, 2, 0)
        dearer = imported(root, self.HEADER, ("gtx  pro", "G-1", "", "5000", ""))
        assert dearer.counts == (1, 0, 1, 0, 0)
        assert dearer.reasons == "Brought up to date at P-1 GTX Pro: price."
        assert imported(root, self.HEADER, ("gtx pro", "", "", "5000", "")).counts[3] == 1
        renamed = imported(root, self.HEADER, ("GTX Prime", "G-1", "", "5000", ""))
        assert renamed.reasons == "Brought up to date at P-1 GTX Prime: name."

    def test_rows_that_make_no_product(self, root):
        imported(root, self.HEADER, ("GTX Pro", "G1", "GTX", "4821", ""))
        rows = [
            ("", "", "", "5", ""),
            ("Pump", "", "", "", ""),
            ("Hose", "", "", "-5", ""),
            ("Valve", "", "", "5", "0.19"),
            ("valve", "", "", "6", ""),
            ("Nut", "N1", "", "5", "cheap"),
        ]
        done = imported(root, self.HEADER, *rows)
        assert done.counts == (6, 2, 0, 1, 3)
        assert [reason for *_, reason in done.remarks] == [
            "Rejected: the row names no product.",
            "Rejected: a new product needs a price.",
            "Below nothing: left out.",
            "Rejected: a new product needs a price.",
            "Not a rate of tax such as 19 %: left out.",
            "Line 5 has this product already.",
            "Not a rate of tax such as 19 %: left out.",
        ]
        clash = imported(root, self.HEADER, ("GTX Pro", "N1", "", "5", ""))
        assert clash.reasons == "Rejected: P-3 Nut has this code."

    def test_other_currencies_and_chinese_columns(self, root):
        header = ("产品名称", "系列", "单价", "币种")
        done = imported(root, header, ("编译器", "软件", "1.2万", "CNY"), ("泵", "", "5", "瓶"))
        assert done.result.guess.kind == "products"
        assert done.counts == (2, 2, 0, 0, 0)

    def test_whoever_may_not_change_the_price_list(self, chat):
        chat.rep("Ada")
        with pytest.raises(Denied) as caught:
            import_rows(chat, self.HEADER, ("Pump", "", "", "5", ""))
        assert caught.value.right is Right.PRODUCTS_EDIT
