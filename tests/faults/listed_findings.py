"""What the reconstructed cohort's own values force, and nothing else: the only findings of a clean drop, as rule and patient."""

LISTED_FINDINGS = {
    # BCLC D needs ECOG 3-4 or Child-Pugh C; Child-Pugh C is BCLC D
    ("PA-019", "P007"),  # Child-Pugh C without BCLC D
    ("PA-019", "P024"),
    ("PA-019", "P042"),
    ("PA-019", "P087"),  # BCLC D without a cause
    ("PA-019", "P099"),
    # age over 90 years
    ("PA-001", "P072"),  # 91
    ("PA-001", "P089"),  # 91
    # no evaluable exam after baseline
    ("CP-007", "P007"),  # last contact on day 29
    ("CP-007", "P015"),  # last contact on day 18
    ("CP-007", "P024"),  # died on day 40
    ("CP-007", "P030"),  # last contact on day 31
    ("CP-007", "P042"),  # died on day 9
    ("CP-007", "P048"),  # died on day 10
    ("CP-007", "P053"),  # died on day 8
    ("CP-007", "P057"),  # last contact on day 66
    # no baseline ALT
    ("CP-004", "P021"),
    ("CP-004", "P038"),
    ("CP-004", "P046"),
}
