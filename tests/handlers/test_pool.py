"""The pool: claiming first come first served, quotas, cooldowns, and its history."""

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import select
from sqlmodel import col

from handlers import dispatch
from store import conversations, outboxes
from store.rights import Role
from store.tables import AuditEntry, Contact, PoolMove

GRACE = "contact add Grace Hopper grace@navy.example"
CLAIMERS = 50


def freed(chat, *names):
    """Contacts in the pool."""
    mark = chat.marketer("Mark")
    for name in names:
        mark.says(f"contact add {name}")


def test_fifty_claims_at_once_give_one_owner(any_chat):
    freed(any_chat, "Grace Hopper")
    people = [any_chat.staff(f"Rep{number} Racer", Role.REP) for number in range(CLAIMERS)]
    database, now = any_chat.database, any_chat.clock.now()

    def stored(one):
        place, said = one.speaker.conversation, {"say": "claim C-1"}
        return database.write(
            lambda session: conversations.receive(session, place, one.speaker.name, said), now
        )

    waiting = [stored(one) for one in people]
    with ThreadPoolExecutor(CLAIMERS) as pool:
        list(pool.map(lambda one: dispatch.handle(database, one, now), waiting))

    def unit(session):
        with session.unscoped():
            owner = session.execute(select(col(Contact.owner_id))).scalar_one()
            entries = select(AuditEntry).where(col(AuditEntry.command) == "claim")
            letters = outboxes.due(session, [one.speaker.conversation.id for one in people], [])
            steps = session.scalars(select(PoolMove)).all()
            return owner, len(session.scalars(entries).all()), letters, steps

    owner, entries, letters, steps = database.read(unit, now)
    said = {
        one.conversation_id: "".join(span for span, _ in one.payload["spans"]) for one in letters
    }
    winner = next(one for one in people if one.speaker.staff_id == owner)
    assert "is yours now." in said.pop(winner.speaker.conversation.id)
    assert len(said) == CLAIMERS - 1
    assert all(f"{winner.speaker.name} was faster: C-1" in text for text in said.values())
    assert entries == 1
    assert [(one.kind, one.staff_id) for one in steps] == [("claimed", owner)]


def test_the_list_has_a_button_for_each_and_companies_too(chat):
    freed(chat, "Grace Hopper", "Alan Turing")
    ada, ben = chat.rep("Ada"), chat.rep("Ben")
    ada.says("company add Navy Systems")
    ada.says("release O-1")
    listed = ben.says("pool")
    assert listed.splitlines()[0] == "In the pool · 3 in all"
    assert "O-1 Navy Systems · in the pool" in listed
    assert ben.buttons == ("Claim C-2", "Claim C-1", "Claim O-1")
    ada.says("pool")
    assert "Grace Hopper C-1 is yours now." in ben.presses("Claim C-1")
    assert ada.presses("Claim C-1").startswith("Ben was faster: C-1 is theirs since Mon 23 Nov")
    assert "Navy Systems O-1 is yours now." in ada.presses("Claim O-1")
    assert "In the pool · 1 in all" in ada.presses("Pool")
    assert "Claim C-2" not in chat.agent("Gus").says("pool") + " ".join(chat.agent("Gus").buttons)


def test_a_long_pool_is_paged_through_both_kinds(chat):
    freed(chat, *(f"Person {letter * 3}" for letter in "abcdefg"))
    ada = chat.rep("Ada")
    for number in (1, 2, 3):
        ada.says(f"company add Works{'abc'[number - 1]} {number}")
        ada.says(f"release O-{number}")
    first = ada.says("pool")
    assert "1–8 of 10 in all" in first
    assert "O-3" in first
    second = ada.presses("More ›")
    assert "9–10 of 10 in all" in second
    assert ("O-3" in second, "O-2" in second, "O-1" in second) == (False, True, True)


def test_a_quota_ends_claiming_but_not_assigning(any_chat):
    admin, maria = any_chat.admin(), any_chat.manager("Maria")
    ada = any_chat.rep("Ada", maria)
    freed(any_chat, "Grace Hopper", "Alan Turing", "Edsger Dijkstra")
    assert "Pool: most contacts and companies per person (pool quota): 2" in admin.says(
        "settings pool quota 2"
    )
    ada.says("company add Navy Systems")
    assert "is yours now" in ada.says("claim C-1")
    assert ada.says("claim C-2") == "You hold 2 of 2; release one first."
    assert admin.says("contact assign C-2 @ada") == "Alan Turing C-2 is Ada's now."
    assert ada.says("claim C-3") == "You hold 3 of 2; release one first."
    ada.says("release C-1")
    ada.says("release C-2")
    assert "is yours now" in ada.says("claim C-3")
    assert ": off" in admin.says("设置 公海上限 不限")
    assert "is yours now" in ada.says("claim C-2")


def test_what_one_gave_back_is_claimed_again_after_the_cooldown_only(any_chat):
    admin, maria = any_chat.admin(), any_chat.manager("Maria")
    ada, ben = any_chat.rep("Ada", maria), any_chat.rep("Ben", maria)
    admin.says("settings pool cooldown 10 days")
    ada.says(GRACE)
    maria.says("release C-1")
    assert ada.says("claim C-1") == (
        "You had Grace Hopper C-1 a short while ago. "
        "You may claim it again on Thu 3 Dec 2026, 09:00."
    )
    assert "is yours now" in ben.says("claim C-1")
    assert ben.says("undo").startswith("Undone: claim.")
    assert "is yours now" in ben.says("claim C-1")
    ben.says("release C-1")
    ben.says("undo")
    maria.says("contact assign C-1 @ada")
    any_chat.passes(days=10)
    ada.says("release C-1")
    assert "You may claim it again on Sun 13 Dec 2026" in ada.says("claim C-1")
    any_chat.passes(days=10)
    assert "is yours now" in ada.says("claim C-1")


def test_the_history_of_the_pool(chat):
    maria = chat.manager("Maria")
    ada, ben = chat.rep("Ada", maria), chat.rep("Ben", maria)
    ada.says(GRACE)
    assert ada.says("pool history C-1") == "Grace Hopper C-1 has never been in the pool."
    maria.says("release C-1")
    ben.says("claim C-1")
    told = ben.says("pool history C-1").splitlines()
    assert told[0] == "Grace Hopper C-1 · 2 in all"
    assert told[1].endswith("claimed by Ben")
    assert told[2].endswith("released by Maria; it was Ada's")
    assert ada.says("pool history C-1").startswith("No contact fits “C-1”.")
    assert "认领" in (ben.says("language zh") and ben.says("公海记录 C-1"))


def test_settings_of_the_pool_are_read_or_refused(chat):
    admin = chat.admin()
    assert "Pool: days at rest before a record returns (pool idle): off" in admin.says("settings")
    assert "(pool warning): 7, 1" in admin.says("settings pool warning")
    assert "(pool warning): 14, 3" in admin.says("settings pool warning 3 and 14 days")
    assert "(pool idle): 90" in admin.says("settings pool idle ９０")
    assert "(pool idle): 60" in admin.says("设置 公海闲置 60天")
    for text in ("settings pool idle soon", "settings pool idle -1", "settings pool idle 99999",
                 "settings pool quota 😀", f"settings pool quota {'9' * 100}"):  # fmt: skip
        assert "takes the limit away" in admin.says(text), text
        admin.says("cancel")
    assert "are no days before it" in admin.says("settings pool warning soon")
    admin.says("cancel")
    assert "pool quota" in admin.says("settings quota 5")
    admin.says("cancel")
    assert "(pool idle): off" in admin.says("settings pool idle off")
    assert "You need the right" in chat.rep("Ada").says("settings pool quota 1")
