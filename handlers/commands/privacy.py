"""Privacy of customers: the notice and its answers, what is kept, corrections, being forgotten."""

from functools import partial
from typing import Annotated

from handlers import corrections, privacy_words, request_flows, tongues
from handlers.asks import Ask, voice_of
from handlers.contract import command
from handlers.customers_only import for_customers
from handlers.languages import LANGUAGES, mark, speaking
from handlers.readers.asides import AsideChoice, AsideText
from handlers.readers.words import Choice, FreeText
from handlers.replies import Button, Reply
from handlers.speakers import account_of
from handlers.texts import Text, fmt, lines, plural, word
from store import consents, customer_accounts, erasures, held_words, phones, requests
from store.refs import Ref
from store.rights import Right
from store.tables import CustomerAccount, Identity

LONGEST_NOTICE = 3000


Answer = Annotated[
    str,
    Choice(
        mark("Do you agree to the privacy notice?"),
        {
            "yes": ("agree", "同意"),
            "once": ("just this question", "只问这一个问题"),
            "withdraw": ("撤回",),
        },
    ),
]
How = Annotated[str, AsideChoice("", {"words": (), "button": ()})]
Version = Annotated[str, AsideText("", 20)]
FieldName = Annotated[str, Choice(mark("What shall I correct?"), corrections.FIELDS)]
Value = Annotated[str, FreeText(mark("What is right?"), 300)]
NoticeText = Annotated[str, FreeText(mark("What shall the notice say?"), LONGEST_NOTICE)]
InLanguage = Annotated[
    str, Choice(mark("English or 中文?"), {"en": ("english", "英文"), "zh": ("chinese", "中文")})
]


@command(
    "consent",
    needs=Right.EVERYONE,
    strangers=True,
    examples=("consent yes", "隐私同意 同意"),
    undoable=False,
)
@for_customers
def consent(ask: Ask, answer: Answer, *, how: How = "words", version: Version = "") -> Reply:
    """For customers: agree to the privacy notice, ask a single question, or take consent back."""
    account = customer_accounts.of(ask.session, request_flows.identity(ask))
    if version and version != str(consents.notice(ask.session).version):
        return privacy_words.question(
            ask, fmt("The notice has changed since. Please read it again.")
        )
    if answer == "withdraw":
        return _withdrawn(ask, account, how)
    again = consents.agreed(ask.session, account)
    if not again:
        said = "agreed" if answer == "yes" else "declined"
        consents.record(ask.session, account, "agreed" if said == "agreed" else "declined", how)
    return _passed_on(ask, account, single=answer == "once" and not again)


def _passed_on(ask: Ask, account: CustomerAccount, *, single: bool) -> Reply:
    """What waited for the answer becomes a request."""
    waits = held_words.waiting(ask.session, account.identity_id) == "consent"
    words = held_words.take(ask.session, account.identity_id) if waits else ()
    if words:
        reply = request_flows.opened(ask, account, words, single=single)
        more = _of_single() if single else None
        return Reply(lines(reply.text, more), reply.buttons, reply.shows)
    if single:
        return Reply(fmt("All right, I keep nothing. Write whenever you have a question."))
    return Reply(fmt("Thank you, your consent is noted. Write what you need."))


def _of_single() -> Text:
    return fmt(
        "We answer this one only and erase its words {days} days after it is closed.",
        days=erasures.SINGLE_KEPT_FOR.days,
    )


def _withdrawn(ask: Ask, account: CustomerAccount, how: str) -> Reply:
    if account.agreed_version is None:
        return Reply(fmt("You have not agreed to anything, so there is nothing to take back."))
    consents.record(ask.session, account, "withdrawn", how)
    erasures.make_single(ask.session, account)
    return Reply(
        fmt(
            "Your consent is taken back. What is open is still answered; the words of all your "
            "requests are erased {days} days after they end. `forget me` erases them at once.",
            days=erasures.SINGLE_KEPT_FOR.days,
        )
    )


@command(
    "privacy",
    needs=Right.EVERYONE,
    strangers=True,
    examples=("privacy", "隐私"),
    undoable=False,
)
@for_customers
def privacy(ask: Ask) -> Reply:
    """For customers: what we keep of you and why, and whether you agreed."""
    account = account_of(ask)
    waits = held_words.waiting(ask.session, request_flows.identity(ask)) == "consent"
    said = lines(privacy_words.notice(ask), _answered(ask, account))
    if account is not None and account.agreed_version is not None:
        button = Button(word("Take my consent back"), privacy_words.answer(ask, "withdraw"))
        return Reply(said, (button,))
    if waits:
        return Reply(said, privacy_words.answers(ask))
    return Reply(said, (Button(word("I agree"), privacy_words.answer(ask, "yes")),))


def _answered(ask: Ask, account: CustomerAccount | None) -> Text:
    last = consents.last(ask.session, account) if account else None
    if last is None or last.answer == "forgotten":
        return fmt("You have not answered it yet.")
    sentences = {
        "agreed": mark("You agreed to version {version} on {at}."),
        "declined": mark("You did not agree to version {version}, on {at}."),
        "withdrawn": mark("You took your consent to version {version} back on {at}."),
    }
    return fmt(sentences[last.answer], version=str(last.version), at=last.at)


@command(
    "my data",
    needs=Right.EVERYONE,
    strangers=True,
    examples=("my data", "我的数据"),
    undoable=False,
)
@for_customers
def my_data(ask: Ask) -> Reply:
    """For customers: what we keep of you."""
    account = account_of(ask)
    _, total = requests.every(ask.session, account)
    identity = ask.session.get_one(Identity, ask.taken.identity_id)
    kept = [
        fmt("**What we keep of you**"),
        fmt("Name: {name}", name=identity.name),
        fmt("Account: {platform}", platform=ask.taken.platform),
        fmt("Language: {language}", language=LANGUAGES[ask.voice.language]),
        *_told(ask, account, identity),
        fmt("Requests: {count}. `my requests` lists them.", count=total) if total else None,
        _answered(ask, account),
        fmt("Something wrong? `correct phone +1 202 555 0143`. `forget me` erases it."),
    ]
    return Reply(lines(*kept))


def _told(ask: Ask, account: CustomerAccount | None, identity: Identity) -> list[Text | None]:
    if account is None:
        return []
    phone, email = (customer_accounts.told(ask.session, account, one) for one in ("phone", "email"))
    contact = customer_accounts.contact_of(ask.session, account)
    others = len(customer_accounts.all_of(ask.session, account)) - 1
    shown = phones.display(phone, ask.voice.region) if phone else None
    return [
        fmt("Phone: {phone}", phone=shown) if shown else None,
        fmt("Your number, as your app told us: yes") if identity.phone_sealed else None,
        fmt("E-mail: {email}", email=email) if email else None,
        fmt("You are in our address book as {name}.", name=contact.name) if contact else None,
        plural(
            "Joined with {count} other account of yours.",
            "Joined with {count} other accounts of yours.",
            others,
        )
        if others
        else None,
    ]


@command(
    "correct",
    needs=Right.EVERYONE,
    strangers=True,
    examples=("correct phone +1 202 555 0143", "更正 邮箱 grace@navy.example"),
    undoable=False,
)
@for_customers
def correct(ask: Ask, field: FieldName, value: Value) -> Reply:
    """For customers: correct your name, phone, e-mail or language."""
    return corrections.correct(ask, field, value)


@command(
    "forget me",
    needs=Right.EVERYONE,
    strangers=True,
    examples=("forget me", "忘记我"),
    undoable=False,
)
@for_customers
def forget_me(ask: Ask) -> Reply:
    """For customers: have everything about you erased."""
    account = account_of(ask)
    if account is None:
        return Reply(fmt("We keep nothing of you but the name and the language of your account."))
    if not erasures.forgettable(ask.session, account):
        return _asked_of_admins(ask, account)
    _, total = requests.every(ask.session, account)
    ask.confirm(
        fmt(
            "This erases what you wrote and sent ({count} requests), your phone, e-mail and "
            "consent, at once and for good; open requests are closed. Say yes to go on.",
            count=total,
        )
    )
    erasures.forget(ask.session, account)
    return Reply(
        fmt(
            "Done: what you wrote and sent is erased, and what we answered. That there were "
            "requests, and when, stays in our statistics without your name; backups lose it when "
            "they expire."
        )
    )


def _asked_of_admins(ask: Ask, account: CustomerAccount) -> Reply:
    """Whoever is a contact of the company's is erased by an admin."""
    text = word("Please erase my data.")
    reply = request_flows.opened(ask, account, [request_flows.said(ask, text)])
    for admin in ask.directory.admins():
        ask.tell(admin.id, partial(_wish, reply.shows[0]))
    why = fmt(
        "You are in our address book, with what colleagues noted themselves, so an admin has to "
        "look into it. We have told the admins."
    )
    return Reply(lines(why, reply.text), reply.buttons, reply.shows)


def _wish(ref: Ref) -> Reply:
    return Reply(fmt("A customer wants to be forgotten: `{ref}`.", ref=ref), (), (ref,))


@command(
    "privacy notice",
    needs=Right.SETTINGS,
    examples=(
        "privacy notice",
        "privacy notice We keep what you write for two years.",
        "隐私声明 我们保存你的留言两年",
    ),
    undoable=False,
)
def privacy_notice(ask: Ask, text: NoticeText = "", *, language: InLanguage | None = None) -> Reply:
    """Show the notice that customers agree to, or set your own; all are asked again then."""
    if not text:
        return Reply(privacy_words.notice(ask))
    original = text.strip().casefold() in ("default", "默认")
    spoken = language or tongues.detected(text) or ask.voice.language
    held = consents.change(ask.session, spoken, None if original else text)
    with speaking(voice_of(ask.directory, None, {"locale": spoken})):
        said = privacy_words.notice(ask)
    return Reply(
        lines(
            fmt(
                "Version {version}: customers are asked again when they open their next request.",
                version=str(held.version),
            ),
            said,
        )
    )
