"""Wishes: what somebody who was met wants, for how much, and when to follow up."""

import re
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers import amounts, dates
from store.errors import CrmError

CLAUSES = re.compile(r"\s*(?:(?<!\d)[,，]|[,，](?!\d)|[;；。])\s*")
WANTS = re.compile(
    r"^(?:(?:and|he|she|they|who|我们|对方|他们|她|他)\s*)*(?:"
    r"(?:wants?|needs?|would\s+like)(?:\s+to\s+(?:buy|order|get|have))?"
    r"|(?:(?:is|are)\s+)?(?:interested\s+in|looking\s+for)|ask(?:s|ed)?\s+for)\s+"
    r"|^(?:他们|她们|对方|他|她)?(?:想要|想买|想采购|需要|要买|要采购|打算买|打算采购|想订|要订)\s*",
    re.IGNORECASE,
)
ABOUT = r"(?:for|at|worth|around|about|approximately|approx\.?|roughly|some|~|budget(?:\s+of)?|is|大约|大概|约|预算|总价|价值|共|为|是|左右)"
BEFORE = re.compile(rf"(?:[\s:：]*{ABOUT})*[\s:：]*$", re.IGNORECASE)
AFTER = re.compile(r"^\s*(?:左右|for|of)?\s*", re.IGNORECASE)
FOLLOWS = re.compile(
    r"\b(?:follow(?:ing)?[ -]?up|(?:call|get|write|ring)(?:\s+(?:him|her|them))?\s+(?:back|again)|"
    r"(?:meet|talk|speak)\s+again|next\s+step|check\s+in|remind\s+me)\b|跟进|回访|再联系|再聊|下次|再谈|提醒我",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Ground:
    """Where and when a sentence is said: what amounts and dates in it mean."""

    currency: str
    now: datetime
    zone: ZoneInfo


def take(note: str, ground: Ground) -> dict[str, str]:
    """Part a note into arguments of a capture: deal, amount, next, and the note that is left.

    Args:
        note: what was said besides name, company, phones and e-mails.
        ground: by which amounts and dates are read.
    """
    clauses = [one for one in CLAUSES.split(note) if one]
    values: dict[str, str] = {}
    for part in (_follow_up, _deal):
        values |= part(clauses, ground)
    left = ", ".join(one for one in clauses if one).strip(" ,.。，")
    return values | ({"note": left} if left else {})


def _follow_up(clauses: list[str], ground: Ground) -> dict[str, str]:
    """When to follow up; more words than that stay in the note."""
    for index, clause in enumerate(clauses):
        words = FOLLOWS.search(clause)
        found = dates.find_when(clause, now=ground.now, zone=ground.zone) if words else None
        if found:
            said = clause[: found.start] + clause[found.end :]
            clauses[index] = "" if not FOLLOWS.sub("", said).strip(" ,:：on于在") else clause
            return {"next": clause[found.start : found.end]}
    return {}


def _deal(clauses: list[str], ground: Ground) -> dict[str, str]:
    """What is wanted, if an amount stands beside it or makes the next clause."""
    for index, clause in enumerate(clauses):
        wants = WANTS.match(clause)
        if wants is None:
            continue
        wanted = clause[wants.end() :]
        worth = _last_amount(wanted, ground)
        if worth:
            title = _title(wanted[: worth.start], wanted[worth.end :])
            amount = wanted[worth.start : worth.end]
        else:
            title, amount = wanted.strip(), _amount_alone(clauses[index + 1 : index + 2], ground)
            if amount:
                clauses[index + 1] = ""
        if title and amount:
            clauses[index] = ""
            return {"deal": title, "amount": amount}
    return {}


def _last_amount(text: str, ground: Ground) -> amounts.FoundMoney | None:
    """The last amount: a number of pieces comes before the price."""
    found, start = None, 0
    while more := amounts.find_money(text[start:], currency=ground.currency):
        found = amounts.FoundMoney(start + more.start, start + more.end, more.money)
        start = found.end
    return found


def _title(before: str, after: str) -> str:
    head = BEFORE.sub("", before)
    return f"{head} {AFTER.sub('', after)}".strip(" .。") if head else AFTER.sub("", after).strip()


def _amount_alone(clauses: list[str], ground: Ground) -> str:
    """The amount that a clause consists of, such as "about 50k"; empty when it says more."""
    for clause in clauses:
        bare = re.sub(rf"^(?:{ABOUT}[\s:：]*)+", "", clause, flags=re.IGNORECASE)
        bare = re.sub(r"\s*(?:左右|budget|预算)$", "", bare)
        try:
            amounts.read_money(bare, currency=ground.currency)
        except CrmError:
            return ""
        return bare
    return ""
