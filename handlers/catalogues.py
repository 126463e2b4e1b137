"""Catalogues: `check` tells what is not translated, `update` takes new sentences in."""

import io
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from handlers import extractions
from handlers.texts import MARKS, SLOT

LANGUAGE: Final = "zh"
CATALOGUE: Final = extractions.CODE / "locales" / LANGUAGE / "LC_MESSAGES" / "parley.po"
# No dates and no versions: the file changes when a sentence does, and never else.
HEADER: Final = """\
# What Parley says in Simplified Chinese. `python -m handlers.catalogues update` takes new
# sentences in; `python -m handlers.catalogues check` tells what is missing.
msgid ""
msgstr ""
"Language: zh_Hans_CN\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""
USAGE: Final = "python -m handlers.catalogues check|update"


def template() -> Catalog:
    """Every sentence of the code, without translations."""
    catalog = Catalog()
    for sentence in extractions.sentences():
        forms = sentence.forms if len(sentence.forms) > 1 else sentence.forms[0]
        catalog.add(forms, locations=[(sentence.place.file, sentence.place.line)])
    return catalog


def read(path: Path) -> Catalog:
    """The catalogue in a file."""
    with path.open("rb") as file:
        return read_po(file, locale=LANGUAGE, abort_invalid=True)


def update(path: Path) -> None:
    """Take new sentences in and drop old ones; what only resembles an old one becomes fuzzy."""
    catalog = read(path)
    catalog.update(template(), update_creation_date=False)
    written = io.BytesIO()
    write_po(
        written,
        catalog,
        width=0,
        omit_header=True,
        sort_output=True,
        ignore_obsolete=True,
        include_lineno=False,
    )
    path.write_text(HEADER + written.getvalue().decode().strip() + "\n", encoding="utf-8")


def faults(path: Path) -> Iterator[str]:
    """What is wrong with a catalogue, a line each."""
    for place in extractions.untranslatable():
        yield f"{place.place}: words that cannot be translated"
    wanted, held = template(), read(path)
    for message in _entries(wanted):
        yield from _faults_of(message, held.get(message.id))
    for message in [*_entries(held), *held.obsolete.values()]:
        if message.id not in wanted:
            yield f"{_english(message)!r} is obsolete"


def _entries(catalog: Catalog) -> Iterator[Message]:
    """The messages of a catalogue without its header."""
    return (message for message in catalog if message.id)


def _faults_of(message: Message, held: Message | None) -> Iterator[str]:
    where = "{}:{}: ".format(*message.locations[0]) if message.locations else ""
    said = f"{where}{_english(message)!r}"
    translations = _forms(held.string) if held else ()
    if held is None or not all(translations):
        yield f"{said} has no translation"
        return
    if held.fuzzy:
        yield f"{said} is fuzzy"
    if len(_forms(held.id)) != len(_forms(message.id)):
        yield f"{said} has other plural forms"
    for text in translations:
        if set(SLOT.findall(text)) != set(SLOT.findall(_forms(message.id)[-1])):
            yield f"{said} has other slots in {text!r}"
    for text in (*_forms(message.id), *translations):
        if _unbalanced(text):
            yield f"{said} has an open mark in {text!r}"


def _forms(text: object) -> tuple[str, ...]:
    """One form, or all plural forms."""
    return tuple(text) if isinstance(text, list | tuple) else (str(text or ""),)


def _english(message: Message) -> str:
    return _forms(message.id)[0]


def _unbalanced(text: str) -> bool:
    """Whether a `**` or a backtick is left over when all marked runs are taken out."""
    rest = MARKS.sub("", text)
    return "**" in rest or "`" in rest


def main(arguments: Sequence[str], path: Path = CATALOGUE) -> int:
    """Run `check` or `update`; gives the exit code."""
    if list(arguments) == ["update"]:
        update(path)
        return 0
    if list(arguments) != ["check"]:
        sys.stderr.write(f"{USAGE}\n")
        return 2
    found = list(faults(path))
    sys.stdout.writelines(f"{fault}\n" for fault in found)
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
