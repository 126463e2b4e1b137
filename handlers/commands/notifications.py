"""Notifications: of what one is told, how often, where, and at what times of the day."""

from dataclasses import replace

from handlers.asks import Ask
from handlers.contract import command
from handlers.day_words import described
from handlers.languages import mark, suited
from handlers.notice_words import NAMES, told_times
from handlers.readers.notices import EVENT_WORDS, AnEvent, How
from handlers.replies import Button, Invocation, Reply
from handlers.texts import Text, fmt, lines, word
from store import digest_times, identities, notice_wishes, notices, staff
from store.availabilities import read_days_off
from store.directories import Person
from store.notice_wishes import EVENTS, FREQUENCIES, PLATFORMS, Wish
from store.rights import Right

HOW = {
    "once": mark("at once"), "hourly": mark("every hour"), "daily": mark("once a day"),
    "off": mark("off"), "anywhere": mark("where I was last"),
}  # fmt: skip
PLATFORM_NAMES = {"telegram": "Telegram", "slack": "Slack"}
NEEDS = {
    "leads": Right.LEADS_SEE, "deals": Right.DEALS_SEE, "customers": Right.CONTACTS_SEE,
    "quotes": Right.DEALS_SEE, "orders": Right.ORDERS_SEE, "tickets": Right.TICKETS_SEE,
    "tasks": Right.TASKS_SEE, "pool": Right.CONTACTS_EDIT,
}  # fmt: skip


@command(
    "notifications",
    needs=Right.EVERYONE,
    examples=(
        "notifications",
        "notifications deals daily",
        "notifications all hourly",
        "通知 商机 每天一次",
    ),
)
def notifications(ask: Ask, event: AnEvent | None = None, how: How | None = None) -> Reply:
    """Show what I tell you about, and choose how often: at once, hourly, daily or off."""
    person = ask.person
    if event is None:
        return _all(ask, person)
    if how is None:
        return _choices(ask, person, event)
    for one in _events(ask) if event == "all" else (event,):
        kept = notice_wishes.with_wish(person, one, _chosen(person, one, how))
        person = replace(person, notices=kept)
    staff.prefer(ask.session, person.id, notices=person.notices)
    undo = Button(word("Undo"), Invocation("undo"))
    if event == "all":
        shown = _all(ask, person)
        return Reply(shown.text, (undo, *shown.buttons))
    said = fmt("Saved. {line}", line=_line(person, event))
    later = event == "tasks" and notice_wishes.wish(person, event).frequency != "once"
    rings = fmt("Reminders come at their time all the same.") if later else None
    return Reply(lines(said, rings), (undo,))


def _chosen(person: Person, event: str, how: str) -> Wish:
    held = notice_wishes.wish(person, event)
    frequency = next((one for one in FREQUENCIES if one == how), None)
    if frequency is not None:
        return Wish(frequency, held.platform)
    return Wish(held.frequency, "" if how == "anywhere" else how)


def _events(ask: Ask) -> list[str]:
    """What the asker can be told of at all."""
    return [one for one in EVENTS if ask.actor.scope(NEEDS.get(one, Right.EVERYONE)) is not None]


def _all(ask: Ask, person: Person) -> Reply:
    events = _events(ask)
    text = lines(
        fmt("**What I tell you about**"),
        *(fmt("• {line}", line=_line(person, one)) for one in events),
        _quiet(person),
        _days_off(person),
        fmt("After {count} notices a day only urgent ones come.", count=notices.cap(ask.session)),
        told_times(digest_times.of(person)),
        fmt("Reminders come at their time all the same."),
        _places(ask, person),
        fmt("Change it: `notifications deals daily`. It can be once, hourly, daily or off."),
    )
    buttons = (Button(word(NAMES[one]), _about(one)) for one in events)
    return Reply(text, tuple(buttons))


def _places(ask: Ask, person: Person) -> Text | None:
    """Between which platforms somebody may choose, if there are several."""
    here = _linked(ask, person)
    return (
        fmt("`notifications deals slack` chooses where; else it is where you were last.")
        if len(here) > 1
        else None
    )


def _linked(ask: Ask, person: Person) -> list[str]:
    linked = {one.platform for one in identities.of_staff(ask.session, person.id)}
    return [one for one in PLATFORMS if one in linked]


def _about(event: str, **values: str) -> Invocation:
    return Invocation("notifications", {"event": event, **values})


def _line(person: Person, event: str) -> Text:
    wish = notice_wishes.wish(person, event)
    how = word(HOW[wish.frequency])
    if wish.platform:
        how = str(fmt("{how} ({platform})", how=how, platform=PLATFORM_NAMES[wish.platform]))
    key = suited((event, *EVENT_WORDS[event]))[0]
    if key == word(NAMES[event]):
        return fmt("{name}: {how}", name=key, how=how)
    return fmt("{name} (`{event}`): {how}", name=word(NAMES[event]), event=key, how=how)


def _quiet(person: Person) -> Text:
    if person.quiet:
        return fmt("Quiet hours: {hours}", hours=person.quiet.replace("-", "–"))
    return fmt("Quiet hours: off. `quiet 22:00-8:00` sets them.")


def _days_off(person: Person) -> Text | None:
    days = read_days_off(person.days_off)
    return fmt("Days off: {days}", days=described(days)) if person.days_off else None


def _choices(ask: Ask, person: Person, event: str) -> Reply:
    """One event with a button for each way to be told of it."""
    ways: list[str] = [*FREQUENCIES]
    here = _linked(ask, person)
    ways += [*here, "anywhere"] if len(here) > 1 else []
    buttons = (Button(_label(one), _about(event, how=one)) for one in ways)
    asked = fmt("How often shall I tell you?")
    if event == "all":
        return Reply(asked, tuple(buttons))
    return Reply(lines(_line(person, event), asked), tuple(buttons))


def _label(way: str) -> str:
    return PLATFORM_NAMES.get(way) or word(HOW[way])
