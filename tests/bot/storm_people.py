"""Customers and agents of a storm: what they do next, at random, and what came of it is written down."""

import random
from dataclasses import dataclass, field
from typing import Any

from tests.bot.seats import SEND, TICKET, Desk, Seat, Seen, Sent

LETTERS = "abcdefghijklmnopqrstuvwxyz"
MARK = "zq"
"""What every token begins with, and no word that Parley says."""
PLEAS = (
    "The export is down again {}", "I cannot log in since noon {}", "Hello {}",
    "My invoice is wrong, please look {}", "Could you look at the printer? {}",
)  # fmt: skip
PLEAS_ZH = ("导出又坏了，{}", "发票金额不对 {}", "登录不了，请帮忙看看 {}", "你好 {}")
NEW = ("new request {}", "新请求 {}")
AGREE = ("I agree", "我同意")
ONCE = ("No, just this question", "不，只问这一个问题")
NEW_BUTTON = ("New request", "新请求")
HELPED = ("This helped", "有帮助", "Talk to a human", "联系人工")
SCORE = "4"


@dataclass
class Line:
    """Something that somebody wrote, known by its token wherever it turns up.

    Attributes:
        kind: "customer", "file", "reply", "draft", "macro" or "internal".
        by: the account.
        ticket: in whose thread.
        pressed: the button that sends it was.
        edited: another line took its place.
        asks: a reply written away from the thread: if its customer has written since its author saw
            the ticket, it waits for a yes.
    """

    token: str
    kind: str
    by: str
    ticket: int | None = None
    sent: Sent = field(default_factory=Sent)
    pressed: bool = False
    edited: bool = False
    asks: bool = False


@dataclass
class Ledger:
    """Everything that was written, by its token."""

    dice: random.Random
    lines: dict[str, Line] = field(default_factory=dict)

    def line(self, kind: str, by: str, ticket: int | None = None) -> Line:
        """A new line, with a token that nothing else is like."""
        token = MARK + "".join(self.dice.choices(LETTERS, k=12))
        self.lines[token] = Line(token, kind, by, ticket)
        return self.lines[token]

    def of(self, *kinds: str) -> list[Line]:
        """Lines of some kinds."""
        return [one for one in self.lines.values() if one.kind in kinds]


@dataclass
class Customer:
    """Somebody who writes to the company."""

    seat: Seat
    ledger: Ledger
    chinese: bool = False
    pressed: set[Any] = field(default_factory=set)
    _last: Line | None = None

    @property
    def dice(self) -> random.Random:
        """The storm's."""
        return self.ledger.dice

    def acts(self) -> int:
        """Do something; gives how many messages were written."""
        if self.dice.random() < 0.5 and self.answers():
            return 0
        acts = (self._writes, self._asks_anew, self._sends, self._replies, self._edits, self._says)
        (act,) = self.dice.choices(acts, (50, 14, 12, 12, 4, 8))
        before = len(self.ledger.lines)
        act()
        return len(self.ledger.lines) - before

    def answers(self, *, at_last: bool = False) -> bool:
        """Press a button under a question; at last those without which words would wait."""
        for seen in reversed(self.seat.sees):
            label = self._choice(seen, at_last=at_last)
            if label and (at_last or seen.name not in self.pressed):
                self.pressed.add(seen.name)
                self.seat.presses(label, seen.name)
                return True
        return False

    def rates(self) -> bool:
        """Say how one was served, if one was asked and has not said so."""
        for seen in self.seat.sees:
            if SCORE in seen.buttons and seen.name not in self.pressed:
                self.pressed.add(seen.name)
                self.seat.presses(SCORE, seen.name)
                return True
        return False

    def _choice(self, seen: Seen, *, at_last: bool) -> str | None:
        offered = [one for one in seen.buttons if one in NEW_BUTTON or "(T-" in one]
        if seen.buttons and seen.buttons[0] in AGREE:
            once = not at_last and self.dice.random() < 0.15
            return seen.buttons[-1] if once else seen.buttons[0]  # `privacy` offers the first alone
        if any(one in NEW_BUTTON for one in seen.buttons):
            return self.dice.choice(offered)
        if at_last:
            return None
        if SCORE in seen.buttons:
            return SCORE
        helped = [one for one in seen.buttons if one in HELPED]
        return self.dice.choice(helped) if helped and self.dice.random() < 0.5 else None

    def _words(self, line: Line) -> str:
        return self.dice.choice(PLEAS_ZH if self.chinese else PLEAS).format(line.token)

    def _line(self) -> Line:
        self._last = self.ledger.line("customer", self.seat.account)
        return self._last

    def _writes(self) -> None:
        """Some write in bursts; on Slack one after another, as they wait for their turn."""
        line = self._line()
        line.sent = self.seat.says(self._words(line))
        if self.seat.ready and self.dice.random() < 0.4:
            self._writes()

    def _asks_anew(self) -> None:
        line = self._line()
        line.sent = self.seat.says(NEW[self.chinese].format(self._words(line)))

    def _sends(self) -> None:
        line = self._line()
        files = [
            self.ledger.line("file", self.seat.account) for _ in range(self.dice.choice((1, 1, 2)))
        ]
        contents = [f"%PDF-1.4 {one.token}".encode() for one in files]
        line.sent = self.seat.sends(contents, self._words(line))
        for one in files:
            one.sent = line.sent
        self._last = None  # what is written under a file is not changed

    def _replies(self) -> None:
        about = [one for one in self.seat.sees if TICKET.search(one.text)]
        if about:
            line = self._line()
            line.sent = self.seat.says(self._words(line), reply_to=self.dice.choice(about).name)

    def _edits(self) -> None:
        old = self._last
        if old and old.sent.name and not old.sent.lost:
            line = self._line()
            line.sent = self.seat.edits(old.sent, self._words(line))
            line.sent.name = None  # it is changed once

    def _says(self) -> None:
        numbers = [found[1] for one in self.seat.sees for found in TICKET.finditer(one.text)]
        commands = ["my requests", "human", "my data", "privacy"]
        if numbers:
            commands += [f"status T-{number}" for number in numbers[:2]]
            commands += [f"close T-{numbers[0]}", f"T-{numbers[-1]}"]
        self.seat.says(self.dice.choice(commands))


@dataclass
class Agent:
    """Somebody who works on tickets at a desk.

    Attributes:
        owners: whose each ticket is, of all agents; only they answer in it.
        macros: names, and the tokens in their texts.
        pairs: tickets of one customer, to be merged.
        sent: tokens of macros that were sent, and for which ticket.
    """

    seat: Seat
    desk: Desk
    ledger: Ledger
    owners: dict[int, str]
    macros: dict[str, str]
    pairs: list[tuple[int, int]]
    named: bool = False  # mentions work: on Slack
    sent: set[tuple[str, int]] = field(default_factory=set)
    _next: list[str] = field(default_factory=list)
    _pressed: set[Any] = field(default_factory=set)
    _used: set[tuple[str, int]] = field(default_factory=set)

    @property
    def dice(self) -> random.Random:
        """The storm's."""
        return self.ledger.dice

    def acts(self) -> int:
        """Do something; gives how many messages were written."""
        if self._next:
            self.seat.says(self._next.pop(0))
            return 0
        if self.dice.random() < 0.1 and self._sends_a_macro():
            return 0
        number = self._ticket()
        if number is None:
            self.seat.says(self.dice.choice(("tickets", "tickets unassigned")))
            return 0
        before = len(self.ledger.lines)
        acts = (self._replies, self._drafts, self._presses, self._notes, self._sends, self._uses,
                self._works, self._ends, self._merges)  # fmt: skip
        (act,) = self.dice.choices(acts, (26, 14, 16, 12, 8, 8, 8, 3, 5))
        act(number, self.desk.threads[number])
        return len(self.ledger.lines) - before

    def _ticket(self) -> int | None:
        """A ticket of one's own, or one that nobody has."""
        self.desk.look()
        free = [one for one in self.desk.threads if one not in self.owners]
        mine = [one for one in self.desk.threads if self.owners.get(one) == self.seat.account]
        if free and (not mine or self.dice.random() < 0.4):
            number = self.dice.choice(free)
            self.owners[number] = self.seat.account
            self.seat.says(self._aloud("take"), at=self.desk.threads[number])
            return number if self.seat.ready else None
        return self.dice.choice(mine) if mine else None

    def _aloud(self, text: str) -> str:
        """A command in a thread: by its word, by name or behind a slash."""
        return self._addressed(text) if self.dice.random() < 0.4 else text

    def _addressed(self, text: str) -> str:
        return f"@Parley {text}" if self.named else f"/{text}"

    def _line(self, kind: str, number: int) -> Line:
        return self.ledger.line(kind, self.seat.account, number)

    def _replies(self, number: int, thread: Any) -> None:
        line = self._line("reply", number)
        words = self.dice.choice(
            ("Please try again {}", "请再试一次 {}", "{}\nThe disk was full.")
        ).format(line.token)
        if self.dice.random() < 0.2:
            line.asks = True
            line.sent = self.seat.says(f"reply T-{number} {words}")
        else:
            line.sent = self.seat.says(self._aloud(f"reply {words}"), at=thread)

    def _drafts(self, number: int, thread: Any) -> None:
        line = self._line("draft", number)
        line.sent = self.seat.says(f"Perhaps it is the disk {line.token}", at=thread)
        if not self.named and self.dice.random() < 0.2:
            line.edited, newer = True, self._line("draft", number)
            newer.sent = self.seat.edits(line.sent, f"It is the disk {newer.token}", at=thread)

    def _presses(self, number: int, _thread: Any) -> None:
        """Send a draft; where the platform does not show which, it may be any of this thread."""
        for name, under in self.desk.offers.get(number, ()):
            drafts = [one for one in self._drafts_of(number) if under in (None, one.sent.name)]
            if drafts and name not in self._pressed:
                self._pressed.add(name)
                self.seat.presses(SEND, name, private=False)
                for one in drafts:
                    one.pressed = True
                return

    def _drafts_of(self, number: int) -> list[Line]:
        drafts = self.ledger.of("draft")
        return [one for one in drafts if (one.ticket, one.by) == (number, self.seat.account)]

    def _notes(self, number: int, thread: Any) -> None:
        """What stays inside: on Slack by its command, as a draft's button names no draft there."""
        line = self._line("internal", number)
        words = f"He is a difficult one {line.token}"
        plain = not self.named and self.dice.random() < 0.6
        line.sent = self.seat.says(words if plain else self._aloud(f"note {words}"), at=thread)

    def _sends(self, number: int, thread: Any) -> None:
        kind = self.dice.choice(("reply", "internal"))
        line, file = self._line(kind, number), self._line(kind, number)
        head = "reply" if kind == "reply" else "note"
        content = f"%PDF-1.4 {file.token}".encode()
        line.sent = self.seat.sends([content], f"{head} See the paper {line.token}", at=thread)
        file.kind = {"reply": "paper", "internal": "internal"}[kind]

    def _uses(self, number: int, thread: Any) -> None:
        name = self.dice.choice(list(self.macros))
        if (name, number) not in self._used:
            self._used.add((name, number))
            self.seat.says(f"macro use {name} T-{number}")

    def _works(self, number: int, thread: Any) -> None:
        line = self.dice.choice(("wait customer", "wait third party", "priority high"))
        # By its bare word it would be a draft like any other word in a thread, with a button.
        timeline = self._addressed("timeline")
        self.seat.says(self.dice.choice((self._aloud(line), timeline)), at=thread)

    def _ends(self, number: int, thread: Any) -> None:
        line = self._line("internal", number)
        text = f"resolve Replaced the disk {line.token}"
        line.sent = self.seat.says(self._aloud(text), at=thread)

    def _merges(self, number: int, thread: Any) -> None:
        mine = [
            pair
            for pair in self.pairs
            if all(self.owners.get(one) == self.seat.account for one in pair)
        ]
        if mine:
            self.pairs.remove(mine[0])
            self.seat.says("ticket merge T-{} T-{}".format(*mine[0]))
            self._next.append("yes")

    def _sends_a_macro(self) -> bool:
        """Press the button of a macro that was filled in."""
        for seen in self.seat.sees:
            if SEND in seen.buttons and seen.name not in self._pressed:
                self._pressed.add(seen.name)
                number = int(TICKET.findall(seen.text)[0])
                self.sent |= {(one, number) for one in self.macros.values() if one in seen.text}
                self.seat.presses(SEND, seen.name)
                return True
        return False
