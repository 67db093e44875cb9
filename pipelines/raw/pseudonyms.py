"""Replaces patient numbers by keyed pseudonyms, and knows what a direct identifier looks like."""

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Mapping

import polars as pl

from pipelines.settings.errors import UnusableSettings
from pipelines.settings.visible import INVISIBLE

# Resident registration numbers (yymmdd-sxxxxxx) and telephone numbers, in text after NFKC. Without their dashes they look like specimen
# numbers and codes of drugs (8806…), so undashed ones are sought in text only. A Hangul letter beside the number ends it (no \b, for which
# it is a letter).
_BIRTH = r"[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])"
_DASH = "[ ]?[-‐‑‒–—−][ ]?"
_PHONE = f"(01[016789]|[+]82[ -]?10)([ .]|{_DASH})[0-9]{{3,4}}([ .]|{_DASH})[0-9]{{4}}"
_AREA_PHONE = f"0(2|[3-6][1-5]|70){_DASH}[0-9]{{3,4}}{_DASH}[0-9]{{4}}"
_ALONE = "(^|[^0-9A-Za-z])({})($|[^0-9A-Za-z])"
IDENTIFIER = _ALONE.format(f"{_BIRTH}{_DASH}[1-8][0-9]{{6}}|{_PHONE}|{_AREA_PHONE}")
_PHONE_IN_BRACKETS = f"[(]?0(1[016789]|2|[3-6][1-5]|70)[)][ ]?[0-9]{{3,4}}([ .]|{_DASH})[0-9]{{4}}"  # (02) 123-4567, 010)1234-5678
IDENTIFIER = f"{IDENTIFIER}|{_ALONE.format(_PHONE_IN_BRACKETS)}"
IDENTIFIER_IN_FREE_TEXT = f"{IDENTIFIER}|{_ALONE.format(f'{_BIRTH}[1-8][0-9]{{6}}|01[016789][0-9]{{7,8}}')}"

# As people write them into remarks: with any sign, a blank or nothing between their parts, the last digits covered, the country before
# them, or without the nought that Excel takes off. Whatever looks so in a remark is blanked, also where it is none.
_ANY, _SIGN = "[^0-9A-Za-z가-힣]{0,3}", "[^0-9A-Za-z가-힣]{1,3}"
_ABROAD = f"82{_ANY}([(]0[)]{_ANY}|0)?"
_OF_A_REMARK = "|".join(
    (
        f"((18|19|20)?[0-9]{{2}}[-. ]?(0[1-9]|1[0-2])[-. ]?(0[1-9]|[12][0-9]|3[01]){_ANY}[1-8]([0-9]{{6}}|[*xX●○•]{{6}}))",
        f"(01[016789]|(00)?{_ABROAD}1[016789]){_ANY}[0-9]{{3,4}}{_ANY}[0-9]{{4}}",
        f"(0(2|[3-6][1-5]|70|50[0-9]?)|([+]|00){_ABROAD}(2|[3-6][1-5]|70)){_SIGN}[0-9]{{3,4}}{_SIGN}[0-9]{{4}}",
        f"1[016789]{_DASH}[0-9]{{4}}{_DASH}[0-9]{{4}}",
    )
)
IDENTIFIER_IN_A_REMARK = f"{IDENTIFIER_IN_FREE_TEXT}|(^|[^0-9])({_OF_A_REMARK})($|[^0-9])"


def normalise(number: str) -> str:
    """Return a patient number as it is compared: NFKC, no blanks, nothing that takes no room, upper case; leading zeros stay."""
    text = "".join(unicodedata.normalize("NFKC", re.sub(f"[{INVISIBLE}]", "", number)).split()).upper()
    return unicodedata.normalize("NFKC", text)  # an accent may have followed the blank that is gone


class Pseudonyms:
    """Gives the patient numbers of one drop their pseudonyms, and remembers which numbers it has met."""

    def __init__(self, key: bytes, pattern: str) -> None:
        """`pattern` is what a patient number of the registry looks like, from its first to its last character."""
        self._key, self._pattern = key, pattern
        self._number_of: dict[str, str] = {}

    @property
    def numbers(self) -> frozenset[str]:
        """The patient numbers that were met, normalised: they stay in memory."""
        return frozenset(self._number_of.values())

    @property
    def by_pseudonym(self) -> Mapping[str, str]:
        """The patient numbers that were met, normalised, by pseudonym: they stay in memory."""
        return self._number_of

    def of(self, numbers: pl.Series) -> pl.DataFrame:
        """Return patient_id (HMAC-SHA-256 of the normalised number, 80 bits, or null) and patient_id_status for each number.

        A number that does not match the registry's pattern gets a pseudonym too, so that its rows can be found, and the status unreadable.
        Raises UnusableSettings where two numbers have one pseudonym.
        """
        met = numbers.unique()
        texts = pl.Series([normalise(number) if number else "" for number in met.to_list()], dtype=pl.String)
        of_pattern = matches_whole(texts, self._pattern).to_list()
        known = {
            number: self._of_one(text, matches) for number, text, matches in zip(met.to_list(), texts.to_list(), of_pattern, strict=True)
        }
        rows = [known[number] for number in numbers.to_list()]
        return pl.DataFrame(rows, schema={"patient_id": pl.String, "patient_id_status": pl.String}, orient="row")

    def _of_one(self, text: str, matches: bool) -> tuple[str | None, str]:
        if not text:
            return None, "missing"
        pseudonym = pseudonym_of(text, self._key)
        if self._number_of.setdefault(pseudonym, text) != text:
            raise UnusableSettings(
                "two patient numbers of the drop have one pseudonym, so that the rows of two patients would be one patient's; nothing is "
                "published. Make another key, with which every patient gets another pseudonym, and another data folder for it"
            )
        return pseudonym, "ok" if matches else "unreadable"


def pseudonymise(numbers: pl.Series, key: bytes, pattern: str) -> pl.DataFrame:
    """Return patient_id and patient_id_status of numbers that are looked at by themselves."""
    return Pseudonyms(key, pattern).of(numbers)


def pseudonym_of(number: str, key: bytes) -> str:
    """Return the pseudonym of a normalised patient number."""
    return "p" + digest_of(number, key)


def matches_whole(texts: pl.Series, pattern: str) -> pl.Series:
    """Say of each text whether it is of a pattern of the settings from its first to its last character.

    Polars searches in a time that grows with the text; `re` would take days for some patterns, such as ([0-9]+)+x.
    """
    return texts.str.contains(rf"\A(?:{pattern})\z")


def digest_of(text: str, key: bytes) -> str:
    """Return the keyed digest of which pseudonyms are made: 20 hexadecimal digits, 80 bits."""
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()[:20]
