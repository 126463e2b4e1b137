"""Staff: invite, list, roles, managers, suspend, restore."""

from handlers import lists
from handlers.asks import Ask
from handlers.contract import command
from handlers.languages import mark
from handlers.lists import Listed
from handlers.names import ROLE_NAMES
from handlers.readers.entries import Emails, Name
from handlers.readers.records import AColleague, ATeam
from handlers.readers.staff import ARole
from handlers.replies import Button, Invocation, Reply
from handlers.staff_cards import card
from handlers.texts import fmt, lines, plural, word
from store import identities, staff
from store.directories import Person
from store.rights import Right, Role
from store.sessions import Session


@command(
    "invite",
    needs=Right.STAFF,
    examples=("invite rep Ben Carter manager:@maria", "邀请 销售 李雷 上级:@maria"),
    undoable=False,
)
def invite(
    ask: Ask,
    role: ARole,
    name: Name,
    *,
    manager: AColleague | None = None,
    team: ATeam | None = None,
    email: Emails = (),
) -> Reply:
    """Invite a colleague: you get a one-time code for them, good for 24 hours."""
    held = [one for one in ask.directory.people.values() if one.folded == staff.fold(name)]
    if held:
        return _again(ask, held[0])
    row = staff.add(
        ask.session,
        name,
        Role(role),
        manager_id=manager.id if manager else None,
        team_id=team.id if team else None,
        email=email[0].value if email else None,
    )
    code = identities.invite(ask.session, row.id)
    return Reply(
        lines(
            fmt("Invited: {card}", card=card(ask.directory.people[row.id], ask)),
            fmt("Their code, once and for 24 hours: `{code}`", code=code),
            fmt("They write to me `link {code}`.", code=code),
        )
    )


def _again(ask: Ask, person: Person) -> Reply:
    """Somebody who is here already gets a new code, not a second record."""
    ask.confirm(
        fmt("{card} is here already. Make a new link code for them?", card=card(person, ask))
    )
    code = identities.invite(ask.session, person.id)
    return Reply(
        fmt("A new code for {person}, once and for 24 hours: `{code}`", person=person, code=code)
    )


@command("staff", needs=Right.EVERYONE, examples=("staff", "员工列表"))
def list_staff(ask: Ask) -> Reply:
    """List your colleagues."""
    people = list(ask.directory.people.values())
    first, shown = ask.invocation.offset, 20
    page = people[first : first + shown]
    more = (
        (Button(word("More ›"), Invocation("staff", offset=first + shown)),)
        if first + shown < len(people)
        else ()
    )
    count = plural("{count} in all", "{count} in all", len(people))
    text = lines(fmt("**Staff** · {count}", count=count), *(card(one, ask) for one in page))
    return Reply(text, (*more, *lists.export(ask)), lists=lists.whole_of(ask.invocation))


def _everybody(session: Session, _filters: object) -> lists.Owners:
    return [(one, one) for one in session.directory.people]


lists.declare(
    Listed(
        "staff", "staff", lambda _ask, _given: None, _everybody, lists.headed(mark("Staff")),
        Right.STAFF,
    )
)  # fmt: skip


@command(
    "role",
    needs=Right.STAFF,
    examples=("role @ben manager", "角色 @ben 经理"),
    phrases=("make {person} a {role}", "make {person} an {role}", "把{person}设为{role}"),
)
def change_role(ask: Ask, person: AColleague, role: ARole) -> Reply:
    """Give a colleague another role."""
    if person.role == role:
        return Reply(fmt("{person} has that role already.", person=person))
    staff.change_role(ask.session, person.id, Role(role))
    ask.confirm(
        fmt(
            "Make {person} {role}? They are {old} now.",
            person=person,
            role=word(ROLE_NAMES[role]),
            old=word(ROLE_NAMES[person.role]),
        )
    )
    return Reply(fmt("{person} is {role} now.", person=person, role=word(ROLE_NAMES[role])))


@command(
    "manager", needs=Right.STAFF, examples=("manager @ben manager:@maria", "上级 @ben 上级:@maria")
)
def change_manager(ask: Ask, person: AColleague, *, manager: AColleague | None = None) -> Reply:
    """Say whom a colleague reports to; the manager sees everything of theirs."""
    staff.change_manager(ask.session, person.id, manager.id if manager else None)
    if manager is None:
        return Reply(fmt("{person} reports to nobody now.", person=person))
    return Reply(fmt("{person} reports to {manager} now.", person=person, manager=manager))


@command("suspend", needs=Right.STAFF, examples=("suspend @ben", "停用 @ben"))
def suspend(ask: Ask, person: AColleague) -> Reply:
    """Take a colleague's access away at once; nothing of theirs is deleted."""
    if person.suspended:
        return Reply(fmt("{person} is suspended already.", person=person))
    staff.suspend(ask.session, person.id)
    ask.confirm(
        fmt(
            "Suspend {person}? Their accounts stop working at once; their records stay.",
            person=person,
        )
    )
    again = Button(word("Restore"), Invocation("restore", {"person": f"U-{person.id}"}))
    return Reply(fmt("{person} is suspended.", person=person), (again,))


@command("restore", needs=Right.STAFF, examples=("restore @ben", "恢复 @ben"))
def restore(ask: Ask, person: AColleague) -> Reply:
    """Let a suspended colleague work again."""
    if not person.suspended:
        return Reply(fmt("{person} is not suspended.", person=person))
    staff.restore(ask.session, person.id)
    return Reply(fmt("{person} can work again.", person=person))
