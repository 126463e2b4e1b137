"""Views: lists whose filters are kept under a name; whoever runs one sees what they may see."""

from typing import Annotated

from handlers import cards, lists
from handlers.asks import Ask
from handlers.contract import command
from handlers.languages import mark
from handlers.lists import AList
from handlers.readers.filters import ViewName
from handlers.readers.words import PRONOUNS, Choice, narrow
from handlers.replies import Button, Invocation, Reply
from handlers.texts import Text, fmt, joined, lines, plain, word
from store import views
from store.access import NotFound
from store.refs import read_ref
from store.rights import Right
from store.tables import View
from store.views import Kept

Audience = Annotated[
    str,
    Choice(
        "For yourself, your team or all?",
        {
            "me": ("myself", "mine", "自己", "我"),
            "team": ("my team", "团队", "我的团队"),
            "all": ("everybody", "everyone", "所有人", "全部", "大家"),
        },
    ),
]
FOR = {"me": mark("for you"), "team": mark("for the team"), "all": mark("for everybody")}
MOST_BUTTONS = 6


@command(
    "view save",
    needs=Right.EVERYONE,
    examples=("view save Hot deals", "view save Big fish for:team", "保存视图 大单"),
)
def save_view(
    ask: Ask, name: ViewName, *, for_: Audience = "me", listing: AList | None = None
) -> Reply:
    """Keep the filters of the last list under a name: for yourself, your team or everybody."""
    found = lists.read(ask, listing or lists.last(ask))
    kept = Kept(found.invocation.command, found.invocation.values)
    new = views.save(ask.session, name, kept, for_)
    said = {"name": name, "audience": word(FOR[for_]), "list": found.heading(ask)}
    text = fmt("**{name}** shows this list from now on, {audience}: {list}", **said)
    if new:
        text = fmt("Saved as **{name}**, {audience}: {list}", **said)
    how = fmt("`view {name}` shows it.", name=name)
    return Reply(lines(text, how), (cards.undo_button(),), lists=found.invocation)


@command("views", needs=Right.EVERYONE, examples=("views", "视图列表"))
def list_views(ask: Ask) -> Reply:
    """List saved views: yours, your team's, everybody's."""
    every = views.every(ask.session)
    if not every:
        return Reply(
            fmt("No views yet. Show a list, such as `deals over 50k`, then `view save Big fish`.")
        )
    rows = every[ask.invocation.offset :][: cards.PAGE]
    text, pages = cards.listing(
        fmt("Views"), [_row(ask, one) for one in rows], len(every), ask.invocation
    )
    opened = [Button(one.name, Invocation("view", {"name": one.name})) for one in rows]
    return Reply(text, (*opened[:MOST_BUTTONS], *pages))


def _row(ask: Ask, view: View) -> Text:
    """A view in the list: its name, of what it is, whose, for whom."""
    kept = views.kept(view)
    filters = [plain(f"{lists.key(name)}:{text}") for name, text in kept.arguments.items()]
    owner = ask.directory.people.get(view.staff_id)
    mine = view.staff_id == ask.actor.id
    return fmt(
        "**{name}** · {list} · {audience}{owner}",
        name=view.name,
        list=joined(" ", [plain(word(lists.NAMES[kept.command])), *filters]),
        audience=word(FOR[view.audience]),
        owner=fmt(", from {owner}", owner=owner) if owner and not mine else Text(),
    )


@command("view", needs=Right.EVERYONE, examples=("view Hot deals", "视图 大单"))
def show_view(ask: Ask, name: ViewName) -> Reply:
    """Show the list of a saved view as you may see it; without such a view, the record of a name."""
    if read_ref(name) or narrow(name) in PRONOUNS:
        return lists.run(ask, Invocation("show", {"record": name}))
    try:
        kept = views.kept(views.find(ask.session, name))
    except NotFound as missing:
        return _record(ask, name, missing)
    return lists.run(ask, Invocation(kept.command, kept.arguments, offset=ask.invocation.offset))


def _record(ask: Ask, name: str, missing: NotFound) -> Reply:
    """The card of a record, as "view" is also said of those."""
    try:
        return lists.run(ask, Invocation("show", {"record": name}))
    except NotFound:
        raise missing from None


@command("view delete", needs=Right.EVERYONE, examples=("view delete Hot deals", "删除视图 大单"))
def delete_view(ask: Ask, name: ViewName) -> Reply:
    """Take a saved view away; an admin may take away everybody's."""
    view = views.find(ask.session, name)
    views.delete(ask.session, view)
    return Reply(fmt("The view **{name}** is gone.", name=view.name), (cards.undo_button(),))
