"""Readers of what a button, or the words around an argument, bring along: nobody is asked for it."""

from handlers.readers.words import Choice, FreeText


class AsideChoice(Choice):
    """A word of a button."""

    aside = True


class AsideText(FreeText):
    """A text of a button, or of the words around it."""

    aside = True
