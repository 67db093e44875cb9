"""Holds the words of the settings, which are printed and published, to naming no patient."""

from pipelines.raw.identifiers import Identifiers, words_of
from pipelines.settings.errors import UnusableSettings
from pipelines.settings.sections import Settings

NOT_PRINTED = ("registry.patient_id_pattern", "identity.key_file")


def refuse_naming_words(settings: Settings, identifiers: Identifiers) -> None:
    """Raise UnusableSettings where a word of the settings would name a patient; the sentence says under which key, and not the word."""
    words = [(where, word) for where, word in words_of(settings.model_dump(mode="json")) if where not in NOT_PRINTED]
    telling = identifiers.telling([word for _, word in words])
    if telling:
        where = identifiers.masked(words[telling[0]][0]) or "a key at the top"
        raise UnusableSettings(
            f"the settings: what stands under {where} looks like a patient's number or name, or a resident or telephone number; take it "
            "out, for the words of the settings are printed and published"
        )
