"""How many amounts, phone numbers and addresses of public test suites are read as they expect.

Amounts: rows of Recognizers-Text whose currency is in use today and whose value its coins can
express; a name that several countries share is the company's (dollars in English, yuan in
Chinese). Phones: examples and counter-examples of libphonenumber; the sentences of
Recognizers-Text, which name no region, are searched in several. Addresses: isemail, where an
address that only the oldest standards know (quoted, commented, bracketed, of one label) is to be
refused; white space around an address is no part of it, so a row that is wrong for nothing else
is not counted.
"""

import csv
import json
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from handlers.amounts import find_money
from store.emails import InvalidEmail, find_email, read_email
from store.errors import CrmError
from store.moneys import Money, tender
from store.phones import ImpossiblePhone, find_phone, read_phone

Json = dict[str, Any]

COMPANIES: Final = {"English": "USD", "Chinese": "CNY"}
# Names without a country: the currency meant here and how many of them make one of it.
SHARED_NAMES: Final = {
    "Dollar": ("USD", 1),
    "Cent": ("USD", 100),
    "Pound": ("GBP", 1),
    "Pence": ("GBP", 100),
}
REGIONS: Final = ("US", "CN", "GB", "DE", "FR", "NL", "BR", "BG", "RO", "UA", "AE", "DK", "SK")
DELIVERABLE: Final = ("ISEMAIL_VALID_CATEGORY", "ISEMAIL_DNSWARN")


@dataclass(slots=True)
class Score:
    """The figures of a suite.

    Attributes:
        label: What was scored.
        floor: The share that must be right, from 0 to 1, or None where nothing is promised.
        right: Rows read as expected.
        counted: Rows in scope.
        skipped: Rows out of scope.
        misses: The rows read otherwise.
        began: When the scoring began, in seconds of the performance counter.
    """

    label: str
    floor: float | None
    right: int = 0
    counted: int = 0
    skipped: int = 0
    misses: list[str] = field(default_factory=list)
    began: float = field(default_factory=time.perf_counter)

    def judge(self, row: object, said: object, *, right: bool) -> None:
        """Count a row, and keep it if it was read otherwise."""
        self.counted += 1
        self.right += right
        if not right:
            self.misses.append(f"{row!r}: {said}")

    def report(self, *, verbose: bool) -> None:
        """Print the figures beside their floor, and the misses if asked."""
        microseconds = (time.perf_counter() - self.began) / self.counted * 1e6
        floor = "none" if self.floor is None else f"{self.floor:.0%}"
        print(
            f"{self.label}: counted {self.counted}, right {self.right} "
            f"({self.right / self.counted:.1%}, floor {floor}), "
            f"out of scope {self.skipped}, {microseconds:.0f} µs a row"
        )
        for miss in self.misses if verbose else ():
            print("   ", miss)


def data_folder() -> Path | None:
    """The folder of shared data, or None where it is missing."""
    beside = Path(__file__).resolve().parents[2] / "shared" / "data"
    folder = Path(os.environ.get("PARLEY_SHARED_DATA", beside))
    return folder if folder.is_dir() else None


def amounts(folder: Path, language: str) -> Score:
    """Every amount in the sentences of one language, and the sentences without any."""
    company = COMPANIES[language]
    find_money("$1", currency=company)  # builds the names of currencies, once a process
    score = Score(f"amounts in sentences, {language}", floor=0.9)
    for row in _lines(folder / "amounts" / f"NumberWithUnit_{language}_CurrencyModel.jsonl"):
        found = list(_moneys(row["input"], company))
        for entity in row["expected"]:
            money = _expected(entity["resolution"])
            if money is None:
                score.skipped += 1
            else:
                score.judge(row["input"], found, right=money in found)
        if not row["expected"]:
            score.judge(row["input"], found, right=not found)
    return score


def _expected(resolution: Json) -> Money | None:
    """The amount a row expects, or None where it is none that Parley can hold."""
    shared = SHARED_NAMES.get(resolution["unit"], ("", 1))
    currency, parts = resolution.get("isoCurrency") or shared[0], shared[1]
    if resolution.get("value") is None or currency not in tender():
        return None
    try:
        return Money.of(Decimal(resolution["value"]) / parts, currency)
    except CrmError:
        return None


def _moneys(text: str, company: str) -> Iterator[Money]:
    """Every amount of a sentence, from left to right."""
    while found := find_money(text, currency=company):
        yield found.money
        text = text[found.end :]


def phones(folder: Path, column: str) -> Score:
    """Examples to be read as their E.164 form, counter-examples to be refused or doubted."""
    score = Score(f"phones, {column}", floor=1.0)
    with (folder / "phones" / "example_numbers.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if not row[column]:
                score.skipped += 1
                continue
            try:
                phone = read_phone(row[column], region=row["region"])
                said = phone.e164 if phone.plausible else "doubted"
            except ImpossiblePhone as refusal:
                said = refusal.reason
            valid = row["type"] != "INVALID"
            score.judge(row, said, right=(said == row["e164"]) == valid)
    return score


def phones_in_sentences(folder: Path, language: str) -> Score:
    """Whether the expected piece of a sentence is a number somewhere, and no other piece is."""
    score = Score(f"phones in sentences, {language}", floor=None)
    for row in _lines(folder / "phones" / f"Sequence_{language}_PhoneNumberModel.jsonl"):
        text = row["input"]
        finds = [found for region in REGIONS if (found := find_phone(text, region=region))]
        pieces = {text[found.start : found.end] for found in finds}
        expected = {entity["text"] for entity in row["expected"]}
        score.judge(text, pieces, right=bool(pieces & expected) or pieces == expected)
    return score


def addresses(folder: Path) -> Score:
    """The cases of isemail."""
    score = Score("addresses, isemail", floor=0.99)
    for row in json.loads((folder / "emails" / "tests.json").read_text("utf-8")):
        address, deliverable = row["address"], row["category"] in DELIVERABLE
        if address != address.strip() and not deliverable:
            score.skipped += 1
            continue
        try:
            said = read_email(address)
        except InvalidEmail as refusal:
            said = refusal.reason
        score.judge(address, said, right=(said == address) == deliverable)
    return score


def addresses_in_sentences(folder: Path) -> Score:
    """The sentences of Recognizers-Text."""
    score = Score("addresses in sentences", floor=None)
    for row in _lines(folder / "emails" / "Sequence_English_EmailModel.jsonl"):
        found = find_email(row["input"])
        expected = {entity["text"].lower() for entity in row["expected"]}
        said = {found.email.lower()} if found else set()
        score.judge(row["input"], said, right=said == expected)
    return score


def _lines(path: Path) -> Iterator[Json]:
    for line in path.read_text("utf-8").splitlines():
        yield json.loads(line)


def main() -> None:
    """Print the figures of every suite; with ``-v`` also the rows read otherwise."""
    folder = data_folder()
    if folder is None:
        print("entry standards: skipped, no shared data here")
        return
    verbose = "-v" in sys.argv
    for language in COMPANIES:
        amounts(folder, language).report(verbose=verbose)
    for column in ("e164", "international", "national", "rfc3966"):
        phones(folder, column).report(verbose=verbose)
    for language in COMPANIES:
        phones_in_sentences(folder, language).report(verbose=verbose)
    addresses(folder).report(verbose=verbose)
    addresses_in_sentences(folder).report(verbose=verbose)


if __name__ == "__main__":
    main()
