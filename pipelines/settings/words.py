"""Holds the words of the settings, which are printed and published, to naming no patient."""

from typing import Any

from pipelines.raw.identifiers import Identifiers, words_of
from pipelines.settings.errors import UnusableSettings
from pipelines.settings.sections import Settings

OF_FILES = ("files", "sheet", "joined")
NOT_PRINTED = ("registry.patient_id_pattern", "identity.key_file")


def _printed(settings: Settings) -> dict[str, Any]:
    """Return what of the settings comes to print; how a hospital's files and cells are written does not: its codes may be long numbers."""
    content = settings.model_dump(mode="json")
    sources = {
        name: {table: {key: files[key] for key in OF_FILES if files.get(key)} for table, files in source["tables"].items()}
        for name, source in content["sources"].items()
    }
    return content | {"sources": sources}


def refuse_naming_words(settings: Settings, identifiers: Identifiers) -> None:
    """Raise UnusableSettings where a word of the settings would name a patient; the sentence says under which key, and not the word."""
    words = [(where, word) for where, word in words_of(_printed(settings)) if where not in NOT_PRINTED]
    telling = identifiers.telling_in_free_text([word for _, word in words])
    if telling:
        where = identifiers.masked(words[telling[0]][0]) or "a key at the top"
        raise UnusableSettings(
            f"the settings: what stands under {where} looks like a patient's number or name, or a resident or telephone number; take it "
            "out, for the words of the settings are printed and published"
        )
