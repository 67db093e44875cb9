"""What a column of a sheet looks like, of whatever table it is: its header, its distinct texts, whether it may be a patient's name."""

import re
import unicodedata
from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import cached_property

from pipelines.drop.sheet import Sheet, fold_header
from pipelines.raw.headers import identifier_headers
from pipelines.raw.patient_numbers import without_zeros
from pipelines.raw.pseudonyms import normalise
from pipelines.settings.sections import Source
from schemas.column import PATIENT_ID

MOST_TEXTS = 2_000  # distinct texts that are looked at; a longer column is like its beginning
MISSING_WORDS = 20
LONG_NUMBER = 4  # signs of a patient number
PERSONAL = {
    "name", "nm", "initial", "initials", "phone", "tel", "address", "addr", "email", "ssn",
    "성함", "성명", "이름", "이니셜", "환자명", "주민", "전화", "연락처", "주소",
}  # fmt: skip
UNIT = r"mm|cm|kg|lbs?|%|[x×*]?10\S*|[munpμµ]?(?:g|mol|iu|au|u|eq|l)/\S+"
UNIT_BEHIND = re.compile(rf"\s*[(\[]\s*({UNIT}|[^\s()/]+/[^\s()/]+)\s*[)\]]\s*$|\s+({UNIT})\s*$", re.IGNORECASE)


@dataclass(frozen=True)
class SheetColumn:
    """One column of a sheet: `texts` are its distinct cells, the most frequent first, with the rows that have each."""

    position: int
    header: str
    filled: int
    rows: int
    counted: tuple[tuple[str, int], ...]
    is_identifier: bool
    is_whole: bool = True  # False where there are more distinct texts than were looked at

    @property
    def texts(self) -> list[str]:
        """The distinct texts."""
        return [text for text, _ in self.counted]

    @property
    def folded(self) -> str:
        """The header as headers are compared."""
        return fold_header(self.header)

    @property
    def plain(self) -> str:
        """The header without a unit behind it."""
        return split_unit(self.header)[0]

    @property
    def unit(self) -> str:
        """The unit behind the header, "" where none is."""
        return split_unit(self.header)[1]

    @property
    def parts(self) -> list[str]:
        """The header's names, where it has two: 주상병(KCD), 시술/수술."""
        found = [part.strip() for part in re.split(r"[()\[\]/|\n]", self.plain) if len(fold_header(part)) > 1]
        return found if len(found) > 1 else [""]

    @cached_property
    def holds_days(self) -> bool:
        """Whether its numbers are days without a sign between their parts: 20230914."""
        days = sum(bool(re.fullmatch(r"(19|20)\d\d(0[1-9]|1[0-2])([0-2]\d|3[01])", text)) for text in self.texts)
        return days > 0 and days >= 0.9 * len(self.texts)

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The distinct texts as patient numbers are compared, where they could be some: one word with a digit in it."""
        return frozenset(normalise(text) for text in self.texts if re.search(r"\d", text) and not re.search(r"[/:]|\.\d", text))


def names_a_person(header: str) -> bool:
    """Say whether a header speaks of a name, an address or a number of a person; a run drops the columns of its list only."""
    words = set(re.findall(r"[^\W\d_]+", header.casefold()))
    return bool(words & PERSONAL) or any(word in header for word in PERSONAL if not word.isascii())


def split_unit(header: str) -> tuple[str, str]:
    """Return a header without the unit behind it, and the unit: "Max size (mm)" is of "Max size", in mm."""
    found = UNIT_BEHIND.search(unicodedata.normalize("NFC", header).strip())
    return (header.strip()[: found.start()].strip(), (found[1] or found[2]).strip()) if found and found.start() else (header.strip(), "")


def sheet_columns(sheet: Sheet, missing: Sequence[str]) -> list[SheetColumn]:
    """Return the columns of a sheet that have a header; words for missing are no texts."""
    identifiers = identifier_headers(Source(tables={}))
    folded = {_fold(word) for word in missing}
    columns = []
    for position, header in enumerate(sheet.header):
        if not header:
            continue
        cells = sheet.rows[f"c{position}"].str.strip_chars()
        every = cells.drop_nulls().value_counts(sort=True)
        counts = every.head(MOST_TEXTS + MISSING_WORDS)
        counted = [(text, count) for text, count in counts.rows() if text and _fold(text) not in folded]
        columns.append(
            SheetColumn(
                position=position,
                header=header,
                filled=int(cells.is_not_null().sum()),
                rows=sheet.rows.height,
                counted=tuple(sorted(counted, key=lambda one: (-one[1], one[0]))[:MOST_TEXTS]),
                is_identifier=fold_header(header) in identifiers,
                is_whole=every.height <= MOST_TEXTS,
            )
        )
    return columns


def find_patient_column(sheets: Sequence[list[SheetColumn]]) -> dict[int, int]:
    """Return, by the place of each sheet, the column of the patient number: that whose texts most other sheets have, too.

    A header of the patient number goes before any other, and a text of several signs before small numbers, which many columns share.
    Where a sheet shares none with another, and has no such header, none is found.
    """
    headers = {fold_header(header) for header in (PATIENT_ID.name, *PATIENT_ID.headers)}
    found: dict[int, int] = {}
    for place, columns in enumerate(sheets):
        worth = {
            column.position: _worth(column, place, sheets, headers) for column in columns if column.numbers and not column.is_identifier
        }
        best = max(worth, key=lambda position: worth[position], default=None)
        if best is not None and (worth[best][0] or worth[best][2]):
            found[place] = best
    return found


def _sheets_that_share(column: SheetColumn, place: int, sheets: Sequence[list[SheetColumn]]) -> int:
    """Return of how many other sheets a column holds half the texts of some column, or the other way round."""
    if len(column.numbers) < 2:
        return 0
    return sum(any(_overlap(column.numbers, other.numbers) >= 0.5 for other in columns) for at, columns in enumerate(sheets) if at != place)


def _worth(column: SheetColumn, place: int, sheets: Sequence[list[SheetColumn]], headers: set[str]) -> tuple[bool, bool, int, int]:
    """Return how likely a column is that of the patient number: by its header, by long texts that other sheets have, by their number."""
    shared = _sheets_that_share(column, place, sheets)
    return column.folded in headers, shared > 0 and _is_long(column), shared, -column.position


def _is_long(column: SheetColumn) -> bool:
    return 2 * sum(len(number) >= LONG_NUMBER for number in column.numbers) > len(column.numbers)


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the share of the smaller set that the other has, too: as written, or without the zeros in front if that is more."""
    bare, other_bare = ({without_zeros(number) or number for number in numbers} for numbers in (one, other))
    return max(_share(one, other), _share(bare, other_bare)) if min(len(one), len(other)) >= 2 else 0.0


def _share(one: Set[str], other: Set[str]) -> float:
    return len(one & other) / min(len(one), len(other))


def pattern_of(numbers: Sequence[str]) -> str:
    """Return a regular expression that all patient numbers match: their letters as they are where all have the same, digits by number."""
    runs = [re.findall(r"[0-9]+|[^0-9]+", number) for number in numbers]
    kinds = {tuple("9" if run[0].isdigit() else "a" for run in one) for one in runs}
    if len(kinds) != 1:
        return ".+"
    pattern = ""
    for place in zip(*runs, strict=True):
        lengths = {len(run) for run in place}
        size = f"{{{min(lengths)}}}" if len(lengths) == 1 else f"{{{min(lengths)},{max(lengths)}}}"
        if place[0][0].isdigit():
            pattern += f"[0-9]{size}"
        elif len(set(place)) == 1:
            pattern += re.escape(place[0])
        else:
            pattern += f"[A-Z]{size}" if all(run.isalpha() and run.isascii() for run in place) else f".{size}"
    return pattern


def _fold(word: str) -> str:
    return unicodedata.normalize("NFKC", word).strip().casefold()
