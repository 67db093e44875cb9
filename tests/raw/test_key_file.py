"""The key of the pseudonyms is made once, closed to others, and never silently: not where another was in use."""

import os
import stat

import pytest

from pipelines.raw.key_file import OPEN_KEY, SYNTHETIC_MARKER, fingerprint, load_key, make_key
from pipelines.settings.errors import UnusableSettings

KEY = bytes.fromhex("5a" * 32)


def test_key_is_made_once_for_its_owner_only(tmp_path):
    path = tmp_path / "keys" / "patient_numbers.key"
    make_key(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(load_key(path, tmp_path, is_public=False)) == 32
    with pytest.raises(UnusableSettings, match="there is a key already"):
        make_key(path)


def test_two_keys_differ(tmp_path):
    make_key(tmp_path / "a")
    make_key(tmp_path / "b")
    assert (tmp_path / "a").read_text() != (tmp_path / "b").read_text()


def test_missing_key_is_never_made(tmp_path):
    path = tmp_path / "patient_numbers.key"
    with pytest.raises(UnusableSettings, match=r"python -m pipelines key .*patient_numbers\.key"):
        load_key(path, tmp_path, is_public=False)
    assert not path.exists()


@pytest.mark.parametrize("content", ["", "5a" * 31, "no key at all", "5a" * 31 + "xx"])
def test_what_is_no_key_is_refused_without_printing_it(tmp_path, content):
    path = tmp_path / "patient_numbers.key"
    path.write_text(content)
    with pytest.raises(UnusableSettings) as caught:
        load_key(path, tmp_path, is_public=False)
    assert "not a key of this registry" in str(caught.value)
    assert not content or content not in str(caught.value)


def test_invented_and_published_patients_have_the_open_key(tmp_path):
    assert load_key(tmp_path / "none", tmp_path, is_public=True) == OPEN_KEY
    (tmp_path / SYNTHETIC_MARKER).touch()
    assert load_key(tmp_path / "none", tmp_path, is_public=False) == OPEN_KEY


def test_a_key_that_was_in_use_is_never_made_anew(tmp_path):
    path = tmp_path / "patient_numbers.key"
    for attempt in (lambda: make_key(path, "5a5a"), lambda: load_key(path, tmp_path, is_public=False, in_use="5a5a")):
        with pytest.raises(UnusableSettings, match=r"releases of this data folder were made \(fingerprint 5a5a\)") as caught:
            attempt()
        assert "pipelines key" not in str(caught.value)
    assert not path.exists()


def test_invented_patients_beside_the_releases_of_a_hospital_have_no_open_key(tmp_path):
    (tmp_path / SYNTHETIC_MARKER).touch()
    with pytest.raises(UnusableSettings, match=r"marked as the synthetic hospital's .+ holds the releases of a hospital"):
        load_key(tmp_path / "none", tmp_path, is_public=False, in_use="5a5a")


def test_folders_of_a_key_are_closed_to_others(tmp_path):
    kept = os.umask(0)
    try:
        make_key(tmp_path / "data" / "restricted" / "key" / "patient_numbers.key")
    finally:
        os.umask(kept)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.rglob("*")}
    assert modes == {"data": 0o700, "restricted": 0o700, "key": 0o700, "patient_numbers.key": 0o600}


def test_fingerprint_names_the_key_without_showing_it():
    assert fingerprint(KEY) == fingerprint(KEY) != fingerprint(OPEN_KEY)
    assert fingerprint(KEY) not in KEY.hex()
