"""Readers of what is said of probable duplicates."""

from typing import Annotated

from handlers.readers.words import Choice


class Insisting(Choice):
    """Whether a record is added although it seems to be there already; a button says so."""

    aside = True


Anyway = Annotated[str, Insisting("Add it anyway?", {"yes": ("anyway", "是"), "no": ("否",)})]
