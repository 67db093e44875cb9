"""What is analysed: the arms, the variables of Table 1 and the covariates of the Cox models, as data over cohort.patients."""

from dataclasses import dataclass
from typing import Literal

import polars as pl

from schemas.cohort_codes import COMPARED_ARMS, codes_of
from schemas.cohort_labels import label_with_unit

ARMS = COMPARED_ARMS  # every arm that can be compared, the reference first


@dataclass(frozen=True)
class Variable:
    """One variable of Table 1. `levels` are its values in the order printed, with their labels; a column of flags lists several, by ";"."""

    name: str
    label: str
    column: str
    kind: Literal["continuous", "categorical", "flags"]
    levels: tuple[tuple[object, str], ...] = ()


@dataclass(frozen=True)
class Covariate:
    """One covariate of the Cox models: 1, 0 or missing for each patient."""

    name: str
    label: str
    column: str
    value: pl.Expr


YES_NO = ((False, "No"), (True, "Yes"))


def _continuous(name: str, column: str) -> Variable:
    return Variable(name, label_with_unit(column), column, "continuous")


def _yes_or_no(name: str, column: str) -> Variable:
    return Variable(name, label_with_unit(column), column, "categorical", YES_NO)


def _coded(name: str, column: str, *, without: tuple[str, ...] = (), kind: Literal["categorical", "flags"] = "categorical") -> Variable:
    """Return a variable with the codes of its column in order; those `without` are printed only where a patient has them."""
    levels = tuple((code, label) for code, label in codes_of(None, column).items() if code not in without)
    return Variable(name, label_with_unit(column), column, kind, levels)


VARIABLES = (
    _continuous("age", "age_years"),
    _coded("sex", "sex"),
    _continuous("ast", "ast_u_l"),
    _continuous("alt", "alt_u_l"),
    _continuous("bilirubin", "total_bilirubin_mg_dl"),
    _coded("bclc", "bclc_group"),
    _coded("etiology", "etiology", without=("HBV+HCV",)),
    _coded("child_pugh", "child_pugh_class"),
    _coded("ecog", "ecog"),
    _continuous("afp", "afp_ng_ml"),
    _continuous("size", "largest_tumour_cm"),
    _coded("number", "tumour_number"),
    _yes_or_no("portal_vein_invasion", "has_portal_vein_invasion"),
    _yes_or_no("metastasis", "has_metastasis"),
    _coded("prior_treatments", "prior_treatments", without=("Ablation", "Transplant"), kind="flags"),
)
COVARIATES = (
    Covariate("post_ate_beva", "Post-ate-beva HAIC (vs. first-line HAIC)", "arm", pl.col("arm") == "post_ate_beva"),
    Covariate("child_pugh_b_arm", "Child–Pugh B (vs. A)", "arm", pl.col("arm") == "child_pugh_b"),
    Covariate("child_pugh_c_arm", "Child–Pugh C (vs. A)", "arm", pl.col("arm") == "child_pugh_c"),
    Covariate("female", "Sex (female)", "sex", pl.col("sex") == "F"),
    Covariate("viral", "Etiology, viral (vs. non-viral)", "etiology", pl.col("etiology").is_in(["HBV", "HCV"])),
    Covariate("ecog_0", "ECOG 0", "ecog", pl.col("ecog") == 0),
    Covariate("age_over_65", "Age > 65 years", "age_years", pl.col("age_years") > 65),
    Covariate("child_pugh_a", "Child–Pugh class A", "child_pugh_class", pl.col("child_pugh_class") == "A"),
    Covariate("afp_over_400", "AFP > 400 ng/mL", "is_afp_above_400", pl.col("is_afp_above_400")),
    Covariate("size_over_10", "Tumour size > 10 cm", "largest_tumour_cm", pl.col("largest_tumour_cm") > 10),
    Covariate("single_mass", "Single mass (vs. multiple)", "tumour_number", pl.col("tumour_number") == "single"),
    Covariate("portal_vein_invasion", "Portal vein invasion", "has_portal_vein_invasion", pl.col("has_portal_vein_invasion")),
    Covariate("metastasis", "Extrahepatic metastasis", "has_metastasis", pl.col("has_metastasis")),
)
COVARIATE_NAMES = tuple(covariate.name for covariate in COVARIATES)


def arms_of(patients: pl.DataFrame) -> tuple[str, ...]:
    """Return the arms that have patients, the reference first; an arm of another name comes last."""
    present = {str(arm) for arm in patients["arm"].drop_nulls()}
    return tuple(arm for arm in ARMS if arm in present) + tuple(sorted(present - ARMS.keys()))


def covariates_of(patients: pl.DataFrame) -> tuple[Covariate, ...]:
    """Return the covariates that apply: of the arms those that compare an arm of this cohort with its reference."""
    others = {"post_ate_beva": "post_ate_beva", "child_pugh_b": "child_pugh_b_arm", "child_pugh_c": "child_pugh_c_arm"}
    arms = arms_of(patients)
    compared = {others[arm] for arm in arms[1:] if arm in others}
    by_class = any(arm.startswith("child_pugh") for arm in arms)
    return tuple(
        covariate
        for covariate in COVARIATES
        if (covariate.column != "arm" or covariate.name in compared) and not (by_class and covariate.name == "child_pugh_a")
    )


def with_covariates(patients: pl.DataFrame) -> pl.DataFrame:
    """Return `patients` in the order of their ids with every covariate as a number (1, 0, or null where its column is missing)."""
    return patients.sort("patient_id").with_columns(
        *(
            pl.when(pl.col(covariate.column).is_null()).then(None).otherwise(covariate.value).cast(pl.Float64).alias(covariate.name)
            for covariate in COVARIATES
        )
    )
