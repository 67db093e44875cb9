"""What the families of this registry's rules are called, and how the names of its rules are read aloud."""

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
ABBREVIATIONS = frozenset("AFP ALB ALBI ALT ANC AST BCLC BSA CREAT CT ECOG HAIC HCC HGB INR MRI PD PIVKA PLT TBIL WBC".lower().split())
SAID = {  # what snake case leaves out
    "child pugh": "Child-Pugh",
    "class of a to c": "class of A to C",
    "AST ALT is": "AST or ALT is",
    "HGB ANC WBC is": "HGB, ANC or WBC is",
    "AFP PIVKA is": "AFP or PIVKA is",
    "ECOG vessels spread": "ECOG, vessels, spread",
    "ate beva": "ate-beva",
    "first line": "first-line",
    "progression free": "progression-free",
    "cut off": "cut-off",
    "table 1": "Table 1",
    "accepted quarantined": "accepted, quarantined",
    "blank repeated": "blank, repeated",
}
