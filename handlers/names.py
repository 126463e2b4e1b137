"""Names: what people call roles, how far rights reach, and what custom fields hold."""

from handlers.languages import mark
from store.rights import Scope

ROLE_NAMES = {
    "agent": mark("Agent"), "rep": mark("Sales rep"), "marketer": mark("Marketer"),
    "manager": mark("Manager"), "admin": mark("Admin"),
}  # fmt: skip
ROLE_WORDS: dict[str, tuple[str, ...]] = {
    "agent": ("support", "客服"),
    "rep": ("sales", "销售", "业务员"),
    "marketer": ("marketing", "市场"),
    "manager": ("经理", "主管"),
    "admin": ("administrator", "管理员"),
}
"""What else people write for a role."""
NOT_ALLOWED = mark("not allowed")
SCOPE_NAMES = {
    Scope.OWN: mark("own records"),
    Scope.TEAM: mark("the team's records"),
    Scope.ALL: mark("all records"),
}
FIELD_NAMES = {
    "amount": mark("amount"), "close": mark("close date"), "company": mark("company"),
    "contact": mark("contact"), "next": mark("next step"), "reason": mark("reason"),
}  # fmt: skip
FIELD_KINDS = {
    "text": mark("text"),
    "number": mark("number"),
    "money": mark("money"),
    "date": mark("date"),
    "choice": mark("choice"),
    "yesno": mark("yes or no"),
}
