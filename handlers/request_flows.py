"""Where a customer's message goes: to a request, to a new one, or it waits for an answer."""

from collections.abc import Sequence

from handlers import (
    article_suggestions,
    privacy_words,
    request_cards,
    request_notices,
    ticket_letters,
)
from handlers.asks import Ask
from handlers.interpretations import StrangerHere
from handlers.replies import Invocation, Reply
from handlers.request_cards import NEW
from handlers.requests import is_colleagues, words_of
from handlers.sentences import sentence
from handlers.texts import Text, fmt, lines, word
from handlers.uploads import FileRefused
from store import consents, customer_accounts, held_words, requests
from store.access import NotFound
from store.held_words import Held, Why
from store.refs import Ref
from store.requests import REOPEN_WITHIN, TOGETHER, Opening, Standing
from store.tables import CustomerAccount, Ticket


def identity(ask: Ask) -> int:
    """The customer's account; whoever calls this has made sure that there is one."""
    assert ask.taken.identity_id is not None  # noqa: S101
    return ask.taken.identity_id


def said(ask: Ask, text: str) -> Held:
    """Words of this message."""
    return Held(text, None, ask.now)


def receive(ask: Ask, text: str, *, fresh: bool = False) -> Reply:
    """Take in a message: nothing of it is lost, whatever is asked first.

    Args:
        ask: of a customer, in private.
        text: what was said; files come with the ask.
        fresh: a new request is wished for, whatever is open.
    """
    words, faults = words_of(ask, text), _faults(ask)
    brings = bool(ask.files)
    ask.files = []
    if not words:
        return Reply(faults or fmt("I got no words. Say `help` to see what I can do."))
    message = Held(words, ask.taken.id if brings else None, ask.now)
    reply = _placed(ask, message, fresh=fresh)
    return Reply(lines(reply.text, faults), reply.buttons, reply.shows)


def _faults(ask: Ask) -> Text | None:
    """What could not be taken in, and why."""
    refused = [FileRefused(one.name, one.fault) for one in ask.files if one.fault]
    return lines(*map(sentence, refused)) if refused else None


def _placed(ask: Ask, message: Held, *, fresh: bool) -> Reply:
    session = ask.session
    account = customer_accounts.known(session, identity(ask))
    replied = None if fresh else _replied(ask, account)
    if replied is not None and _alive(ask, replied):
        return continued(ask, account, replied, [message])
    waits = held_words.waiting(session, identity(ask))
    if waits == "consent":
        _hold(ask, message, waits)
        return _asked_again(ask, _unknown([message]))
    if fresh or replied is not None:
        return begin(ask, account, [message], continues=replied)
    standing = requests.standing(session, account)
    place = None if waits else _place(ask, standing)
    if place is not None:
        return continued(ask, account, place, [message])
    if standing.open or standing.ended:
        _hold(ask, message, "choice")
        return request_cards.choice(standing)
    return begin(ask, account, [message])


def _replied(ask: Ask, account: CustomerAccount | None) -> Ticket | None:
    """The customer's request on the message that they replied to."""
    for ref in ask.replied_to:
        if ref.kind == "ticket":
            try:
                return requests.own(ask.session, account, ref.id)
            except NotFound:
                return None
    return None


def _alive(ask: Ask, ticket: Ticket) -> bool:
    """Whether a request goes on, or ended so lately that it can be taken up again."""
    return ticket.ended_at is None or ask.now - ticket.ended_at <= REOPEN_WITHIN


def _place(ask: Ask, standing: Standing) -> Ticket | None:
    """The request that a message belongs to without a question."""
    only = standing.open[0] if len(standing.open) == 1 else None
    return standing.just_written(ask.now) or only


def _hold(ask: Ask, message: Held, why: Why) -> None:
    held_words.hold(ask.session, identity(ask), ask.taken.place, message, why)


def _asked_again(ask: Ask, lead: Text | None) -> Reply:
    text = fmt("I keep that with what you wrote before. Do you agree to the notice above?")
    return Reply(lines(lead, text), privacy_words.answers(ask))


def begin(
    ask: Ask,
    account: CustomerAccount | None,
    words: Sequence[Held],
    *,
    continues: Ticket | None = None,
) -> Reply:
    """Open a request, or ask for consent first; then the words wait."""
    if account is not None and consents.agreed(ask.session, account):
        return opened(ask, account, words, continues=continues)
    for one in words:
        _hold(ask, one, "consent")
    return privacy_words.question(ask, _unknown(words))


def _unknown(words: Sequence[Held]) -> Text | None:
    """What colleagues are told whose account is not linked."""
    if is_colleagues(words[0].text):
        return sentence(StrangerHere())
    return None


def opened(
    ask: Ask,
    account: CustomerAccount,
    words: Sequence[Held],
    *,
    single: bool = False,
    continues: Ticket | None = None,
) -> Reply:
    """Open a request with all words that led to it, and tell colleagues of it."""
    opening = Opening(
        words,
        ask.voice.language,
        ask.taken.platform,
        word("A single question") if single else None,
        continues,
    )
    row = requests.open_(ask.session, account, opening)
    ask.session.flush()
    request_notices.came(ask, row, "\n".join(one.text for one in words))
    lead = None
    if continues is not None:
        old = Ref("ticket", continues.id)
        lead = fmt("`{ref}` was closed a while ago, so this is a new request.", ref=old)
    reply = request_cards.opened(ask, row, lead)
    return reply if single else _with_article(ask, row, reply, "\n".join(one.text for one in words))


def _with_article(ask: Ask, ticket: Ticket, reply: Reply, text: str) -> Reply:
    """What may answer at once, until a person does."""
    human = Invocation("human", {"request": f"T-{ticket.id}"})
    found = article_suggestions.offer(ask.session, text, ask.voice.language, ticket, human=human)
    if found is None:
        return reply
    said = lines(reply.text, found.reply.text)
    return Reply(said, (*reply.buttons, *found.reply.buttons), reply.shows)


def continued(
    ask: Ask, account: CustomerAccount | None, ticket: Ticket, words: Sequence[Held]
) -> Reply:
    """Add words to a request, and tell whoever works on it."""
    assert account is not None  # noqa: S101 (nobody else has a request)
    before, ended = ticket.last_customer_at, ticket.ended_at is not None
    written = requests.go_on(ask.session, ticket, account, words)
    ask.session.flush()
    for one in written:
        ticket_letters.in_threads(ask.session, ticket, one)
    request_notices.wrote(ask, ticket, "\n".join(one.text for one in words), before)
    ref = Ref("ticket", ticket.id)
    if ended:
        text = lines(fmt("`{ref}` is open again.", ref=ref), request_cards.expected(ask, ticket))
    elif before is not None and ask.now - before <= TOGETHER:
        text = fmt("Added to `{ref}`.", ref=ref)
    else:
        text = lines(fmt("Added to `{ref}`.", ref=ref), request_cards.expected(ask, ticket))
    return request_cards.shown(ticket, text)


def chosen(ask: Ask, request: str, ref: Ref | None) -> Reply:
    """The answer to the question which request was meant: what waited goes there.

    Args:
        ask: of a customer, in private.
        request: NEW or a ref.
        ref: what was read of it.
    """
    account = customer_accounts.known(ask.session, identity(ask))
    target = None if request == NEW else requests.own(ask.session, account, ref.id if ref else 0)
    if held_words.waiting(ask.session, identity(ask)) != "choice":
        return Reply(fmt("Nothing waits any more: I have passed it on already."))
    words = held_words.take(ask.session, identity(ask))
    if target is None or not _alive(ask, target):
        return begin(ask, account, words, continues=target)
    return continued(ask, account, target, words)
