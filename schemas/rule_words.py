"""What the families of this registry's rules are called, and how the names of its rules are read aloud."""

from schemas.lab_tests import tests_by_range_rule, tests_with

FAMILIES = {
    "CV": "conformance: values",
    "CR": "conformance: keys and relations",
    "CC": "conformance: derived and counted",
    "CP": "completeness",
    "PA": "plausibility: values",
    "PT": "plausibility: dates and their order",
    "TX": "treatment",
    "MR": "mRECIST: response from the lesions",
    "IR": "readers: agreement and adjudication",
    "TE": "time to event",
}
WORDS = ("albi", "bclc", "bsa", "ct", "ecog", "haic", "hcc", "mri", "pd")
ABBREVIATIONS = frozenset((*WORDS, *(test.lower() for test in tests_with(lambda test: test.range_rule))))
SAID = {  # what snake case leaves out
    "child pugh": "Child-Pugh",
    "class of a to c": "class of A to C",
    **{f"{' '.join(tests)} is": f"{', '.join(tests[:-1])} or {tests[-1]} is" for tests in tests_by_range_rule().values() if len(tests) > 1},
    "ECOG vessels spread": "ECOG, vessels, spread",
    "ate beva": "ate-beva",
    "first line": "first-line",
    "progression free": "progression-free",
    "cut off": "cut-off",
    "table 1": "Table 1",
    "accepted quarantined": "accepted, quarantined",
    "blank repeated": "blank, repeated",
}
