"""Storables: deliveries without what neither JSON nor a database can hold."""

from dataclasses import fields, replace
from typing import Any

import orjson

from bot.platforms import Arrival

DEEPEST = 100
LARGEST = 2**63


def storable(arrival: Arrival) -> Arrival:
    """A delivery that can be stored; nearly always it is one already.

    Halves of surrogate pairs, numbers beyond 64 bits and what lies too deep are taken out of it:
    no platform sends them, and nobody may stop the intake with them.
    """
    try:
        orjson.dumps([getattr(arrival, one.name) for one in fields(arrival)])
    except TypeError:
        tidy = {one.name: _tidy(getattr(arrival, one.name), DEEPEST) for one in fields(arrival)}
        return replace(arrival, **tidy)
    return arrival


def _tidy(value: Any, depth: int) -> Any:  # noqa: ANN401 (JSON)
    if depth == 0:
        return None
    if isinstance(value, str):
        return value.encode(errors="replace").decode()
    if isinstance(value, int):
        return value if abs(value) < LARGEST else None
    if isinstance(value, dict):
        return {str(_tidy(key, 1)): _tidy(held, depth - 1) for key, held in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_tidy(held, depth - 1) for held in value)
    return value
