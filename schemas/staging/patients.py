"""One row per patient: who is in the registry, before anything is known of treatment."""

import polars as pl

from schemas.column import PATIENT_ID, Column
from schemas.column_check import holds, holds_where
from schemas.criterion_limits import limits_of, values_of
from schemas.role import PATIENTS
from schemas.rule import Escalation, Rule
from schemas.shared_rules import hard_and_soft, rules_for
from schemas.staging_schema import PROVENANCE, STATUS, schema_of

ROLE = PATIENTS
COLUMNS = (
    PATIENT_ID,
    Column(
        name="birth_date",
        kind="date",
        required=True,
        criterion="has_age",
        meaning="Date of birth; a release has the year alone",
        is_day_of_birth=True,
        examples=("1955-03-02", "19550302", "1955년 3월 2일"),
        headers=("birthday", "birthdate", "dob", "date of birth", "birth", "생년월일", "생일", "출생일", "출생일자"),
    ),
    Column(
        name="sex",
        kind="code",
        required=True,
        criterion="has_sex",
        meaning="Sex as registered; 1/2 only with a code book in registry.toml",
        examples=("M", "F", "남", "여"),
        headers=("m/f", "sex/gender", "gender", "성별"),
        codes={"M": ("male", "man", "남", "남자", "남성"), "F": ("female", "woman", "여", "여자", "여성")},
    ),
    Column(
        name="dx_code",
        kind="text",
        required=True,
        criterion="has_hcc",
        meaning="Diagnosis code, ICD-10 or KCD, with or without the dot and HIRA's leading A",
        examples=("C22.0", "C220", "AC22.0"),
        headers=(
            "dx icd10",
            "dx code",
            "dx (icd-10)",
            "diagnosis code",
            "icd10",
            "icd-10",
            "kcd",
            "진단코드",
            "상병코드",
            "주상병",
            "주상병코드",
        ),
    ),
    Column(
        name="hcc_dx_date",
        kind="date",
        meaning="Date on which HCC was diagnosed; where only its month or year is known, that",
        examples=("2021-11-03", "2021-11"),
        headers=(
            "date of diagnosis",
            "date of dx",
            "dx date",
            "hcc dx date",
            "hcc diagnosis date",
            "diagnosis date",
            "진단일",
            "진단일자",
            "간암진단일",
            "간암진단일자",
            "간암확진일",
            "간암확진일자",
            "확진일",
            "확진일자",
        ),
    ),
    Column(
        name="age_at_diagnosis_years",
        kind="number",
        unit="years",
        meaning="Completed years at diagnosis, where a source has no date of birth",
        examples=("67",),
        headers=("age at diagnosis", "진단시나이"),
    ),
    Column(
        name="treatment_group",
        kind="code",
        meaning="Group of the study sheet, where the hospital keeps one; the arm is derived and held against it",
        examples=("first_line", "post_ate_beva"),
        headers=("treatment group", "study group", "arm", "치료군", "연구군"),
        codes={
            "first_line": ("first line", "first-line", "1l", "1차", "일차"),
            "post_ate_beva": ("post ate-beva", "after ate-beva", "post atezolizumab-bevacizumab", "ate-beva 이후"),
        },
    ),
)
TYPES = {
    **PROVENANCE,
    "sex": pl.String,
    "sex_status": STATUS,
    "dx_code": pl.String,
    "birth_date_status": STATUS,
    "hcc_dx_date_status": STATUS,
    "age_at_diagnosis_years_status": STATUS,
    "treatment_group": pl.String,
    "treatment_group_status": STATUS,
    "age_at_diagnosis_years": pl.Float64,
    "birth_date": pl.Date,
    "hcc_dx_date": pl.Date,
    "hcc_dx_from": pl.Date,
    "hcc_dx_until": pl.Date,
}
DERIVED = {
    "hcc_dx_from": "Day of the diagnosis; where only its month or year is known, the first day of that",
    "hcc_dx_until": "Day of the diagnosis; where only its month or year is known, the last day of that",
}
SENT_AS = {"hcc_dx_from": "hcc_dx_date", "hcc_dx_until": "hcc_dx_date"}  # a derived column, and the one as sent that it is read from
KEY = ("patient_id",)
SEX_IS_KNOWN = Rule(
    id="CV-008",
    name="sex_is_male_or_female",
    level="reject",
    category="conformance, value",
    columns=(),
    when_null="passes: a missing sex is CP-001",
    message="the sex is neither M nor F by any declared code book",
    action="Correct the cell, or declare the code book of this column in registry.toml.",
    citation="Registry protocol, Table 1",
)
(HCC,) = values_of("has_hcc")
AGE_AT_DIAGNOSIS_IS_POSSIBLE, _ = hard_and_soft(
    "age_at_diagnosis_years", "PA-001", tuple(limits_of("is_adult").values()), (25, 90), "the age at diagnosis in years"
)
RULES = (
    *rules_for(COLUMNS, codes={"sex": SEX_IS_KNOWN}),
    Rule(
        id="CP-001",
        name="sex_is_present",
        level="reject",
        category="completeness",
        columns=("sex_status",),
        when_null="fails",
        message="the sex is missing; every patient needs sex and date of birth",
        action="Fill in the sex and send the row again.",
        citation="OHDSI DataQualityDashboard isRequired",
        check=holds("ne", "missing"),
        criterion="has_sex",
        escalation=Escalation(above_pct=2, of="patients"),
    ),
    Rule(
        id="CV-012",
        name="diagnosis_is_hepatocellular_carcinoma",
        level="flag",
        category="conformance, value",
        columns=("dx_code",),
        when_null="fails: without a diagnosis the patient is held out of the cohort",
        message="the diagnosis code is not C22.0; the patient stays in the registry and out of the cohort",
        action="Review the diagnosis; correct the code if the patient has HCC.",
        citation="WHO ICD-10 / KCD C22.0; HIRA prefixes an A",
        criterion="has_hcc",
        is_of_those_listed=True,
        check=holds_where(
            lambda data: data.lazyframe.select(pl.col(data.key).eq_missing(pl.lit(HCC))), ignore_na=False, description=f"is {HCC}"
        ),
    ),
    # A patient may be diagnosed before the age at which a study takes patients: here the ages are those of the list or none.
    AGE_AT_DIAGNOSIS_IS_POSSIBLE.on("age_at_diagnosis_years", criterion="is_adult", is_of_those_listed=True),
)
SCHEMA = schema_of(TYPES, RULES)
