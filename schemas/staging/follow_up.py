"""One row per patient and contact: when the patient was last known, in what state, and the death."""

import polars as pl

from schemas.column import PATIENT_ID, Column
from schemas.column_check import holds
from schemas.shared_rules import REQUIRED_CELL, ROW_HAS_ITS_PATIENT, rules_for
from schemas.staging_schema import PROVENANCE, STATUS, schema_of

COLUMNS = (
    PATIENT_ID,
    Column(
        name="last_contact_date",
        kind="date",
        required=True,
        meaning="Last day on which the patient's state was known",
        examples=("2024-05-31",),
        headers=(
            "last seen",
            "last seen on",
            "date last seen",
            "date of last contact",
            "last contact",
            "last visit",
            "last follow-up",
            "last follow up date",
            "최종추적일",
            "최종추적일자",
            "최종내원일",
            "최종내원일자",
            "마지막추적일",
            "마지막내원일",
            "마지막내원일자",
            "마지막 내원",
            "최종방문일",
            "최종방문일자",
        ),
    ),
    Column(
        name="vital_status",
        kind="code",
        required=True,
        meaning="Alive or dead at last contact",
        examples=("ALIVE", "DEAD", "사망"),
        headers=("deceased", "dead", "died", "vital", "status", "survival status", "생존여부", "생존상태"),
        codes={"ALIVE": ("alive", "living", "생존"), "DEAD": ("dead", "deceased", "expired", "death", "사망")},
    ),
    Column(
        name="death_date",
        kind="date",
        required=True,
        meaning="Day of death, blank if alive; where only its month is known, the month",
        examples=("2023-08-14", "2023-08"),
        headers=("date of death", "사망일", "사망일자"),
    ),
    Column(
        name="death_cause",
        kind="text",
        meaning="Cause of death",
        examples=("HCC progression",),
        headers=("cause of death", "사망원인", "사인"),
        is_free_text=True,
    ),
    Column(
        name="death_cause_group",
        kind="code",
        meaning="Cause of death in groups; without it, the group of a cause that is written in one of these words",
        examples=("HCC", "LIVER FAILURE"),
        headers=("cause of death group", "cause of death code", "death category", "사인분류"),
        codes={
            "HCC": ("hcc progression", "tumour progression", "tumor progression", "cancer", "간암", "간암진행", "간암 진행"),
            "LIVER FAILURE": ("hepatic failure", "liver cirrhosis", "cirrhosis", "간부전", "간경변"),
            "BLEEDING": ("variceal bleeding", "gi bleeding", "hemorrhage", "haemorrhage", "출혈", "정맥류출혈", "정맥류 출혈"),
            "INFECTION": ("sepsis", "septic shock", "pneumonia", "감염", "패혈증", "폐렴"),
            "TREATMENT": ("treatment related", "treatment-related", "toxicity", "치료관련"),
            "OTHER": ("others", "기타"),
        },
    ),
    Column(
        name="progression_date",
        kind="date",
        meaning="Day of progression as the site records it, where no reads are sent from which it can be derived",
        examples=("2023-02-01",),
        headers=("date of progression", "진행일", "진행일자"),
    ),
    Column(
        name="progression_free_date",
        kind="date",
        meaning="Last day known to be free of progression, where progression is recorded by the site",
        examples=("2023-02-01",),
        headers=("progression free until",),
    ),
)
TYPES = {
    **PROVENANCE,
    "last_contact_date_status": STATUS,
    "vital_status": pl.String,
    "vital_status_status": STATUS,
    "death_date_status": STATUS,
    "death_cause": pl.String,
    "death_cause_group": pl.String,
    "death_cause_group_status": STATUS,
    "progression_date_status": STATUS,
    "progression_free_date_status": STATUS,
    "last_contact_date": pl.Date,
    "last_contact_month": pl.Date,
    "death_date": pl.Date,
    "death_month": pl.Date,
    "progression_date": pl.Date,
    "progression_free_date": pl.Date,
}
DERIVED = {
    "death_month": "First day of the month of death, where only the month is known",
    "last_contact_month": "First day of the month of the last contact, where only the month is known",
}
SENT_AS = {  # a derived column, and the one as sent that it is read from
    "death_month": "death_date",
    "last_contact_month": "last_contact_date",
}
KEY = ("patient_id", "last_contact_date")
RULES = (
    *rules_for(
        COLUMNS,
        filled=("vital_status",),
        to_the_day=("progression_date", "progression_free_date"),
    ),
    REQUIRED_CELL.on("last_contact_date_status", check=holds("ne", "missing")),
    ROW_HAS_ITS_PATIENT,
)
SCHEMA = schema_of(TYPES, RULES)
