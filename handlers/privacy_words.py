"""The privacy notice as it is said, and the question about it."""

from datetime import timedelta

from handlers.asks import Ask
from handlers.languages import voice
from handlers.replies import Button, Invocation, Reply
from handlers.texts import Text, fmt, lines, plain, plural, word
from store import consents, erasures, held_words

DAYS_A_YEAR = 365


def notice(ask: Ask) -> Text:
    """Purpose, what is kept, for how long, and which version this is."""
    held = consents.notice(ask.session)
    own = held.text(voice().language)
    company = ask.directory.setting("name", "Parley")
    said = plain(own) if own else _ours(company)
    return lines(
        said, _kept_for(ask), fmt("Privacy notice, version {version}", version=str(held.version))
    )


def _ours(company: str) -> Text:
    return lines(
        fmt("**Your data at {company}**", company=company),
        fmt(
            "Why: so that our colleagues can answer your requests. "
            "What: your name and account here, what you write and send, and what we answer. "
            "Who reads it: those who work on it, nobody outside."
        ),
        fmt(
            "`my data` shows what is kept, `privacy` takes your consent back, and `forget me` "
            "erases it at once."
        ),
    )


def _kept_for(ask: Ask) -> Text:
    """How long, as `erasures.due` carries it out."""
    length = erasures.retention(ask.session)
    if length is None:
        return fmt("How long: until you say `forget me`.")
    return fmt("How long: until {length} after your request has ended.", length=_length(length))


def _length(length: timedelta) -> Text:
    years, days = divmod(length.days, DAYS_A_YEAR)
    if years and not days:
        return plural("{count} year", "{count} years", years)
    return plural("{count} day", "{count} days", length.days)


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
