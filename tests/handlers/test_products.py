"""Products by chat: the price list, and products on deals."""

import pytest


@pytest.fixture
def maria(chat):
    return chat.manager("Maria")


@pytest.fixture
def ada(chat, maria):
    return chat.rep("Ada", maria)


def test_the_price_list_is_kept_by_managers_and_read_by_sellers(any_chat):
    maria = any_chat.manager("Maria")
    ada, gus = any_chat.rep("Ada", maria), any_chat.agent("Gus")
    assert ada.says("products") == "There are no products yet. product add adds one."
    saved = maria.says("product add compiler 450 code:cmp-1 series:Tools tax:13%")
    assert saved.splitlines() == [
        "Saved.",
        "compiler P-1",
        "$450.00 each",
        "Code: CMP-1 · Series: Tools · Tax: 13 %",
    ]
    assert maria.buttons == ("Undo", "Retire")
    assert "right to change products" in ada.says("product add debugger 90")
    assert "compiler P-1" in gus.says("products")
    maria.says("product add GTX Pro 4,821.50 series:GTX")
    assert ada.says("products").splitlines() == [
        "Products · 2 in all",
        "P-2 GTX Pro · $4,821.50 · GTX",
        "P-1 compiler · $450.00 · CMP-1 · Tools",
    ]
    assert ada.says("product list") == ada.says("所有产品")
    for said in ("P-1", "show P-1", "product show cmp-1", "product compiler", "product show compil",
                 "products tools", "what does compiler cost?", "compiler卖多少钱？"):  # fmt: skip
        assert ada.says(said).startswith("compiler P-1\n$450.00 each"), said
    assert ada.buttons == ()
    for said in ("product show it", "product show this product", "show it"):
        assert ada.says(said).startswith("compiler P-1"), said
    assert "No product fits “it”" in any_chat.rep("Ben").says("product show it")


@pytest.mark.parametrize(
    ("said", "name", "price"),
    [
        ("product add MG Special 55", "MG Special", "$55.00"),
        ("product add GTK 500 26768", "GTK 500", "$26,768.00"),
        ("product add Windows 11 1.2k", "Windows 11", "$1,200.00"),
        ("product add 5-axis mill 30k USD", "5-axis mill", "$30,000.00"),
        ('product add "Pack 500" price:3', "Pack 500", "$3.00"),
        ("new product Support price:0", "Support", "$0.00"),
        ("新增产品 编译器 450 编码:A-1 系列:工具 税率:6%", "编译器", "$450.00"),
        ("添加产品 服务器，单价:5万", "服务器", "$50,000.00"),
    ],
)
def test_ways_to_enter_one(maria, said, name, price):
    assert maria.says(said).splitlines()[1:3] == [f"{name} P-1", f"{price} each"]


def test_what_is_missing_is_asked_for_and_odd_input_is_refused(maria):
    assert maria.says("product add").startswith("What is the product called?")
    assert maria.says("compiler").startswith("What does one cost, before tax?")
    assert "$450.00 each" in maria.says("450")
    assert maria.says("product add COMPILER 3") == "“COMPILER” is there already: compiler P-1."
    assert "is not a percentage" in maria.says("product add x 3 tax:101%")
    maria.says("cancel")
    assert "too long" in maria.says(f"product add {'x' * 10_000} 3")
    maria.says("cancel")
    assert "No product fits “zebra”" in maria.says("product show zebra")
    maria.says("cancel")
    assert "No product fits “P-9”" in maria.says("product show P-9")
    assert maria.says("products 💾") == "No product fits “💾”."
    assert maria.says("product show compilr").startswith("Do you mean this one?")
    assert maria.presses("compiler · $450.00 · P-1").startswith("compiler P-1")


def test_a_product_is_changed_and_taken_back(maria, ada):
    maria.says("product add compiler 450")
    changed = maria.says("product edit compiler price:480 tax:6.5% name:Compiler+ code:c 1")
    assert changed.splitlines() == [
        "Saved: Compiler+ P-1",
        "Name: compiler → Compiler+",
        "Price: $450.00 → $480.00",
        "Code: C1",
        "Tax: 6.5 %",
    ]
    assert maria.says("product edit P-1 tax:6.5%").startswith("Nothing to change")
    assert "What should change?" in maria.says("product edit P-1")
    maria.says("undo")
    assert maria.says("P-1").splitlines() == ["compiler P-1", "$450.00 each"]
    maria.says("product add debugger 90 code:D1")
    assert "“debugger” is there already" in maria.says("product edit P-1 name:debugger")
    assert "“D1” is there already" in maria.says("product edit P-1 code:d1")
    assert "right to change products" in ada.says("product edit P-1 price:1")
    assert "right to change products" in ada.says("product retire P-1")


def test_a_retired_product_is_not_sold_but_kept(maria, ada):
    maria.says("product add compiler 450")
    ada.says("deal add Tools 5k")
    ada.says("add 2 compilers to D-1")
    assert "Taken off the price list." in maria.says("product retire compiler")
    assert "already" in maria.says("product retire P-1")
    assert "Not sold any more." in ada.says("P-1")
    assert ada.says("products").startswith("There are no products yet.")
    assert "No product fits" in ada.says("add 2 compilers to D-1")
    assert "compiler P-1 is not sold any more." in ada.says("deal line add D-1 P-1 x2")
    ada.says("cancel")
    assert "1. compiler · 2 × $450.00 = $900.00" in ada.says("deal lines D-1")
    maria.says("product add compiler 500")
    assert "“compiler” is there already" in maria.says("product restore P-1")
    maria.says("product retire P-2")
    assert "on the price list again" in maria.says("product restore P-1")
    assert "It is on the price list." in maria.says("product restore P-1")
    assert maria.says("undo") == "Undone: product restore."


def test_taking_back_a_product_that_is_in_use_keeps_it_where_it_is(maria, ada):
    maria.says("product add compiler 450")
    ada.says("deal add Tools 5k")
    ada.says("add 2 compilers to D-1")
    assert maria.says("undo") == "Undone: product add."
    assert ada.says("products").startswith("There are no products yet.")
    assert "compiler · 2 × $450.00" in ada.says("deal lines D-1")


def test_products_on_a_deal(maria, ada):
    maria.says("product add compiler 450")
    maria.says("product add GTX Pro 4821")
    ada.says("deal add Big tools 50k company:Navy")
    assert "No products on it yet." in ada.says("deal lines D-1")
    assert ada.says("add 3 GTX Pro to D-1").splitlines() == [
        "Saved.",
        "Big tools D-1",
        "1. GTX Pro · 3 × $4,821.00 = $14,463.00",
        "Together: $14,463.00",
    ]
    assert ada.buttons == ("Undo", "Set the amount to $14,463.00", "Make a quote")
    ada.says("deal line add this deal compiler x1.5 -10%, GTX Pro")
    assert ada.says("what is on D-1?").splitlines()[1:] == [
        "1. GTX Pro · 4 × $4,821.00 = $19,284.00",
        "2. compiler · 1.5 × $450.00 −10 % = $607.50",
        "Together: $19,891.50",
    ]
    assert "Products: 4 × GTX Pro, 1.5 × compiler\n" in ada.says("D-1")
    ada.says("deal lines D-1")
    assert "Amount: $50,000.00 → $19,891.50" in ada.presses("Set the amount to $19,891.50")
    ada.says("deal lines D-1")
    assert ada.buttons == ("Make a quote",)
    assert "1. GTX Pro · 5 × $4,000.00 −5 % = $19,000.00" in ada.says(
        "deal line edit D-1 GTX Pro x5 @4000 5% off"
    )
    assert "GTX Pro" not in ada.says("deal line edit D-1 GTX Pro x0").partition("Together")[0]
    assert "GTX Pro · 5 × $4,000.00" in ada.presses("Undo") or "GTX Pro" in ada.says(
        "deal lines D-1"
    )
    assert "Taken off: compiler" in ada.says("deal line delete D-1 2")
    assert "Taken off: GTX Pro" in ada.says("deal line delete D-1 gtx")
    assert "No line of the deal fits “2”" in ada.says("deal line delete D-1 2")
    assert "No line of the deal fits" in ada.says("deal line edit D-1 compiler x2")
    assert "No line of the deal fits" in ada.says("deal line delete D-1 zebra")


def test_products_on_a_deal_in_chinese(maria, ada):
    maria.says("product add 编译器 450")
    ada.says("language zh")
    ada.says("新增商机 工具 5万")
    for said in ("把3台编译器加到D-1", "给D-1加3个编译器", "商机加产品 D-1 编译器 ×3",
                 "商机加产品 D-1 三台编译器", "添加商机产品 D-1 编译器 3套"):  # fmt: skip
        assert "编译器 · " in ada.says(said), said
    assert "15 × US$450.00" in ada.says("商机产品 D-1")
    assert "9 × US$450.00 −10" in ada.says("修改商机产品 D-1 编译器 9台 9折")
    assert "编译器" in ada.says("删除商机产品 D-1 编译器")


def test_lines_belong_to_their_deal(chat, maria, ada):
    maria.says("product add compiler 450")
    ada.says("deal add Tools 5k")
    ada.says("add 2 compilers to D-1")
    ben = chat.rep("Ben")
    for said in ("deal lines D-1", "add 3 compilers to D-1", "deal line delete D-1 1"):
        assert "No deal fits “D-1”" in ben.says(said), said
    chat.admin().says("revoke rep amounts.see")
    chat.admin().says("yes")
    masked = ada.says("deal lines D-1")
    assert "1. compiler · 2\n" in masked
    assert "Together: •••" in masked
    assert "$" not in masked
    assert ada.buttons == ("Make a quote",)


def test_a_price_in_another_currency_is_converted_or_refused(chat, maria, ada):
    maria.says("product add compiler 450")
    chat.admin().says("rate EUR 1.25")
    ada.says("deal add Tools 300 EUR")
    assert "compiler · 2 × €360.00 = €720.00" in ada.says("add 2 compilers to D-1")
    assert "different currencies" in ada.says("deal line add D-1 compiler @$400 x1")
    assert "are priced in EUR" in ada.says("deal edit D-1 amount:$900")
    assert "Amount: €300.00 → €900.00" in ada.says("deal edit D-1 amount:900 EUR")
    maria.says("product add rice cooker 9000 JPY")
    assert "no rate for JPY" in ada.says("deal line add D-1 rice cooker")
    assert "beyond what I can keep" in ada.says(
        "deal line add D-1 compiler @9999999999999 x999999999"
    )
    assert "up to 100 lines" in ada.says("deal line add D-1 " + ",".join(["compiler"] * 101))


def test_the_settings_hold_limit_and_tax(chat, ada):
    admin = chat.admin()
    assert "Discount without approval (discount): 10 %" in admin.says("settings")
    assert admin.says("settings discount limit 15%").endswith("(discount): 15 %")
    assert admin.says("设置 税率 13%").endswith("(tax): 13 %")
    assert "is not a percentage" in admin.says("settings tax 113")
    admin.says("cancel")
    assert "right to change settings" in ada.says("settings discount 90%")
