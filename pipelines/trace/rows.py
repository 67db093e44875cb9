"""Finds the rows behind a column of cohort.patients, or behind a step of the flow: table and row key, with what the row says."""

from collections.abc import Callable

import polars as pl

from pipelines.trace.released import Released

Rows = Callable[[Released], pl.DataFrame]
READ_BY = "read by "  # a reader: the column of this reader's own best response


def rows_behind(released: Released, column: str, patients: list[str]) -> pl.DataFrame:
    """Return patient_id, what, table and row_key of each row behind the column's value of these patients."""
    sources = (_of(_reads, column.removeprefix(READ_BY)),) if column.startswith(READ_BY) else SOURCES[column]
    found = pl.concat([source(released) for source in sources])
    return found.filter(pl.col("patient_id").is_in(patients)).drop_nulls("row_key").unique(maintain_order=True)


def _as_rows(frame: pl.DataFrame, what: str | pl.Expr, table: str | pl.Expr, key: str = "source_row_key") -> pl.DataFrame:
    what, table = (pl.lit(each) if isinstance(each, str) else each for each in (what, table))
    return frame.select("patient_id", what=what.cast(pl.String), table=table.cast(pl.String), row_key=pl.col(key).cast(pl.String))


def _patient(released: Released) -> pl.DataFrame:
    first = released.accepted("patients").unique("patient_id", keep="first", maintain_order=True)
    return _as_rows(first, "patient", "patients", "row_key")


def _index(released: Released) -> pl.DataFrame:
    return _as_rows(released.cohort("index_dates"), "index date", pl.col("source_table"))


def _arm(released: Released) -> pl.DataFrame:
    return _as_rows(released.cohort("arms"), pl.format("evidence for the arm {}", "arm"), pl.col("evidence_table"), "evidence_row_key")


def _visit(released: Released) -> pl.DataFrame:
    return _as_rows(released.cohort("baseline_assessments"), "visit at baseline", "assessments")


def _labs(released: Released, *tests: str) -> pl.DataFrame:
    labs = released.cohort("baseline_labs").filter(pl.col("test").is_in(tests))
    return _as_rows(labs, pl.format("{} at baseline", "test"), "labs")


def _derived_class(released: Released) -> pl.DataFrame:
    """Return the laboratory results of those for whom the site records neither score nor class."""
    derived = released.cohort("baseline_assessments").filter(pl.col("child_pugh_class").is_null())
    return _labs(released, "TBIL", "ALB", "INR").join(derived.select("patient_id"), on="patient_id", how="semi")


def _prior(released: Released) -> pl.DataFrame:
    is_drug = pl.col("treatment") == "Systemic"
    table = pl.when(is_drug).then(pl.lit("drug_administrations")).otherwise(pl.lit("procedures"))
    return _as_rows(released.cohort("prior_treatments"), pl.format("first {}, on {} days", "treatment", "treatment_days"), table)


def _time(released: Released, parameter: str) -> pl.DataFrame:
    times = released.cohort("time_to_event").filter(pl.col("parameter") == parameter)
    what = pl.format("{}: {}", "parameter", pl.coalesce("censoring_description", "event_description"))
    return _as_rows(times, what, pl.col("source_table"))


def _responses(released: Released, date: str = "best_response_date") -> pl.DataFrame:
    """Return a read of each exam that counts, in their sequence, and all other reads of the exam that decides."""
    best = released.cohort("best_responses").select("patient_id", decided=date)
    exams = released.cohort("response_histories").filter("is_counted").join(best, on="patient_id").sort("patient_id", "exam_date")
    decides = (pl.col("exam_date") == pl.col("decided")).fill_null(False)
    said = pl.when(decides).then(pl.lit(", decides")).otherwise(pl.lit(""))
    counted = _as_rows(exams, pl.format("exam {}: {}{}", "timepoint", "response", said), "imaging_reads")
    deciding = exams.filter(decides).select("patient_id", "course", "exam_id", "source_row_key")
    reads = released.cohort("read_responses").join(deciding, on=["patient_id", "course", "exam_id"])
    others = reads.filter(pl.col("row_key") != pl.col("source_row_key"))
    opinion = pl.coalesce("recorded_overall_response", "derived_overall_response", pl.lit("no response"))
    what = pl.format("exam {} read by {}: {}", "timepoint", "reader_id", opinion)
    return pl.concat([counted, _as_rows(others, what, "imaging_reads", "row_key")])


def _reads(released: Released, reader: str) -> pl.DataFrame:
    """Return the reads of one reader of the exams of the index treatment."""
    courses = released.cohort("response_histories").filter("is_index_course")["course"].unique().to_list()
    reads = released.cohort("read_responses").filter((pl.col("reader_id") == reader) & pl.col("course").is_in(courses))
    opinion = pl.coalesce("recorded_overall_response", "derived_overall_response", pl.lit("no response"))
    reads = reads.sort("patient_id", "exam_date", "row_key")
    return _as_rows(reads, pl.format("exam {} read by {}: {}", "timepoint", "reader_id", opinion), "imaging_reads", "row_key")


def _progression(released: Released) -> pl.DataFrame:
    return _as_rows(released.cohort("progressions"), "first progression", pl.col("source_table"))


def _state(released: Released) -> pl.DataFrame:
    states = released.cohort("last_known_states")
    alive = _as_rows(states, "last known alive", pl.col("source_table"))
    return pl.concat([alive, _as_rows(states, "death", "follow_up", "death_row_key")])


def _baseline_exam(released: Released) -> pl.DataFrame:
    exams = released.cohort("baseline_exams").drop_nulls("exam_id").select("patient_id", "exam_id")
    reads = released.accepted("imaging_reads").filter(pl.col("timepoint") == 0).join(exams, on=["patient_id", "exam_id"])
    return _as_rows(reads, pl.format("baseline exam, read by {}", "reader_id"), "imaging_reads", "row_key")


def _other_haic(released: Released) -> pl.DataFrame:
    is_other = (pl.col("regimen") == "HAIC") & pl.col("drug").is_in(["OXALIPLATIN", "LEUCOVORIN"])
    drugs = released.accepted("drug_administrations").filter(is_other)
    return _as_rows(drugs, pl.format("{} into the hepatic artery", "drug"), "drug_administrations", "row_key")


def _quarantined(released: Released, table: str) -> pl.DataFrame:
    what = pl.format("quarantined: {}", pl.col("reasons").list.join(", "))
    return _as_rows(released.quarantine(table).drop_nulls("patient_id"), what, table, "row_key")


def _of(source: Callable[..., pl.DataFrame], *what: str) -> Rows:
    return lambda released: source(released, *what)


LABS = {
    "AST": ("ast_u_l", "ast_date"),
    "ALT": ("alt_u_l", "alt_date"),
    "TBIL": ("total_bilirubin_mg_dl", "total_bilirubin_date"),
    "ALB": ("albumin_g_dl", "albumin_date"),
    "INR": ("inr", "inr_date"),
    "PLT": ("platelets_10e3_ul", "platelets_date"),
    "CREAT": ("creatinine_mg_dl", "creatinine_date"),
    "AFP": ("afp_ng_ml", "afp_operator", "afp_date", "is_afp_above_400"),
}
VISIT = (
    *(
        "bclc",
        "bclc_group",
        "etiology",
        "ecog_band",
        "ecog",
        "tumour_number",
        "tumour_count",
        "largest_tumour_cm",
        "height_cm",
        "weight_kg",
    ),
    *("has_portal_vein_invasion", "has_metastasis", "assessment_date", "is_bclc_consistent"),
)
RESPONSE = ("best_response", "best_response_date", "has_response", "has_disease_control", "assessed_exam_count")
CONFIRMED = ("confirmed_best_response", "has_confirmed_response", "confirmed_response_date")
BASELINE_EXAM = ("has_baseline_exam", "is_baseline_exam_in_window", "baseline_exam_date")
STEPS = ("has_index_treatment", "has_hcc", "is_in_study_window", "has_sex_and_age", "is_adult")

# The sources of each column of cohort.patients, and of each step of cohort.attrition.
SOURCES: dict[str, tuple[Rows, ...]] = {
    "arm": (_arm,),
    "index_date": (_index,),
    "sex": (_patient,),
    "age_years": (_patient, _index),
    "prior_treatments": (_prior,),
    **{column: (_of(_labs, test),) for test, columns in LABS.items() for column in columns},
    **dict.fromkeys(VISIT, (_visit,)),
    **dict.fromkeys(("child_pugh_class", "child_pugh_score"), (_visit, _derived_class)),
    **dict.fromkeys(("albi_score", "albi_grade"), (_of(_labs, "TBIL", "ALB"),)),
    "derived_child_pugh_score": (_visit, _of(_labs, "TBIL", "ALB", "INR")),
    **dict.fromkeys(BASELINE_EXAM, (_baseline_exam,)),
    **dict.fromkeys(RESPONSE, (_responses,)),
    **dict.fromkeys(CONFIRMED, (_of(_responses, "confirmed_best_response_date"),)),
    **{f"{name}_{part}": (_of(_time, name.upper()),) for name in ("os", "pfs", "ttp") for part in ("days", "months", "event")},
    **dict.fromkeys(("has_progressed", "progression_date"), (_progression,)),
    **dict.fromkeys(("vital_status", "last_known_alive_date", "death_date"), (_state,)),
    **dict.fromkeys(STEPS, (_patient, _index)),
    "has_fp_regimen": (_patient, _index, _other_haic),
    "has_whole_history": (_patient, _index, _of(_quarantined, "drug_administrations")),
    "has_arm": (_patient, _index, _arm),
    "has_follow_up": (_patient, _index, _state, *(_of(_quarantined, table) for table in ("follow_up", "drug_administrations"))),
}
