"""What customers say about quotes, as people tell it, and discounts said without a colon."""


def test_a_customer_accepts_or_rejects_a_quote_in_everyday_words(chat):
    ada, root = chat.rep("Ada"), chat.admin()
    root.says("product add valve 450")
    for number, said in enumerate(
        ("客户接受了Q-{}", "客户同意了 Q-{}", "the customer has accepted Q-{}"), 1
    ):
        ada.says(f"deal add Pumps{number} 5k")
        ada.says(f"quote add D-{number} valve x2")
        assert "Accepted" in ada.says(said.format(number))
    for number, said in enumerate(("客户拒绝了Q-{}", "the customer rejected Q-{}"), 4):
        ada.says(f"deal add Pumps{number} 5k")
        ada.says(f"quote add D-{number} valve x2")
        assert "the customer has rejected it" in ada.says(said.format(number))
    ada.says("contact add 王小明")
    assert "王小明" in ada.says("客户 王小明")


def test_a_discount_without_a_colon(chat):
    ada, root = chat.rep("Ada"), chat.admin()
    root.says("product add valve 1000")
    ada.says("deal add Pumps 5k")
    ada.says("quote add D-1 valve x1")
    assert "$950.00" in ada.says("quote edit Q-1 discount 5%")
    assert "$920.00" in ada.says("修改报价 Q-1 折扣 8%")
    assert "$900.00" in ada.says("Q-1打9折")
    assert "$950.00" in ada.says("give 5% discount on Q-1")


def test_what_only_explains_is_not_offered(chat):
    root = chat.admin()
    assert "win all" not in root.says("help")
    assert "one by one" in root.says("win all")
