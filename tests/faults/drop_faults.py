"""Faults of a whole drop: files that are missing, cut off, or written in another way than agreed."""

import gzip
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class DropKind:
    """A way in which a whole drop goes wrong; `rule` must say so, by stopping the run or by a finding.

    The kinds that go `together` spoil other tables and have other rules, so that one run shows them all.
    """

    name: str
    table: str
    rule: str
    spoil: Callable[[Path], None]
    together: bool


def drop_kind(table: str, rule: str, *, together: bool = False) -> Callable[[Callable[[Path], None]], DropKind]:
    """Make a kind of fault of a function that spoils a drop and whose name says what went wrong."""

    def made(spoil: Callable[[Path], None]) -> DropKind:
        return DropKind(spoil.__name__, table, rule, spoil, together)

    return made


def rewrite(path: Path, change: Callable[[str], str], encoding: str = "utf-8", to: str = "") -> None:
    """Write a text file anew."""
    path.write_bytes(change(path.read_bytes().decode(encoding)).encode(to or encoding))


@drop_kind("patients", "CV-001")
def the_file_of_patients_is_missing(drop: Path):
    (drop / "patients.csv").unlink()


@drop_kind("procedures", "CV-001")
def a_file_is_empty(drop: Path):
    (drop / "procedures.tsv").write_bytes(b"")


@drop_kind("imaging_reads", "CV-001")
def a_workbook_is_cut_off(drop: Path):
    path = drop / "imaging.xlsx"
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


@drop_kind("procedures", "CV-002")
def a_column_has_vanished(drop: Path):
    rewrite(drop / "procedures.tsv", lambda text: re.sub(r"(?m)^([^\t]*)\t[^\t]*\t", r"\1\t", text))


@drop_kind("procedures", "CV-002")
def a_file_has_no_header(drop: Path):
    rewrite(drop / "procedures.tsv", lambda text: text.split("\n", 1)[1].rpartition("합계")[0])  # nor the footer, whose number would tell


@drop_kind("procedures", "CV-002")
def two_columns_have_one_header(drop: Path):
    rewrite(drop / "procedures.tsv", lambda text: text.replace("시술일", "시술명", 1))


@drop_kind("patients", "CV-005")
def a_file_is_in_another_encoding_than_agreed(drop: Path):
    rewrite(drop / "patients.csv", lambda text: text, "cp949", "utf-8")


@drop_kind("procedures", "CV-003", together=True)
def a_file_has_a_column_that_nobody_knows(drop: Path):
    rewrite(drop / "procedures.tsv", lambda text: re.sub(r"(?m)\r$", "\t1\r", text).replace("\t1\r", "\t병동\r", 1))


@drop_kind("labs", "CP-014", together=True)
def a_file_of_results_is_cut_off(drop: Path):
    path = max(drop.glob("labs_*.csv.gz"), key=lambda path: path.stat().st_size)
    content = gzip.decompress(path.read_bytes())
    middle = len(content) // 4 * 2  # between two characters, also of UTF-16
    cut = content[:middle].rsplit(b"\n", 1)[0] + (b"\n\0" if content[:2] == b"\xff\xfe" else b"\n")
    path.write_bytes(gzip.compress(cut, mtime=0))


@drop_kind("patients", "CP-020")
def a_spreadsheet_has_cut_the_leading_zeros_of_patient_numbers(drop: Path):
    rewrite(drop / "patients.csv", lambda text: re.sub(r"(?m)^0+", "", text), "cp949")


@drop_kind("drug_administrations", "CP-020")
def a_system_writes_the_month_before_the_day(drop: Path):
    rewrite(drop / "drug_administrations.csv", lambda text: re.sub(r"(\d\d)\.(\d\d)\.(\d{4})", r"\2.\1.\3", text))


@drop_kind("drug_administrations", "CP-015", together=True)
def a_column_comes_blank(drop: Path):
    rewrite(drop / "drug_administrations.csv", lambda text: re.sub(r"(?m);\d,\d+;", ";;", text))


@drop_kind("patients", "CP-016")
def patients_of_the_last_release_are_not_sent_any_more(drop: Path):
    rewrite(drop / "patients.csv", lambda text: re.sub(r"(?m)^(?:0\d{7},.*\r\n){7}", "", text, count=1), "cp949")


DROP_KINDS = tuple(value for value in list(vars().values()) if isinstance(value, DropKind))
