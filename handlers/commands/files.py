"""Files: kept with a contact or a company, and shown again."""

from typing import Annotated

from handlers import cards, ticket_cards, uploads
from handlers.asks import Ask
from handlers.contract import command
from handlers.readers.kinds import ref_of
from handlers.readers.records import RecordReader
from handlers.readers.words import Body
from handlers.replies import Reply
from handlers.texts import Text, fmt, lines, plain
from store import access, activities, files, ticket_files
from store.refs import Ref
from store.rights import Right
from store.tables import Attachment, Company, Contact, Ticket


class Keeper(RecordReader):
    """The record that a file is kept with."""

    def question(self, name: str) -> Text:
        """Ask for a value."""
        return fmt("Which contact or company does it belong to?")


AnyKeeper = Annotated[Contact | Company | Ticket, RecordReader("contact", "company", "ticket")]
AKeeper = Annotated[Contact | Company, Keeper("contact", "company")]


@command(
    "attach",
    needs=Right.CONTACTS_EDIT,
    examples=("attach C-1", "附加 C-1"),
    phrases=("attach this to {record}", "keep this with {record}", "把文件存到{record}"),
)
def attach(ask: Ask, record: AKeeper, *, note: Body | None = None) -> Reply:
    """Keep the file that you just sent with a contact or a company."""
    ref = Ref("contact" if isinstance(record, Contact) else "company", record.id)
    access.demand(ask.session, Right.CONTACTS_EDIT, record)
    if not ask.files:
        return Reply(
            fmt("Send me a file first, or send it as a reply to the card of {ref}.", ref=ref),
            shows=(ref,),
        )
    if note:
        activities.log(ask.session, record, "note", note)
    text = lines(cards.heading(record), uploads.attach(ask, record))
    return Reply(text, (cards.undo_button(),), (ref,))


@command("files", needs=Right.PERSONAL_SEE, examples=("files C-1", "files T-1", "文件 C-1"))
def list_files(ask: Ask, record: AnyKeeper) -> Reply:
    """Send the files that are kept with a contact, a company or a ticket."""
    ref = ref_of(record)
    if isinstance(record, Ticket):
        kept = ticket_files.of(ask.session, record)
    elif not access.reveals(ask.session, record):
        raise access.Denied(Right.PERSONAL_SEE, ask.actor.scope(Right.PERSONAL_SEE))
    else:
        kept = files.of_record(ask.session, record)
    if not kept:
        return Reply(fmt("No files with {heading}.", heading=cards.heading(record)), shows=(ref,))
    page = kept[ask.invocation.offset :][: cards.PAGE]
    customer = ticket_cards.customer(ask, record) if isinstance(record, Ticket) else "–"
    rows = [_row(ask, one, customer) for one in page]
    text, buttons = cards.listing(cards.heading(record), rows, len(kept), ask.invocation)
    return Reply(text, buttons, (ref,), files=tuple(one.blob_id for one in page))


def _row(ask: Ask, one: Attachment, customer: str) -> Text:
    author = ask.directory.people.get(one.staff_id or 0)
    return fmt(
        "{name} · {size} KB · {at} · {who}",
        name=plain(files.name_of(ask.session, one)),
        size=max(1, one.size // 1024),
        at=one.created_at,
        who=author.name if author else customer,
    )
