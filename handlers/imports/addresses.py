"""One address out of many columns: which of several addresses, and its parts in order."""

from collections import defaultdict
from collections.abc import Sequence

from handlers.imports.claims import Claim
from handlers.imports.spellings import is_chinese, spell

_WHOLE = "address.whole"
_WESTERN = ("street", "extra", "box", "city", "county", "state", "postcode", "country")
_CHINESE = ("country", "state", "city", "county", "street", "extra", "box", "postcode")
_LESS_WANTED = frozenset(
    [
        *("home", "personal", "private", "other", "alternate", "alternative", "shipping"),
        *(
            "delivery",
            "家庭",
            "住宅",
            "家",
            "住",
            "个人",
            "私人",
            "其他",
            "其它",
            "备用",
            "收货",
            "寄送",
        ),
    ]
)


def choose(claims: Sequence[Claim]) -> tuple[int, ...]:
    """Choose the columns of one address.

    The address with most values in the sample wins, then the one at work, then the first. Where
    an address is there in one piece and filled, its parts are left out. Parts go from street to
    country, from country to street under Chinese headers.

    Args:
        claims: Claims to parts of addresses.

    Returns:
        0-based columns in the order in which their values form the address.
    """
    groups: dict[tuple[tuple[str, ...], int], list[Claim]] = defaultdict(list)
    for claim in claims:
        groups[_group(claim)].append(claim)
    if not groups:
        return ()
    return _in_order(max(groups.values(), key=_worth))


def _group(claim: Claim) -> tuple[tuple[str, ...], int]:
    spelling = spell(claim.column.header)
    roles = tuple(role for role in claim.roles if role != "地址")
    # "Address 2 - City" belongs to a second address, "Street 2" is a second line.
    return (roles, 0 if spelling.trailing else spelling.number)


def _worth(claims: Sequence[Claim]) -> tuple[int, bool]:
    filled = max(claim.column.filled for claim in claims)
    return (filled, not any(role in _LESS_WANTED for claim in claims for role in claim.roles))


def _in_order(claims: Sequence[Claim]) -> tuple[int, ...]:
    whole = [claim.column.place for claim in claims if claim.field == _WHOLE]
    parts = [claim for claim in claims if claim.field != _WHOLE]
    is_filled = any(claim.column.filled for claim in claims if claim.field == _WHOLE)
    if whole and (is_filled or not parts):
        return tuple(whole)
    order = _CHINESE if any(is_chinese(claim.column.header) for claim in parts) else _WESTERN
    parts.sort(key=lambda claim: order.index(claim.field.removeprefix("address.")))
    return tuple(claim.column.place for claim in parts)
