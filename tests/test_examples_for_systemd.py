"""The units and the cron line of examples/systemd are what systemd and the command line understand."""

import re
import shutil
import subprocess

import pytest

from pipelines.__main__ import make_parser
from tests.path_run import ROOT

FOLDER = ROOT / "examples" / "systemd"
UNITS = ("haic-registry.service", "haic-registry.timer")


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="there is no systemd here")
def test_systemd_takes_the_units(tmp_path):
    """The program that they start is not installed there, so that another one stands in its place."""
    for name in UNITS:
        text = (FOLDER / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(re.sub(r"/srv/haic-registry/\.venv/bin/python", shutil.which("true") or "", text), encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", *(str(tmp_path / name) for name in UNITS)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("name", ["haic-registry.service", "crontab"])
def test_their_commands_are_commands(name):
    text = (FOLDER / name).read_text(encoding="utf-8")
    (arguments,) = re.findall(r"-m pipelines (refresh [^>\n]+)", text)
    options = make_parser().parse_args(arguments.split())
    assert options.command == "refresh" and options.drop.is_absolute() and options.data.is_absolute()


def test_cron_gets_five_fields_and_a_command():
    (line,) = [line for line in (FOLDER / "crontab").read_text(encoding="utf-8").splitlines() if line[:1].isdigit()]
    assert re.match(r"\d+ \d+ \* \* \*  cd /", line) and "%" not in line, "cron would take a percent sign for the end of the line"


def test_both_run_at_the_same_time_of_the_night():
    assert "OnCalendar=*-*-* 02:15:00" in (FOLDER / "haic-registry.timer").read_text(encoding="utf-8")
    assert "\n15 2 * * *  " in (FOLDER / "crontab").read_text(encoding="utf-8")
