"""Recognitions: whether a row of a file repeats a person or a company that is there already."""

from dataclasses import dataclass

from store.duplicates import ORDER
from store.entries import Entry
from store.holdings import Holding, Holdings
from store.person_names import read_person_name, same_person_score

ALIKE = 0.75
"""From here on two names may be one person's: Bob and Robert Smith have 0.76, strangers 0.6."""

RECOGNISED = ("email", "phone", "name")
"""By what a row is recognised, the surest first."""


@dataclass(slots=True)
class Match:
    """What a row repeats, and by what it was recognised."""

    holding: Holding
    by: str

    @property
    def rank(self) -> tuple[bool, int, int]:
        """What is alive comes first, then what is surer, then what is the actor's own."""
        whose = self.holding.whose
        return whose == "deleted", RECOGNISED.index(self.by), ORDER.index(whose)


@dataclass(slots=True)
class Found:
    """What a row repeats, if anything, and who else has its phone."""

    match: Match | None = None
    shares: Holding | None = None


def recognise_contact(entry: Entry, known: Holdings) -> Found:
    """Recognise a person: by e-mail, by phone and a name that is alike, by name and company."""
    matches: list[Match] = []
    shares = None
    for look, point in entry.looks.items():
        for holding in known.by_point.get(look, ()):
            if point.kind == "email" or alike(entry, holding):
                matches.append(Match(holding, point.kind))
            elif holding.may_be_shown:
                shares = holding
    named = known.by_name.get(entry.folded, ())
    matches += [Match(one, "name") for one in named if _same_place(entry, one)]
    return Found(min(matches, key=lambda match: match.rank, default=None), shares)


def _same_place(entry: Entry, holding: Holding) -> bool:
    """Namesakes are one person at one company; without any, unless what is known of them differs.

    Those that the actor may not see count at a company only: nobody finds out by names alone.
    """
    if entry.place != holding.place:
        return False
    if entry.place is not None:
        return True
    if not holding.may_be_shown or holding.whose == "deleted":
        return False
    return not _contradict(entry, holding)


def _contradict(entry: Entry, holding: Holding) -> bool:
    """Whether both have phones, or both have e-mails, and share none."""
    both = {point.kind for point in entry.looks.values()} & set(holding.looks.values())
    return bool(both) and not entry.looks.keys() & holding.looks.keys()


def recognise_company(entry: Entry, known: Holdings) -> Found:
    """Recognise a company by its name without legal form."""
    matches = [Match(one, "name") for one in known.by_name.get(entry.folded, ())]
    return Found(min(matches, key=lambda match: match.rank, default=None))


def alike(entry: Entry, holding: Holding) -> bool:
    """Whether two names may be one person's; a part of a name may be."""
    if entry.folded == holding.pending.folded:
        return True
    words, others = set(entry.folded.split()), set(holding.pending.folded.split())
    if words <= others or others <= words:
        return True
    one, other = read_person_name(entry.name), read_person_name(holding.pending.name)
    return same_person_score(one, other) >= ALIKE
