"""Bundles: what waited for somebody becomes one message, without what they may not see any more."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from handlers import nudge_lines
from handlers.nudge_lines import Line
from handlers.replies import Button, Invocation, Reply
from handlers.texts import Text, fmt, lines, plain, plural, word
from store import sights
from store.held_notices import Held
from store.nudges import Found
from store.refs import Ref
from store.sessions import Session

LINES = 8
"""Findings that are told one by one; the rest are counted."""
BUTTONS = 6
MOST_SHOWN = 20
LONG = 160


@dataclass(frozen=True, slots=True)
class Part:
    """A notice of a bundle: how it reads there, what it is about, and the whole of it.

    Attributes:
        payload: as it was held; None when not all of it may be told any more.
    """

    text: Text
    ref: Ref | None
    payload: dict[str, Any] | None = None


def payload_of(
    session: Session, held: Sequence[Held], found: Sequence[Found]
) -> dict[str, Any] | None:
    """What somebody is sent; None when nothing of it concerns them any more.

    Args:
        session: of the one who is told, who is spoken to.
        held: notices that waited.
        found: what rules have found.
    """
    parts = _parts(session, held)
    told = nudge_lines.lines_of(session, found)
    if not parts and not told:
        return None
    if len(parts) == 1 and not told and parts[0].payload:
        return parts[0].payload
    return _together(parts, told).dump(to=None)


def _parts(session: Session, held: Sequence[Held]) -> list[Part]:
    shown = {one.id: _refs(one) for one in held}
    seen = sights.seen(session, (ref for refs in shown.values() for ref in refs))
    parts = []
    for one in held:
        refs = shown[one.id]
        left = [ref for ref in refs if ref in seen]
        if left == refs:
            parts.append(Part(_short(one), refs[0] if refs else None, one.payload))
        elif left:
            parts += [Part(fmt("There was news of `{ref}`.", ref=ref), ref) for ref in left]
    return parts


def _refs(one: Held) -> list[Ref]:
    return sights.told_of(one.payload)


def _short(one: Held) -> Text:
    """A notice on one line."""
    said = " · ".join(str(Text.load(one.payload["spans"])).splitlines())
    return plain(said if len(said) <= LONG else said[: LONG - 1] + "…")


def _together(parts: Sequence[Part], told: Sequence[Line]) -> Reply:
    found = nudge_lines.joined_lines(told)
    rest = len(found) - LINES
    text = lines(
        plural("**{count} notice**", "**{count} notices**", len(parts)) if parts else None,
        *(fmt("• {text}", text=one.text) for one in parts),
        fmt("**Worth a look**") if told else None,
        *(fmt("• {text}", text=one) for one in found[:LINES]),
        plural("and {count} more", "and {count} more", rest) if rest > 0 else None,
    )
    refs = [one.ref for one in parts if one.ref] + [one.ref for one in told]
    once = tuple(dict.fromkeys(refs))
    shown, more = once[:MOST_SHOWN], once[MOST_SHOWN:]
    return Reply(text, (*_drill(shown), *_why(told, more=rest > 0)), shown, tells=more)


def _drill(refs: Sequence[Ref]) -> tuple[Button, ...]:
    """A way to each record."""
    return tuple(opening(ref) for ref in refs[:BUTTONS])


def opening(ref: Ref) -> Button:
    """A button that opens a record."""
    label = word("Show {ref}").format(ref=ref)
    if ref.kind in ("quote", "order"):
        return Button(label, Invocation(f"{ref.kind} show", {ref.kind: str(ref)}))
    return Button(label, Invocation("show", {"record": str(ref)}))


def _why(told: Sequence[Line], *, more: bool) -> tuple[Button, ...]:
    if not told:
        return ()
    why = nudge_lines.why(told[0].rule if len({one.rule for one in told}) == 1 else "")
    return (why, Button(word("All"), Invocation("nudge list"))) if more else (why,)
