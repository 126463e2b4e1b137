def test_try(chat):
    ada = chat.rep("Ada")
    def t(who, s):
        print(f"{who.speaker.name}> {s}\n{who.says(s)}\n   {who.buttons}")
    for s in ["met Grace Hopper of Navy Systems, grace@navy.example, +1 202 555 0143, wants 20 compilers for about 50k, follow up next Tuesday 10am","yes","deals","timeline C-1","agenda","D-1","audit D-1",
       "met Grace Hopper of Navy Systems, grace@navy.example, needs 3 servers for 12,500.00 USD, and liked the demo, follow up with a quote on friday", "yes"]: t(ada, s)
    print(ada.presses("Update"), ada.buttons)
    for s in ["undo","deals","见了华星科技的王小明，13800138000，想要20台编译器，大约5万，下周二上午10点跟进","yes", "undo", "deals", "contacts","companies",
       "met Bob Dylan of Navy, interested in 5 guitars worth $3,000, call him back tomorrow", "yes"]: t(ada,s)
