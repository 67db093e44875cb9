"""Finds what would name a patient in a text that leaves the restricted zone: numbers and names of the drop, and what looks like them.

Sought are the patient numbers that the drop holds, where they can be told from other numbers; words of the pattern of patient numbers,
where the settings give one that tells them from other words; the names in the columns that are dropped; resident registration and
telephone numbers, with dashes or without.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from pipelines.raw.pseudonyms import IDENTIFIER_IN_FREE_TEXT, matches_whole
from pipelines.settings.key_place import has_public_numbers
from pipelines.settings.sections import Settings
from pipelines.settings.visible import INVISIBLE

FEWEST_DIGITS = 7  # of a number of digits alone: shorter ones are results, years and counts, too, and sought in free text only
SHORTEST = 4  # digits that are sought at all
FEWEST_CHARACTERS = 5  # of one with letters
MOST_NAMESAKES = 5
ORDINARY = ("1", "12", "123", "1234", "12345", "123456", "A", "R1", "ABC", "ABCD", "A.CSV", "AB-007", "P1", "2024-12-31", "FIRST_LINE")
PLACEHOLDER = "(what would name a patient)"

_DIGEST = re.compile(r"(?<![0-9A-Z])(?=[0-9]*[A-Z])[A-Z]?[0-9A-F]{12,}(?![0-9A-Z])")  # pseudonyms, keys of rows, hashes
_WHOLE_DIGEST = "^[A-Z]?[0-9A-F]{12,}$"  # with a letter in it: a text that is one of these from end to end
_DECIMAL = re.compile(r"(?<![0-9.])[0-9]+\.[0-9]{3,}(E[-+]?[0-9]+)?(?![0-9.])")
_SHORT = re.compile(  # a number of digits alone, not a part of a longer one, of a date or a decimal, nor of a unit
    r"(?<![0-9A-Z])(?<![0-9][-.,:/])[0-9]{4,6}(?![0-9A-Z])(?![-.,:/][0-9])"
    r"(?![ /]?(MG|[MUΜ]?L|CC|MM|CM|NG|UG|IU|U|C?GY|HU|%)($|[^A-Z]))"
)
_IN_PIECES = re.compile(f"(?:[0-9][-_., ·/]?){{{FEWEST_DIGITS - 1},}}[0-9]")
_HANGUL_NAME = re.compile("[가-힣]{3,5}")
_BEFORE_A_NAME = "|".join(f"(?<={word})" for word in ("환자", "보호자", "성명", "이름", "본인"))
_LATIN_NAME = re.compile(r"[A-Z][A-Z'-]+(?:[ .,]+[A-Z][A-Z'-]+)+|[A-Z]{8,}")
_LOOKS_LIKE_ONE = re.compile(IDENTIFIER_IN_FREE_TEXT)


@dataclass(frozen=True)
class Identifiers:
    """The numbers and names of patients as met, normalised, and the pattern of patient numbers; they stay in memory."""

    numbers: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    pattern: str = ".+"

    def telling(self, texts: Sequence[str]) -> list[int]:
        """Return the places of those texts that would name a patient."""
        all_folded = pl.Series(texts, dtype=pl.String).str.normalize("NFKC").str.to_uppercase()
        is_digest = all_folded.str.contains(_WHOLE_DIGEST) & all_folded.str.contains("[A-Z]")  # most texts are keys of rows
        others = (~is_digest | all_folded.is_in(sorted(self._like_digests))).arg_true()
        folded = all_folded.gather(others)
        may = folded.str.contains(IDENTIFIER_IN_FREE_TEXT)
        if self._sought:
            may |= folded.str.contains_any(self._sought)
        if self._has_own_pattern:
            may |= folded.str.contains(self._inner_pattern)
        places = others.filter(may).to_list()
        closer = [_folded(texts[place], self._like_digests) for place in places]
        sought = zip(places, closer, self._words_in(closer), self._words_of_pattern(closer), strict=True)
        return [place for place, text, words, of_pattern in sought if any(_places(text, words, of_pattern))]

    def telling_in_free_text(self, texts: Sequence[str]) -> list[int]:
        """Return the places of those texts in which also a short number would name a patient: one of 5 or 6 digits, or of 4 alone."""
        places = set(self.telling(texts))
        if self._short:
            for place in pl.Series(texts, dtype=pl.String).str.normalize("NFKC").str.contains("[0-9]{4}").arg_true():
                text = _folded(texts[place]).strip()
                words = {match[0] for match in _SHORT.finditer(text)} & self._short
                if any(len(word) > SHORTEST or word == text for word in words):
                    places.add(place)
        return sorted(places | set(self._telling_in_pieces(texts)))

    def _telling_in_pieces(self, texts: Sequence[str]) -> Iterator[int]:
        """Yield the places of texts in which the digits of a patient number stand apart, or behind noughts: 9081-7263, 0090817263."""
        numbers = {number for number in self._sought if number.isdigit()}
        numbers |= {bare for number in numbers if len(bare := number.lstrip("0")) >= FEWEST_DIGITS}
        seen = pl.Series(texts, dtype=pl.String).str.replace_all(f"[{INVISIBLE}]", "").str.normalize("NFKC")
        for place in seen.str.contains(_IN_PIECES.pattern).arg_true() if numbers else ():
            words = {re.sub("[^0-9]", "", match[0]) for match in _IN_PIECES.finditer(seen[place])}
            if not numbers.isdisjoint(words | {word.lstrip("0") for word in words}):
                yield place

    def masked(self, text: str) -> str:
        """Return the text with a placeholder where it would name a patient, unchanged where it would not."""
        sayable = text.encode("utf-8", "replace").decode()  # the name of a file may be no text at all
        if not self.telling([sayable]):
            return text
        shown = unicodedata.normalize("NFKC", sayable)
        folded = _folded(shown, self._like_digests, as_long=True)
        merged: list[tuple[int, int]] = []
        for start, end in sorted(_places(folded, self._words_in([folded])[0], self._words_of_pattern([folded])[0])):
            if merged and start < merged[-1][1]:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            else:
                merged.append((start, end))
        for start, end in reversed(merged):
            shown = shown[:start] + PLACEHOLDER + shown[end:]
        return shown

    @cached_property
    def _sought(self) -> list[str]:
        candidates = pl.Series([number for number in sorted(self.numbers) if _is_sought(number)], dtype=pl.String)
        of_patients = matches_whole(candidates, self.pattern) if self._has_own_pattern else candidates.str.contains("[0-9]{5}")
        numbers = set(candidates.filter(of_patients))  # a shifted row may have a date or a word of ours where the number should be
        return sorted(numbers | self.names | {number for number in self.numbers if _HANGUL_NAME.fullmatch(number)})

    @cached_property
    def _like_digests(self) -> frozenset[str]:
        """The patient numbers that look as our digests do, such as a letter and twelve digits."""
        return frozenset(number for number in self.numbers if _DIGEST.fullmatch(number))

    @cached_property
    def _short(self) -> Set[str]:
        """The short patient numbers that can be sought: none that is a year, or as round as a limit or a dose."""
        short = [one for one in sorted(self.numbers) if re.fullmatch(f"[0-9]{{{SHORTEST},{FEWEST_DIGITS - 1}}}", one)]
        of_patients = pl.Series(short, dtype=pl.String).filter(matches_whole(pl.Series(short, dtype=pl.String), self.pattern))
        return {one for one in of_patients if not one.endswith("00") and not re.fullmatch("(19|20)[0-9]{2}", one)}

    @cached_property
    def _has_own_pattern(self) -> bool:
        """Whether the pattern tells patient numbers from ordinary words."""
        return not matches_whole(pl.Series(ORDINARY), self.pattern).any()

    @property
    def _inner_pattern(self) -> str:
        return re.sub(r"^\^|\$$", "", self.pattern)

    def _words_in(self, folded: Sequence[str]) -> list[list[str]]:
        """Return which of the sought numbers and names stand in each text, be it as a part of a longer one."""
        if not self._sought:
            return [[] for _ in folded]
        return pl.Series(folded, dtype=pl.String).str.extract_many(self._sought, overlapping=True).to_list()

    def _words_of_pattern(self, folded: Sequence[str]) -> list[set[str]]:
        """Return which words of each folded text are of the pattern."""
        if not self._has_own_pattern:
            return [set() for _ in folded]
        beside = "[^0-9A-Z]"
        texts = pl.Series(folded, dtype=pl.String).str
        inside = texts.extract_all(self._inner_pattern).to_list()
        whole = texts.extract_all(f"(?:^|{beside})(?:{self._inner_pattern})(?:$|{beside})").to_list()
        found = [{*some, *others} for some, others in zip(inside, whole, strict=True)]
        bare = [words | {word.strip(" .,;:()[]/") for word in words} for words in found]
        return [{word for word in words if len(word) >= FEWEST_CHARACTERS and not _is_ordinary(word)} for words in bare]


def identifiers_of(settings: Settings, numbers: frozenset[str] = frozenset(), names: frozenset[str] = frozenset()) -> Identifiers:
    """Return what must stand in nothing that is published, as far as it is met. Numbers that are public already may."""
    if has_public_numbers(settings):
        return Identifiers(names=names)
    return Identifiers(numbers, names, settings.registry.patient_id_pattern)


def _places(folded: str, words: Iterable[str], of_pattern: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Yield where a folded text would name a patient, from and to."""
    yield from ((match.start(), match.end()) for match in _LOOKS_LIKE_ONE.finditer(folded))
    for word in of_pattern:
        yield from ((match.start(), match.end()) for match in _whole(word).finditer(folded))
    for word in set(words):
        yield from ((match.start(), match.end()) for match in _alone(word).finditer(folded))


def names_in(values: pl.Series, patients: pl.Series) -> Iterator[tuple[str, str]]:
    """Yield (name, patient) of what can be sought as a name in a column that names people: full names, no words of two syllables."""
    cells = pl.DataFrame({"value": values, "patient": patients.fill_null("")}).drop_nulls("value").unique(maintain_order=True)
    for value, patient in cells.rows():
        folded = " ".join(unicodedata.normalize("NFKC", value).upper().split())
        joined = folded.replace(" ", "")
        if _HANGUL_NAME.fullmatch(joined):
            yield from ((name, patient) for name in {folded, joined, f"{joined[0]} {joined[1:]}"})
        elif _LATIN_NAME.fullmatch(folded):
            words = folded.replace(",", " ").split()
            yield from ((name, patient) for name in {folded, " ".join(words), " ".join([*words[1:], words[0]])})


def names_of_people(patients_of: Mapping[str, Set[str]]) -> frozenset[str]:
    """Return the names of a few patients each: what stands beside more is no name, such as that of a test in a column called "name"."""
    return frozenset(name for name, patients in patients_of.items() if len(patients) <= MOST_NAMESAKES)


def _folded(text: str, kept: Set[str] = frozenset(), *, as_long: bool = False) -> str:
    """Return a text as it is searched: NFKC, upper case, without digests and decimals, in which any number may stand by chance.

    `kept` are patient numbers that look like digests.
    """
    folded = text if as_long else unicodedata.normalize("NFKC", text)
    upper = folded.upper()
    folded = upper if len(upper) == len(folded) else folded
    for ours in (_DIGEST, _DECIMAL):
        folded = ours.sub(lambda match: match[0] if match[0] in kept else " " * len(match[0]), folded)
    return folded


def _is_sought(number: str) -> bool:
    if not any(character.isdigit() for character in number):
        return False
    return len(number) >= (FEWEST_DIGITS if number.isdigit() else FEWEST_CHARACTERS) and not _is_ordinary(number)


def _is_ordinary(word: str) -> bool:
    """Say whether digits are a day, or so round a number that it is a limit."""
    if re.fullmatch("[1-9][0-9]{0,3}0{5,}", word):
        return True
    try:
        return len(word) == 8 and 1900 <= dt.date.fromisoformat(word).year < 2100
    except ValueError:
        return False


def _alone(word: str) -> re.Pattern:
    """Return what finds a number or a name that is no part of a longer one; letters before a number of digits (CT90817263) are no part."""
    if word.isdigit():
        return re.compile(f"(?<![0-9]){word}(?![0-9])")
    return re.compile(f"(?:(?<![가-힣])|{_BEFORE_A_NAME}){word}") if _HANGUL_NAME.fullmatch(word) else _whole(word)


def _whole(word: str) -> re.Pattern:
    return re.compile(f"(?<![0-9A-Z]){re.escape(word)}(?![0-9A-Z])")


def words_of(content: object, where: str = "") -> Iterator[tuple[str, str]]:
    """Yield (where, word) of every text in nested lists and dicts, keys included."""
    if isinstance(content, str):
        yield where, content
    elif isinstance(content, dict):
        for key, value in content.items():
            yield where, str(key)
            yield from words_of(value, f"{where}.{key}" if where else str(key))
    elif isinstance(content, Iterable):
        for value in content:
            yield from words_of(value, where)
