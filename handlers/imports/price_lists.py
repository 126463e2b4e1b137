"""Price lists: the product that a name in a file means, written as it is there or nearly so."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from store.products import fold
from store.tables import Product

MUCH_OFTENER = 5


@dataclass(frozen=True, slots=True)
class Meant:
    """What a name means.

    Attributes:
        name: how it is written rightly.
        product: None where it is not on the price list.
        repaired: whether the file writes it otherwise.
    """

    name: str
    product: Product | None = None
    repaired: bool = False


def read_names(names: Mapping[str, int], listed: Sequence[Product]) -> dict[str, Meant]:
    """Find out what names mean.

    Spaces, hyphens and capitals may differ: "GTXPro" is "GTX Pro". A letter may not, as one letter
    tells many a product from the next. Where two products would fit, neither is taken.

    Args:
        names: of a file, and how often each comes.
        listed: the products that are sold.
    """
    known = {product.folded: product for product in listed}
    known |= {fold(product.code): product for product in listed if product.code}
    alike: dict[str, list[Product]] = defaultdict(list)
    for product in listed:
        alike[_bare(product.name)].append(product)
    found = {}
    for name in names:
        exact = known.get(fold(name))
        fitting = [exact] if exact else alike.get(_bare(name), [])
        if len(fitting) == 1:
            found[name] = Meant(fitting[0].name, fitting[0], repaired=exact is None)
        else:
            usual = name if listed else _usual(name, names)
            found[name] = Meant(usual, repaired=usual != name)
    return found


def _bare(name: str) -> str:
    return "".join(filter(str.isalnum, fold(name)))


def _usual(name: str, names: Mapping[str, int]) -> str:
    """Without a price list: the way in which the file writes a name much more often."""
    same = [one for one in names if _bare(one) == _bare(name)]
    most = max(same, key=names.__getitem__)
    return most if names[most] >= MUCH_OFTENER * names[name] else name
