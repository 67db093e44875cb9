"""Finds one patient by pseudonym or by the hospital's number, and every value of the cohort that is the patient's."""

import re
from collections.abc import Callable
from pathlib import Path

import polars as pl

from pipelines.raw.key_file import OPEN_KEY, SYNTHETIC_MARKER, fingerprint, load_key
from pipelines.raw.pseudonyms import pseudonymise
from pipelines.settings.errors import UnusableSettings
from pipelines.settings.optional_folders import has_invented_hospital
from pipelines.trace.numbers import Number, UnknownNumber
from pipelines.trace.released import Released
from pipelines.trace.rows import traced_columns
from pipelines.warehouse.table_files import table_of
from schemas import role


def find_patient(released: Released, asked: str, key_file: Callable[[], Path]) -> str:
    """Return the pseudonym: as given, of P017 of the synthetic hospital, or of a patient number, which needs the release's key.

    `key_file` says where that key is to be sought, and is asked only where it is needed.
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


def _pseudonym_of(released: Released, asked: str, key_file: Callable[[], Path]) -> str:
    inputs = released.inputs
    place = re.fullmatch(r"[Pp]([0-9]{3,})", asked.strip())
    if place and SYNTHETIC_MARKER in inputs["extracts"] and has_invented_hospital():
        from pipelines.synthetic.reconstructed import patient_number

        asked = patient_number(int(place[1]))
    key = OPEN_KEY if inputs["key"] == fingerprint(OPEN_KEY) else _key_of(inputs["key"], released.run, key_file())
    (pseudonym,) = pseudonymise(pl.Series([asked], dtype=pl.String), key, ".+")["patient_id"]
    return str(pseudonym)


def _key_of(in_use: str, run: Path, key_file: Path) -> bytes:
    key = load_key(key_file, run, is_public=False, in_use=in_use)
    if fingerprint(key) != in_use:
        raise UnusableSettings(
            f"{key_file}: is not the key of this release (fingerprint {in_use}), but another (fingerprint {fingerprint(key)}); name the "
            "right one with --key, or the settings of the release with --config, or give the pseudonym"
        )
    return key


def values_of(released: Released, patient: str) -> list[Number]:
    """Return why the patient is not in the cohort, each criterion of eligibility, and every traced column of the analysis set."""
    row = released.of_role(role.ANALYSIS_SET).filter(pl.col("patient_id") == patient)
    values = row.row(0, named=True) if row.height else {}
    traced = [Number(name, {patient: _text(value)}, name) for name, value in values.items() if name in traced_columns()]
    return [*_exclusion(released, patient), *_criteria(released, patient), *traced]


def _exclusion(released: Released, patient: str) -> list[Number]:
    """Return the reason for which the patient is not in the cohort, with the rows of the first criterion that is not met."""
    criteria = released.of_role(role.CRITERIA).filter((pl.col("patient_id") == patient) & ~pl.col("is_passed")).sort("step")
    reasons = criteria.select("reason", "fact").head(1).iter_rows()
    return [Number("not in the cohort", {patient: str(reason)}, fact) for reason, fact in reasons]


def _criteria(released: Released, patient: str) -> list[Number]:
    """Return every criterion of eligibility, in order: met, or why not."""
    criteria = released.of_role(role.CRITERIA).filter(pl.col("patient_id") == patient).sort("step")
    return [
        Number(one["criterion"], {patient: "met" if one["is_met"] else one["reason"] or "not known, and passed"}, one["fact"])
        for one in criteria.iter_rows(named=True)
    ]


def _text(value: object) -> str:
    return "missing" if value is None else str(value) or "none"
