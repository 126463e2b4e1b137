"""Lists of deals: narrowed by any words in any order, and said back as they were understood."""

from collections.abc import Iterator
from datetime import date, timedelta

from handlers import deal_cards, entering, lists
from handlers.asks import Ask
from handlers.contract import command
from handlers.languages import mark
from handlers.lists import Given, Listed
from handlers.readers import stages
from handlers.readers.entries import Cash, SinceWhen
from handlers.readers.filters import (
    AddedWhen,
    AnOwner,
    AtCompany,
    Ends,
    Fact,
    LittleWords,
    LostFor,
    NoStep,
    PeriodOf,
    Sorting,
    StageOf,
    Stale,
    State,
    ViewName,
    Whose,
    moments,
)
from handlers.readers.owners import owners
from handlers.readers.ranges import Between, Worths
from handlers.readers.records import AContact
from handlers.readers.selling import reason_label
from handlers.readers.stages import APipeline
from handlers.replies import Reply
from handlers.texts import Text, day, fmt, joined, plain, word
from store import companies, deal_lists, pipelines, rates
from store.deal_lists import Filters, Page
from store.moneys import Money
from store.refs import Ref
from store.rights import Right

A_MOMENT = timedelta(seconds=1)
ENDED = ("won", "lost", "closed")
STATES = {
    "open": mark("open"), "won": mark("won"), "lost": mark("lost"), "closed": mark("won or lost"),
}  # fmt: skip
SORTS = {
    "amount": mark("the largest first"),
    "stage": mark("the farthest first"),
    "age": mark("longest in their stage first"),
}


@command(
    "deals",
    needs=Right.DEALS_SEE,
    examples=(
        "deals stage:proposal closing:this month",
        "deals over 10k of @ben closing this quarter",
        "won deals this month",
        "deals sort:amount",
        "商机列表 阶段:谈判",
        "商机列表 10万以上 本季度",
    ),
    phrases=("{owner}的商机", "{closing}要成交的商机", "{amount}的商机"),
)
def list_deals(  # noqa: PLR0917 (each may be said without its key)
    ask: Ask,
    whose: Whose = "all",
    stale: Stale = "",
    step: NoStep = "",
    state: State = "",
    amount: Between | None = None,
    stage: StageOf | None = None,
    reason: LostFor | None = None,
    added: AddedWhen | None = None,
    closing: PeriodOf | None = None,
    company: AtCompany | None = None,
    fillers: LittleWords = "",
    owner: AnOwner | None = None,
    *,
    over: Cash | None = None,
    under: Cash | None = None,
    pipeline: APipeline | None = None,
    contact: AContact | None = None,
    source: Fact | None = None,
    competitor: Fact | None = None,
    since: SinceWhen | None = None,
    sort: Sorting = "close",
    view: ViewName | None = None,
) -> Reply:
    """List deals that you may see, open ones unless you say otherwise; what closes first is first."""
    given = {name: value for name, value in locals().items() if name != "ask"}
    if view:
        return lists.of_view(ask)
    if contact:
        ask.invocation = ask.invocation.with_values(contact=f"C-{contact.id}")
    page = deal_lists.page(ask.session, filters_of(ask, given), offset=ask.invocation.offset)
    title = heading(ask, given)
    if not page.total:
        return lists.empty(ask, _none(ask, given))
    names = companies.names(ask.session, [row.company_id for row in page.rows if row.company_id])
    rows = [deal_cards.row(ask, row, names) for row in page.rows]
    shows = [Ref("deal", row.id) for row in page.rows]
    return lists.reply(ask, title, rows, page.total, shows, _sum(ask, page))


def _none(ask: Ask, given: Given) -> Text:
    parts = list(_said(ask, given))
    if parts:
        return fmt("No deals there: {filters}.", filters=joined(word(", "), parts))
    return fmt("No deals there. `deal add` adds one.")


def _sum(ask: Ask, page: Page) -> Text | None:
    if page.sum_minor is None:
        return None
    return fmt("Together: {amount}", amount=Money(page.sum_minor, ask.voice.currency))


def filters_of(ask: Ask, given: Given) -> Filters:
    """What the arguments of `deals` narrow the list to."""
    ended = _state(given) in ENDED
    days, company = given.get("closing"), given.get("company")
    least, most = _worths(ask, given)
    since = given.get("since")
    return Filters(
        owner_ids=owners(ask, given.get("whose", "all"), given.get("owner")),
        stage_ids=_stage_ids(ask, given),
        closing=days.coming if days and not ended else None,
        stale=bool(given.get("stale")),
        company_ids=entering.places(ask, company) if company else None,
        contact_id=given["contact"].id if given.get("contact") else None,
        pipeline_id=given.get("pipeline"),
        least=least,
        most=most,
        lost_reason=given.get("reason"),
        source=given.get("source"),
        competitor=given.get("competitor"),
        added=(since, ask.now + A_MOMENT) if since else given.get("added"),
        ended=moments(ask, days.past) if days and ended else None,
        no_step=bool(given.get("step")),
        sort=given.get("sort", "close"),
    )


def _state(given: Given) -> str:
    """Whether deals are open or have ended: as it was said, or as a reason for losing implies."""
    return given.get("state") or ("lost" if given.get("reason") else "")


def _stage_ids(ask: Ask, given: Given) -> frozenset[int] | None:
    stage, pipeline, state = given.get("stage"), given.get("pipeline"), _state(given)
    if stage is None and not state:
        return None
    found = {one.id for one in stage or pipelines.steps(ask.session)}
    if stage and pipeline is not None:
        found = {stages.of_pipeline(ask, stage, pipeline).id}
    kinds = {"": ("open", "won", "lost"), "closed": ("won", "lost")}.get(state, (state,))
    return frozenset(found & {one.id for one in pipelines.steps(ask.session) if one.kind in kinds})


def _worths(ask: Ask, given: Given) -> tuple[int | None, int | None]:
    """From and to which minor unit of the company's currency."""
    worths = _between(given)
    least, most = (
        rates.convert(ask.session, one).minor if one else None
        for one in (worths.least, worths.most)
    )
    step = 1 if worths.beyond else 0
    return None if least is None else least + step, None if most is None else most - step


def _between(given: Given) -> Worths:
    over, under = given.get("over"), given.get("under")
    if over or under:
        return Worths(over, under, beyond=True)
    return given.get("amount") or Worths()


def heading(ask: Ask, given: Given) -> Text:
    """What is listed, and to what it is narrowed, as it was understood."""
    title = word("Stale deals") if given.get("stale") else word("Deals")
    return lists.titled(title, list(_said(ask, given)))


def _said(ask: Ask, given: Given) -> Iterator[Text]:
    owner, whose, state = given.get("owner"), given.get("whose", "all"), _state(given)
    if owner:
        yield fmt("of {owner}", owner=owner)
    elif whose in lists.WHOSE:
        yield plain(word(lists.WHOSE[whose]))
    if given.get("stage"):
        yield plain(stages.called(given["stage"][0]))
    elif state:
        yield plain(word(STATES[state]))
    yield from _said_values(ask, given)
    if given.get("closing"):
        yield _period(given["closing"].past if state in ENDED else given["closing"].coming, state)
    if given.get("since") or given.get("added"):
        yield fmt("added since {at}", at=given.get("since") or given["added"][0])
    if given.get("step"):
        yield fmt("without a next step")
    if given.get("sort") in SORTS:
        yield plain(word(SORTS[given["sort"]]))


def _said_values(ask: Ask, given: Given) -> Iterator[Text]:
    worths = _between(given)
    if worths.least or worths.most:
        yield worths.said()
    if given.get("pipeline") and pipelines.several(ask.session):
        yield plain(pipelines.entry(ask.session, given["pipeline"]).pipeline)
    for name in ("company", "contact"):
        if given.get(name):
            yield fmt("with {whom}", whom=getattr(given[name], "name", given[name]))
    if given.get("source"):
        yield fmt("from {source}", source=given["source"])
    if given.get("competitor"):
        yield fmt("against {competitor}", competitor=given["competitor"])
    if given.get("reason"):
        yield fmt("because of {reason}", reason=reason_label(given["reason"]))


def _period(days: Ends, state: str) -> Text:
    first, last = (_day(one) for one in days)
    if state in ENDED:
        return fmt("ended {first} – {last}", first=first, last=last)
    if days[0] is None:
        return fmt("closing by {last}", last=last)
    return fmt("closing {first} – {last}", first=first, last=last)


def _day(one: date | None) -> str:
    return day(one) if one else "…"


lists.declare(Listed("deals", "deal", filters_of, deal_lists.owners, heading, Right.DEALS_SEE))
