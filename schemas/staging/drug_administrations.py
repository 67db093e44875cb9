"""One row per drug and day on which it was given: HAIC by cycle and day, atezolizumab, bevacizumab, other systemic drugs."""

import polars as pl

from schemas.code_book import code_book
from schemas.column import PATIENT_ID, Column
from schemas.column_check import holds
from schemas.rule import Rule
from schemas.shared_rules import ROW_HAS_ITS_PATIENT, hard_and_soft, no_sentinel, of_adults, rules_for
from schemas.staging_schema import PROVENANCE, STATUS, schema_of

COLUMNS = (
    PATIENT_ID,
    Column(
        name="administration_date",
        kind="date",
        required=True,
        meaning="Day on which the drug was given",
        examples=("2022-03-01",),
        headers=(
            "given on",
            "administration date",
            "date given",
            "date of administration",
            "administered on",
            "infusion date",
            "dose date",
            "투여일",
            "투여일자",
            "투약일",
            "투약일자",
        ),
    ),
    Column(
        name="drug",
        kind="code",
        required=True,
        meaning="Generic name, brand name or ATC code",
        examples=("5-FU", "cisplatin", "L01FF05", "티쎈트릭"),
        headers=("drug name", "medication", "약품명", "약제명", "약제"),
        codes=code_book("drugs"),
    ),
    Column(
        name="route",
        kind="code",
        required=True,
        meaning="Route: hepatic artery, intravenous or by mouth",
        examples=("HEPATIC_ARTERY", "IV", "간동맥"),
        headers=("administration route", "투여경로", "경로"),
        codes={
            "HEPATIC_ARTERY": (
                "hepatic artery",
                "hepatic arterial",
                "ha",
                "ia",
                "intra-arterial",
                "haic",
                "간동맥",
                "동맥내",
            ),
            "IV": ("intravenous", "정맥", "정맥주사"),
            "ORAL": ("po", "경구"),
        },
    ),
    Column(
        name="cycle_no",
        kind="integer",
        meaning="Number of the cycle within its regimen, from 1",
        examples=("1",),
        headers=("cycle", "cycle number", "차수", "주기"),
    ),
    Column(
        name="day_no",
        kind="integer",
        meaning="Day within the cycle, from 1",
        examples=("2",),
        headers=("day", "day of cycle", "일차"),
    ),
    Column(
        name="dose",
        kind="number",
        required=True,
        meaning="Dose given on this day, in dose_unit",
        examples=("850", "1200"),
        headers=("dose given", "dose amount", "용량", "투여량"),
    ),
    Column(
        name="dose_unit",
        kind="code",
        required=True,
        meaning="Unit of the dose; one by body surface is turned into mg by bsa_m2 of its row",
        examples=("mg", "g", "mg/m2"),
        headers=("dose units", "unit", "용량단위", "단위"),
        codes={
            "mg": ("milligram", "mg/body", "밀리그램"),
            "g": ("gram", "그램"),
            "mg/m2": ("mg/m^2", "mg per m2", "mg/sqm", "mg/bsa"),
            "mg/kg": ("mg per kg",),
        },
    ),
    Column(
        name="bsa_m2",
        kind="number",
        unit="m2",
        meaning="Body surface area as recorded when the dose was ordered",
        examples=("1.70",),
        headers=("bsa", "body surface area", "체표면적"),
    ),
    Column(
        name="reduction_reason",
        kind="text",
        meaning="Why the dose was reduced, held or the session ended",
        examples=("neutropenia grade 3",),
        headers=("reason for reduction", "dose reduction reason", "감량사유"),
        is_free_text=True,
    ),
)
TYPES = {
    **PROVENANCE,
    "administration_date_status": STATUS,
    "drug": pl.String,
    "drug_status": STATUS,
    "route": pl.String,
    "route_status": STATUS,
    "cycle_no_status": STATUS,
    "day_no_status": STATUS,
    "dose_status": STATUS,
    "dose_unit_status": STATUS,
    "bsa_m2_status": STATUS,
    "reduction_reason": pl.String,
    "cycle_no": pl.Int64,
    "day_no": pl.Int64,
    "dose_mg": pl.Float64,
    "bsa_m2": pl.Float64,
    "administration_date": pl.Date,
}
DERIVED = {
    "dose_mg": "Dose given on this day, mg",
}
SENT_AS = {"dose_mg": "dose"}  # a derived column, and the one as sent that it is read from
KEY = ("patient_id", "administration_date", "drug", "route")
DRUG_IS_KNOWN = Rule(
    id="CV-024",
    name="drug_and_dose_unit_are_known",
    level="reject",
    category="conformance, value",
    columns=(),
    when_null="passes: CV-029 speaks of a missing drug, the suite of a dose without its unit",
    message="the drug is in no dictionary of the registry, or the dose is in none of mg, g, mg/m2 and mg/kg",
    action=(
        "Correct the cell, or say in the block of the table in registry.toml what the word means: "
        'codes.drug."word" = "…" or codes.dose_unit."word" = "mg".'
    ),
    citation="WHO ATC; RxNorm",
)
DOSE_IS_KNOWN_IN_MG = Rule(
    id="CV-036",
    name="dose_by_the_body_is_known_in_mg",
    level="flag",
    category="completeness",
    columns=("dose_unit_status",),
    when_null="passes: the row has no dose",
    message="the dose is by body surface or weight, and its row has no body surface by which it could be turned into mg",
    action=(
        "Send the dose given in mg, or the body surface area (bsa_m2) beside a dose in mg/m2; a file with a row per patient can be joined."
    ),
    citation="Registry protocol: a dose by the size of the body is an order, and not yet what was given",
    check=holds("ne", "partial"),
)
RULES = (
    *rules_for(
        COLUMNS,
        codes={"drug": DRUG_IS_KNOWN, "dose_unit": DRUG_IS_KNOWN},
        filled=("administration_date", "drug", "route"),
        to_the_day=("administration_date",),
    ),
    ROW_HAS_ITS_PATIENT,
    DOSE_IS_KNOWN_IN_MG,
    Rule(
        id="TX-017",
        name="dose_is_positive",
        level="reject",
        category="plausibility, atemporal",
        columns=("dose_mg",),
        when_null="passes: a missing dose is a matter of completeness",
        message="the dose is zero or negative",
        action="Correct the dose, or leave out a drug that was not given.",
        citation="sdtmchecks check_ex_exdose_pos_exoccur_no",
        check=holds("gt", 0),
    ),
    no_sentinel("day_no", -1, 99, 999, 9999),  # a cycle number that is none is out of its order (TX-005)
    no_sentinel("dose_mg", 9999.0, 99999.0),  # 99 mg of cisplatin and 999 mg of fluorouracil are ordinary
    *of_adults(hard_and_soft("bsa_m2", "PA-004", (0.9, 3.0), (1.2, 2.4), "the body surface area in m2")),
)
SCHEMA = schema_of(TYPES, RULES)
