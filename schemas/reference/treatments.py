"""One row per treatment that a study can name: the drugs or the procedure that it is."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "treatment": pl.String,
    "label": pl.String,
    "in_full": pl.String,
    "source": pl.String,
    "into_hepatic_artery": pl.Boolean,
    "drugs": pl.List(pl.String),
    "all_of": pl.List(pl.String),
    "procedure": pl.String,
    "within": pl.String,
    "therapy": pl.String,
    "table1_label": pl.String,
    "table1_title": pl.String,
    "table1_no": pl.Int64,
    "order_no": pl.Int64,
    "words": pl.List(pl.String),
    "citation": pl.String,
}
MEANING = meanings_of(
    TYPES,
    treatment="Treatment",
    label="Its name in the middle of a sentence",
    in_full="What its label, or its name in the list of earlier treatments, is short for; NULL where they are no abbreviations",
    source="drug or procedure: by which rows it is known",
    into_hepatic_artery="Of drugs, whether they go into the hepatic artery",
    drugs="Drugs any of which is the treatment; NULL for any anticancer drug that is of no other treatment",
    all_of="Drugs that the patient must have had besides, else those given are of another treatment",
    procedure="Procedure that is the treatment",
    within="Treatment that is meant by a wider name, too: one drug is a systemic therapy",
    therapy="locoregional, surgical or systemic",
    table1_label="Its name in the list of earlier treatments; several may share one",
    table1_title="The same as it is printed",
    table1_no="Its place in Table 1",
    order_no="Its place in lists; of two treatments that a drug may be, the first",
    words="What means it in an extract, as a treatment course",
    citation="Source of the row",
)
CODES = {
    "source": {"drug": "Drugs", "procedure": "Procedure"},
    "therapy": {"locoregional": "Locoregional therapy", "surgical": "Surgery or transplantation", "systemic": "Systemic therapy"},
}
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
