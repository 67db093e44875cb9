"""Which endings of file names are read, which are known and not read, and which names are no part of a drop."""

import fnmatch
from pathlib import PurePosixPath

READABLE = (
    ".csv", ".tsv", ".tab", ".psv", ".txt", ".dat", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods",
    ".html", ".htm", ".xml", ".parquet", ".ndjson", ".jsonl", ".json",
)  # fmt: skip
SYSTEM = (".DS_Store", "._*", "Thumbs.db", "desktop.ini", "__MACOSX", "$RECYCLE.BIN", "System Volume Information")
BESIDE = (".md5", ".sha1", ".sha256", ".sha512", ".sig", ".done", ".ok", ".ready", ".trg", ":zone.identifier")
UNFINISHED = (".part", ".partial", ".filepart", ".crdownload", ".download", ".tmp", ".temp", ".swp", ".!ut")


def is_of_the_system(name: str) -> bool:
    """Say whether a file or folder of this name is one that systems leave behind, and nobody sends."""
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in SYSTEM)


def why_passed_over(name: str) -> str:
    """Return why a file of this name is never an extract, whatever the settings name; blank if it may be one."""
    if name.startswith("~$"):
        return "it is the lock of a file that is open in an office program"
    if name.startswith("."):
        return "its name begins with a dot"
    if name.lower().endswith(UNFINISHED):
        return "its name says that it is not sent to its end"
    if name.lower().endswith(BESIDE):
        return "its name says that it stands beside a file that is sent: its sum, its signature, or a sign that it is complete"
    return ""


def finished_name(name: str) -> str:
    """Return the name that a file gets when it is sent to its end; blank where its name does not say that it is being sent."""
    ending = next((ending for ending in UNFINISHED if name.lower().endswith(ending)), "")
    return name[: -len(ending)] if ending else ""


def without_gz(name: str) -> str:
    """Return the name of what is packed in a .gz; any other name as it is."""
    return name[:-3] if name.lower().endswith(".gz") else name


def extension_of(name: str) -> str:
    """Return the extension in lower case, that of the content for .gz."""
    return PurePosixPath(without_gz(name)).suffix.lower()
