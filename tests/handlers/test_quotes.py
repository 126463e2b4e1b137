"""Quotes by chat: made, shown, changed, revised, sent, accepted, rejected."""

from pathlib import Path

import pytest

QUOTE = "quote add D-1 compiler x20, support x1 discount:5% tax:13% valid:30 days"


@pytest.fixture
def ada(chat):
    return seller(chat)


def seller(chat):
    """Somebody with products to sell and a deal to sell them in."""
    maria = chat.manager("Maria")
    maria.says("product add compiler 450 code:CMP-1 tax:19%")
    maria.says("product add support 100")
    ada = chat.rep("Ada", maria)
    ada.says("contact add Grace Hopper")
    ada.says("deal add Big tools 50k C-1 company:Navy")
    return ada


def test_a_quote_is_made_with_one_sentence_sent_and_accepted(any_chat):
    ada = seller(any_chat)
    assert ada.says(QUOTE).splitlines() == [
        "Saved.",
        "Quote Q-1 v1 · draft",
        "Big tools D-1",
        "1. compiler · 20 × $450.00 = $9,000.00",
        "2. support · 1 × $100.00 = $100.00",
        "Subtotal: $9,100.00",
        "Discount 5 %: −$455.00",
        "Tax 13 %: $1,123.85",
        "Total: $9,768.85",
        "Valid until Wed 23 Dec 2026",
    ]
    assert ada.buttons == ("Undo", "Send", "PDF")
    assert ada.presses("Send") == (
        "Send quote Q-1 v1, $9,768.85, valid until Wed 23 Dec 2026, to Grace Hopper, Navy?"
    )
    sent = ada.presses("Yes")
    assert sent.startswith("Marked as sent. I cannot write to customers yet")
    assert "Quote Q-1 v1 · sent" in sent
    (paper,) = ada.last.files
    assert Path(paper).name == "Q-1-v1.pdf"
    assert Path(paper).read_bytes().startswith(b"%PDF-")
    assert ada.buttons == ("Undo", "Accepted", "Rejected", "New version", "PDF")
    assert ada.says("quote send Q-1").startswith("It was sent before")
    assert len(ada.last.files) == 1
    assert ada.presses("Accepted").splitlines() == [
        "Accepted: quote Q-1 v1",
        "Order S-1 is made.",
        "Big tools D-1 is worth $8,645.00 now.",
    ]
    assert ada.buttons == ("Undo", "Won")
    assert "lead → won" in ada.presses("Won")
    assert ada.says("quote accept Q-1") == "Q-1 v1 was accepted, so it stays as it is."


@pytest.mark.parametrize(
    ("said", "rows"),
    [
        ("compiler", ["compiler · 1 × $450.00"]),
        ("20 compilers", ["compiler · 20 × $450.00"]),
        ("3x compiler and 2 support", ["compiler · 3 ×", "support · 2 ×"]),
        ("compiler ×3；support ＊ 2", ["compiler · 3 ×", "support · 2 ×"]),
        ("CMP-1 x1,000", ["compiler · 1,000 ×"]),
        ("P-1 x1.5, P-2", ["compiler · 1.5 ×", "support · 1 ×"]),
        ("3 台compiler、support 2个", ["compiler · 3 ×", "support · 2 ×"]),
        ("十二个compiler和3份support", ["compiler · 12 ×", "support · 3 ×"]),
        ("compiler 9折 x2", ["compiler · 2 × $450.00 −10 % = $810.00"]),
        ("compiler x2 八五折", ["compiler · 2 × $450.00 −15 % = $765.00"]),
        ("compiler x2 -7.5%", ["compiler · 2 × $450.00 −7.5 % = $832.50"]),
        ("compiler @400 x2 10% off", ["compiler · 2 × $400.00 −10 % = $720.00"]),
        ("20 compiler at 400 each", ["compiler · 20 × $400.00"]),
        ('"compiler" @400 USD x2, 「support」 2台', ["compiler · 2 × $400.00", "support · 2 ×"]),
        ("compiler x2, support x0", ["compiler · 2 × $450.00"]),
        ("Training @150 x2, compiler", ["Training · 2 × $150.00", "compiler · 1 ×"]),
    ],
)
def test_ways_to_say_how_many_of_what(ada, said, rows):
    lines = ada.says(f"quote add D-1 {said}").splitlines()
    shown = [line for line in lines if line[:2] in ("1.", "2.", "3.")]
    assert len(shown) == len(rows), lines
    for line, row in zip(shown, rows, strict=True):
        assert row in line
    assert ("Not on the price list: Training" in lines) is ("Training" in said)


def test_names_that_end_with_numbers_and_percents(chat, ada):
    maria = chat.manager("Maria")
    for name, price in (
        ("GTK 500", 26768),
        ("GTX Basic", 550),
        ("GTX Pro", 4821),
        ("Acid 10%", 20),
    ):
        maria.says(f"product add {name} {price}")
    answer = ada.says("quote add D-1 GTK 500, GTK 500 x2, Acid 10% x5")
    assert "1. GTK 500 · 1 × $26,768.00" in answer
    assert "2. GTK 500 · 2 × $26,768.00" in answer
    assert "3. Acid 10% · 5 × $20.00 = $100.00" in answer
    assert ada.says("quote add D-1 GTX x2 -5%, compiler x3") == "Which “GTX”?"
    answer = ada.presses("GTX Pro · $4,821.00 · P-5")
    assert "1. GTX Pro · 2 × $4,821.00 −5 % = $9,159.90" in answer
    assert "2. compiler · 3 ×" in answer
    assert ada.says("quote add D-1 complier x3") == "Do you mean this one?"
    assert "compiler · 3 ×" in ada.presses("compiler · CMP-1 · $450.00 · P-1")


def test_odd_input(ada):
    assert ada.says("quote add").startswith("Which deal?")
    assert ada.says("D-1").startswith("Which products, and how many?")
    assert "compiler · 2 ×" in ada.says("compiler x2")
    for said, why in (
        ("zebra x3", "No product fits “zebra”."),
        ("compiler x0.0005", "“0.0005” is not a quantity."),
        ("D-1 x3", "No product fits “D-1”."),
        ("🦄 x3", "No product fits “🦄”."),
        ("x" * 10_000, "No product fits"),
        ("compiler x0", "There is nothing to offer yet."),
        (",,,", "Which products, and how many?"),
        ("compiler x3 discount:101%", "is not a percentage"),
        ("compiler x3 discount:lots", "is not a number"),
        ("compiler x3 valid:yesterday", "That day is past."),
        ("compiler x3 language:klingon", "is not one of these"),
    ):
        assert why in ada.says(f"quote add D-1 {said}"), said
        ada.says("cancel")
    assert "I don't know “colour:”" in ada.says("quote add D-1 compiler x3 colour:red")
    assert "beyond what I can keep" in ada.says("quote add D-1 compiler @999999999999 x999999999")
    assert "up to 100 lines" in ada.says("quote add D-1 " + ", ".join(["compiler"] * 101))
    ada.says("cancel")
    assert "No quote fits “Q-9”" in ada.says("quote show Q-9")


def test_without_products_it_offers_what_is_on_the_deal(ada):
    ada.says("add 20 compilers to D-1")
    ada.says("deal line edit D-1 compiler -10%")
    answer = ada.presses("Make a quote")
    assert "1. compiler · 20 × $450.00 −10 % = $8,100.00" in answer
    assert "Tax 19 %: $1,539.00" in answer
    assert "Quote Q-2 v2" in ada.says("给D-1报价 compiler 5个")


def test_a_draft_is_changed_in_place_and_taken_back(ada):
    ada.says(QUOTE)
    changed = ada.says(
        "quote edit Q-1 compiler x30, support x0 discount:0% valid:end of month note:By ship language:zh"
    )
    assert changed.splitlines() == [
        "Saved. Total: $9,768.85 → $15,255.00",
        "Quote Q-1 v1 · draft",
        "Big tools D-1",
        "1. compiler · 30 × $450.00 = $13,500.00",
        "Subtotal: $13,500.00",
        "Tax 13 %: $1,755.00",
        "Total: $15,255.00",
        "Valid until Mon 30 Nov 2026",
        "Note: By ship",
    ]
    ada.says("undo")
    assert "Total: $9,768.85" in ada.says("Q-1")
    assert "@400" not in ada.says("quote edit Q-1 compiler @400")
    assert "20 × $400.00" in ada.says("show Q-1")
    assert "20 × $400.00 −3 %" in ada.says("edit Q-1 compiler -3%")
    assert "Total: " in ada.says("quote edit Q-1 tax:0%")
    assert "3. Training · 1 × $5.00" in ada.says("quote edit Q-1 Training @5, zebra @1 x0")
    assert "3. Training · 4 × $5.00" in ada.says("quote edit Q-1 training @5 x4")
    assert "What should change?" in ada.says("quote edit Q-1")
    assert "nothing to offer" in ada.says("quote edit Q-1 compiler x0, support x0, training @5 x0")


def test_what_went_out_gets_a_new_version(ada):
    ada.says(QUOTE)
    ada.says("quote send Q-1")
    ada.says("yes")
    changed = ada.says("quote edit Q-1 compiler x30")
    assert changed.startswith("New version: Q-2 takes the place of Q-1.\nQuote Q-2 v2 · draft")
    assert "Quote Q-1 v1 · replaced" in ada.says("Q-1")
    assert ada.buttons == ("PDF",)
    assert "was replaced by a newer version" in ada.says("quote send Q-1")
    assert "was replaced by a newer version" in ada.says("quote edit Q-1 discount:1%")
    assert ada.says("quotes").splitlines() == [
        "Quotes · 1 in all",
        "Q-2 Big tools · v2 · $14,599.60 · draft",
    ]
    assert "2 in all" in ada.says("quotes D-1")
    ada.says("quote edit Q-2 discount:6%")
    assert "Quote Q-3 v3" in ada.says("quote revise Q-2")
    ada.says("undo")
    assert "Quote Q-2 v2 · draft" in ada.says("Q-2")
    assert "No quote fits" in ada.says("Q-3")


def test_an_expired_quote_is_shown_so_and_cannot_be_accepted(chat, ada):
    ada.says("quote add D-1 compiler x2 valid:2 days")
    ada.says("quote send Q-1")
    ada.says("yes")
    chat.passes(days=2)
    assert "Quote Q-1 v1 · sent" in ada.says("Q-1")
    chat.passes(days=1)
    assert "Quote Q-1 v1 · expired" in ada.says("Q-1")
    refused = "Q-1 v1 was valid until Wed 25 Nov 2026. quote revise Q-1 makes it valid again."
    for said in ("quote accept Q-1", "quote send Q-1"):
        assert ada.says(said) == refused
    assert "Q-1" in ada.says("quotes status:expired")
    assert ada.says("quotes expired D-1") == ada.says("quotes D-1")
    assert "No quotes there" in ada.says("quotes status:sent")
    ada.says("quote accept Q-1")
    assert "Quote Q-2 v2 · draft" in ada.presses("New version")
    assert "Valid until Sat 26 Dec 2026" in ada.says("Q-2")
    assert "Valid until Sun 6 Dec 2026" in ada.says("quote edit Q-2 valid:10")
    ada.says("quote add D-1 compiler valid:1 day")
    chat.passes(days=3)
    assert "was valid until" in ada.says("quote send Q-3")


def test_the_customer_rejects(ada):
    ada.says(QUOTE)
    ada.says("quote send Q-1")
    ada.says("yes")
    rejected = ada.says("quote reject Q-1 too expensive, they said")
    assert rejected.startswith("Noted: the customer has rejected it.")
    assert "Quote Q-1 v1 · rejected by the customer" in rejected
    assert "Reason: too expensive, they said" in rejected
    assert "was rejected by the customer" in ada.says("quote reject Q-1")
    assert "was rejected by the customer" in ada.says("quote accept Q-1")
    assert "was rejected by the customer" in ada.says("quote delete Q-1")
    ada.says("undo")
    assert "Quote Q-1 v1 · sent" in ada.says("Q-1")
    assert "rejected by the customer" in ada.says("对方拒绝了Q-1")
    assert "Q-2 takes the place of Q-1" in ada.presses("New version")


def test_accepting_replaces_the_other_open_quotes_and_is_taken_back_as_a_whole(ada):
    ada.says("quote add D-1 compiler x2")
    ada.says("quote add D-1 compiler x3")
    ada.says("quote add D-1 compiler x4")
    ada.says("quote reject Q-1")
    assert "Order S-1 is made." in ada.says("they accepted Q-2")
    states = [line.rpartition(" · ")[2] for line in ada.says("quotes D-1").splitlines()[1:]]
    assert states == ["replaced", "accepted", "rejected by the customer"]
    ada.says("undo")
    states = [line.rpartition(" · ")[2] for line in ada.says("quotes D-1").splitlines()[1:]]
    assert states == ["draft", "draft", "rejected by the customer"]
    assert "Amount: $50,000.00" in ada.says("D-1")
    assert "No orders" in ada.says("orders")
    assert "Order S-2 is made." in ada.says("quote accept Q-3")


def test_quotes_of_deals_that_have_ended(ada):
    ada.says("quote add D-1 compiler x2")
    ada.says("deal lose D-1 price")
    for said in ("quote add D-1 compiler", "quote edit Q-1 discount:1%", "quote revise Q-1",
                 "quote send Q-1", "quote accept Q-1"):  # fmt: skip
        assert "has ended: lost." in ada.says(said), said
    ada.says("deal reopen D-1")
    ada.says("deal win D-1")
    assert "Order S-1 is made." in ada.says("quote accept Q-1")
    assert ada.buttons == ("Undo",)


def test_a_draft_is_deleted_and_taken_back(chat, ada):
    ada.says(QUOTE)
    assert ada.says("quote delete Q-1") == "Delete the quote Q-1 v1?"
    assert ada.presses("Yes") == "Deleted Q-1 v1."
    assert "No quotes there" in ada.says("quotes")
    assert "No quote fits" in ada.says("Q-1")
    assert "Quote Q-2 v2" in ada.says("quote add D-1 compiler")
    ada.says("undo")
    assert "No quote fits" in ada.says("Q-2")
    ada.says("quote add D-1 compiler")
    ada.says("quote send Q-3")
    ada.says("yes")
    assert "went out already" in ada.says("quote delete Q-3")


def test_a_quote_is_found_by_it_and_by_its_deal(ada):
    ada.says(QUOTE)
    for said in ("quote show it", "show it", "quote show this quote", "quote Big tools", "quote show D-1",
                 "查看报价 Q-1", "pdf of Q-1", "quote show Q-1 pdf", "报价 这个报价"):  # fmt: skip
        assert "Quote Q-1 v1" in ada.says(said), said
        assert len(ada.last.files) == ("pdf" in said)
    ada.says("quote add D-1 support x3")
    assert ada.says("quote show Big tools").startswith("Which “Big tools”?")
    assert "Quote Q-2" in ada.presses("Q-2 · Big tools")
    ada.says("deal add Empty 1k")
    assert "No quote fits" in ada.says("quote show it")
    assert "No quote fits" in ada.says("quote show Empty")


def test_quotes_are_seen_with_their_deals_and_amounts_by_whom_they_concern(chat, ada):
    ada.says(QUOTE)
    ben, gus, maria = chat.rep("Ben"), chat.agent("Gus"), chat.manager("Maria")
    for said in ("Q-1", "quote edit Q-1 discount:1%", "quote send Q-1", "quote accept Q-1",
                 "quote reject Q-1", "quote revise Q-1", "quote delete Q-1", "quote show Q-1 pdf"):  # fmt: skip
        assert "No quote fits “Q-1”" in ben.says(said), said
        assert gus.says(said).startswith(("You need the right", "No quote fits")), said
    assert "No quotes there" in ben.says("quotes")
    assert "No deal fits" in ben.says("quotes D-1")
    assert "Q-1 Big tools · v1 · $9,768.85 · draft · Ada" in maria.says("quotes team")
    assert "No quotes there" in maria.says("my quotes")
    ada.says("deal delete D-1")
    ada.says("yes")
    assert "No quote fits" in ada.says("Q-1")
    assert "No quotes there" in ada.says("quotes")
    ada.says("deal restore D-1")
    chat.admin().says("revoke rep amounts.see")
    chat.admin().says("yes")
    for said in ("Q-1", "quotes", "quote send Q-1", "quote edit Q-1 note:Hello"):
        masked = ada.says(said)
        assert "•••" in masked, said
        assert "$" not in masked, said
    assert "right to see amounts" in ada.says("quote show Q-1 pdf")


def test_the_history_tells_of_quotes_and_masks_amounts(chat, ada):
    ada.says(QUOTE)
    ada.says("quote edit Q-1 compiler x30 -5%")
    maria = chat.manager("Maria")
    told = maria.says("audit D-1")
    assert "Quantity: 20 → 30" in told
    assert "Discount: 0 % → 5 %" in told
    assert "Total: $9,768.85 → " in told
    ada.says("undo")
    ada.says("undo")
    assert "Price: $450.00 → –" in maria.says("audit D-1")
    admin = chat.admin()
    admin.says("revoke manager amounts.see")
    admin.says("yes")
    assert "$" not in maria.says("audit D-1")


def test_quotes_in_chinese(ada):
    ada.says("language zh")
    made = ada.says(
        "新增报价 D-1 compiler x20，support x1，折扣:5% 税率:13% 有效期:30天 备注:含运费"
    )
    assert "报价 Q-1 第1版 · 草稿" in made
    assert "US$9,768.85" in made
    assert "含运费" in made
    assert "Q-1" in ada.says("报价列表 状态:草稿")
    assert "Q-1" in ada.says("发送报价 Q-1")
    ada.says("是")
    assert len(ada.last.files) == 1
    assert "Q-2" in ada.says("修订报价 Q-1")
    assert "S-1" in ada.says("接受报价 Q-2")
