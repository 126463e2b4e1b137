"""Notices about leads: to whom they were given, from whom they were taken, and to managers."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from handlers import cards, lead_cards, nudge_lines
from handlers.asks import Ask
from handlers.readers.leading import WHAT, language_name
from handlers.replies import Button, Invocation, Reply
from handlers.texts import Text, fmt, joined, lines, plain, plural, word
from store import rosters
from store.directories import Directory, Person
from store.lead_routes import Route
from store.refs import Ref
from store.rosters import CAP, Pick
from store.tables import Lead


def give_out(ask: Ask, lead: Lead) -> Pick:
    """Give a new lead to whose turn it is, or tell managers that nobody can take it."""
    roster = rosters.open_roster(ask.session)
    pick = roster.pick(lead)
    if pick.person:
        roster.give(lead, pick.person)
        ask.tell(pick.person.id, partial(given, lead))
    else:
        lead.alerted_at = ask.now
        for person in rosters.managers(ask.session):
            ask.tell(person.id, partial(waiting, lead))
    return pick


def why(directory: Directory, pick: Pick) -> Text:
    """Why somebody gets a lead, or nobody."""
    if pick.person is None:
        return _nobody(directory, pick)
    if pick.route is None:
        return fmt("{person} gets it: of all reps the one who waited longest.", person=pick.person)
    if pick.route.staff_id is not None:
        return fmt(
            "{person} gets it: the route {route}.", person=pick.person, route=named(pick.route)
        )
    return fmt(
        "{person} gets it: of the team {team} ({route}) the one who waited longest.",
        person=pick.person,
        team=directory.teams.get(pick.route.team_id or 0, "–"),
        route=named(pick.route),
    )


def _nobody(directory: Directory, pick: Pick) -> Text:
    if pick.why == "full":
        cap = int(directory.setting("lead_cap", CAP))
        return plural(
            "Nobody can take it now: whoever could has {count} open lead already.",
            "Nobody can take it now: whoever could has {count} open leads already.",
            cap,
        )
    if pick.why == "away":
        return fmt("Nobody can take it now: whoever could has quiet hours or a day off.")
    return fmt("Nobody can take it: there is no colleague for such leads.")


def named(route: Route) -> Text:
    """What a route looks at: "territory: East"."""
    value = language_name(route.value) if route.what == "language" else route.value
    return fmt("{label}: {value}", label=word(WHAT[route.what]), value=value)


def given(lead: Lead) -> Reply:
    """Told to whoever got a new lead."""
    return _told(lead, lines(fmt("New lead for you: {heading}", heading=_brief(lead))))


def _brief(lead: Lead) -> Text:
    points = plural("{count} point", "{count} points", lead.score)
    parts = [cards.heading(lead), *(plain(one) for one in (lead.company_name, lead.source) if one)]
    return joined(" · ", [*parts, points])


def _told(lead: Lead, text: Text) -> Reply:
    show = Button(word("Show"), Invocation("lead show", {"lead": f"L-{lead.id}"}))
    return Reply(text, (show, lead_cards.log_button(lead)), (Ref("lead", lead.id),))


def waiting(lead: Lead) -> Reply:
    """Told to managers when nobody can take a new lead."""
    text = fmt(
        "Nobody can take the new lead {heading} now. `lead assign L-{number} @name` gives it to somebody.",
        heading=_brief(lead),
        number=str(lead.id),
    )
    return _for_managers(lead, text)


def _for_managers(lead: Lead, text: Text) -> Reply:
    show = Button(word("Show"), Invocation("lead show", {"lead": f"L-{lead.id}"}))
    return Reply(text, (show,), (Ref("lead", lead.id),))


def passed_on(lead: Lead, hours: int) -> Reply:
    """Told to whoever got a lead that somebody else did not touch."""
    text = plural(
        "{heading} is yours now: nobody got in touch within {count} hour.",
        "{heading} is yours now: nobody got in touch within {count} hours.",
        hours,
        heading=cards.heading(lead),
    )
    return _why(_told(lead, text))


def _why(reply: Reply) -> Reply:
    return replace(reply, buttons=(*reply.buttons, nudge_lines.why("lead")))


def taken_away(lead: Lead, person: Person, hours: int) -> Reply:
    """Told to whoever had a lead and did not touch it."""
    return Reply(
        plural(
            "{heading} went to {person}: there was no first contact within {count} hour.",
            "{heading} went to {person}: there was no first contact within {count} hours.",
            hours,
            heading=cards.heading(lead),
            person=person,
        ),
        (nudge_lines.why("lead"),),
    )


def stuck(lead: Lead, person: Person, hours: int) -> Reply:
    """Told to the manager when nobody is left to take a lead that nobody touches."""
    text = plural(
        "Nobody got in touch with {heading} within {count} hour, and nobody is left to take it over. It stays with {person}.",
        "Nobody got in touch with {heading} within {count} hours, and nobody is left to take it over. It stays with {person}.",
        hours,
        heading=cards.heading(lead),
        person=person,
    )
    return _why(_for_managers(lead, text))


def several(count: int) -> Reply:
    """Told to whoever got leads from a file."""
    text = plural(
        "{count} new lead for you. `leads` lists them.",
        "{count} new leads for you. `leads` lists them.",
        count,
    )
    return Reply(text, (Button(word("Show"), Invocation("leads", {"whose": "mine"})),))


def several_waiting(count: int) -> Reply:
    """Told to managers when nobody can take leads from a file."""
    text = plural(
        "Nobody can take {count} new lead now. `lead list unassigned` shows it.",
        "Nobody can take {count} new leads now. `lead list unassigned` shows them.",
        count,
    )
    return Reply(text, (Button(word("Show"), Invocation("leads", {"whose": "unassigned"})),))


def summary(counts: Mapping[str, int]) -> Reply:
    """Told instead of many notices: how many leads came, went, or need somebody.

    Args:
        counts: by "came", "went" and "stuck".
    """
    came, went, stuck_ = (counts.get(what, 0) for what in ("came", "went", "stuck"))
    parts = [
        plural("{count} came to you", "{count} came to you", came) if came else None,
        plural("{count} went to others", "{count} went to others", went) if went else None,
        plural("{count} needs you", "{count} need you", stuck_) if stuck_ else None,
    ]
    text = fmt(
        "Leads that nobody touched in time: {parts}. `leads` lists them.",
        parts=joined(word(", "), [one for one in parts if one]),
    )
    return _why(Reply(text, (Button(word("Show"), Invocation("leads")),)))
