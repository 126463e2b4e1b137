def test_try(chat):
    maria = chat.manager("Maria")
    ada, ben = chat.rep("Ada", maria), chat.rep("Ben", maria)
    root = chat.admin()
    def t(who, s):
        print(f"{who.speaker.name}> {s}\n{who.says(s)}\n   {who.buttons}")
    for s in ["deal add Navy upgrade 120000 30 jun","deal add Windows 11","deal add Big one 2026-12-24 1,200,000.00 EUR", "deal add fri thing fri 50k", "deal add x 300 O-1"]: t(ada, s)
    for s in ["deal add 20 compilers 50k company:Navy Systems close:30 june", "deal add Navy upgrade 120000 30 jun", "deal add May launch $20k",
              "新增商机 20台编译器 5万 公司:华星科技 成交:月底", "deals", "pipeline", "deal move D-1 proposal after the demo", "move D-1 to negotiation", "把D-1推进到方案",
              "timeline D-1", "deal win navy upgrade", "deals won", "won the Launch deal", "lost D-1 to a competitor", "deal reopen D-1", "deal lose D-1", "deal lose D-1 price: too expensive",
              "D-1", "deal edit D-4 amount:6万 step:send quote next:friday", "输单 D-4 价格：太贵", "find navy", "find compilers", "deal move D-4 xyz", "deal move xyz won", "undo", "deal add Foo 10 EUR", "deals closing this month", "stale deals", "my deals", "deal delete D-1", "yes", "deal restore D-1", "deals stage:proposal owner:@ada", "deal add", "20 things 5k",
              "推进 D-4 谈判","deal show 20台", "deals mine stale", "deals @ben", "pipeline team", "商机 新增 测试 3万", "stages", "deal assign D-4 @ben", "language zh", "deals","pipeline"]:
        t(ada, s)
    for s in ["rate EUR 1.08", "rates", "stage add demo 30 days:14 after:qualified", "stage edit proposal percent:60 needs:amount,close movers:manager", "stages", "stage remove demo", "yes", "pipeline add Renewals", "stage add renewal call 30 pipeline:Renewals", "deal add Ren 30k EUR pipeline:Renewals stage:renewal call", "pipeline", "stage delete renewal call", "yes","audit D-1", "audit D-4"]:
        t(root, s)
    for s in ["deal move D-4 proposal", "pipeline team", "deals team", "deal assign D-4 @ben", "audit D-4"]:
        t(maria, s)
