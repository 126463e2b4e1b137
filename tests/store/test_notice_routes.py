"""Notices go where somebody was last, or would rather read; another way when that fails."""

from datetime import timedelta

from handlers import letters
from handlers.replies import Reply
from handlers.texts import fmt
from store import chats, conversations, deliveries, identities, outboxes
from store.refs import Ref
from store.sessions import PARLEY

BOTH = ["telegram", "slack"]


def do(chat, unit):
    def act(session):
        session.actor = PARLEY
        return unit(session)

    return chat.database.write(act, chat.clock.now())


def two_chats(chat, who):
    def unit(session):
        made = []
        for platform in BOTH:
            account = identities.of_account(session, platform, "7", "Ada")
            account.staff_id, account.linked_at = who.speaker.staff_id, session.now
            session.flush()
            made.append(chats.of_account(session, platform, "7", shared=False))
            conversations.open_place(session, platform, "7", account.id, made[-1])
        return made

    return do(chat, unit)


def tell(chat, who, *shows):
    def unit(session):
        person = session.directory.people[who.speaker.staff_id]
        outboxes.post(
            session, [letters.notice(session, person, Reply(fmt("news"), (), shows))], None
        )
        assert deliveries.route(session, BOTH) == 1

    do(chat, unit)


def waits_in(chat, made):
    return do(chat, lambda session: [len(deliveries.of_chat(session, one)) for one in made])


def test_a_platform_that_fails_again_and_again_gives_way(any_chat):
    ada = any_chat.rep("Ada")
    made = two_chats(any_chat, ada)
    tell(any_chat, ada)
    before = waits_in(any_chat, made)
    here = made[before.index(1)]
    for _ in range(deliveries.PATIENCE):
        assert waits_in(any_chat, made) == before

        def fail(session):
            (letter,) = deliveries.of_chat(session, here)
            until = session.now + timedelta(seconds=1)
            deliveries.postpone(session, here, letter, until, "down", platforms=BOTH)

        do(any_chat, fail)
    assert waits_in(any_chat, made) == before[::-1]


def test_what_a_platform_refuses_is_tried_once_on_the_other(chat):
    ada = chat.rep("Ada")
    made = two_chats(chat, ada)
    tell(chat, ada)
    for left in (1, 0):
        here = next(one for one, count in zip(made, waits_in(chat, made), strict=True) if count)

        def refuse(session, here=here):
            (letter,) = deliveries.of_chat(session, here)
            deliveries.refused(session, letter, "no", BOTH)

        do(chat, refuse)
        assert sum(waits_in(chat, made)) == left


def test_the_wish_for_a_platform_counts_and_a_late_one_tells_nothing_that_is_gone(chat):
    root, ada, _ = chat.admin(), chat.rep("Ada"), chat.rep("Ben")
    made = two_chats(chat, ada)
    ada.says("deal add Pumps 5k")
    ada.says("notifications work slack")
    tell(chat, ada, Ref("deal", 1))
    assert waits_in(chat, made) == [0, 1]
    root.says("deal assign D-1 @ben")
    chat.clock.move(timedelta(minutes=5))
    assert waits_in(chat, made) == [0, 0]
    (dead,), _ = do(chat, deliveries.dead)
    assert dead.reason == deliveries.RECALLED
