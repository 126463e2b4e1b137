"""Rights: who may do what, and changing it."""

from typing import Annotated

from handlers.asks import Ask
from handlers.contract import command
from handlers.names import NOT_ALLOWED, ROLE_NAMES, SCOPE_NAMES
from handlers.outcomes import Unreadable
from handlers.readers.staff import ARole
from handlers.readers.words import Choice
from handlers.replies import Reply
from handlers.sentences import RIGHT_NAMES
from handlers.texts import Text, fmt, lines, word
from store import settings
from store.access import Denied
from store.rights import Right, Role, Scope

ARight = Annotated[
    str,
    Choice(
        "Which right? `rights` lists them.",
        {right.value: () for right in Right if right is not Right.EVERYONE},
    ),
]
AScope = Annotated[
    str,
    Choice(
        "For own records, the team's, or all?",
        {"own": ("自己", "本人"), "team": ("团队",), "all": ("全部", "所有")},
    ),
]


@command("rights", needs=Right.EVERYONE, examples=("rights", "rights rep", "权限 销售"))
def show_rights(ask: Ask, role: ARole | None = None) -> Reply:
    """Show your own rights, or those of a role."""
    wanted = Role(role) if role else ask.person.role
    if wanted is not ask.person.role and ask.actor.scope(Right.RIGHTS) is None:
        raise Denied(Right.RIGHTS)
    grants = ask.directory.grants(wanted)
    title = fmt("**Rights of {role}**", role=word(ROLE_NAMES[wanted]))
    return Reply(
        lines(
            title,
            *(_line(right, grants.get(right)) for right in Right if right is not Right.EVERYONE),
        )
    )


def _line(right: Right, scope: Scope | None) -> Text:
    reach = word(SCOPE_NAMES[scope] if scope else NOT_ALLOWED)
    return fmt(
        "`{name}` {right}: {reach}", name=right.value, right=fmt(RIGHT_NAMES[right]), reach=reach
    )


@command(
    "grant",
    needs=Right.RIGHTS,
    examples=("grant rep assign own", "授权 销售 assign 自己"),
    undoable=False,
)
def grant(ask: Ask, role: ARole, right: ARight, scope: AScope = "own") -> Reply:
    """Give everybody with a role a right: for own records, the team's, or all."""
    reach = Scope[scope.upper()]
    ask.confirm(_preview(ask, Role(role), Right(right), word(SCOPE_NAMES[reach])))
    settings.grant(ask.session, Role(role), Right(right), reach)
    return Reply(
        fmt(
            "{role}: {right}, {reach}.",
            role=word(ROLE_NAMES[role]),
            right=fmt(RIGHT_NAMES[Right(right)]),
            reach=word(SCOPE_NAMES[reach]),
        )
    )


@command(
    "revoke", needs=Right.RIGHTS, examples=("revoke rep bulk", "收回 销售 bulk"), undoable=False
)
def revoke(ask: Ask, role: ARole, right: ARight) -> Reply:
    """Take a right from everybody with a role."""
    if role == Role.ADMIN and right in (Right.RIGHTS, Right.STAFF):
        raise Unreadable(fmt("Admins keep that right: without it nobody could give it back."))
    ask.confirm(_preview(ask, Role(role), Right(right), word(NOT_ALLOWED)))
    settings.grant(ask.session, Role(role), Right(right), None)
    return Reply(
        fmt(
            "{role}: {right} was taken away.",
            role=word(ROLE_NAMES[role]),
            right=fmt(RIGHT_NAMES[Right(right)]),
        )
    )


def _preview(ask: Ask, role: Role, right: Right, reach: str) -> Text:
    count = sum(one.role is role for one in ask.directory.people.values())
    return fmt(
        "{role} ({count}): {right}, {reach}. Change that?",
        role=word(ROLE_NAMES[role]),
        count=count,
        right=fmt(RIGHT_NAMES[right]),
        reach=reach,
    )
