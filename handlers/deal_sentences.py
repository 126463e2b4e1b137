"""Sentences for refusals about deals, pipelines and tiers; part of the table of `sentences`."""

from collections.abc import Callable
from typing import Any

from handlers import cards
from handlers.names import FIELD_NAMES, ROLE_NAMES
from handlers.readers import stages
from handlers.readers.kinds import ref_of
from handlers.texts import Text, fmt, listed, plural, word
from handlers.wordings import cut, same
from store import deal_contacts, pipelines, rates, tiers, transitions
from store.errors import CrmError


def _in_use(error: Any) -> Text:  # noqa: ANN401
    return plural(
        "“{name}” stays: {count} deal is or was there.",
        "“{name}” stays: {count} deals are or were there.",
        error.deals,
        name=cut(error.name),
    )


def _unready(error: Any) -> Text:  # noqa: ANN401
    fields = listed(word(FIELD_NAMES[one]) for one in error.missing)
    return fmt(
        "To be in {stage} a deal needs: {fields}. `deal edit` sets it.",
        stage=stages.called(error.step),
        fields=fields,
    )


SENTENCES: dict[type[CrmError], Callable[[Any], Text]] = {
    deal_contacts.NotOnDeal: lambda error: fmt("{contact} has no part in {deal}.", contact=cards.heading(error.contact), deal=cards.heading(error.deal)),
    pipelines.StageExists: lambda error: fmt("“{name}” is there already.", name=cut(error.name)),
    pipelines.StageInUse: _in_use,
    pipelines.StageNeeded: same("A pipeline keeps its won and lost stages and one that is open, and one pipeline has to stay."),
    pipelines.EndingFixed: same("Won deals count in full and lost ones not at all; that stays so."),
    rates.RateMissing: lambda error: fmt("There is no rate for {currency} yet. An admin sets it: `rate {currency} 1.08`", currency=error.currency),
    tiers.NoSuchRule: lambda error: fmt("There is no rule {number}. `tiers` lists them.", number=error.number),
    transitions.Unready: _unready,
    transitions.NotMover: lambda error: fmt("Only {roles} may move deals to {stage}.", roles=listed(word(ROLE_NAMES[one]) for one in error.step.movers), stage=stages.called(error.step)),
    transitions.Closed: lambda error: fmt("{heading} has ended: {stage}. `deal reopen {ref}` takes it up again.", heading=cards.heading(error.deal), stage=stages.called(error.step), ref=ref_of(error.deal)),
    transitions.NotClosed: lambda error: fmt("{heading} is open: it is in {stage}.", heading=cards.heading(error.deal), stage=stages.called(error.step)),
    transitions.NotOpen: lambda error: fmt("{stage} is where deals end. Name an open stage.", stage=stages.called(error.step)),
    transitions.OtherPipeline: lambda error: fmt("{stage} is a stage of another pipeline.", stage=stages.called(error.step)),
}  # fmt: skip
