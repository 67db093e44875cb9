"""Patient numbers become keyed pseudonyms, the same for every spelling of a number."""

import hashlib
import hmac
import unicodedata

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.raw.key_file import OPEN_KEY
from pipelines.raw.pseudonyms import Pseudonyms, normalise, pseudonymise
from pipelines.settings.errors import UnusableSettings

KEY = bytes.fromhex("5a" * 32)
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def pseudonyms(*numbers, key=KEY, pattern=".+"):
    return pseudonymise(pl.Series(numbers, dtype=pl.String), key, pattern).rows()


@pytest.mark.parametrize("written", ["\u200b00000001", "0000\u00ad0001", " 00000001\u00a0", "\ufeff００000001", "00000001\u200e"])
def test_what_nobody_sees_makes_no_other_patient(written):
    assert normalise(written) == "00000001"


def test_pseudonym_is_hmac_sha256_of_the_normalised_number():
    digest = hmac.new(KEY, b"00012345", hashlib.sha256).hexdigest()
    assert pseudonyms("00012345") == [("p" + digest[:20], "ok")]  # 20 hexadecimal digits are 80 bits


def test_another_key_gives_another_pseudonym():
    assert pseudonyms("1") != pseudonyms("1", key=OPEN_KEY)


@pytest.mark.parametrize("number", [" 00012345", "00012345\u3000", "0001 2345", "０００１２３４５", "\ufeff00012345".lstrip("\ufeff")])
def test_spellings_of_one_number_have_one_pseudonym(number):
    assert pseudonyms(number) == pseudonyms("00012345")


def test_zeros_in_front_count():
    assert pseudonyms("00012345") != pseudonyms("12345")


def test_letters_of_either_case_are_one_number():
    assert pseudonyms("p001") == pseudonyms("P001")


@pytest.mark.parametrize("number", [None, "", "  ", "\u3000"])
def test_number_that_is_not_there_has_no_pseudonym(number):
    assert pseudonyms(number) == [(None, "missing")]


def test_number_of_another_pattern_is_unreadable_but_its_rows_can_be_found():
    ((pseudonym, status),) = pseudonyms("12-345", pattern="[0-9]{8}")
    assert status == "unreadable" and pseudonym == pseudonyms("12-345")[0][0]


def test_pattern_is_of_the_whole_number():
    assert [status for _, status in pseudonyms("123456789", "1234567", "12345678", pattern="[0-9]{8}")] == [
        "unreadable",
        "unreadable",
        "ok",
    ]


def test_no_numbers_are_no_pseudonyms():
    assert pseudonyms() == []


def test_pseudonym_holds_no_part_of_the_number():
    ((pseudonym, _),) = pseudonyms("90210")
    assert "90210" not in pseudonym


@given(st.text())
def test_normalising_is_idempotent(number):
    assert normalise(normalise(number)) == normalise(number)


@given(st.text(alphabet="0123456789", min_size=1))
def test_full_width_digits_are_the_same_number(digits):
    assert pseudonyms(digits) == pseudonyms(digits.translate(FULL_WIDTH))


@given(st.text(min_size=1), st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]))
def test_forms_of_unicode_are_the_same_number(number, form):
    assert pseudonyms(number) == pseudonyms(unicodedata.normalize(form, number))


@given(st.lists(st.text(alphabet="0123456789PX", min_size=1), max_size=20))
def test_equal_numbers_and_only_they_have_equal_pseudonyms(numbers):
    names = [name for name, _ in pseudonyms(*numbers)]
    assert [names.index(name) for name in names] == [numbers.index(number) for number in numbers]


def test_numbers_that_were_met_are_remembered_as_they_are_compared():
    given = Pseudonyms(KEY, ".+")
    given.of(pl.Series([" p001 ", None]))
    given.of(pl.Series(["P001", "P002"]))
    assert given.numbers == {"P001", "P002"}


def test_two_numbers_of_one_pseudonym_end_the_run(monkeypatch):
    monkeypatch.setattr("pipelines.raw.pseudonyms.digest_of", lambda text, key: "0" * 20)
    given = Pseudonyms(KEY, ".+")
    assert given.of(pl.Series(["1", " 1"]))["patient_id"].to_list() == ["p" + "0" * 20] * 2, "two spellings are one number"
    with pytest.raises(UnusableSettings, match="two patient numbers of the drop have one pseudonym"):
        given.of(pl.Series(["2"]))  # in another file


def test_a_pattern_that_would_be_searched_for_days_is_searched_at_once():
    given = Pseudonyms(KEY, "([0-9]+)+x|[0-9]{8}")
    assert given.of(pl.Series(["1" * 60, "12345678"]))["patient_id_status"].to_list() == ["unreadable", "ok"]
