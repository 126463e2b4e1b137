"""The sentences for refusals about knowledge, macros, ratings and complaints."""

from collections.abc import Callable
from typing import Any

from handlers import article_cards, cards, macro_texts
from handlers.languages import mark
from handlers.texts import Text, fmt, listed, plural
from handlers.wordings import same
from store import articles, causes, complaints, macros, ratings, recommendations
from store.errors import CrmError

KIND_NAMES = {
    "article": mark("No article fits “{text}”. `articles` lists all."),
    "macro": mark("There is no macro “{text}”. `macro list` shows them."),
    "cause": mark("There is no cause “{text}” any more. `cause list` shows them."),
}


def _variables(error: Any) -> Text:  # noqa: ANN401
    return fmt(
        "I don't know {names}. There are: {known}",
        names=listed("{" + one + "}" for one in error.names),
        known=macro_texts.list_of_variables(),
    )


def _internal(error: Any) -> Text:  # noqa: ANN401
    return fmt(
        "{heading} is internal, so no customer may see it. `article publish {ref}` changes that.",
        heading=article_cards.heading(error.article),
        ref=f"K-{error.article.id}",
    )


def _owned(error: Any) -> Text:  # noqa: ANN401
    return fmt("That macro is {owner}'s: they or an admin can change it.", owner=error.owner)


def _in_use(error: Any) -> Text:  # noqa: ANN401
    return plural(
        "“{name}” stays: {count} ticket has it.",
        "“{name}” stays: {count} tickets have it.",
        error.tickets,
        name=error.name,
    )


SENTENCES: dict[type[CrmError], Callable[[Any], Text]] = {
    articles.NotPublished: _internal,
    macro_texts.UnknownVariables: _variables,
    macros.MacroExists: lambda error: fmt("You have a macro “{name}” already. `macro edit` changes it.", name=error.name),
    macros.NotYourMacro: _owned,
    causes.CauseExists: lambda error: fmt("There is a cause “{name}” already.", name=error.name),
    causes.CauseInUse: _in_use,
    complaints.NoComplaint: lambda error: fmt("Nothing is complained of in {heading}.", heading=cards.heading(error.ticket)),
    ratings.NothingToRate: same("There is no request of yours that is done, so there is nothing to rate yet."),
    ratings.RatedLongAgo: same("You rated that more than a day ago, so it stays as it is. Thank you!"),
    recommendations.NotAsked: same("I have not asked you that lately. Thank you all the same!"),
}  # fmt: skip
