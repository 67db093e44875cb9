"""Examples of the rules of the arms."""

from tests.rule_examples import example

EXAMPLES = [
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
