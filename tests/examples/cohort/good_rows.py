"""One good row of every cohort table that has rules about rows, in the types of its schema: an example names only what differs."""

import datetime as dt

GOOD: dict[str, dict] = {
    "category_counts": {"variable": "sex", "arm": "all", "category": "M", "patient_count": 100, "arm_count": 100},
    # 2 points of bilirubin and 1 each of albumin, INR, ascites and encephalopathy
    "child_pugh_scores": {
        "ascites": "none",
        "encephalopathy": "none",
        "recorded_class": "A",
        "recorded_score": 6,
        "derived_score": 6,
        "lab_distance_days": 0,
        "total_bilirubin_mg_dl": 2.5,
        "albumin_g_dl": 3.9,
        "inr": 1.1,
        "assessment_date": dt.date(2023, 1, 9),
    },
    "first_treatments": {
        "has_exam_before_diagnosis": False,
        "hcc_dx_date": dt.date(2022, 12, 1),
        "first_treatment_date": dt.date(2023, 1, 10),
    },
    "patients": {
        "arm": "first_line",
        "sex": "M",
        "bclc": "C",
        "bclc_group": "C",
        "etiology": "HBV",
        "child_pugh_class": "A",
        "ecog_band": "0",
        "tumour_number": "multiple",
        "largest_tumour_cm": 9.6,
        "has_portal_vein_invasion": True,
        "has_metastasis": False,
        "vital_status": "ALIVE",
        "os_event": False,
        "is_baseline_exam_in_window": True,
        "index_date": dt.date(2023, 1, 10),
        "assessment_date": dt.date(2023, 1, 9),
        "last_known_alive_date": dt.date(2024, 7, 1),
    },
}
