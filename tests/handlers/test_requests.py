"""Customers' requests: consent, one request of many messages, several at once, reopening."""

import pytest
from sqlalchemy import select
from sqlmodel import col

from store.files import File
from store.tables import HeldWord, TicketMessage

PHOTO = File("photo.jpg", "image/jpeg", b"\xff\xd8 a broken screen")
REPORT = File("report.pdf", "application/pdf", b"%PDF-1.4 sums")


@pytest.fixture
def gus(chat):
    return chat.agent("Gus")


def agreed(chat, name="Grace", said="The export is down"):
    """A customer with a request."""
    grace = chat.customer(name)
    grace.says(said)
    grace.presses("I agree")
    return grace


def written(chat):
    """The customers' messages by ticket, opened."""

    def unit(session):
        with session.unscoped():
            rows = session.scalars(
                select(TicketMessage)
                .where(col(TicketMessage.kind) == "customer")
                .order_by(col(TicketMessage.id))
            )
            return [one.ticket_id for one in rows]

    return chat.database.read(unit, chat.clock.now())


def held(chat):
    def unit(session):
        with session.unscoped():
            return len(list(session.scalars(select(HeldWord))))

    return chat.database.read(unit, chat.clock.now())


def test_the_first_message_survives_the_consent_step(any_chat):
    gus, grace = any_chat.agent("Gus"), any_chat.customer("Grace Hopper")
    asked = grace.says("The export is down since noon")
    assert "Your data at Acme" in asked
    assert "Privacy notice, version 1" in asked
    assert grace.buttons == ("I agree", "No, just this question")
    assert gus.inbox == []
    assert "I keep that with what you wrote before" in grace.says("We need it for the board")
    any_chat.restarts()
    any_chat.passes(days=1)
    said = grace.presses("I agree")
    assert said.splitlines() == [
        "Thank you, we have received it: T-1, category outage.",
        "We answer by Tue 24 Nov 2026, 10:00.",
    ]
    assert gus.inbox[-1].splitlines() == [
        "New request The export is down since noon T-1 from Grace Hopper (terminal)",
        "The export is down since noon",
        "We need it for the board",
    ]
    card = gus.says("T-1")
    assert "Grace Hopper\nopen · priority urgent" in card
    assert card.count("Grace Hopper\n") == 3
    assert written(any_chat) == [1, 1]
    assert held(any_chat) == 0
    assert grace.presses("I agree") == "Thank you, your consent is noted. Write what you need."
    assert "Parley · added consent" in any_chat.admin().says("audit since:2026-01-01")


def test_an_answer_may_be_typed_and_words_nobody_agreed_to_are_thrown_away(chat, gus):
    grace, wang, eve = (chat.customer(one) for one in ("Grace", "王小明", "Eve"))
    grace.says("hello?")
    assert grace.says("please help with the invoice").startswith("I keep that")
    assert grace.says("yes").startswith("Thank you, we have received it: T-1")
    assert wang.says("你们的系统打不开了").startswith("你在 Acme 的数据")
    assert wang.says("我同意").startswith("谢谢，已收到：T-2，类别：中断。\n我们会在2026年11月23日")
    assert "语言：简体中文" in wang.says("我的数据")
    eve.says("what about my parcel?")
    chat.passes(days=8)
    assert held(chat) == 0
    assert eve.presses("I agree") == "Thank you, your consent is noted. Write what you need."
    assert sum(one.startswith("New request") for one in gus.inbox) == 2


def test_a_single_question_leaves_nothing_behind(chat, gus):
    eve = chat.customer("Eve")
    eve.says("My invoice 4711 is wrong")
    said = eve.presses("No, just this question")
    assert "erase its words 7 days after it is closed" in said
    assert gus.inbox == ["New request A single question T-1 from Eve (terminal)"]
    card = gus.says("T-1")
    assert "Asked without consent: only for this question." in card
    assert "My invoice 4711 is wrong" in card
    assert "Make a lead" not in gus.buttons
    assert eve.says("and 4712 too").startswith("Added to T-1")
    assert "You did not agree to version 1" in eve.says("privacy")
    gus.says("resolve T-1")
    eve.says("close T-1")
    chat.passes(days=6)
    assert "4711" in gus.says("timeline T-1")
    chat.passes(days=2)
    assert "4711" not in gus.says("timeline T-1")
    assert "(erased)" in gus.says("T-1")
    chat.passes(days=2)
    assert "holds" in chat.admin().says("audit verify")
    assert "Your data at Acme" in eve.says("another question")


def test_messages_of_a_minute_are_one_request(chat, gus):
    grace = chat.customer("Grace")
    grace.says("hi")
    grace.sends(PHOTO)
    grace.presses("I agree")
    assert grace.says("the app has crashed, see above") == "Added to T-1."
    assert grace.sends(REPORT, PHOTO, say="and this is what it wrote") == "Added to T-1."
    assert len(gus.inbox) == 1
    card = gus.says("T-1")
    assert card.startswith("the app has crashed, see above T-1")
    assert "urgent · outage" in card
    assert "(file: report.pdf)\n(photo)" in card
    assert "3 in all" in gus.says("files T-1")
    assert len(gus.last.files) == 3
    chat.passes(minutes=2)
    assert grace.says("still broken").startswith("Added to T-1.\nWe answer by")
    assert gus.inbox[-1].endswith("the customer wrote\nstill broken")
    assert written(chat) == [1, 1, 1, 1]
    big = File("film.bin", "video/mp4", None, "too big", 99)
    chat.passes(minutes=2)
    assert "is too big" in grace.sends(big, say="a film")
    assert "a film" in gus.says("T-1")
    assert "is too big" in grace.sends(big)


def test_several_requests_are_told_apart(chat, gus):
    grace = agreed(chat)
    shown = grace.last
    chat.passes(minutes=3)
    assert "T-2, category general" in grace.says("new request The invoice is wrong")
    assert grace.says("it says 500") == "Added to T-2."
    chat.passes(minutes=3)
    assert grace.says("any news?") == "Which request is this about? Your message waits here."
    assert grace.buttons == (
        "The invoice is wrong (T-2)",
        "The export is down (T-1)",
        "New request",
    )
    chat.restarts()
    grace.says("please tell me")
    assert grace.presses("The export is down (T-1)").startswith("Added to T-1.")
    assert written(chat) == [1, 2, 2, 1, 1]
    assert "passed it on already" in grace.presses("The export is down (T-1)")
    chat.passes(minutes=3)
    assert grace.replies_to(shown, "about this one").startswith("Added to T-1")
    listed = grace.says("my requests")
    assert "2 in all" in listed
    assert "T-1 The export is down · received" in listed
    assert grace.presses("The invoice is wrong (T-2)").startswith(
        "The invoice is wrong T-2 · received"
    )
    chat.passes(minutes=3)
    grace.says("whichever")
    chat.passes(minutes=11)
    assert grace.inbox[-1].endswith("so I put it into T-3.")
    assert held(chat) == 0
    assert "whichever" in gus.inbox[-1]


def test_what_has_ended_lately_goes_on_and_later_is_new(chat, gus):
    grace = agreed(chat)
    shown = grace.last
    gus.says("resolve T-1 done")
    assert "solved" in grace.says("status T-1")
    chat.passes(days=1)
    asked = grace.says("it is down again")
    assert asked.startswith("Is this about The export is down T-1, which is solved?")
    assert grace.presses("The export is down (T-1)").startswith("T-1 is open again.")
    assert "it is down again" in gus.inbox[-1]
    assert grace.says("close").startswith("The export is down T-1 is closed.")
    assert grace.says("close T-1").startswith("That request has ended already.")
    assert gus.inbox[-1] == "The export is down T-1: the customer has closed it."
    chat.passes(hours=1)
    assert grace.replies_to(shown, "no, still").startswith("T-1 is open again.")
    gus.says("resolve T-1")
    chat.passes(days=1)
    grace.says("and the next thing")
    chat.passes(minutes=11)
    assert grace.inbox[-1].endswith("so I put it into T-1.")
    gus.says("resolve T-1")
    chat.passes(days=8)
    said = grace.replies_to(shown, "broken once more")
    assert said.startswith("T-1 was closed a while ago, so this is a new request.")
    assert "Goes on from T-1" in gus.says("timeline T-2")
    gus.says("resolve T-2")
    chat.passes(days=8)
    assert "T-3" in grace.says("something else altogether")


def test_the_state_is_told_in_the_customers_words(chat, gus):
    grace = agreed(chat)
    assert "received" in grace.says("status")
    gus.says("ticket take T-1")
    gus.says("note T-1 this customer is difficult")
    gus.says("reply T-1 Which version do you use?")
    gus.says("ticket priority T-1 low")
    told = grace.says("T-1")
    assert "in work" in told
    assert "we: Which version do you use?" in told
    for internal in ("difficult", "Gus", "low", "urgent", "outage"):
        assert internal not in told
    gus.says("wait T-1 customer")
    assert "waiting for you" in grace.says("status T-1")
    gus.says("wait T-1 third party")
    assert "in work" in grace.says("status T-1")
    chat.passes(days=3)
    assert grace.says("status t1").count("T-1") == 1


def test_nobody_learns_of_the_requests_of_others(chat, gus):
    agreed(chat)
    eve = chat.customer("Eve")
    for name in ("status", "close"):
        theirs, none = eve.says(f"{name} T-1"), eve.says(f"{name} T-99")
        assert theirs.replace("T-1", "") == none.replace("T-99", "")
        assert theirs.startswith("You have no request “T-1”.")
    assert eve.says("my requests").startswith("You have no requests yet.")
    assert eve.says("status").startswith("You have no open request.")
    assert eve.says("close").startswith("You have no open request.")
    assert "export" not in " ".join(eve.inbox)
    eve.replies_to(gus.last, "hello, is this mine?")
    eve.presses("I agree")
    assert written(chat) == [1, 2]
    assert eve._told({"say": "status T-2", "shared": True}) == "Write to me in private for that."
    assert gus.says("my requests").startswith("This is for customers.")


def test_a_merged_request_goes_on_in_the_other(chat, gus):
    grace = agreed(chat)
    grace.says("new request The export is slow")
    shown = grace.last
    gus.says("ticket merge T-1 T-2")
    gus.says("yes")
    chat.passes(minutes=5)
    assert grace.replies_to(shown, "any news?").startswith("Added to T-1")
    assert "The export is down" in grace.says("status T-2")
    assert "1 in all" in grace.says("my requests")


def test_a_human_is_called(chat, gus):
    grace = agreed(chat)
    assert "a person answers you here" in grace.says("talk to a human")
    assert gus.inbox[-1].endswith("the customer wants to talk to a person.")
    assert "The customer wants to talk to a person" in gus.says("timeline T-1")
    grace.says("close")
    chat.passes(days=9)
    assert "T-2" in grace.says("转人工")
    assert grace.says("human error in your invoice") == "Added to T-2."


@pytest.mark.parametrize(
    "said",
    ["help me, the export is down", "status of my order?", "close the ticket please", "link to the page",
     "correct the invoice please", "privacy of my colleagues matters", "cancel my order",
     "note that I am away", "find me a compiler", "show me your prices", "log in does not work",
     "hello, my export is down", "language of the manual is wrong here", "１２３", "👍", "x" * 20_000,
     "write to me", "forget me not", "bad \x00 byte"],
)  # fmt: skip
def test_sentences_that_begin_like_commands_are_requests(chat, gus, said):
    grace = agreed(chat, said="first of all")
    chat.passes(minutes=2)
    assert grace.says(said).startswith("Added to T-1")
    assert grace.says("取消订单") == "已加入 T-1。"
    assert written(chat) == [1, 1, 1]
    assert "incident" not in gus.says("timeline T-1")


@pytest.mark.parametrize("said", ["deals", "C-1", "find grace", "contact add Eve Evil"])
def test_who_is_unknown_is_told_how_to_link_and_nothing_is_lost(chat, gus, said):
    eve = chat.customer("Eve")
    assert eve.says(said).startswith("I don't know you yet.")
    assert eve.says(said).startswith("I don't know you yet.")
    assert eve.says(f"/{said}" if said != "C-1" else said).startswith("I don't know you yet.")
    eve.presses("I agree")
    assert said in gus.says("T-1")


def test_a_flood_loses_nothing_and_does_not_flood_colleagues(chat, gus):
    grace = agreed(chat)
    for number in range(100):
        assert grace.says(f"line {number} {'x' * 100}") == "Added to T-1."
    assert written(chat) == [1] * 101
    assert len(gus.inbox) == 1


def test_outside_of_hours_the_opening_is_told(chat, gus):
    chat.passes(days=5, hours=1)
    grace = agreed(chat)
    assert (
        "We are closed now and open Mon 30 Nov 2026, 09:00. We answer by Mon 30 Nov 2026, 10:00."
        in str(grace.last.text)
    )
    chat.passes(days=3)
    assert "are late. We are sorry." in grace.says("status")


def test_an_edited_message_joins_the_request_too(chat, gus):
    grace = agreed(chat)
    grace._told({"say": "The exprot is slow", "named": "7"})
    assert grace._told({"say": "The export is slow", "edits": "7"}) == "Added to T-1."
    assert "(corrected)\nThe export is slow" in gus.says("T-1")


def test_contacts_are_linked_after_a_yes_and_later_requests_are_theirs(chat, gus):
    ada = chat.rep("Ada")
    ada.says("contact add Grace Hopper +1 202 555 0143 company:Navy tier:A")
    grace = agreed(chat)
    card = {"contact": {"name": "Grace", "phone": "+12025550143", "own": True}}
    grace._told(card)
    assert "is that of Grace Hopper C-1" in gus.inbox[-1]
    assert gus.presses("Link to Grace Hopper").startswith("The account “Grace” asked.")
    linked = gus.says("yes")
    assert linked.startswith("Linked to Grace Hopper C-1.")
    assert "Grace Hopper · Navy" in linked
    assert "It is linked to" in gus.says("ticket link T-1 C-1")
    grace.says("new request The invoice is wrong")
    assert "Grace Hopper · Navy" in gus.says("T-2")
    assert "2 open tickets" in ada.says("C-1")
    assert "in our address book as Grace Hopper" in grace.says("my data")
    assert "A colleague looks at it" in grace.says("correct email grace@navy.example")
    assert "grace@navy.example" not in ada.says("C-1")
    ada.presses("Change it")
    assert "grace@navy.example" in ada.says("C-1")
    root = chat.admin()
    assert "an admin has to look into it" in grace.says("forget me")
    assert root.inbox[-1].startswith("A customer wants to be forgotten: T-3")


def test_two_accounts_are_one_customer_by_a_code_only(chat, gus):
    home = agreed(chat, "Grace home")
    work = agreed(chat, "Grace work", "The invoice is wrong")
    assert "T-2" not in home.says("my requests")
    code = home.says("link me").split("link ", 1)[1].split("\n")[0]
    assert "own" in home.says(f"link {code}")
    assert work.says(f"link {code}").startswith("Joined")
    assert work.says(f"link {code}").startswith("That code does not work")
    assert "2 in all" in home.says("my requests")
    assert "2 in all" in work.says("my requests")
    assert "1 other account" in work.says("my data")
    late = home.says("link me").split("link ", 1)[1].split("\n")[0]
    chat.passes(hours=2)
    assert chat.customer("Eve").says(f"link {late}").startswith("That code does not work")


def test_data_are_told_corrected_and_forgotten(chat, gus):
    nobody = chat.customer("Nobody")
    assert nobody.says("forget me").startswith("We keep nothing of you but")
    assert "You have not answered it yet." in nobody.says("my data")
    grace = agreed(chat)
    grace.sends(PHOTO)
    assert grace.says("correct phone +1 202 555 0143") == "Corrected: (202) 555-0143"
    assert "is not an e-mail address" in grace.says("correct email nonsense")
    grace.says("cancel")
    grace.says("correct email grace@navy.example")
    grace.says("correct name Grace M Hopper")
    told = grace.says("my data")
    for fact in (
        "Grace M Hopper",
        "(202) 555-0143",
        "grace@navy.example",
        "Requests: 1",
        "version 1",
    ):
        assert fact in told
    assert "中文" in grace.says("correct language zh")
    assert grace.says("the export is still down").startswith("已加入")
    grace.says("correct language en")
    assert grace.says("forget me").startswith("This erases what you wrote and sent (1 requests)")
    assert grace.says("yes").startswith("Done:")
    assert "(202)" not in grace.says("my data")
    assert "export" not in gus.says("timeline T-1")
    assert "No files" in gus.says("files T-1")
    assert "export" not in chat.admin().says("audit T-1")
    assert "holds" in chat.admin().says("audit verify")
    assert "Your data at Acme" in grace.says("me again")


def test_consent_is_taken_back_and_asked_again_for_a_new_notice(chat, gus):
    grace, root = agreed(chat), chat.admin()
    assert "Privacy notice, version 1" in root.says("privacy notice")
    said = root.says("privacy notice We keep your words for two years.")
    assert said.startswith("Version 2: customers are asked again")
    chat.passes(minutes=5)
    assert grace.says("still down").startswith("Added to T-1")
    asked = grace.says("new request the next thing")
    assert "We keep your words for two years." in asked
    root.says("privacy notice 我们保存两年")
    assert "has changed since" in grace.presses("I agree")
    assert "Privacy notice, version 3" in grace.inbox[-1]
    assert "T-2" in grace.presses("I agree")
    assert "You agreed to version 3" in grace.says("privacy")
    assert grace.presses("Take my consent back").startswith("Your consent is taken back.")
    assert "nothing to take back" in grace.says("consent withdraw")
    assert "You took your consent to version 3 back" in grace.says("privacy")
    gus.says("resolve T-1")
    chat.passes(days=8)
    assert "(erased)" in gus.says("T-1")
    assert "Version 4" in root.says("privacy notice default")
    assert "Why: so that our colleagues can answer" in root.inbox[-1]


def test_a_request_about_buying_becomes_a_lead(chat, gus):
    ada = chat.rep("Ada")
    agreed(chat, said="How much are 20 compilers? +1 202 555 0143")
    assert gus.says("T-1")
    assert gus.presses("Make a lead").startswith("Make a lead of How much are 20 compilers")
    assert gus.says("yes").startswith("It is L-1 now; sales know of it.")
    assert ada.inbox[-1].startswith("New lead for you: Grace L-1")
    assert "(202) 555-0143" in ada.says("L-1")
    assert gus.says("ticket lead T-1").startswith("It became L-1 already.")


def said_in_thread(chat, number):
    """What the thread of a ticket shows, with how many files."""
    return [(str(one.text), len(one.files)) for one in chat.arrived if one.to == f"#T-{number}"]


def test_a_thread_shows_the_first_words_in_their_order_and_every_file(chat, gus):
    grace = chat.customer("Grace")
    grace.says("The export is down")
    grace.sends(PHOTO, say="since noon")
    grace.presses("I agree")
    grace.sends(REPORT, say="and the import")
    (card, no_files), (photo, one), (report, another) = said_in_thread(chat, 1)
    assert card.startswith("The export is down T-1")
    assert card.rindex("The export is down") < card.index("since noon")
    assert ("since noon" in photo, "and the import" in report) == (True, True)
    assert (no_files, one, another) == (0, 1, 1)


def test_files_whose_request_nobody_named_are_shown_in_the_new_one(chat, gus):
    grace = agreed(chat)
    grace.says("new request The invoice is wrong")
    chat.passes(minutes=5)
    grace.sends(REPORT, say="Here it is")
    chat.passes(minutes=11)
    assert [count for _, count in said_in_thread(chat, 3)] == [0, 1]
