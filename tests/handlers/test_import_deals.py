"""Importing deals: what a row means, its history, stages, owners, products, and coming again."""

import pytest

from handlers.imports.errors import FieldUnknownError, StageMissingError, StageUnknownError
from store.access import Denied
from store.rights import Right
from tests.importing import import_rows

HEADER = (
    "opportunity_id", "sales_agent", "product", "account", "deal_stage", "engage_date",
    "close_date", "close_value",
)  # fmt: skip
WON = ("A1", "Ada", "Pump", "Navy Systems", "Won", "2026-01-10", "2026-03-01", "1054")
LOST = ("A2", "Ben", "Pump", "", "Lost", "2026-01-12", "2026-02-01", "0")
ENGAGING = ("A3", "Ada", "Valve", "Navy Systems", "Engaging", "2026-10-01", "", "")
PROSPECT = ("A4", "Ada", "Valve", "Elm Ltd", "Prospecting", "", "", "")
ROWS = (WON, LOST, ENGAGING, PROSPECT)


def team(chat):
    chat.rep("Ada")
    chat.rep("Ben")
    return chat.admin("Root")


@pytest.fixture
def root(chat):
    return team(chat)


def imported(who, *rows, header=HEADER, **wish):
    return import_rows(who.chat, header, *rows, who=who.speaker.name, **wish)


def test_deals_come_in_with_stages_amounts_days_and_history(any_chat):
    root = team(any_chat)
    done = imported(root, *ROWS)
    assert done.result.guess.kind == "deals"
    assert done.counts == (4, 4, 0, 0, 0)
    assert done.result.made["company"] == 2
    assert [str(text) for text in done.result.told] == [
        (
            "New stages in the pipeline “Imported”: Prospecting 33 %, Engaging 67 %. "
            "An admin can change them: stages."
        )
    ]
    assert done.remarks == [(3, "account", "", "No company: the deal has none.")]
    card = root.says("deal show Pump · Navy")
    assert "Pump · Navy Systems" in card
    assert "$1,054.00" in card
    assert "won (100 %) · Imported" in card
    assert "Closes: Sun 1 Mar 2026" in card
    assert "Owner: Ada" in card
    assert "Imported as A1" in card
    history = root.says("timeline D-1")
    assert "Sun 1 Mar 2026, 12:00 · Ada\nEngaging → won after 50 days" in history
    assert "Sat 10 Jan 2026, 12:00 · Ada\nEntered Engaging" in history
    assert "lost (0 %)" in root.says("deal show D-2")
    assert "Entered Engaging" in root.says("timeline D-3")
    root.says("pipeline")
    pipeline = root.presses("Imported")
    assert "Prospecting    1" in pipeline
    assert "Engaging       1" in pipeline


def test_everybody_sees_their_own_and_works_on(root):
    imported(root, *ROWS)
    chat = root.chat
    ada, ben = chat.rep("Ada"), chat.rep("Ben")
    assert "Valve · Elm Ltd" in ada.says("deals")
    assert ada.says("deal show D-2") == ben.says("deal show D-1").replace("D-1", "D-2")
    assert "Engaging" in ada.says("deal move D-4 Engaging")
    assert "$2,000.00" in ada.says("deal edit D-1 amount:2000")
    assert "Undone" in ada.says("undo")
    ben.says("deal reopen D-2")
    assert "Engaging (67 %)" in ben.says("deal show D-2")


def test_a_file_that_comes_again_doubles_nothing_and_brings_up_to_date(any_chat):
    root = team(any_chat)
    imported(root, *ROWS)
    again = imported(root, *ROWS)
    assert again.counts == (4, 0, 0, 4, 0)
    assert "D-1 Pump · Navy Systems is there already (the same number), and nothing is new." in (
        again.reasons
    )
    root.chat.passes(hours=1)
    won = (*ENGAGING[:4], "Won", "2026-10-01", "2026-11-20", "7000")
    changed = (LOST[0], "Ada", *LOST[2:])
    after = imported(root, WON, changed, won, PROSPECT)
    assert after.counts == (4, 0, 2, 2, 0)
    assert (
        "Brought up to date at D-3 Valve · Navy Systems: stage, amount, close date, closed on."
        in (after.reasons)
    )
    assert "Brought up to date at D-2 Pump: owner." in after.reasons
    assert "$7,000.00" in root.says("deal show D-3")
    assert "Fri 20 Nov 2026, 12:00 · Ada\nEngaging → won after 50 days" in root.says("timeline D-3")
    assert imported(root, WON, changed, won, PROSPECT).counts == (4, 0, 0, 4, 0)


def test_what_was_changed_here_stays(root):
    imported(root, *ROWS)
    root.says("deal edit D-3 amount:900")
    done = imported(root, (*ENGAGING[:4], "Lost", "2026-10-01", "2026-11-20", "0"))
    assert done.counts == (1, 0, 0, 1, 0)
    assert done.remarks[0][3].startswith("D-3 Valve · Navy Systems was changed here, which stays: ")
    assert "Engaging" in root.says("deal show D-3")
    assert "$900.00" in root.says("deal show D-3")


def test_deleted_deals_stay_so_and_an_import_that_was_undone_may_be_repeated(any_chat):
    root = team(any_chat)
    imported(root, *ROWS)
    assert "Undone: import." in root.says("undo")
    assert imported(root, *ROWS).counts == (4, 4, 0, 0, 0)
    root.says("deal delete D-8")
    root.presses("Yes")
    done = imported(root, *ROWS)
    assert done.counts == (4, 0, 0, 4, 0)
    assert "D-8 Valve · Elm Ltd was deleted (the same number). It can be restored." in done.reasons
    assert "Elm" not in root.says("deals Imported")


def test_a_rep_brings_in_own_deals_and_learns_nothing_of_others(root):
    chat = root.chat
    imported(root, *ROWS)
    ben = chat.rep("Ben")
    mine = imported(ben, LOST, WON, ("B9", "", "Hose", "Elm Ltd", "Won", "", "2026-05-01", "30"))
    assert mine.counts == (3, 1, 0, 1, 1)
    assert "Rejected: nobody you may assign to is called so." in mine.reasons
    without = ("id", "title", "stage", "amount")
    told = imported(ben, ("A1", "Probe", "Won", "5"), header=without)
    assert told.counts == (1, 0, 0, 1, 0)
    assert told.reasons.endswith(
        "In the company's books already (the same number). Please ask your manager."
    )
    won = ben.says("deals won")
    assert ("Hose" in won, "Navy" in won) == (True, False)


def test_a_number_that_comes_twice_counts_once(root):
    done = imported(root, WON, (*WON[:7], "99"))
    assert done.counts == (2, 1, 0, 1, 0)
    assert done.reasons == "Line 2 has this number already: left out."


def test_whoever_may_not_change_deals_is_refused(chat):
    chat.agent("Zoe")
    with pytest.raises(Denied) as caught:
        import_rows(chat, HEADER, WON, who="Zoe")
    assert caught.value.right is Right.DEALS_EDIT


def test_a_deal_of_somebody_unknown_belongs_to_nobody(root):
    done = imported(root, (*WON[:1], "Old Hand", *WON[2:]))
    assert done.counts == (1, 1, 0, 0, 0)
    assert done.remarks == [
        (2, "sales_agent", "Old Hand",
         "Nobody who may have deals is called so: it belongs to nobody.")
    ]  # fmt: skip
    assert "Owner" not in root.says("deal show D-1")
    assert "D-1" not in root.chat.rep("Ada").says("deals won")


class TestStages:
    def test_known_stages_stay_in_their_pipeline(self, root):
        rows = [("X", "Lead", "5"), ("Y", "PROPOSAL", "6"), ("Z", "Closed Won", "7"), ("W", "", "")]
        done = imported(root, *rows, header=("title", "stage", "amount"), kind="deals")
        assert done.counts == (4, 4, 0, 0, 0)
        assert not done.result.told
        assert "lead (10 %)" in root.says("deal show X")
        assert "proposal (50 %)" in root.says("deal show Y")
        assert "won (100 %)" in root.says("deal show Z")
        assert "lead (10 %)" in root.says("deal show W")
        assert "Imported" not in root.says("stages")

    def test_stages_are_assigned(self, root):
        mapping = {"stage.engaging": ["Qualified"], "stage.Prospecting": ["lead"]}
        done = imported(root, *ROWS, mapping=mapping)
        assert done.counts == (4, 4, 0, 0, 0)
        assert not done.result.told
        assert "Stage: won (100 %)" in root.says("deal show D-1")
        assert "qualified → won" in root.says("timeline D-1")
        assert "qualified (25 %)" in root.says("deal show D-3")

    def test_what_is_not_assigned_goes_into_the_pipeline_imported(self, root):
        imported(root, *ROWS, mapping={"stage.Engaging": ["qualified"]})
        assert "Prospecting (50 %) · Imported" in root.says("deal show D-4")
        assert "won (100 %) · Sales" in root.says("deal show D-1")
        more = ("C1", "Ada", "Hose", "", "Tasting", "", "", "")
        done = imported(root, more, PROSPECT)
        assert "Tasting 50 %" in str(done.result.told[0])
        assert "Tasting (50 %) · Imported" in root.says("deal show Hose")
        assert imported(root, more, PROSPECT).counts == (2, 0, 0, 2, 0)

    @pytest.mark.parametrize(
        ("mapping", "kind", "error"),
        [
            ({"stage.Engagin": ["qualified"]}, "deals", StageMissingError),
            ({"stage.Engaging": ["qualifid"]}, "deals", StageUnknownError),
            ({"stage.Engaging": ["qualified"]}, "companies", FieldUnknownError),
        ],
    )
    def test_names_that_do_not_exist(self, root, mapping, kind, error):
        with pytest.raises(error) as caught:
            imported(root, *ROWS, mapping=mapping, kind=kind)
        assert kind != "deals" or caught.value.near
        assert "No deals" in root.says("deals all")


class TestProducts:
    @pytest.fixture
    def listed(self, root):
        rows = [("GTX Pro", "GTX", "4821"), ("GTX Basic", "GTX", "550")]
        import_rows(root.chat, ("product", "series", "sales_price"), *rows, who="Root")
        return root

    def test_a_name_written_otherwise_is_put_right_and_told(self, listed):
        rows = [(f"B{n}", "Ada", name, "Elm", "Won", "", "2026-05-01", "30")
                for n, name in enumerate(("GTXPro", "gtx-basic", "GTX Pro", "GTX Bro", "GTX"))]  # fmt: skip
        done = imported(listed, *rows)
        assert done.counts == (5, 5, 0, 0, 0)
        assert done.remarks == [
            (2, "product", "GTXPro", "Read as “GTX Pro”."),
            (3, "product", "gtx-basic", "Read as “GTX Basic”."),
            (5, "product", "GTX Bro", "Not on the price list: kept in the title only."),
            (6, "product", "GTX", "Not on the price list: kept in the title only."),
        ]
        assert "GTX Pro · Elm" in listed.says("deal show D-1")
        assert "GTX Bro · Elm" in listed.says("deal show D-4")

    def test_without_a_price_list_the_usual_spelling_counts(self, root):
        rows = [(f"{n}", "GTX Pro", "lead", "5") for n in range(5)]
        done = imported(root, *rows, ("9", "GTXpro", "lead", "5"), ("10", "AB", "lead", "5"),
                        ("11", "a b", "lead", "5"), header=("id", "product", "stage", "amount"))  # fmt: skip
        assert [remark[2:] for remark in done.remarks] == [("GTXpro", "Read as “GTX Pro”.")]


class TestRows:
    HEADER = ("title", "company", "amount", "currency", "stage", "created", "closed", "reason")

    def read(self, root, *cells):
        row = dict(zip(self.HEADER, cells, strict=False))
        return imported(root, [row.get(name, "") for name in self.HEADER],
                        header=self.HEADER, kind="deals")  # fmt: skip

    def test_a_row_that_names_no_deal_is_rejected(self, root):
        done = self.read(root, "", "", "500", "", "won")
        assert done.counts == (1, 0, 0, 0, 1)
        assert done.reasons.endswith("Rejected: the row names no deal.")

    @pytest.mark.parametrize(
        ("cells", "reason", "shown"),
        [
            (("X", "", "5", "", "won", "", ""), "No day on which it ended", "Mon 23 Nov 2026"),
            (("X", "", "5", "", "won", "", "2027-05-01"), "It cannot have ended yet", "won"),
            (("X", "", "5", "", "won", "2026-05-02", "2026-05-01"), "It began after it", "won"),
            (("X", "", "-5", "", "lead"), "Below nothing: left out.", "lead"),
            (("X", "", "much", "", "lead"), "Not an amount of money: left out.", "lead"),
            (("X", "", "5", "", "lead", "2026-02-30"), "Not a day: left out.", "lead"),
            (("X", "???", "5", "", "lead"), "", "lead"),
        ],
    )
    def test_what_makes_no_sense_is_left_out_and_told(self, root, cells, reason, shown):
        done = self.read(root, *cells)
        assert (done.counts[1], reason in done.reasons) == (1, True)
        assert shown in root.says("deal show X")

    def test_other_currencies_need_a_rate(self, root):
        done = self.read(root, "X", "", "500", "EUR", "lead")
        assert done.counts == (1, 0, 0, 0, 1)
        assert "Rejected: there is no rate for EUR." in done.reasons
        root.says("rate EUR 1.10")
        assert self.read(root, "X", "", "500", "EUR", "lead").counts == (1, 1, 0, 0, 0)
        assert "€500.00" in root.says("deal show X")

    def test_why_a_deal_was_lost(self, root):
        self.read(root, "X", "", "5", "", "lost", "", "2026-05-01", "Price: too dear")
        assert "Lost: price, too dear" in root.says("deal show X")
        self.read(root, "Y", "", "5", "", "lost", "", "2026-05-01", "they moved away")
        assert "Lost: other, they moved away" in root.says("deal show Y")

    def test_what_a_file_learns_later_is_brought_up_to_date(self, root):
        header = ("id", "title", "company", "stage", "closed", "reason", "next step")
        first = imported(root, ("1", "Pump", "", "lead", "", "", "call"), header=header)
        assert first.counts == (1, 1, 0, 0, 0)
        later = ("1", "Pumps", "Elm Ltd", "lost", "2026-11-20", "price: too dear", "")
        assert imported(root, later, header=header).counts == (1, 0, 1, 0, 0)
        card = root.says("deal show Pumps")
        assert "Elm Ltd" in card
        assert "Lost: price, too dear" in card
        assert imported(root, later, header=header).counts == (1, 0, 0, 1, 0)

    def test_days_are_read_as_the_file_writes_them(self, root):
        rows = [("X", "won", "03/04/2026"), ("Y", "won", "31/03/2026")]
        done = imported(root, *rows, header=("title", "stage", "close date"), kind="deals")
        assert "Read as 2026-04-03" in done.reasons
        assert "3 Apr 2026" in root.says("deal show X")

    def test_rows_without_numbers_are_known_by_what_they_say(self, root):
        header, rows = self.HEADER[:5], [("Pump", "Elm", "5", "", "lead")] * 2
        assert imported(root, *rows, header=header).counts == (2, 2, 0, 0, 0)
        later = [("Pump", "Elm", "5", "", "lead"), ("Pump", "Elm", "6", "", "proposal")]
        assert imported(root, *later, header=header).counts == (2, 0, 1, 1, 0)
        assert "proposal" in root.says("deal show D-2")

    def test_a_contact_is_found_by_name(self, root):
        ada = root.chat.rep("Ada")
        ada.says("contact add Grace Hopper company:Elm")
        header = ("id", "title", "company", "contact", "stage", "amount")
        rows = [
            ("1", "Pump", "Elm", "grace hopper", "lead", "5"),
            ("2", "Hose", "Elm", "Nobody", "lead", "5"),
        ]
        done = imported(ada, *rows, header=header)
        assert done.reasons == "No one contact of yours is called so: left out."
        assert "Grace Hopper" in ada.says("deal show Pump")

    def test_chinese_columns_stages_and_people(self, root):
        root.says("language zh")
        header = (
            "商机编号",
            "商机名称",
            "客户名称",
            "销售阶段",
            "预计金额",
            "负责人",
            "创建时间",
            "预计成交日期",
        )
        rows = [
            ("S1", "编译器二十台", "华星科技有限公司", "赢单", "5万", "Ada", "2026年1月5日", "2026/3/1"),
            ("S2", "泵", "华星科技", "方案报价", "３０００", "Ben", "", ""),
        ]  # fmt: skip
        done = imported(root, *rows, header=header)
        assert done.result.guess.kind == "deals"
        assert done.counts == (2, 2, 0, 0, 0), done.remarks
        assert done.result.made["company"] == 1
        card = root.says("查看商机 D-1")
        assert ("编译器二十台" in card, "50,000" in card) == (True, True)


def test_a_dry_run_foresees_the_same_and_changes_nothing(root):
    foreseen = imported(root, *ROWS, dry_run=True)
    assert foreseen.counts == (4, 4, 0, 0, 0)
    assert foreseen.result.told
    assert "Imported" not in root.says("stages")
    assert "No companies" in root.says("companies")
    assert imported(root, *ROWS).counts == foreseen.counts
