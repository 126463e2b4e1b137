"""The privacy notice as it is said, and the question about it."""

from handlers.asks import Ask
from handlers.languages import voice
from handlers.replies import Button, Invocation, Reply
from handlers.texts import Text, fmt, lines, plain, word
from store import consents, erasures, held_words


def notice(ask: Ask) -> Text:
    """Purpose, what is kept, for how long, and which version this is."""
    held = consents.notice(ask.session)
    own = held.text(voice().language)
    company = ask.directory.setting("name", "Parley")
    said = plain(own) if own else _ours(company)
    return lines(said, fmt("Privacy notice, version {version}", version=str(held.version)))


def _ours(company: str) -> Text:
    return lines(
        fmt("**Your data at {company}**", company=company),
        fmt(
            "Why: so that our colleagues can answer your requests. "
            "What: your name and account here, what you write and send, and what we answer. "
            "Who reads it: those who work on it, nobody outside."
        ),
        fmt(
            "How long: until you say `forget me`. `my data` shows what is kept, `privacy` takes "
            "your consent back."
        ),
    )


def question(ask: Ask, lead: Text | None = None) -> Reply:
    """The notice with its two answers, while a message waits."""
    text = lines(
        lead,
        notice(ask),
        fmt(
            "Do you agree? Your message waits here for {days} days. "
            "With **No, just this question** we answer this one only and erase its words "
            "{erased} days after it is closed.",
            days=held_words.KEPT_FOR.days,
            erased=erasures.SINGLE_KEPT_FOR.days,
        ),
    )
    return Reply(text, answers(ask))


def answer(ask: Ask, said: str) -> Invocation:
    """An answer to the notice as it stands now."""
    version = str(consents.notice(ask.session).version)
    return Invocation("consent", {"answer": said, "how": "button", "version": version})


def answers(ask: Ask) -> tuple[Button, ...]:
    """What can be answered to the notice."""
    return (
        Button(word("I agree"), answer(ask, "yes")),
        Button(word("No, just this question"), answer(ask, "once")),
    )
