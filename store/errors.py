"""What can go wrong in the CRM: classes that carry data; handlers/sentences.py has the words."""

from typing import Any


class CrmError(Exception):
    """A refusal with a reason that a person can act on; it never carries prose."""

    asking: Any = None
    """Set where an argument was being read: the invocation and the argument's name."""
