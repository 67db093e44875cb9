"""Examples of the rules of baseline characteristics."""

from tests.rule_examples import example

EXAMPLES = [
    example(
        "baseline_characteristics",
        "PA-019 flag",
        "bclc ecog_band has_portal_vein_invasion has_metastasis child_pugh_class",
        [{"is_bclc_consistent": True}, {"is_bclc_consistent": None}],
        {"is_bclc_consistent": False},
    ),
]
