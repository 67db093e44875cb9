"""Examples of the rules of the arms."""

from schemas.examples.drawing import example

GOOD = {"arm": "first_line", "has_arm": True, "has_atezolizumab_before": False, "has_systemic_drug_before": False}
ATE_BEVA = {"has_atezolizumab_before": True, "has_systemic_drug_before": True}
EXAMPLES = [
    example(
        "arms",
        "TX-012 flag",
        "arm recorded_arm",
        [
            {"recorded_arm": "first_line"},
            {"arm": "post_ate_beva", "recorded_arm": "post_ate_beva", **ATE_BEVA},
            {"recorded_arm": None},
            {"arm": "ate_beva_without_progression", "recorded_arm": "post_ate_beva", **ATE_BEVA},  # TX-013 asks for the progression
        ],
        [
            {"recorded_arm": "post_ate_beva"},
            {"arm": "post_ate_beva", "recorded_arm": "first_line", **ATE_BEVA},
            {"arm": "ate_beva_without_progression", "recorded_arm": "first_line", **ATE_BEVA},
        ],
    ),
    example(
        "arms",
        "TX-012 stop",
        "arm has_atezolizumab_before has_systemic_drug_before",
        [
            {"arm": "first_line"},
            {"arm": "post_ate_beva", "has_atezolizumab_before": True, "has_systemic_drug_before": True},
            {"arm": "other_systemic", "has_arm": False, "has_systemic_drug_before": True},
        ],
        [
            {"arm": "first_line", "has_systemic_drug_before": True},
            {"arm": "post_ate_beva", "has_systemic_drug_before": True},
            {"arm": "first_line", "has_systemic_drug_before": None},
        ],
    ),
]
