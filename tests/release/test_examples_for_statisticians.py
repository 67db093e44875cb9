"""The examples of docs/statistician.md run as they stand on a release, and print what they say."""

import re
import shutil
import subprocess
import sys

import pytest

from tests.path_run import ROOT
from tests.whole_path import clean_release, slow_to_make

TEXT = (ROOT / "docs" / "statistician.md").read_text(encoding="utf-8")


def example(language: str) -> str:
    (found,) = re.findall(rf"```{language}\n(.*?)```", TEXT, flags=re.S)
    return found


@pytest.fixture(scope="module")
@slow_to_make
def release():
    return (clean_release().data / "registry" / "current").resolve()


def test_the_example_in_python_prints_what_it_says(release):
    done = subprocess.run([sys.executable, "-c", example("python")], cwd=release, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    for said in ("First-line HAIC 6.8", "Post-ate-beva HAIC 12.4", "{'is_second': 0.56}", "Age (years)"):
        assert said in done.stdout, said


@pytest.mark.skipif(not shutil.which("Rscript"), reason="Rscript is not installed")
def test_the_example_in_r_prints_what_it_says(release):
    program = example("r").replace("data/registry/current", release.as_posix())
    done = subprocess.run(["Rscript", "-e", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    said = " ".join(done.stdout.split())
    assert re.search(r"arm=First-line HAIC 66 34 6\.8\d* 4\.\d+ NA", said)  # n, deaths, median with its limits
    assert re.search(r"arm=Post-ate-beva HAIC 34 13 12\.4\d* 9\.\d+ NA", said)
    assert '"Age (years)"' in said and "GLOBAL" in said
