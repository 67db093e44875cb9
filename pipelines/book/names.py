"""What the families of rules are called, and how the name of a rule is read aloud: in the registry's own words, where it has any."""

from collections.abc import Iterable

from pipelines.warehouse.registry_files import registry_file

WORDS = registry_file("schemas.rule_words")
FAMILIES: dict[str, str] = getattr(WORDS, "FAMILIES", {})
ABBREVIATIONS: frozenset[str] = getattr(WORDS, "ABBREVIATIONS", frozenset())
SAID: dict[str, str] = getattr(WORDS, "SAID", {})


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
