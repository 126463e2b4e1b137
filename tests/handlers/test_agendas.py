"""The agenda by chat: next steps with contacts and of deals, and deals that should be closed."""


def test_deals_stand_beside_contacts_in_the_order_of_the_day(any_chat):
    ada = any_chat.rep("Ada")
    ada.says("contact add Grace Hopper")
    ada.says("log call C-1 hello next:today 4pm")
    ada.says("deal add Boats 5k close:today")
    ada.says("deal add Ships 9k close:yesterday")
    ada.says("deal edit D-2 close:2026-11-20")
    ada.says("deal add Sails 1k close:30 june")
    ada.says("deal edit D-3 step:send an offer next:today 2pm")
    ada.says("deal add Later 1k close:tomorrow")
    assert ada.says("agenda").splitlines() == [
        "Today · Mon 23 Nov 2026",
        "To do · 4 in all",
        "Ships D-2 should be closed by Fri 20 Nov 2026",
        "14:00 · R-2 send an offer · Sails D-3",
        "16:00 · R-1 Grace Hopper C-1",
        "Boats D-1 closes today",
        "1 of them is overdue.",
    ]
    ada.says("deal win D-2")
    ada.says("deal edit D-3 next:none")
    assert "2 in all" in ada.says("agenda")
    ada.says("language zh")
    assert "Boats D-1 今天预计成交" in ada.says("日程")


def test_nobody_elses_deals_and_many_have_pages(chat):
    maria = chat.manager("Maria")
    ada, gus = chat.rep("Ada", maria), chat.agent("Gus")
    for number in range(9):
        ada.says(f"contact add Grace Hopper{'abcdefghi'[number]}")
        ada.says(f"log note C-{number + 1} hi next:today {number + 10}:00")
        ada.says(f"deal add Boat {number} 5k close:today")
    ada.says("deal add Overdue next")
    ada.says("deal edit D-10 next:today 9:30")
    seen = [ada.says("agenda"), ada.presses("More ›"), ada.presses("More ›")]
    assert "1–8 of 19 in all" in seen[0]
    assert "9–16 of 19" in seen[1]
    assert "17–19 of 19" in seen[2]
    rows = [line for page in seen for line in page.splitlines() if "-" in line and "·" in line]
    shown = "\n".join(seen)
    assert all(f"C-{number + 1}" in shown for number in range(9))
    assert all(f"D-{number + 1}" in shown for number in range(10)), rows
    for somebody in (maria, gus):
        assert "Nothing is due." in somebody.says("agenda")
    chat.passes(days=2)
    assert "19 of them are overdue." in ada.says("agenda")
