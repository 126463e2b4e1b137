"""Articles: what the service knows, written, found, translated and published."""

from typing import Annotated, Any

from handlers import article_cards, article_drafts, cards, lists
from handlers.asks import Ask
from handlers.contract import command
from handlers.languages import mark
from handlers.lists import Given, Listed
from handlers.outcomes import Missing, Unreadable
from handlers.readers.articles import AnArticle, AText, ATitle
from handlers.readers.locales import Language
from handlers.readers.records import ATicket
from handlers.readers.tickets import KeywordList
from handlers.readers.words import SHORT, Choice, FreeText
from handlers.replies import Reply
from handlers.texts import Text, fmt, lines
from store import articles
from store.articles import Draft, Worded
from store.refs import Ref
from store.rights import Right
from store.sessions import Session
from store.tables import Article

Words = Annotated[str, FreeText(mark("What are you looking for?"), 1000)]
Which = Annotated[
    str,
    Choice(
        mark("Which articles: all, public or internal?"),
        {
            "all": ("全部", "所有"),
            "public": ("published", "公开", "已发布"),
            "internal": ("drafts", "内部", "草稿"),
        },
    ),
]
COLONS = ("：", ":")


@command(
    "article add",
    needs=Right.TICKETS_WORK,
    examples=(
        "article add How to export: Open the list and press Export.",
        "新增文章 如何导出：打开列表，点击导出。",
    ),
)
def add_article(
    ask: Ask,
    title: ATitle = "",
    text: AText = "",
    *,
    keywords: KeywordList | None = None,
    language: Language | None = None,
    from_: ATicket | None = None,
) -> Reply:
    """Write an article, or draft one from a request that was answered; it is internal at first."""
    if from_ is not None:
        draft = article_drafts.from_ticket(ask, from_)
        if not draft.text:
            raise Unreadable(fmt("Nobody has answered that request in writing yet."))
        lead = fmt("A draft, without names, phones and e-mails. Read it before you publish it.")
    else:
        said = _parted(ask, title, text)
        locale = article_drafts.language_of(said.title + said.text, ask.voice.language)
        draft = Draft(said.title, said.text, language or locale, keywords or "")
        lead = fmt("Saved. Only colleagues see it until you publish it.")
    row = articles.add(ask.session, draft)
    ask.session.flush()
    return article_cards.card(ask, row, lead, undo=True)


def _parted(ask: Ask, title: str, text: str) -> Worded:
    """Title and text: apart already, or parted by a line break or the first colon."""
    if not title:
        raise Missing(ask.invocation, "title")
    for between in () if text else ("\n", *COLONS):
        head, _, rest = title.partition(between)
        if head.strip() and rest.strip():
            title, text = head, rest
            break
    if not text:
        raise Missing(ask.invocation.with_values(title=title.rstrip("：: ")), "text")
    return Worded(_title(title), text.strip())


def _title(text: str) -> str:
    """A title of one line."""
    title = " ".join(text.split()).rstrip("：: ")
    if len(title) > SHORT:
        raise Unreadable(
            fmt("That title is too long; up to {longest} characters fit.", longest=SHORT)
        )
    return title


@command(
    "article show",
    needs=Right.TICKETS_SEE,
    examples=("article show K-1", "查看文章 K-1"),
)
def show_article(ask: Ask, article: AnArticle) -> Reply:
    """Show an article, and how often it has helped."""
    return article_cards.card(ask, article)


@command(
    "article find",
    needs=Right.TICKETS_SEE,
    examples=("article find export", "查找文章 导出"),
    phrases=("is there an article about {text}", "有没有关于{text}的文章"),
)
def find_articles(ask: Ask, text: Words) -> Reply:
    """Find articles by words of their titles, keywords and texts, the best first."""
    found = [one.article for one in articles.match(ask.session, text)]
    found = found or articles.guess(ask.session, text)
    if not found:
        return Reply(fmt("No article fits “{text}”. `article add` writes one.", text=text[:60]))
    if len(found) == 1:
        return article_cards.card(ask, found[0])
    page = found[ask.invocation.offset :][: cards.PAGE]
    return _list(ask, page, len(found))


def _list(ask: Ask, page: list[Article], total: int) -> Reply:
    rows = article_cards.rows(ask, page)
    text, buttons = cards.listing(fmt("Articles"), rows, total, ask.invocation)
    return Reply(text, buttons, tuple(Ref("article", one.id) for one in page))


@command(
    "article list",
    needs=Right.TICKETS_SEE,
    examples=("article list", "articles internal", "文章列表"),
)
def list_articles(ask: Ask, which: Which = "all") -> Reply:
    """List the articles, the newest first, with how often each was shown and helped."""
    published = _published(ask, {"which": which})
    page, total = articles.page(ask.session, published=published, offset=ask.invocation.offset)
    if not total:
        return lists.empty(ask, fmt("No articles there. `article add` writes one."))
    shows = [Ref("article", one.id) for one in page]
    return lists.reply(ask, fmt("Articles"), article_cards.rows(ask, page), total, shows)


def _published(_ask: Ask, given: Given) -> bool | None:
    which = given.get("which", "all")
    return None if which == "all" else which == "public"


def _owners(session: Session, published: bool | None) -> lists.Owners:  # noqa: FBT001 (filters)
    return articles.owners(session, published=published)


lists.declare(
    Listed(
        "article list", "article", _published, _owners, lists.headed(mark("Articles")),
        Right.TICKETS_SEE,
    )
)  # fmt: skip


@command(
    "article edit",
    needs=Right.TICKETS_WORK,
    examples=("article edit K-1 keywords:csv,download", "修改文章 K-1 关键词:导出,下载"),
)
def edit_article(
    ask: Ask,
    article: AnArticle,
    *,
    title: ATitle | None = None,
    text: AText | None = None,
    keywords: KeywordList | None = None,
    language: Language | None = None,
) -> Reply:
    """Change an article: title, text, keywords, language."""
    given = {
        "title": _title(title) if title else None,
        "text": text,
        "keywords": keywords,
        "locale": language,
    }
    changing = {name: value for name, value in given.items() if value is not None}
    if not changing:
        hint = fmt(
            "What should change? For example: `article edit {ref} title:New title`",
            ref=Ref("article", article.id),
        )
        return article_cards.card(ask, article, hint)
    return _edited(ask, article, changing)


def _edited(ask: Ask, article: Article, changing: dict[str, Any]) -> Reply:
    if not articles.edit(ask.session, article, changing):
        text = fmt("Nothing to change: that is how it is already.")
        return Reply(text, shows=(Ref("article", article.id),))
    ask.session.flush()
    return article_cards.card(ask, article, fmt("Saved."), undo=True)


@command(
    "article rewrite",
    needs=Right.TICKETS_WORK,
    examples=("article rewrite K-1 Open the list and press Export.", "重写文章 K-1 点击导出。"),
)
def rewrite_article(ask: Ask, article: AnArticle, text: AText) -> Reply:
    """Write the text of an article anew."""
    return _edited(ask, article, {"text": text})


@command(
    "article translate",
    needs=Right.TICKETS_WORK,
    examples=(
        "article translate K-1 How to export: Open the list and press Export.",
        "翻译文章 K-1 如何导出：打开列表，点击导出。",
    ),
)
def translate_article(ask: Ask, article: AnArticle, title: ATitle, text: AText = "") -> Reply:
    """Add the same article in the other language; customers read it in theirs."""
    said = _parted(ask, title, text)
    return _edited(ask, article, {"other_title": said.title, "other_text": said.text})


@command(
    "article publish",
    needs=Right.TICKETS_WORK,
    examples=("article publish K-1", "发布文章 K-1"),
)
def publish_article(ask: Ask, article: AnArticle) -> Reply:
    """Let customers be shown an article."""
    if not articles.publish(ask.session, article):
        return article_cards.card(ask, article, fmt("Customers may see it already."))
    return _after(ask, article, fmt("Published: customers may be shown it from now on."))


def _after(ask: Ask, article: Article, lead: Text) -> Reply:
    ask.session.flush()
    return article_cards.card(ask, article, lead, undo=True)


@command(
    "article unpublish",
    needs=Right.TICKETS_WORK,
    examples=("article unpublish K-1", "撤下文章 K-1"),
)
def unpublish_article(ask: Ask, article: AnArticle) -> Reply:
    """Keep an article to colleagues again."""
    if not articles.unpublish(ask.session, article):
        return article_cards.card(ask, article, fmt("It is internal already."))
    return _after(ask, article, fmt("Internal: no customer is shown it any more."))


@command(
    "article delete",
    needs=Right.TICKETS_WORK,
    examples=("article delete K-1", "删除文章 K-1"),
)
def delete_article(ask: Ask, article: AnArticle) -> Reply:
    """Take an article away."""
    heading = article_cards.heading(article)
    ask.confirm(lines(fmt("Take {heading} away?", heading=heading)))
    articles.delete(ask.session, article)
    return Reply(fmt("{heading} is gone.", heading=heading), (cards.undo_button(),))
