"""Words for the values of dimensions: names of people, stages, companies, reasons and the like."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from handlers.asks import Ask
from handlers.cards import KINDS
from handlers.readers import stages
from handlers.readers.ordering import status_name
from handlers.readers.selling import reason_label
from handlers.texts import word
from handlers.ticket_words import PRIORITIES, STATUSES, called
from store import categories, companies, pipelines, products
from store.sources import Dimension

Names = Mapping[Any, str]


def names(ask: Ask, dimension: Dimension, values: Iterable[Any]) -> dict[Any, str]:
    """What some values of a dimension are called; nothing is called "none"."""
    held = [one for one in values if one is not None]
    known = _NAMERS.get(dimension.kind, _texts)(ask, held)
    return {None: word("none"), **{one: known.get(one, "–") for one in held}}


def _texts(_ask: Ask, values: Sequence[Any]) -> Names:
    return {one: str(one) for one in values}


def _staff(ask: Ask, values: Sequence[Any]) -> Names:
    people = ask.directory.people
    return {one: people[one].name for one in values if one in people}


def _stages(ask: Ask, _values: Sequence[Any]) -> Names:
    return {one.id: stages.called(one) for one in pipelines.steps(ask.session)}


def _pipelines(ask: Ask, _values: Sequence[Any]) -> Names:
    return {one.pipeline_id: one.pipeline for one in pipelines.steps(ask.session)}


def _companies(ask: Ask, values: Sequence[Any]) -> Names:
    return companies.visible_names(ask.session, values)


def _products(ask: Ask, values: Sequence[Any]) -> Names:
    return products.names(ask.session, values)


def _categories(ask: Ask, _values: Sequence[Any]) -> Names:
    return {one.id: called(one) for one in categories.every(ask.session)}


def _marked(words: Mapping[str, str]) -> Callable[[Ask, Sequence[Any]], Names]:
    return lambda _ask, values: {one: word(words.get(one, one)) for one in values}


_NAMERS: dict[str, Callable[[Ask, Sequence[Any]], Names]] = {
    "staff": _staff,
    "stage": _stages,
    "pipeline": _pipelines,
    "company": _companies,
    "product": _products,
    "category": _categories,
    "reason": lambda _ask, values: {one: reason_label(one) for one in values},
    "order status": lambda _ask, values: {one: status_name(one) for one in values},
    "activity": _marked(KINDS),
    "priority": _marked(PRIORITIES),
    "ticket status": _marked(STATUSES),
}
