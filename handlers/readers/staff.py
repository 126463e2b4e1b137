"""Readers of what a member of staff is."""

from typing import Annotated

from handlers.names import ROLE_WORDS
from handlers.readers.words import Choice

ARole = Annotated[str, Choice("Which role: agent, rep, marketer, manager or admin?", ROLE_WORDS)]
