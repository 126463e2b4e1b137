"""Tags: put on and take off."""

from handlers import cards
from handlers.asks import Ask
from handlers.contract import command
from handlers.readers.records import AContact
from handlers.readers.words import TagName
from handlers.replies import Reply
from handlers.texts import fmt
from store import tags
from store.refs import Ref
from store.rights import Right


@command(
    "tag",
    needs=Right.CONTACTS_EDIT,
    examples=("tag C-1 vip", "打标签 C-1 重点客户"),
    phrases=(
        "tag {contact} as {tag}",
        "label {contact} as {tag}",
        "给{contact}打标签{tag}",
        "给{contact}贴上{tag}标签",
    ),
)
def tag_contact(ask: Ask, contact: AContact, tag: TagName) -> Reply:
    """Put a tag on a contact."""
    added = tags.put(ask.session, contact, tag)
    shows = (Ref("contact", contact.id),)
    if not added:
        return Reply(
            fmt("{heading} has the tag “{tag}” already.", heading=cards.heading(contact), tag=tag),
            (),
            shows,
        )
    text = fmt("Tagged {heading} with “{tag}”.", heading=cards.heading(contact), tag=tag)
    return Reply(text, (cards.undo_button(),), shows)


@command("untag", needs=Right.CONTACTS_EDIT, examples=("untag C-1 vip", "去掉标签 C-1 重点客户"))
def untag_contact(ask: Ask, contact: AContact, tag: TagName) -> Reply:
    """Take a tag off a contact."""
    removed = tags.remove(ask.session, contact, tag)
    shows = (Ref("contact", contact.id),)
    if not removed:
        return Reply(
            fmt(
                "{heading} does not have the tag “{tag}”.", heading=cards.heading(contact), tag=tag
            ),
            (),
            shows,
        )
    text = fmt("Took “{tag}” off {heading}.", heading=cards.heading(contact), tag=tag)
    return Reply(text, (cards.undo_button(),), shows)
