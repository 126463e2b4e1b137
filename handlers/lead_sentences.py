"""The sentences for refusals about leads."""

from typing import Any

from handlers import cards
from handlers.readers.leading import drop_label
from handlers.texts import Text, fmt
from store import leads
from store.refs import Ref


def ended(error: Any) -> Text:  # noqa: ANN401
    """A lead that cannot be worked on any more."""
    lead, heading = error.lead, cards.heading(error.lead)
    if lead.status == "converted":
        return fmt(
            "{heading} became `{deal}` already.", heading=heading, deal=Ref("deal", lead.deal_id)
        )
    return fmt(
        "{heading} was dropped: {reason}. `lead reopen {ref}` takes it up again.",
        heading=heading,
        reason=drop_label(lead.drop_reason),
        ref=Ref("lead", lead.id),
    )


def not_dropped(error: Any) -> Text:  # noqa: ANN401
    """A lead that needs no reopening."""
    return fmt("{heading} was not dropped.", heading=cards.heading(error.lead))


SENTENCES = {leads.Ended: ended, leads.NotDropped: not_dropped}
