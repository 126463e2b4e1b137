"""Custom fields: what this company wants to know about contacts."""

import re
from typing import Annotated

from handlers import cards
from handlers.asks import Ask
from handlers.contract import command, registry
from handlers.key_words import KEYS
from handlers.names import FIELD_KINDS
from handlers.outcomes import Unreadable
from handlers.readers.words import Choice, Label
from handlers.replies import Reply
from handlers.texts import Text, fmt, lines, listed, word
from store import fields
from store.fields import FieldExists
from store.rights import Right
from store.staff import fold

FieldName = Annotated[str, Label("What is the field called? One word, such as allergy")]
FieldKind = Annotated[
    str,
    Choice(
        "What does it hold: text, number, money, date, choice or yesno?",
        {
            "text": ("words", "文本", "文字"),
            "number": ("数字",),
            "money": ("amount", "金额"),
            "date": ("day", "日期"),
            "choice": ("select", "选择", "单选"),
            "yesno": ("yes/no", "boolean", "是否"),
        },
    ),
]
Choices = Annotated[str, Label("Which choices? Separated by commas")]
ONE_WORD = re.compile(r"[^\W\d_][\w-]{0,39}")


@command(
    "field add",
    needs=Right.SETTINGS,
    examples=(
        'field add allergy type:choice choices:"nuts, milk, none"',
        "添加字段 过敏 类型:文本",
    ),
)
def add_field(
    ask: Ask, name: FieldName, *, type: FieldKind = "text", choices: Choices = ""
) -> Reply:
    """Add a custom field of contacts: text, number, money, date, choice or yesno."""
    if not ONE_WORD.fullmatch(name):
        raise Unreadable(
            fmt(
                "A field's name is one word that begins with a letter, as it is typed as `name:value`."
            )
        )
    _refuse_built_in(name)
    listed = tuple(part.strip() for part in re.split(r"[,，、;；]", choices) if part.strip())
    if type == "choice" and not listed:
        raise Unreadable(fmt('A choice field needs its choices: `choices:"red, green"`'))
    row = fields.add(ask.session, name, next(one for one in fields.KINDS if one == type), listed)
    return Reply(
        fmt("Added the field **{name}**. Use it so: `contact edit C-1 {name}:…`", name=row.name),
        (cards.undo_button(),),
    )


def _refuse_built_in(name: str) -> None:
    """A field must not take a key that means something already."""
    taken = {one.name for known in registry if known.takes_fields for one in known.parameters}
    taken |= {spelling for one in taken for spelling in KEYS.get(one, ())}
    if fold(name) in taken:
        raise FieldExists(name)


@command("field list", needs=Right.EVERYONE, examples=("field list", "字段列表"))
def list_fields(ask: Ask) -> Reply:
    """List the custom fields of contacts."""
    rows = fields.every(ask.session)
    if not rows:
        return Reply(fmt("There are no custom fields. An admin adds one with `field add`."))
    return Reply(
        lines(
            fmt("**Custom fields**"),
            *(_line(row.name, row.kind, fields.choices_of(row)) for row in rows),
        )
    )


def _line(name: str, kind: str, choices: tuple[str, ...]) -> Text:
    if choices:
        return fmt(
            "{name}: {kind} ({choices})",
            name=name,
            kind=word(FIELD_KINDS[kind]),
            choices=listed(choices),
        )
    return fmt("{name}: {kind}", name=name, kind=word(FIELD_KINDS[kind]))
