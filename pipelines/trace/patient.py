"""Finds one patient by pseudonym or by the hospital's number, and every value of the cohort that is the patient's."""

import re
from pathlib import Path

import polars as pl

from pipelines.raw.pseudonyms import OPEN_KEY, SYNTHETIC_MARKER, fingerprint, load_key, pseudonymise
from pipelines.settings.errors import UnusableSettings
from pipelines.settings.optional_folders import has_invented_hospital
from pipelines.trace.numbers import Number, UnknownNumber, first_failures
from pipelines.trace.released import Released
from pipelines.trace.rows import traced_columns
from pipelines.warehouse.table_files import table_of
from schemas import role


def find_patient(released: Released, asked: str, key_file: Path) -> str:
    """Return the pseudonym: as given, of P017 of the synthetic hospital, or of a patient number, which needs the release's key.

    Raises UnusableSettings without that key, UnknownNumber where the release has no such patient.
    """
    pseudonym = asked.strip().lower()
    if not re.fullmatch(r"p[0-9a-f]{20}", pseudonym):
        pseudonym = _pseudonym_of(released, asked, key_file)
    if released.of_role(role.ELIGIBILITY).filter(pl.col("patient_id") == pseudonym).is_empty():
        where = released.run / "findings.xlsx"
        if released.raw(table_of(role.PATIENTS)).filter(pl.col("patient_id") == pseudonym).is_empty():
            raise UnknownNumber(f"no extract of release {released.release.name} has this patient")
        raise UnknownNumber(f"the patient's row was quarantined, and the patient is in no number; the reasons are in {where}")
    return pseudonym


def _pseudonym_of(released: Released, asked: str, key_file: Path) -> str:
    inputs = released.inputs
    place = re.fullmatch(r"[Pp]([0-9]{3,})", asked.strip())
    if place and SYNTHETIC_MARKER in inputs["extracts"] and has_invented_hospital():
        from pipelines.synthetic.reconstructed import patient_number

        asked = patient_number(int(place[1]))
    key = OPEN_KEY if inputs["key"] == fingerprint(OPEN_KEY) else load_key(key_file, released.run, is_public=False)
    if fingerprint(key) != inputs["key"]:
        raise UnusableSettings(f"{key_file}: is not the key of this release; name the right one with --key, or give the pseudonym")
    (pseudonym,) = pseudonymise(pl.Series([asked], dtype=pl.String), key, ".+")["patient_id"]
    return str(pseudonym)


def values_of(released: Released, patient: str) -> list[Number]:
    """Return every traced column of the analysis set with the patient's value; for one outside the cohort, the step that excluded."""
    row = released.of_role(role.ANALYSIS_SET).filter(pl.col("patient_id") == patient)
    if not row.is_empty():
        values = row.row(0, named=True)
        return [Number(name, {patient: _text(value)}, name) for name, value in values.items() if name in traced_columns()]
    steps = released.of_role(role.COHORT_FLOW).sort("step")["criterion"].to_list()
    eligibility = first_failures(released.of_role(role.ELIGIBILITY).filter(pl.col("patient_id") == patient), steps).row(0, named=True)
    return [Number("not in the cohort", {patient: str(eligibility["exclusion_reason"])}, eligibility["first_failure"])]


def _text(value: object) -> str:
    return "missing" if value is None else str(value) or "none"
