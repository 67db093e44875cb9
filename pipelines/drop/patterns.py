"""The patterns under which the settings name files: which names match, and why a file that nearly matches does not."""

import unicodedata
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import PurePosixPath

from pipelines.drop.formats import READABLE, extension_of, without_gz
from pipelines.drop.sheet import UnreadableDrop


@dataclass(frozen=True)
class Pattern:
    """A pattern as the settings write it. It is matched folder by folder, `**` standing for any number of them; capitals do not count.

    "labs*.csv" also finds labs_1.csv.gz, and members of a zip as if it were unpacked where it lies; "labs.zip" is all
    its members of a readable format; "labs.zip/labs_*.csv" some of them.
    """

    text: str
    parts: tuple[str, ...]

    @property
    def is_literal(self) -> bool:
        """Whether it names one file, whose name the settings say."""
        return not any(sign in self.text for sign in "*?[")

    def matches(self, name: str) -> bool:
        """Say whether a file of this name in the drop is meant; members of a zip have the zip among their folders."""
        parts = _parts(name)
        depth = next((place for place, part in enumerate(parts[:-1]) if part.endswith(".zip")), None)
        names = [parts]
        if depth is not None:
            if extension_of(name) in READABLE and _is_glob(parts[: depth + 1], self.parts):
                return True
            names.append(parts[:depth] + parts[depth + 1 :])
        return any(_is_glob(each, self.parts) or _is_glob((*each[:-1], without_gz(each[-1])), self.parts) for each in names)

    def enters(self, folder: str) -> bool:
        """Say whether the pattern may match a file somewhere below this folder."""
        return _enters(_parts(folder), self.parts)

    def why_not(self, name: str) -> str:
        """Return why a file that is called nearly so does not match; blank if it is called otherwise."""
        if _is_glob(_parts(name)[-1:], self.parts[-1:]) or _is_glob((without_gz(_parts(name)[-1]),), self.parts[-1:]):
            return f"{self.text} does not enter its folder"
        stem, wanted = (PurePosixPath(without_gz(text)).stem for text in (_parts(name)[-1], self.parts[-1]))
        if wanted not in ("", "*") and fnmatchcase(stem.split(".")[0], wanted):
            return f"but for its ending it would be one of {self.text}"
        return ""


def parse_pattern(text: str) -> Pattern:
    """Return a pattern of the settings; raise UnreadableDrop for one that leads out of the drop."""
    parts = _parts(text.replace("\\", "/"))
    if not parts or ".." in parts or parts[0] == "/" or ":" in parts[0]:
        raise UnreadableDrop(text, "the pattern leads out of the drop", "name files by their path within the drop")
    return Pattern(text, parts)


def fold_name(name: str) -> str:
    """Return a name as it is compared: macOS takes Hangul syllables apart in file names, and capitals do not count."""
    return unicodedata.normalize("NFC", name).casefold()


@lru_cache(maxsize=10_000)
def _parts(name: str) -> tuple[str, ...]:
    return PurePosixPath(fold_name(name)).parts


def _is_glob(parts: tuple[str, ...], pattern: tuple[str, ...]) -> bool:
    if not pattern or not parts:
        return not parts and all(part == "**" for part in pattern)
    if pattern[0] == "**":
        return _is_glob(parts, pattern[1:]) or _is_glob(parts[1:], pattern)
    return fnmatchcase(parts[0], pattern[0]) and _is_glob(parts[1:], pattern[1:])


def _enters(folders: tuple[str, ...], pattern: tuple[str, ...]) -> bool:
    if not folders:
        return bool(pattern)
    if len(pattern) < 2 and pattern != ("**",):
        return False
    if pattern[0] == "**":
        return True
    return fnmatchcase(folders[0], pattern[0]) and _enters(folders[1:], pattern[1:])
