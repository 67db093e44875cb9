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
        return any(_is_glob(each, self.parts) for each in _names(name))

    def enters(self, folder: str) -> bool:
        """Say whether the pattern may match a file somewhere below this folder."""
        return any(at < len(self.parts) for at in _reached(_parts(folder), self.parts))

    def why_not(self, name: str) -> str:
        """Return why a file that is called nearly so does not match; blank if it is called otherwise."""
        last, wanted = _parts(name)[-1], PurePosixPath(without_gz(self.parts[-1])).stem
        if fnmatchcase(last, self.parts[-1]) or fnmatchcase(without_gz(last), self.parts[-1]):
            return f"{self.text} does not enter its folder"
        if wanted not in ("", "*", "**") and fnmatchcase(last.split(".")[0], wanted):
            return f"but for its ending it would be one of {self.text}"
        return ""


def parse_pattern(text: str) -> Pattern:
    """Return a pattern of the settings; raise UnreadableDrop for one that leads out of the drop."""
    parts = _parts(text.replace("\\", "/"))
    if not parts:
        raise UnreadableDrop("files", "a pattern of the settings is blank", "name the files by their path within the drop")
    if ".." in parts or parts[0] == "/" or ":" in parts[0]:
        raise UnreadableDrop(text, "the pattern leads out of the drop", "name files by their path within the drop")
    return Pattern(text, parts)


def fold_name(name: str) -> str:
    """Return a name as it is compared: macOS takes Hangul syllables apart in file names, and capitals do not count."""
    return unicodedata.normalize("NFC", name).casefold()


@lru_cache(maxsize=100_000)
def _names(name: str) -> frozenset[tuple[str, ...]]:
    """Return the names under which a file may be meant: its own, that without .gz, without the zip, and the zip's if it can be read."""
    parts = _parts(name)
    depth = next((place for place, part in enumerate(parts[:-1]) if part.endswith(".zip")), None)
    names = {parts}
    if depth is not None:
        names.add(parts[:depth] + parts[depth + 1 :])
        if extension_of(name) in READABLE:
            names.add(parts[: depth + 1])
    return frozenset(names | {(*each[:-1], without_gz(each[-1])) for each in names})


@lru_cache(maxsize=100_000)
def _parts(name: str) -> tuple[str, ...]:
    return PurePosixPath(fold_name(name)).parts


def _is_glob(parts: tuple[str, ...], pattern: tuple[str, ...]) -> bool:
    if "**" in pattern:
        return len(pattern) in _reached(parts, pattern)
    return len(parts) == len(pattern) and all(map(fnmatchcase, parts, pattern))


def _reached(parts: tuple[str, ...], pattern: tuple[str, ...]) -> set[int]:
    """Return how much of a pattern may be used up when all parts are matched; a name may have thousands of them."""
    reached = _past_stars({0}, pattern)
    for part in parts:
        used = {at for at in reached if at < len(pattern)}
        reached = {at for at in used if pattern[at] == "**"} | {at + 1 for at in used if fnmatchcase(part, pattern[at])}
        reached = _past_stars(reached, pattern)
    return reached


def _past_stars(reached: set[int], pattern: tuple[str, ...]) -> set[int]:
    """Add what is reached where `**` stands for no folder at all."""
    for at, part in enumerate(pattern):
        if part == "**" and at in reached:
            reached = reached | {at + 1}
    return reached
