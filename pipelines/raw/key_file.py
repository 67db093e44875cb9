"""The key of the pseudonyms: made once and never silently, found where the settings name it, told apart by its fingerprint."""

import hashlib
import hmac
import os
import re
import secrets
from pathlib import Path

from pipelines.settings.errors import UnusableSettings

SYNTHETIC_MARKER = "SYNTHETIC.txt"  # written by the synthetic hospital into its own drops
OPEN_KEY = b"haic-registry: this key is public and protects nobody"  # invented patients and published data only


def make_key(path: Path, in_use: str = "") -> None:
    """Write a new random key, readable by its owner only; an existing file is never overwritten.

    `in_use` is the fingerprint of the key with which the releases of the data folder were made, if there are any: then no new one is made.
    """
    if path.exists():
        raise UnusableSettings(f"{path}: there is a key already; a new one would give every patient a new pseudonym")
    if in_use:
        raise UnusableSettings(f"{path}: {_put_it_back(in_use)}; no new one is made. For another registry name its data folder with --data")
    for folder in reversed([folder for folder in path.parents if not folder.exists()]):
        folder.mkdir(mode=0o700)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise UnusableSettings(f"{path}: there is a key already; a new one would give every patient a new pseudonym") from None
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_hex(32) + "\n")


def load_key(path: Path, drop: Path, *, is_public: bool, in_use: str = "") -> bytes:
    """Return the key: the open one for published patients and for the synthetic hospital, else the file's; none is ever made up.

    A drop counts as the synthetic hospital's by its marker, but never where a key lies at `path`, nor beside releases that were made with
    one (`in_use`, its fingerprint): whoever has made one means real patients.
    """
    if is_public:
        return OPEN_KEY
    if is_marked_synthetic(drop) and not path.exists():
        if not in_use:
            return OPEN_KEY
        raise UnusableSettings(
            f"{path}: the drop is marked as the synthetic hospital's ({SYNTHETIC_MARKER}), but this data folder holds the releases of a "
            f"hospital, and {_put_it_back(in_use)}; for the synthetic hospital name another data folder"
        )
    is_there = path.exists()
    try:
        text = path.read_text(encoding="ascii").strip() if path.is_file() or not is_there else ""  # a pipe would be waited for
    except (OSError, UnicodeDecodeError):
        text = ""
    if not text and (in_use or not is_there):
        raise UnusableSettings(f"{path}: {_put_it_back(in_use) if in_use else _make_it_once(path)}")
    if not re.fullmatch(r"[0-9a-f]{64,}", text):
        raise UnusableSettings(f"{path}: not a key of this registry (at least 64 hexadecimal digits); put the copy of the key in its place")
    return bytes.fromhex(text)


def is_marked_synthetic(drop: Path) -> bool:
    """Say whether a drop says of itself that its patients are invented."""
    return (drop / SYNTHETIC_MARKER).is_file()


def fingerprint(key: bytes) -> str:
    """Return a short public name of the key, by which a release says which key made its pseudonyms."""
    return hmac.new(key, b"fingerprint", hashlib.sha256).hexdigest()[:16]


def _make_it_once(path: Path) -> str:
    return (
        "the key that makes pseudonyms is not there; make it once with "
        f"`python -m pipelines key {path}` and keep a copy apart from the data"
    )


def _put_it_back(in_use: str) -> str:
    return (
        f"the key with which the releases of this data folder were made (fingerprint {in_use}) is not there or cannot be read; put its "
        "copy back, or name its place as key_file under [identity] of the settings: a new key would give every patient another pseudonym"
    )
