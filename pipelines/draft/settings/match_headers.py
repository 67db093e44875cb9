"""Matches the headers of a sheet to the columns of a table: by their words, and by whether their cells can be read so.

A score lies between 0 and 1. A header that is one of the column's own has 1, whatever its cells hold: the run will say what is
unreadable. Any other needs words that are alike, cells that can be read, and a lead over the next best column.
"""

import difflib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from pipelines.draft.settings.readings import Reading, Readings
from pipelines.draft.settings.sheet_columns import SheetColumn
from pipelines.drop.sheet import fold_header
from pipelines.warehouse.reference_files import listed_rows
from pipelines.warehouse.table_files import header_words, table_columns
from schemas.column import Column

LEAST, LEAD = 0.55, 0.05
SHORT = 0.95  # of a header that clinics use for the column; it may mean something else in another place, and is asked about
PART = 0.95  # of one of two names in a header
NUMBERS = ("number", "integer")
LONG_HEADER = 5  # letters; of shorter ones another letter makes another word
CONFIRMED = 0.9  # share of the words of a column that its code book explains
WEAK_WORDS = {"of", "the", "no", "number", "date", "day", "code", "id", "at", "in"}


@dataclass(frozen=True)
class Match:
    """A header's column, with its score and the runner-up."""

    column: Column
    score: float
    reading: Reading
    runner_up: str = ""
    runner_up_score: float = 0.0
    is_short: bool = False  # by a list of short headers, which a run does not know
    is_second: bool = False  # another header has the column that this one is most like: they may be two readers' of one column

    @property
    def is_sure(self) -> bool:
        """Whether nobody needs to look at it."""
        if self.is_second or (self.is_short and not (self.column.codes and self.reading.share >= CONFIRMED)):
            return False
        return self.score >= 0.8 or self.runner_up_score + 0.25 < self.score >= 0.7


def match_headers(columns: list[SheetColumn], table: str, readings: Readings) -> dict[int, Match]:
    """Return, by position, the columns of the table that headers of a sheet stand for; each column once, the best header first."""
    scores: dict[tuple[int, str], tuple[float, Reading]] = {}
    known, short = header_words(table), short_headers(table)
    of_table = {column.name: column for column in table_columns(table)}
    for one in columns:
        if one.is_identifier:
            continue
        for column in of_table.values():
            score, reading = _score(one, table, column, (known, short), readings)
            if score > 0:
                scores[one.position, column.name] = (score, reading)
    folded = {one.position: one.folded for one in columns}
    matches: dict[int, Match] = {}
    taken: set[str] = set()
    for (position, name), (score, reading) in sorted(scores.items(), key=lambda item: (-item[1][0], item[0][0])):
        if score < LEAST or position in matches or name in taken:
            continue
        others = {other: value for (at, other), (value, _) in scores.items() if at == position and other != name and other not in taken}
        runner_up = max(others, key=lambda other: others[other], default="")
        if runner_up and score < 1 and others[runner_up] + LEAD > score:
            continue
        is_short = score < 1 and name in short.get(folded[position], ())
        is_second = any(value > score for (at, other), (value, _) in scores.items() if at == position and other in taken)
        matches[position] = Match(of_table[name], score, reading, runner_up, others.get(runner_up, 0.0), is_short, is_second)
        taken.add(name)
    return matches


@cache
def short_headers(table: str) -> Mapping[str, frozenset[str]]:
    """Return, by folded header, the columns of a table that clinics head so."""
    rows = [row for row in listed_rows("short_headers") if row["table"] == table]
    folded = {fold_header(row["header"]) for row in rows} - {""}
    return {header: frozenset(row["column"] for row in rows if fold_header(row["header"]) == header) for header in folded}


def _score(
    one: SheetColumn, table: str, column: Column, lists: tuple[Mapping[str, str], Mapping[str, frozenset[str]]], readings: Readings
) -> tuple[float, Reading]:
    known, short = lists
    reading = readings.as_column(one.texts, table, column)
    if known.get(one.folded) == column.name:
        return 1.0, reading
    names = (column.name, *column.headers)
    words = max(likeness(one.plain, name) for name in names)
    words = max(words, *(PART * likeness(part, name) for part in one.parts for name in names))
    if column.name in short.get(one.folded, ()):
        words = max(words, SHORT)
    if not one.texts:
        return 0.75 * words, reading
    if column.codes:
        are_words = any(any(map(str.isalpha, text)) for text in one.texts)  # 0 and 1 stand in many a code book
        by_words = 0.9 if reading.share >= 0.9 and len(one.texts) >= 2 and are_words else 0.0
        return max(by_words * (0.8 + 0.2 * words), 0.6 * words + 0.4 * reading.share if words >= 0.5 else 0.0), reading
    if column.kind == "text":
        return 0.8 * words, reading
    if reading.share < 0.5 or (column.kind in NUMBERS and one.holds_days):
        return 0.3 * words * reading.share, reading
    return 0.65 * words + 0.3 * reading.share, reading


@cache
def likeness(header: str, name: str) -> float:
    """Return how alike two headers are, from 0 to 1: their words in any order, or their letters. Words that many have count less."""
    if fold_header(header) == fold_header(name):
        return 1.0
    own, other = _words(header), _words(name)
    if not own or not other:
        return 0.0
    weights = {word: 0.4 if word in WEAK_WORDS else 1.0 for word in own | other}
    met = {word for word in own if any(_is_alike(word, known) for known in other)}
    met_other = {word for word in other if any(_is_alike(word, known) for known in own)}
    total = sum(weights[word] for word in own) + sum(weights[word] for word in other)
    shared = (sum(weights[word] for word in met) + sum(weights[word] for word in met_other)) / total
    letters = difflib.SequenceMatcher(None, fold_header(header), fold_header(name)).ratio()
    is_long = min(len(fold_header(header)), len(fold_header(name))) >= LONG_HEADER
    return max(shared, letters if is_long and letters >= 0.8 else 0.0) * 0.95


def _is_alike(one: str, other: str) -> bool:
    least = 2 if "가" <= min(one[0], other[0]) <= "힣" else 3  # syllables: 채혈 and 채혈일
    return one == other or (min(len(one), len(other)) >= least and (one.startswith(other) or other.startswith(one)))


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]+|\d+", unicodedata.normalize("NFKC", text).casefold()))
