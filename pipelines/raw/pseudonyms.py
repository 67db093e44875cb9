"""Replaces patient numbers by keyed pseudonyms, and knows what a direct identifier looks like."""

import hashlib
import hmac
import os
import re
import secrets
import unicodedata
from pathlib import Path

import polars as pl

from pipelines.drop.sheet import UnreadableDrop
from pipelines.settings.errors import UnusableSettings

SYNTHETIC_MARKER = "SYNTHETIC.txt"  # written by the synthetic hospital into its own drops
OPEN_KEY = b"haic-registry: this key is public and protects nobody"  # invented patients and published data only

# Resident registration numbers (yymmdd-sxxxxxx) and telephone numbers, in text after NFKC. Without their dashes they look like specimen
# numbers, so undashed ones are sought in free text only. A Hangul letter beside the number ends it (no \b, for which it is a letter).
_BIRTH = r"[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])"
_DASH = "[ ]?[-‐‑‒–—−][ ]?"
_PHONE = f"(01[016789]|[+]82[ -]?10)([ .]|{_DASH})[0-9]{{3,4}}([ .]|{_DASH})[0-9]{{4}}"
_AREA_PHONE = f"0(2|[3-6][1-5]|70){_DASH}[0-9]{{3,4}}{_DASH}[0-9]{{4}}"
_ALONE = "(^|[^0-9A-Za-z])({})($|[^0-9A-Za-z])"
IDENTIFIER = _ALONE.format(f"{_BIRTH}{_DASH}[1-8][0-9]{{6}}|{_PHONE}|{_AREA_PHONE}")
IDENTIFIER_IN_FREE_TEXT = f"{IDENTIFIER}|{_ALONE.format(f'{_BIRTH}[1-8][0-9]{{6}}|01[016789][0-9]{{7,8}}')}"


def refuse_telling_name(*names: str) -> None:
    """Raise UnreadableDrop where the name of a file or a sheet holds an identifier, without saying the name."""
    if any(re.search(IDENTIFIER, unicodedata.normalize("NFKC", name)) for name in names):
        wrong = "the name of a file or a sheet holds what looks like a resident registration or telephone number"
        raise UnreadableDrop("the drop", wrong, "rename it, for such names are printed and published", rule="CV-004")


def make_key(path: Path) -> None:
    """Write a new random key, readable by its owner only; an existing file is never overwritten."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise UnusableSettings(f"{path}: there is a key already; a new one would give every patient a new pseudonym") from None
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_hex(32) + "\n")


def load_key(path: Path, drop: Path, *, is_public: bool) -> bytes:
    """Return the key: the open one for published patients and for the synthetic hospital, else the file's; none is ever made up.

    A drop counts as the synthetic hospital's by its marker, but never where a key lies at `path`: whoever has made one means real patients.
    """
    if is_public or ((drop / SYNTHETIC_MARKER).is_file() and not path.exists()):
        return OPEN_KEY
    try:
        text = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        raise UnusableSettings(
            f"{path}: the key that makes pseudonyms is not there or cannot be read; make it once with "
            f"`python -m pipelines key {path}` and keep a copy apart from the data"
        ) from None
    if not re.fullmatch(r"[0-9a-f]{64,}", text):
        raise UnusableSettings(f"{path}: not a key of this registry (at least 64 hexadecimal digits)")
    return bytes.fromhex(text)


def fingerprint(key: bytes) -> str:
    """Return a short public name of the key, by which a release says which key made its pseudonyms."""
    return hmac.new(key, b"fingerprint", hashlib.sha256).hexdigest()[:16]


def normalise(number: str) -> str:
    """Return a patient number as it is compared: NFKC, no blanks, upper case; leading zeros stay."""
    text = "".join(unicodedata.normalize("NFKC", number).split()).upper()
    return unicodedata.normalize("NFKC", text)  # an accent may have followed the blank that is gone


def pseudonymise(numbers: pl.Series, key: bytes, pattern: str) -> pl.DataFrame:
    """Return patient_id (HMAC-SHA-256 of the normalised number, 80 bits, or null) and patient_id_status for each number.

    A number that does not match the registry's pattern gets a pseudonym too, so that its rows can be found, and the status unreadable.
    """
    known: dict[str | None, tuple[str | None, str]] = {}
    for number in numbers.unique().to_list():
        text = normalise(number) if number else ""
        if not text:
            known[number] = (None, "missing")
            continue
        digest = hmac.new(key, text.encode(), hashlib.sha256).hexdigest()[:20]
        known[number] = ("p" + digest, "ok" if re.fullmatch(pattern, text) else "unreadable")
    return pl.DataFrame(
        {
            "patient_id": pl.Series([known[number][0] for number in numbers.to_list()], dtype=pl.String),
            "patient_id_status": pl.Series([known[number][1] for number in numbers.to_list()], dtype=pl.String),
        }
    )
