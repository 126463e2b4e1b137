"""Words for fields, as whoever sends a file reads them."""

from handlers.languages import mark
from handlers.texts import word

FIELDS = {
    "address": mark("Address"), "amount": mark("Amount"), "at": mark("When it happened"),
    "birthday": mark("Birthday"), "category": mark("Category"), "close": mark("Closes"),
    "closed": mark("Closed"), "code": mark("Code"), "company": mark("Company"),
    "competitor": mark("Competitor"), "contact": mark("Contact"), "currency": mark("Currency"),
    "deal": mark("Deal"), "email": mark("E-mail"), "employees": mark("Employees"),
    "established": mark("Founded"), "first_name": mark("First name"),
    "id": mark("Number there"), "industry": mark("Industry"), "kind": mark("Kind"),
    "language": mark("Language"), "last_name": mark("Last name"), "manager": mark("Manager"),
    "middle_name": mark("Middle name"), "name": mark("Name"), "notes": mark("Notes"),
    "opened": mark("Opened"), "owner": mark("Owner"), "parent": mark("Parent company"),
    "phone": mark("Phone"), "price": mark("Price"), "priority": mark("Priority"),
    "product": mark("Product"), "reason": mark("Reason"), "resolution": mark("Resolution"),
    "resolved": mark("Resolved"), "responded": mark("First answer"), "revenue": mark("Revenue"),
    "role": mark("Role"), "sector": mark("Industry"), "series": mark("Series"),
    "source": mark("Source"), "stage": mark("Stage"), "status": mark("Status"),
    "step": mark("Next step"), "tags": mark("Tags"), "tax": mark("Tax"), "team": mark("Team"),
    "territory": mark("Territory"), "text": mark("Text"), "tier": mark("Tier"),
    "title": mark("Title"), "website": mark("Website"),
}  # fmt: skip


def field_word(name: str) -> str:
    """What a field is called in the language of whoever reads."""
    return word(FIELDS[name.partition(".")[0]])
