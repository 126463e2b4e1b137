"""For everyone: greeting, who am I, linking, cancelling, asking for a right."""

import re
from functools import partial
from typing import Annotated

from handlers import answers, request_notices, tongues
from handlers.asks import Ask
from handlers.contract import command
from handlers.help_pages import overview
from handlers.inquiries import note_number
from handlers.languages import LANGUAGES, speaking
from handlers.names import ROLE_NAMES
from handlers.readers.words import Choice, FreeText
from handlers.replies import Button, Invocation, Reply
from handlers.sentences import RIGHT_NAMES
from handlers.speakers import account_of
from handlers.texts import Text, fmt, lines, word
from store import customer_links, identities, phones, requests
from store.rights import Right, Scope
from store.tables import Identity

Code = Annotated[str, FreeText("Which code? Your admin gives you one.", 200)]
AskedRight = Annotated[str, Choice("Which right?", {right.value: () for right in Right})]


CODE = re.compile(r"[\w-]{16,}", re.ASCII)


@command("start", needs=Right.EVERYONE, strangers=True, examples=("/start", "你好"), undoable=False)
def start(ask: Ask, code: Code = "") -> Reply:
    """Say hello; with a code, link this account."""
    if CODE.fullmatch(code.strip()):
        return link(ask, code)
    if ask.actor.person is None:
        return _greeting(ask)
    return overview(ask, fmt("Hello {name}!", name=ask.person.name.split()[0]))


def _greeting(ask: Ask) -> Reply:
    """Say hello to somebody unknown, in private in the language in which they greet."""
    alone = not ask.taken.payload.get("shared") and ask.taken.identity_id is not None
    with speaking(tongues.voice_of(ask) if alone else ask.voice):
        return Reply(
            lines(
                fmt(
                    "Hello! I am Parley, the CRM of {company}.",
                    company=ask.directory.setting("name", "Parley"),
                ),
                fmt("If you work here, ask your admin for a link code and say `link CODE`."),
                fmt("Otherwise write what you need: it becomes a request, and we answer here.")
                if not ask.taken.payload.get("shared")
                else None,
            ),
            public=True,
        )


@command("whoami", needs=Right.EVERYONE, strangers=True, examples=("whoami", "我是谁"))
def whoami(ask: Ask) -> Reply:
    """Say who you are to me, and what you may do."""
    person = ask.actor.person
    if person is None:
        return Reply(
            fmt(
                "You are {name}, and not linked to anybody here.",
                name=ask.taken.account_name or word("a guest"),
            )
        )
    manager = ask.directory.people.get(person.manager_id or 0)
    team = ask.directory.teams.get(person.team_id or 0)
    return Reply(
        lines(
            fmt(
                "**{name}** `U-{number}` · @{handle} · {role}",
                name=person.name,
                number=str(person.id),
                handle=person.handle,
                role=word(ROLE_NAMES[person.role]),
            ),
            fmt("Manager: {manager}", manager=manager) if manager else None,
            fmt("Team: {team}", team=team) if team else None,
            fmt(
                "Language: {language} · time zone: {zone}",
                language=LANGUAGES[ask.voice.language],
                zone=ask.voice.zone,
            ),
            fmt("Your rights: `rights`"),
        )
    )


@command(
    "cancel", needs=Right.EVERYONE, strangers=True, examples=("cancel", "取消"), undoable=False
)
def cancel(ask: Ask) -> Reply:
    """Stop what I am asking about."""
    pending = ask.taken.state.pop("pending", None)
    ask.taken.payload["answered"] = True
    if pending and pending["kind"] == answers.AWAITED:
        return Reply(fmt("All right."), public=True)
    return Reply(
        fmt("Cancelled. Nothing was changed.") if pending else fmt("There is nothing to cancel."),
        public=True,
    )


@command(
    "link",
    needs=Right.EVERYONE,
    strangers=True,
    examples=("link Ab3dEf6hIj9kLm2n", "绑定 Ab3dEf6hIj9kLm2n"),
    undoable=False,
)
def link(ask: Ask, code: Code) -> Reply:
    """Link this account to you with the code that your admin gave you."""
    identity = _identity(ask)
    try:
        staff_id = identities.link(ask.session, identity, code)
    except identities.BadCode:
        if identity.staff_id is None and customer_links.join(ask.session, identity.id, code):
            return Reply(fmt("Joined: both accounts are yours, and `my requests` shows all."))
        identities.count_failure(ask.session, identity)
        return Reply(
            fmt(
                "That code does not work. It may be used or older than 24 hours: ask your admin for a new one."
            )
        )
    ask.session.flush()
    person = ask.directory.people[staff_id]
    ask.session.act_as(person)
    return overview(ask, fmt("Welcome, {name}! This account is yours now.", name=person.name))


@command("unlink", needs=Right.EVERYONE, examples=("unlink", "解绑"), undoable=False)
def unlink(ask: Ask) -> Reply:
    """Part this account from you; it sees nothing from then on."""
    ask.confirm(
        fmt(
            "Unlink this account from {name}? It will see nothing of the company any more.",
            name=ask.person,
        )
    )
    identities.unlink(ask.session, _identity(ask))
    return Reply(fmt("Unlinked. A new link code brings you back."))


@command(
    "my number",
    needs=Right.EVERYONE,
    strangers=True,
    examples=("my number", "我的号码"),
    undoable=False,
)
def my_number(ask: Ask) -> Reply:
    """Note your own phone number, which Telegram vouches for when you share it."""
    card = ask.taken.payload.get("contact")
    if card is None:
        return Reply(
            fmt("Press the button below to share your own number, where your app shows one."),
            wants_number=True,
        )
    if not card["own"]:
        return Reply(
            fmt("That is somebody else's number. Please share your own only."), wants_number=True
        )
    phone = phones.normalise(card["phone"], ask.voice.region)
    identities.note_phone(ask.session, _identity(ask), ask.taken.place.subject_id, phone)
    shown = phones.display(phone, ask.voice.region)
    noted = fmt("Thank you. I noted your number: {phone}", phone=shown)
    if ask.actor.person is None:
        _tell_of_number(ask)
    return Reply(lines(noted, note_number(ask, phone)))


def _tell_of_number(ask: Ask) -> None:
    """Whoever works on the customer's request may know the number."""
    ask.session.flush()
    account = account_of(ask)
    for ticket in requests.standing(ask.session, account).open[:1]:
        request_notices.shared_number(ask, ticket)


def _identity(ask: Ask) -> Identity:
    row = ask.session.get(Identity, ask.taken.identity_id)
    if row is None:
        raise identities.NotLinked
    return row


@command(
    "request access",
    needs=Right.EVERYONE,
    examples=("request access contacts.edit", "申请权限 contacts.edit"),
    undoable=False,
)
def request_access(ask: Ask, right: AskedRight) -> Reply:
    """Ask the admins for a right that you lack."""
    wanted = Right(right)
    if (ask.actor.scope(wanted) or 0) >= Scope.ALL:
        return Reply(fmt("You have that right already."))
    for admin in ask.directory.admins():
        ask.tell(admin.id, partial(_request, ask, wanted))
    return Reply(fmt("I asked the admins for the right to {right}.", right=_named(wanted)))


def _request(ask: Ask, right: Right) -> Reply:
    person = ask.person
    scope = Scope((ask.actor.scope(right) or 0) + 1)
    values = {"role": person.role.value, "right": right.value, "scope": scope.name.lower()}
    text = fmt(
        "{who} ({role}) asks for the right to {right}. Granting it gives it to everybody with that role.",
        who=person,
        role=word(ROLE_NAMES[person.role]),
        right=_named(right),
    )
    return Reply(text, (Button(word("Grant"), Invocation("grant", values)),))


def _named(right: Right) -> Text:
    return fmt(RIGHT_NAMES[right])
