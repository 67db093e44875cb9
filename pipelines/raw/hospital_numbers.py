"""Replaces the hospital's numbers of exams, lesions and specimens by keyed pseudonyms, as it is done with those of patients.

Joins stay as they are: two spellings of one number have one pseudonym, as with a patient's. Two patients have none in common: where an
exam is called by its day (CT20230110) they would be seen to have had it on one day. A reader's plain label of a lesion (T1, NT2, T1.1,
T1/T2) names nobody and says what was split or merged, and stays.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import duckdb
import polars as pl

from pipelines.raw.pseudonyms import digest_of, normalise
from pipelines.warehouse.table_files import table_columns

_WORDS = "LESION|TARGET|NONTARGET|NEW|TL|NTL|NL|LN|NT|T|N|L"
_LABEL = re.compile(f"({_WORDS})?[-_]?[0-9]{{1,3}}[A-Z]?")
_BETWEEN = re.compile("[./+,&]")  # of the parts of a label: T1.1 is a part of T1, T1/T2 has grown of both
MOST_DIGITS = 4  # of a whole label: more may be a number that finds somebody


@dataclass(frozen=True, order=True)
class HospitalNumber:
    """One number of the hospital, and its pseudonym: what leads from the release back to the hospital."""

    kind: str
    patient: str  # pseudonym
    pseudonym: str
    as_sent: str


def pseudonymise_numbers(connection: duckdb.DuckDBPyConnection, table: str, key: bytes) -> Iterator[HospitalNumber]:
    """Replace the hospital's numbers in a raw table, and yield each that was replaced."""
    for column in table_columns(table):
        if not column.number_of:
            continue
        name, kind = column.name, column.number_of
        met = connection.sql(
            f"select distinct coalesce(patient_id, '') as patient, {name} as as_sent from raw.{table} where {name} is not null"
        ).pl()
        pseudonyms = [pseudonym_of(kind, patient, number, key) for patient, number in met.rows()]
        connection.register("pseudonyms", met.with_columns(pl.Series("pseudonym", pseudonyms, pl.String)))
        is_met = f"coalesce(patient_id, '') = p.patient and {name} = p.as_sent"
        connection.execute(f"update raw.{table} set {name} = p.pseudonym from pseudonyms as p where {is_met}")
        connection.unregister("pseudonyms")
        for (patient, number), pseudonym in zip(met.rows(), pseudonyms, strict=True):
            if pseudonym and pseudonym != number:
                yield HospitalNumber(kind, patient, pseudonym, number)


def pseudonym_of(kind: str, patient: str, number: str, key: bytes) -> str | None:
    """Return the pseudonym of a patient's number: the first letter of what it numbers and 20 hexadecimal digits; None of a blank.

    In capitals, which is how lesions are read.
    """
    text = normalise(number)
    if not text or (kind == "lesion" and is_label(text)):
        return number if text else None
    return kind[0].upper() + digest_of(f"{kind}\x1f{patient}\x1f{text}", key).upper()  # no patient number, normalised, has this character


def is_label(text: str) -> bool:
    """Say whether a normalised name of a lesion is a reader's label and no number of a system."""
    parts = _BETWEEN.split(text)
    return sum(map(str.isdigit, text)) <= MOST_DIGITS and all(map(_LABEL.fullmatch, parts))
