"""Public holidays of a country or a part of it, from the library that knows them."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache


def is_known(place: str) -> bool:
    """Whether the holidays of a place are known.

    Args:
        place: ISO 3166 code of a country, perhaps with a part of it: "CN", "DE-BY".
    """
    import holidays  # noqa: PLC0415 (it takes a while, and few processes need it)

    country, _, part = place.partition("-")
    parts = holidays.list_supported_countries().get(country)
    return parts is not None and (not part or part in parts)


@lru_cache(maxsize=256)
def of(
    place: str, year: int, language: str | None = None
) -> tuple[Mapping[date, str], frozenset[date]]:
    """The holidays of a year with their names, and days of its weekends that are worked instead.

    Args:
        place: as `is_known` takes it; an unknown one has none.
        year: of the calendar that all the world uses.
        language: of the names, such as "en_US"; None, or one that is not known there: the
            country's own.
    """
    if not place or not is_known(place):
        return {}, frozenset()
    import holidays  # noqa: PLC0415

    country, _, part = place.partition("-")
    named = holidays.list_localized_countries().get(country, ())
    spoken = language if language in named else None
    found = holidays.country_holidays(country, subdiv=part or None, years=year, language=spoken)
    worked = getattr(found, "weekend_workdays", ())
    return dict(sorted(found.items())), frozenset(worked)
