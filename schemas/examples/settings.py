"""The settings for which the examples are drawn: two drawn hospitals, and the choices of the paper; the thresholds come from the rules."""

import datetime as dt

AS_OF = dt.date(2024, 12, 31)
STUDY = {  # the paper's: HAIC by fluorouracil and cisplatin, in first line or after ate-beva
    "index_treatment": "HAIC",
    "regimens": ["FP"],
    "window": (dt.date(2022, 3, 1), dt.date(2024, 7, 31)),
    "arms": [
        {"name": "first_line", "label": "First-line HAIC", "none_before": ["SYSTEMIC"], "recorded_as": "first_line"},
        {
            "name": "post_ate_beva",
            "label": "Post-ate-beva HAIC",
            "last_before": "ATE_BEVA",
            "progression_on": "ATE_BEVA",
            "evidence_days": 120,
            "recorded_as": "post_ate_beva",
        },
        {
            "name": "ate_beva_without_progression",
            "label": "Ate-beva before, without a progression that counts",
            "in_study": False,
            "reason": "ate-beva before HAIC without progression by mRECIST",
            "last_before": "ATE_BEVA",
            "recorded_as": "post_ate_beva",
        },
        {
            "name": "other_systemic",
            "label": "Another systemic drug before",
            "in_study": False,
            "reason": "systemic drug other than ate-beva directly before HAIC",
            "any_before": ["SYSTEMIC"],
        },
    ],
}
# Two hospitals that number the sexes the other way round; the second has a unit and a word of its own.
STAGING = {
    "registry": {"name": "Drawn by hand", "as_of": AS_OF},
    "study": STUDY,
    "readers": {"R1": "reader", "R2": "reader", "ADJ": "adjudicator"},
    "sources": {
        "seoul": {"tables": {"patients": {"files": ["*.csv"], "codes": {"sex": {"1": "M", "2": "F"}}}}},
        "busan": {
            "tables": {
                "patients": {"files": ["*.csv"], "codes": {"sex": {"1": "F", "2": "M"}}},
                "labs": {"files": ["*.csv"], "codes": {"test": {"L3105": "AST"}}, "units": {"AFP": {"U": 0.5, "iu/ml": 1.0}}},
                "lesions": {"files": ["*.csv"], "codes": {"role": {"N": "NONTARGET"}}},
            }
        },
    },
}
WRITTEN = {  # what loading writes beside the cells of a row
    "patient_id": "P1",
    "patient_id_status": "ok",
    "source": "seoul",
    "source_file": "drawn.csv",
    "source_row": 2,
    "has_identifier": False,
    "date_order": "ymd",
    "decimal_mark": ".",
}
PAPER = {
    "as_of": dt.date(2024, 7, 31),
    "has_real_dates": True,
    "confirm_days": 28,
    "max_ne": 1,
    "accept_sd": False,
    "sd_min_days": 0,
    "control_non_cr_non_pd": False,
    "adjudication": "adjudicator",
    "progression": "reads",
    "pfs_censor": "last_contact",
    "month_of_death": "middle",
    "new_therapy": "ignore",
    "missed_visits": "ignore",
    "visit_interval_days": 126,
    "administrative_censoring_months": None,
    "data_cutoff": None,
    "aval_plus_one": 0,
    "days_per_month": 30.4375,
    "bsa_formula": "mosteller",
    "albumin_cut_g_dl": 2.8,
    "malbi_cut": -2.27,
    "labs_window_before_days": 28,
    "labs_window_after_days": 0,
    "imaging_window_before_days": 42,
    "imaging_window_after_days": 3,
    "assessment_window_before_days": 28,
    "assessment_window_after_days": 0,
    "ctcae_version": 5,
}
COHORT = PAPER | {"max_quarantined_pct": 25.0, "min_rows_of_last_pct": 95.0, "override_reason": "", "has_real_dates": True}
READERS = {"R1": "reader", "R2": "reader", "ADJ": "adjudicator"}
