"""Templates of texts with named parts: "HAIC {} C{cycle_no}D{day_no}" reads "HAIC FP C3D2" as cycle 3, day 2.

A template is written as the hospital writes its cells, with a column of the table in braces where its value stands. `{}` is
any text that is passed over. `{route=IV}` stands for no text: it says what a text of this form means, and, where nothing else
stands there, what a blank cell means. A template that ends in a mark and an ellipsis ("{drug} {dose} {dose_unit};…") reads each
part between two such marks, and each makes a row.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

BRACES = re.compile(r"\{([^{}]*)\}")
REPEATED = re.compile(r"(?P<one>.*\S)\s*(?P<mark>[^\w\s{}])\s*(…|\.\.\.)", re.DOTALL)
LONGEST = 500  # characters of a part: many named parts would be sought in a longer one for days
LOOSE = "()[]:;/#=+,~"  # signs beside which a blank says nothing; a dash may be a minus, or of a day
NUMBER = r"[<>≤≥~]?\s*[-+]?\d[\d.,]*"
BETWEEN_PARTS = r"(?:(?<!\d)|(?![\d.,]*\d))(?<!\d[.,])(?:(?<![^\W\d_])|(?![^\W\d_]))"  # 1200 is not 120 and 0


class WrongTemplate(ValueError):
    """A template that cannot be understood; the sentence says why."""


@dataclass(frozen=True)
class Template:
    """One form in which a text is written: its pattern, what it always means, and the mark between repeated parts."""

    pattern: re.Pattern[str]
    names: tuple[str, ...]
    meanings: tuple[tuple[str, str], ...]
    mark: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that a text of this form fills."""
        return (*self.names, *(name for name, _ in self.meanings))

    @property
    def is_of_blanks(self) -> bool:
        """Whether it is made of meanings alone, so that it says what a blank cell means."""
        return not self.pattern.pattern

    def read(self, text: str) -> list[dict[str, str]] | None:
        """Return what a text says, one mapping of columns to texts per row that it makes; None where it has another form."""
        parts = [part for part in text.split(self.mark) if part.strip()] if self.mark else [text]
        if any(len(part) > LONGEST for part in parts):
            return None
        found = [self.pattern.fullmatch(" ".join(unicodedata.normalize("NFKC", part).split())) for part in parts]
        if not found or not all(found):
            return None
        return [match.groupdict() | dict(self.meanings) for match in found if match]


def read_template(written: str, kinds: Mapping[str, str]) -> Template:
    """Return the template that is written so; `kinds` are the columns of the table with the kind of each (schemas/column.py).

    A column that holds a number takes digits only, so that "{child_pugh_class}{child_pugh_score}" reads A5; two parts with nothing
    between them never share a number or a word. Blanks and capitals of the words between are no matter. Raises WrongTemplate for a
    column that is not one, or that stands twice.
    """
    repeated = REPEATED.fullmatch(written.strip())
    one, mark = (repeated["one"], repeated["mark"]) if repeated else (written.strip(), "")
    names: list[str] = []
    meanings: list[tuple[str, str]] = []
    pattern, end, is_part_before = "", 0, False
    for braces in BRACES.finditer(one):
        words = one[end : braces.start()]
        pattern += _literal(words)
        is_part_before = is_part_before and not words
        end = braces.end()
        name, is_meaning, meant = (part.strip() for part in braces[1].partition("="))
        if name and name not in kinds:
            raise WrongTemplate(f"there is no column {name}")
        if name and name in (*names, *(known for known, _ in meanings)):
            raise WrongTemplate(f"{name} stands twice")
        if is_meaning:
            meanings.append((name, meant))
            continue
        pattern += BETWEEN_PARTS if is_part_before else ""
        is_part_before = True
        pattern += f"(?P<{name}>{NUMBER if kinds[name] in ('number', 'integer') else '.+?'})" if name else ".*?"
        names += [name] if name else []
    if not names and not meanings:
        raise WrongTemplate("it names no column in braces")
    return Template(re.compile(pattern + _literal(one[end:]), re.IGNORECASE), tuple(names), tuple(meanings), mark)


def _literal(text: str) -> str:
    """Return the pattern of the words between two columns; beside a sign of LOOSE a text may have a blank or none, whatever is written."""
    pieces = re.findall(
        rf" ?[{re.escape(LOOSE)}] ?|[^{re.escape(LOOSE)}]+?(?= ?[{re.escape(LOOSE)}]|$)", " ".join(re.split(r"\s+", _folded(text)))
    )
    return "".join(f" ?{re.escape(piece.strip())} ?" if piece.strip() in tuple(LOOSE) else re.escape(piece) for piece in pieces)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text)
