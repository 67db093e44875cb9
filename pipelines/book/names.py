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


def say_words(words: Iterable[str]) -> str:
    """Return words with the field's abbreviations in capitals."""
    return " ".join(word.upper() if word in ABBREVIATIONS else word for word in words).replace("child pugh", "Child-Pugh")


def say_name(name: str) -> str:
    """Return a rule's name, words in snake case, as a sentence."""
    said = say_words(name.split("_"))
    return said[:1].upper() + said[1:]
