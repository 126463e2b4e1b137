"""Portions: a text in parts that fit into one message each, broken between lines where possible."""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from handlers.texts import Span, Text


def split(
    text: Text, longest: int, *, length: Callable[[str], int] = len, most_styled: int = 10**6
) -> list[Text]:
    """A text in parts.

    Args:
        text: of any length.
        longest: units of a part.
        length: how the messenger counts units.
        most_styled: spans with a style in a part.

    Returns:
        Neighbours of one style as one span: the lines of a table are one block. No part is empty,
        so an empty text has none.
    """
    found: list[list[Span]] = [[]]
    room, styled = longest, 0
    for span in _lines(text, longest, length):
        size = length(span.text)
        if size > room or (span.style and styled >= most_styled):
            found.append([])
            room, styled = longest, 0
        found[-1].append(span)
        room -= size
        styled += bool(span.style)
    made = [Text(tuple(_runs(spans))) for spans in found]
    return [one for one in made if str(one).strip()]


def _lines(text: Text, longest: int, length: Callable[[str], int]) -> Iterator[Span]:
    """The spans, cut after each line, and within a line that is too long for one message."""
    for span in text.spans:
        for line in span.text.splitlines(keepends=True):
            yield from (Span(part, span.style) for part in _cut(line, longest, length))


def _cut(line: str, longest: int, length: Callable[[str], int]) -> Iterator[str]:
    while length(line) > longest:
        end = min(longest, len(line))
        while length(line[:end]) > longest:
            end -= max(1, (length(line[:end]) - longest) // 2)
        yield line[:end]
        line = line[end:]
    yield line


def _runs(spans: Sequence[Span]) -> Iterator[Span]:
    for style, run in groupby(spans, key=lambda span: span.style):
        yield Span("".join(span.text for span in run), style)
