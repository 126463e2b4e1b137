"""The command reference: `python -m handlers.references` prints it from the declarations."""

import sys
from collections.abc import Iterator, Sequence
from typing import Final

from handlers import commands, phrases
from handlers.command_words import WHOLE
from handlers.contract import Command, Parameter, registry
from handlers.help_pages import GROUPS, group_of
from handlers.key_words import KEYS
from handlers.languages import SOURCE, Voice, speaking, translate
from handlers.sentences import RIGHT_NAMES
from store.rights import Right

OTHER: Final = "zh"
HEADER: Final = """\
# Commands

Every command, as declared in the code. `python -m handlers.references` writes this page; do not
edit it. 本页由程序生成，请勿手工修改。

CAPITALS are arguments that are asked for when they are missing; [brackets] may be left out; what
ends in a colon needs its key, as in `company:Navy`. Keys and verbs have everyday synonyms in both
languages. 大写的参数必填，缺少时会追问；方括号中的可以省略；带冒号的要写出键名，例如
`公司:华星科技`。"""
KEYS_HEADER: Final = """\
## Spellings of keys · 键名的其他写法

Each command takes those of its own arguments. 每个命令只接受自己参数的键名。"""
assert commands  # noqa: S101 (importing them declares them)


def reference() -> str:
    """The whole reference, in Markdown."""
    parts = [HEADER]
    for group in GROUPS:
        parts.append(f"## {_both(group, ' · ')}")
        parts += [_entry(known) for known in registry if group_of(known) == group]
    return "\n\n".join([*parts, KEYS_HEADER, _keys()]) + "\n"


def _entry(known: Command) -> str:
    return "\n\n".join(
        [
            f"### `{known.name}`",
            _both(known.summary, "\\\n"),
            "\n".join(f"- {fact}" for fact in _facts(known)),
        ]
    )


def _both(sentence: str, between: str) -> str:
    """A sentence in both languages."""
    with speaking(Voice(OTHER)):
        return f"{sentence}{between}{translate(sentence)}"


def _facts(known: Command) -> Iterator[str]:
    yield f"Right: {_right(known)}"
    usage = [known.name, *(_argument(one) for one in known.parameters)]
    yield f"Usage: `{' '.join(usage)}`"
    named = [one for one in WHOLE.get(known.name, ()) if one != known.name]
    if named:
        yield f"Also named: {_listed(named)}"
    yield from _choices(known)
    yield f"Examples: {_listed(known.examples)}"
    if known.phrases:
        yield f"Or say: {_listed([phrases.readable(one, str) for one in known.phrases])}"


def _right(known: Command) -> str:
    if known.needs is not Right.EVERYONE:
        return f"`{known.needs.value}` ({RIGHT_NAMES[known.needs]})"
    return "everybody, linked or not" if known.strangers else "all staff"


def _argument(one: Parameter) -> str:
    if one.required:
        return one.name.upper()
    return f"[{one.name.upper()}]" if one.positional else f"[{one.name}:]"


def _keys() -> str:
    """Spellings of the keys of all commands, a line for each key that has several."""
    names = {one.name for known in registry for one in known.parameters}
    return "\n".join(
        f"- {_listed([f'{key}:' for key in KEYS[one]])}" for one in sorted(names) if one in KEYS
    )


def _choices(known: Command) -> Iterator[str]:
    for one in known.parameters:
        choices = one.reader.schema().get("enum")
        if choices:
            yield f"`{one.name}` is one of {_listed(choices)}"


def _listed(texts: Sequence[str]) -> str:
    return " · ".join(f"`{text}`" for text in texts)


if __name__ == "__main__":
    with speaking(Voice(SOURCE)):
        sys.stdout.write(reference())
