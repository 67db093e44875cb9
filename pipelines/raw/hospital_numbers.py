"""Replaces the hospital's numbers of exams, lesions and specimens by keyed pseudonyms, as it is done with those of patients.

Joins stay as they are: two spellings of one number have one pseudonym, as with a patient's. Two patients have none in common: where an
exam is called by its day (CT20230110) they would be seen to have had it on one day. What a schema calls a plain label names nobody, says
something to whoever reads the rows, and stays.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import duckdb
import polars as pl

from pipelines.raw.pseudonyms import digest_of, normalise
from pipelines.settings.errors import UnusableSettings
from pipelines.warehouse.table_files import table_columns
from schemas.column import Column

NUMBERS = ("kind", "patient", "pseudonym", "number")


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
        name = column.name
        met = connection.sql(
            f"select distinct coalesce(patient_id, '') as patient, {name} as as_sent from raw.{table} where {name} is not null"
        ).pl()
        pseudonyms = [pseudonym_of(column, patient, number, key) for patient, number in met.rows()]
        connection.register("pseudonyms", met.with_columns(pl.Series("pseudonym", pseudonyms, pl.String)))
        is_met = f"coalesce(patient_id, '') = p.patient and {name} = p.as_sent"
        connection.execute(f"update raw.{table} set {name} = p.pseudonym from pseudonyms as p where {is_met}")
        connection.unregister("pseudonyms")
        for (patient, number), pseudonym in zip(met.rows(), pseudonyms, strict=True):
            if pseudonym and pseudonym != number:
                yield HospitalNumber(column.number_of, patient, pseudonym, number)


def refuse_shared_pseudonyms(numbers: Iterable[HospitalNumber]) -> None:
    """Raise UnusableSettings where two exams, lesions or specimens have one pseudonym; two spellings of one number are one."""
    met = pl.DataFrame([(one.kind, one.patient, one.pseudonym, normalise(one.as_sent)) for one in numbers], schema=NUMBERS, orient="row")
    shared = met.unique().group_by("pseudonym").len().filter(pl.col("len") > 1)
    if shared.height:
        raise UnusableSettings(
            "two exams, lesions or specimens of the drop have one pseudonym, so that the rows of two would be one's; nothing is published. "
            "Make another key, with which each gets another pseudonym, and another data folder for it"
        )


def pseudonym_of(column: Column, patient: str, number: str, key: bytes) -> str | None:
    """Return the pseudonym of a patient's number: the first letter of what it numbers and 20 hexadecimal digits; None of a blank.

    In capitals, for some are read so.
    """
    text, kind = normalise(number), str(column.number_of)
    if not text or (column.labels and re.fullmatch(column.labels, text)):
        return number if text else None
    return kind[0].upper() + digest_of(f"{kind}\x1f{patient}\x1f{text}", key).upper()  # no patient number, normalised, has this character
