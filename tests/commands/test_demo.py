"""The demo stands in a folder of its own, is written once, and says where its answers are."""

from pathlib import Path

import pytest

from pipelines.__main__ import main
from pipelines.commands import demo
from pipelines.commands.command import Command
from pipelines.raw.key_file import SYNTHETIC_MARKER
from pipelines.run.exit_code import ExitCode


@pytest.fixture
def asked(monkeypatch):
    """What the demo asks of the commands that write a drop and take it; `code` is how the taking ends."""

    def write(options):
        _asked.append(("synthetic", options.mode, options.out))
        options.out.mkdir(parents=True)
        (options.out / SYNTHETIC_MARKER).touch()
        return ExitCode.DONE

    def take(options):
        _asked.append(("ingest", options.drop, options.data, options.config))
        return _asked.code

    class _Asked(list):
        code = ExitCode.DONE

    _asked = _Asked()
    for command, run in ((demo.synthetic, write), (demo.ingest, take)):
        monkeypatch.setattr(command, "COMMAND", Command("", command.add_arguments, run))
    return _asked


def test_it_writes_a_hospital_with_faults_once_and_takes_it_in_a_folder_of_its_own(asked, tmp_path, capsys):
    folder = tmp_path / "demo"
    taken = ("ingest", folder / "drop", folder / "data", Path("registry.toml"))
    assert main(["demo", "--out", str(folder)]) == ExitCode.DONE
    assert asked == [("synthetic", "dirty", folder / "drop"), taken]
    assert str(folder / "drop.answers.csv") in capsys.readouterr().out
    assert main(["demo", "--out", str(folder)]) == ExitCode.DONE
    assert asked[2:] == [taken], "a row that somebody has corrected stays corrected"


def test_it_ends_as_the_run_ends(asked, tmp_path, capsys):
    asked.code = ExitCode.STOPPED
    assert main(["demo", "--out", str(tmp_path)]) == ExitCode.STOPPED
    assert "answers" not in capsys.readouterr().out
