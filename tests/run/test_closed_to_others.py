"""What is restricted is its owner's alone, whatever the umask; and invented patients never stand for real ones."""

import os
import stat

import pytest

from pipelines.raw.key_file import SYNTHETIC_MARKER
from pipelines.run.exit_code import ExitCode
from tests.small_drop import SmallDrop, signals_kept, small_drop  # noqa: F401

pytestmark = pytest.mark.slow


def modes_below(folder):
    found = {path: stat.S_IMODE(path.lstat().st_mode) for path in (folder, *folder.rglob("*")) if not path.is_symlink()}
    return {path.relative_to(folder).as_posix() for path, mode in found.items() if mode != (0o700 if path.is_dir() else 0o600)}


@pytest.mark.parametrize("mask", [0o000, 0o022])
def test_restricted_is_closed_after_any_run(tmp_path, monkeypatch, mask):
    drop = SmallDrop(tmp_path / "hospital")
    kept = os.umask(mask)
    try:
        with signals_kept():
            assert drop.run() == ExitCode.DONE
            assert modes_below(drop.data / "restricted") == set()
            assert stat.S_IMODE((drop.current / "results.json").stat().st_mode) == 0o666 & ~mask, "others read what is published"
            assert stat.S_IMODE((drop.data / "out" / "status.json").stat().st_mode) == 0o666 & ~mask
            monkeypatch.setattr("pipelines.run.layers.write_tables", lambda *_: 1 / 0)
            assert drop.run("ingest", "--force") == ExitCode.OUR_FAULT
            assert modes_below(drop.data / "restricted") == set()
            assert (drop.data / "restricted" / "logs").is_dir()
    finally:
        os.umask(kept)


def test_a_drop_of_real_patients_that_is_marked_synthetic_gets_no_open_key(small_drop):  # noqa: F811
    small_drop.key.unlink()
    (small_drop.drop / SYNTHETIC_MARKER).touch()
    code, _, err = small_drop.listen()
    assert code == ExitCode.USAGE and not small_drop.current.exists()
    assert "3 of its 3 patient numbers are not the synthetic hospital's; take SYNTHETIC.txt out of the drop" in err
    assert "00000001" not in err


def test_an_invented_drop_never_takes_the_place_of_a_hospitals_release(tmp_path):
    from pipelines.synthetic.hospital import write_drop

    hospital = SmallDrop(tmp_path / "hospital")
    with signals_kept():
        assert hospital.run() == ExitCode.DONE
        hospital.key.unlink()
        published = os.readlink(hospital.current)
        hospital.drop = tmp_path / "invented"
        write_drop(hospital.drop, patients=2)
        code, _, err = hospital.listen()
    assert code == ExitCode.USAGE and "holds the releases of a hospital" in err
    assert os.readlink(hospital.current) == published
