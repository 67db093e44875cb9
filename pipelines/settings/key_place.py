"""Where the key of the pseudonyms lies: where the settings name it, or in the data folder."""

from pathlib import Path

from pipelines.settings.sections import Settings
from pipelines.settings.zones import Zones

PUBLIC = "public"  # the word of the settings for patient numbers that are public already


def key_place(config: Path, settings: Settings, data: Path) -> Path:
    """Return the file of the key; a path in the settings begins at the folder of the settings file."""
    named = settings.identity.key_file
    return config.parent / named if named and named != PUBLIC else Zones(data).key


def has_public_numbers(settings: Settings) -> bool:
    """Say whether the patient numbers are public already, so that the open key makes their pseudonyms."""
    return settings.identity.key_file == PUBLIC
