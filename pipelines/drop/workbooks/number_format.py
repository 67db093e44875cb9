"""What a number format says of the numbers that it shows: for each of its sections, for which numbers it is and what it makes of them.

Decimal places, thousands, currencies and units behind a number are looks. A sign of a limit, a digit, a word before the number
and a number shown in thousands are none: who reads the sheet reads another value without them.
(ECMA-376 part 1, 18.8.30 and 18.8.31.)
"""

import operator
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from math import inf

TOKEN = re.compile(r'"[^"]*"?|\\.|_.|\*.|\[[^\[\]]*\]|general|g/\w+|standard|am/pm|a/p|e[+-]|.', re.DOTALL | re.IGNORECASE)
CONDITION = re.compile(r"\[\s*(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)\s*\]")
CURRENCY = re.compile(r"\[\$([^\]-]*)[^\]]*\]")
TESTS = {"<": operator.lt, "<=": operator.le, "=": operator.eq, ">=": operator.ge, ">": operator.gt, "<>": operator.ne}
LOOKS_BEFORE = re.compile(r"(?:[\s()[\].,'+$₩￦¥￥€£–-]|US|KRW|USD|EUR)*")
LOOKS_BEHIND = re.compile(r"(?:[^\W\d_]|[\s()[\].,'·/$₩￦¥￥€£]|m[23]\b)*")
NO_LOOKS = re.compile(  # words behind a number that make another of it
    r"이상|이하|초과|미만|이전|이후|음성|양성|\b(?:[km]|mn|mil|bn|mio|tsd|백|백만|천|만|억|hundred|thousand|million|billion)\b"
    r"|\b(?:neg|pos|or|not|over|under|above|below)",
    re.IGNORECASE,
)
NO_LOOKS_OF_A_DAY = re.compile(r"[<>≤≥≦≧~?±]|이전|이후|경|쯤|before|after|about|\bca\b|not", re.IGNORECASE)
DIGITS = frozenset("0#?")
DAY = ("d", "m", "y", "h", "s", "am/pm", "a/p")
LONGEST = 255  # characters of a format, as Excel allows
DAY_ALONE, MONTH_ALONE, YEAR_ALONE = 10, 7, 4  # characters of 2023-01-09 that a format shows
A_NOUGHT, A_CROSS = "\0", "\1"  # that a pattern shows and that are no places of a digit
FILLED_LIMITS = "<>≤≥~"
BETWEEN = frozenset("-:()+")  # signs that stand between digits without quotation marks
BUILT_IN_DATES = (*range(14, 23), *range(27, 37), 45, 47, *range(50, 59))  # 27-36 and 50-58 are dates in East Asia
BUILT_IN = dict.fromkeys(BUILT_IN_DATES, "yyyy-mm-dd") | {17: "mmm-yy", 46: "[h]:mm:ss", 9: "0%", 10: "0.00%", 49: "@"}


class Kind(Enum):
    """What a section of a number format says that a number is."""

    PLAIN = "number"
    DATE = "date"
    ELAPSED = "elapsed time"
    PERCENT = "percent"
    ZEROS = "zeros"
    WORDS = "words alone"


@dataclass(frozen=True)
class Section:
    """One section: the numbers that it is for, and how it shows them; what it shows around a number is blank if it is looks."""

    kind: Kind = Kind.PLAIN
    low: float = -inf
    test: str = ""  # one of TESTS, with its limit in `low`; blank for a section that takes what is left
    pattern: str = ""  # of leading zeros, as "000-0000", or of signs between digits: 45 is shown by "#.0" as 4.5
    thousands: int = 0  # how often the number is shown divided by 1,000
    before: str = ""
    behind: str = ""
    day: int = DAY_ALONE  # or MONTH_ALONE or YEAR_ALONE: 2023-01-01 that is shown as Jan-23 is no first of January

    def is_for(self, number: float) -> bool:
        """Say whether a number is shown by this section, if none before it shows it."""
        return not self.test or TESTS[self.test](number, self.low)


@dataclass(frozen=True, eq=False)
class NumberFormat:
    """A number format: its sections for numbers, and what it shows of a text, with @ in the place of the text."""

    sections: tuple[Section, ...] = (Section(),)
    of_text: str = "@"

    def section(self, number: float) -> Section:
        """Return the section that shows a number; a number for which there is none is shown as it is."""
        return next((section for section in self.sections if section.is_for(number)), Section())

    @property
    def changes_numbers(self) -> bool:
        """Whether a number that it shows is another for who reads it: a limit, a word, in thousands, in percent."""
        return any(each.before or each.behind or each.thousands or each.kind in (Kind.WORDS, Kind.PERCENT) for each in self.sections)

    @property
    def is_date(self) -> bool:
        """Whether it shows usual numbers as days."""
        return self.sections[0].kind is Kind.DATE


PLAIN = NumberFormat()


@lru_cache(maxsize=10_000)
def parse_format(code: str) -> NumberFormat:
    """Return what a format code says, as `yyyy-mm-dd`, `00000000`, `[>=60500]">"0` or `0;-0;"none";@`."""
    texts, of_text = list(_split(code[:LONGEST])), "@"
    if not code.strip():
        return PLAIN
    if len(texts) == 4 or "@" in texts[-1]:
        of_text = "".join(map(_shown, texts.pop()))
    tests = [next(filter(None, map(CONDITION.fullmatch, tokens)), None) for tokens in texts]
    return NumberFormat(tuple(_section(tokens, *_test_of(i, tests)) for i, tokens in enumerate(texts)) or (Section(),), of_text)


def built_in_format(number: int) -> NumberFormat:
    """Return one of the formats that a workbook names by number without writing them down."""
    return parse_format(BUILT_IN.get(number, "General"))


def _split(code: str) -> Iterator[list[str]]:
    """Yield the tokens of each section."""
    tokens: list[str] = []
    for token in TOKEN.findall(code):
        if token == ";":
            yield tokens
            tokens = []
        else:
            tokens.append(token)
    yield tokens


def _test_of(place: int, tests: list[re.Match[str] | None]) -> tuple[str, float]:
    """Return for which numbers a section is: those that it says, else by its place (above nought, below nought, the others)."""
    own = tests[place]
    if own:
        return own[1], float(own[2])
    if len(tests) == 1 or place == len(tests) - 1:
        return "", 0.0
    if place == 0:
        return (">=" if len(tests) == 2 else ">"), 0.0
    return "<", 0.0


def _shown(token: str) -> str:
    """Return the characters that a token shows as they are; none for colours, conditions, and blanks as wide as a character."""
    if token[0] == '"':
        return token.strip('"')
    if token[0] == "\\":
        return token[1:]
    if token[0] == "[":
        currency = CURRENCY.fullmatch(token)
        return currency[1] if currency else ""
    if token[0] == "*":  # fills the cell with a sign, which is looks if it is no limit
        return token[1] if token[1] in FILLED_LIMITS else ""
    return "" if token[0] == "_" else token


def _section(tokens: list[str], test: str, low: float) -> Section:
    """Return what the tokens of a section say."""
    words = [token.lower() for token in tokens]
    is_elapsed = any(re.fullmatch(r"\[(h+|m+|s+)\]", word) for word in words)
    is_day = not is_elapsed and any(word in DAY for word in words)
    is_digit = [word in DAY or word in DIGITS or word.startswith(("general", "g/", "standard")) for word in words]
    if is_elapsed or "@" in tokens:
        return Section(Kind.ELAPSED if is_elapsed else Kind.PLAIN, low, test)
    if not any(is_digit):
        alone = "".join(map(_shown, tokens)).strip()
        is_nought = alone and not alone.strip("-–— ")  # as accountants write it
        return Section(low=low, test=test) if is_nought else Section(Kind.WORDS, low, test, before=alone)
    first, last = is_digit.index(True), len(is_digit) - is_digit[::-1].index(True)
    while last < len(tokens) and tokens[last] == ",":
        last += 1
    before, behind = ("".join(_shown(token) for token in part if token != "%") for part in (tokens[:first], tokens[last:]))
    if is_day:
        before, behind = (text if NO_LOOKS_OF_A_DAY.search(text) else "" for text in (before, behind))
        return Section(Kind.DATE, low, test, before=before, behind=behind, day=_precision(words))
    behind = "" if LOOKS_BEHIND.fullmatch(behind) and not NO_LOOKS.search(behind) else behind.rstrip()
    if pattern := _pattern_of_zeros(tokens[:last]):
        return Section(Kind.ZEROS, low, test, pattern, behind=behind)
    before = "" if LOOKS_BEFORE.fullmatch(before) else before.lstrip()
    if between := _signs_between(tokens[first:last]):
        if pattern := _pattern_of_digits(tokens[first:last]):
            return Section(Kind.ZEROS, low, test, pattern, before=before, behind=behind)
        behind = between + behind
    kind = Kind.PERCENT if "%" in tokens else Kind.PLAIN
    return Section(kind, low, test, "", _thousands(tokens[first:last]), before, behind)


def _signs_between(tokens: list[str]) -> str:
    """Return the signs that a format puts between the digits of a number: 45 may be shown as 4.5."""
    return "".join(_shown(token) for token in tokens if token in BETWEEN or token[0] in '"\\').strip()


def _pattern_of_digits(tokens: list[str]) -> str:
    """Return the pattern of a whole number with signs between its digits, "" where it has a decimal point or an exponent, too."""
    pattern = ""
    for token in tokens:
        if token in DIGITS:
            pattern += "0" if token == "0" else "#"
        elif token[0] in '"\\' or token in BETWEEN or token == " ":
            pattern += _shown(token).replace("0", A_NOUGHT).replace("#", A_CROSS)
        elif token[0] not in "_*[,":
            return ""
    return pattern


def _precision(words: list[str]) -> int:
    """Return how much of a day its format shows; one that shows no year shows a day of a year that its readers know."""
    if not {"y", "e"}.intersection(words) or {"d", "h", "s"}.intersection(words):
        return DAY_ALONE
    return MONTH_ALONE if "m" in words else YEAR_ALONE


def _thousands(tokens: list[str]) -> int:
    """Return how often a number is divided by 1,000: once for each comma behind its last digit or before its decimal point."""
    digits = "".join(token for token in tokens if token in DIGITS or token in ".,")
    whole, _, places = digits.rstrip(",").partition(".")
    return len(digits) - len(digits.rstrip(",")) + (len(whole) - len(whole.rstrip(",")) if places else 0)


def _pattern_of_zeros(tokens: list[str]) -> str:
    """Return the pattern of a number that is shown with zeros before it, "" where there are other signs of a number."""
    pattern = ""
    for token in tokens:
        if token[0] in '"\\':
            pattern += _shown(token).replace("0", A_NOUGHT)
        elif token in tuple("0-/:() +"):
            pattern += token
        elif token[0] not in "_*[":
            return ""
    return pattern if pattern.count("0") >= 2 else ""
