"""What the families of rules are called, and how the name of a rule is read aloud."""

from collections.abc import Iterable

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


def say_words(words: Iterable[str]) -> str:
    """Return words as people write them: the field's abbreviations in capitals, and the marks that snake case has no room for."""
    text = " ".join(word.upper() if word in ABBREVIATIONS else word for word in words)
    for written, said in SAID.items():
        text = text.replace(written, said)
    return text


def say_name(name: str) -> str:
    """Return a rule's name, words in snake case, as a sentence."""
    said = say_words(name.split("_"))
    return said[:1].upper() + said[1:]
