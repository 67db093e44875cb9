"""The command line: what it prints where, its exit codes, status.json in every state, and that repeating changes nothing."""

import json
import os
import re
import subprocess
import sys

import pytest

from pipelines.__main__ import main
from pipelines.run.exit_code import ExitCode
from pipelines.warehouse.table_files import ROOT
from tests.small_drop import SmallDrop, signals_kept, small_drop, stopping_on  # noqa: F401
from tests.whole_path import slow_to_make

KEYS = [
    "state", "exit_code", "run_id", "as_of", "release", "rolled_back_to", "tables", "findings", "cohort", "changes",
    "not_taken", "message", "rules_in_error", "seconds",
]  # fmt: skip
HEAVY = {"duckdb", "polars", "pandera", "great_expectations", "pyarrow", "pydantic", "rich", "lifelines"}
READING_ROWS = HEAVY - {"polars", "pydantic"} | {"numpy", "scipy", "pandas"}
STAMP = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d"
STEPS = 10


@pytest.fixture(scope="module")
@slow_to_make
def taken(tmp_path_factory):
    """The small drop after `ingest`, with what was printed, and the status and the log of that run."""
    with signals_kept():
        drop = SmallDrop(tmp_path_factory.mktemp("command") / "hospital")
        drop.code, drop.out, drop.err = drop.listen()
        drop.first, drop.log = drop.status, (drop.data / "out" / "ingest.log").read_text()
        yield drop


def test_exit_codes_are_those_that_are_documented():
    assert (ExitCode.DONE, ExitCode.OUR_FAULT, ExitCode.USAGE, ExitCode.STOPPED, ExitCode.NO_INPUT, ExitCode.LOCKED) == (0, 1, 2, 3, 4, 75)


@pytest.mark.parametrize("arguments", [["--help"], ["ingest", "--help"], ["rules", "--help"]])
def test_help_is_quick_because_it_imports_nothing_heavy(arguments):
    script = (
        "import sys\nfrom pipelines.__main__ import main\n"
        f"try:\n    main({arguments})\nexcept SystemExit as done:\n    print(done.code, sorted({HEAVY} & set(sys.modules)))"
    )
    printed = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=True).stdout
    assert printed.splitlines()[-1] == "0 []"
    assert "usage: python -m pipelines" in printed


@pytest.mark.slow
def test_a_night_on_which_nothing_changed_imports_nothing_that_reads_rows(taken):
    where = ["--drop", str(taken.drop), "--config", str(taken.config), "--data", str(taken.data)]
    script = (
        f"import sys\nfrom pipelines.__main__ import main\ncode = main(['refresh', *{where}])\n"
        f"print(code, sorted({READING_ROWS} & set(sys.modules)))"
    )
    printed = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=True).stdout
    assert printed.splitlines()[-1] == "0 []" and taken.status["state"] == "unchanged"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "the following arguments are required: command"),
        (["ingets"], "invalid choice: 'ingets'"),
        (["ingest", "--dorp", "x"], "unrecognized arguments: --dorp x"),
        (["ingest", "--as-of", "2024-13-01"], "argument --as-of: not a date of the calendar as YYYY-MM-DD"),
        (["synthetic"], "the following arguments are required: --out"),
    ],
)
def test_wrong_command_line_is_a_usage_error_in_one_line(capfd, arguments, said):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == ExitCode.USAGE
    printed = capfd.readouterr()
    assert said in printed.err and printed.out == ""


def test_ingest_prints_steps_then_a_table_then_where_things_are(taken):
    assert taken.code == ExitCode.DONE
    assert all(re.match(f"{STAMP} ", line) for line in taken.err.splitlines())
    assert len(taken.err.splitlines()) == STEPS
    lines = taken.out.splitlines()
    assert any(re.match(r"table +read +accepted +quarantined +duplicates +most findings", line) for line in lines)
    assert any(re.match(r"labs +6 +6 +0 +0 ", line) for line in lines)
    assert f"  cohort     {taken.current / 'cohort' / 'patients.csv'}" in lines
    for line in lines:
        if path := re.match(r"  \w+ +(/\S+)", line):
            assert os.path.exists(path[1]), "what is printed can be opened"
    assert "\x1b" not in taken.out + taken.err


def test_status_of_a_published_run(taken):
    status = taken.first
    assert list(status) == KEYS
    assert (status["state"], status["exit_code"], status["as_of"], status["message"]) == ("published", 0, "2024-12-31", "")
    assert status["release"] == status["run_id"] == taken.current.resolve().name
    assert status["tables"].keys() == {path.stem for path in taken.drop.iterdir()}
    assert status["tables"]["labs"] == {"read": 6, "accepted": 6, "quarantined": 0, "duplicates": 0}
    assert status["cohort"] == {"n": 2, "arms": {"first_line": 2}}
    assert 0 < status["seconds"] < 600


def test_log_has_one_line_with_its_time_per_step_and_one_for_the_end(taken):
    lines = taken.log.splitlines()
    assert all(re.match(f"{STAMP} ", line) for line in lines)
    assert len(lines) == STEPS + 1 and "state=published exit_code=0" in lines[-1]


def test_second_run_of_the_same_changes_nothing(taken, capfd):
    def stamps():
        kept = {"status.json", "ingest.log", "lock", "files.csv", "ledger.jsonl"}
        return {path: path.lstat().st_mtime_ns for path in taken.data.rglob("*") if path.is_file() and path.name not in kept}

    first, before, links = taken.first, stamps(), os.readlink(taken.current)
    assert taken.run() == ExitCode.DONE
    assert stamps() == before and os.readlink(taken.current) == links
    listed = (taken.data / "restricted" / "files.csv").read_text(encoding="utf-8")
    assert f",read by the run {first['run_id']}\n" in listed  # what became of them is still said
    printed = capfd.readouterr()
    assert "Nothing changed since the last release" in printed.out
    status = taken.status
    assert status["state"] == "unchanged" and status["exit_code"] == 0
    for key in KEYS:
        if key not in ("state", "seconds"):
            assert status[key] == first[key], key


def test_settings_that_cannot_be_used_are_a_usage_error_with_a_status(taken, capfd):
    published = os.readlink(taken.current)
    good = taken.config.read_text()
    taken.set("as_of =", "as_off =")
    try:
        assert taken.run() == ExitCode.USAGE
    finally:
        taken.config.write_text(good)
    said = "registry.toml: unknown key registry.as_off; did you mean as_of?"
    assert said in capfd.readouterr().err
    assert list(taken.status) == KEYS
    assert (taken.status["state"], taken.status["exit_code"], taken.status["release"]) == ("failed", ExitCode.USAGE, None)
    assert said in taken.status["message"]
    assert os.readlink(taken.current) == published


def test_missing_key_of_releases_is_a_usage_error_that_says_which_it_was(taken, capfd):
    key = taken.key.read_text()
    taken.key.unlink()
    try:
        assert taken.run() == ExitCode.USAGE
    finally:
        taken.key.write_text(key)
    said = capfd.readouterr().err
    in_use = json.loads((taken.current / "manifest.json").read_text())["inputs"]["key"]
    assert f"{taken.key}: the key with which the releases of this data folder were made (fingerprint {in_use}) is not there" in said
    assert "pipelines key" not in said
    assert taken.status["exit_code"] == ExitCode.USAGE


def test_no_key_is_made_where_one_was_in_use(taken, capfd):
    for words in (("key", str(taken.folder / "new.key")), ("key", "--config", str(taken.config))):
        with signals_kept():
            kept = taken.key.read_text()
            taken.key.unlink()
            try:
                assert main([*words, "--data", str(taken.data)]) == ExitCode.USAGE
            finally:
                taken.key.write_text(kept)
        assert "no new one is made" in capfd.readouterr().err
    assert not (taken.folder / "new.key").exists()


def test_a_key_is_made_where_the_settings_name_it(small_drop, capfd):  # noqa: F811
    small_drop.key.unlink()
    assert main(["key", "--config", str(small_drop.config), "--data", str(small_drop.data)]) == ExitCode.DONE
    assert len(small_drop.key.read_text().strip()) == 64
    assert main(["key", "--config", str(small_drop.config), "--data", str(small_drop.data)]) == ExitCode.USAGE
    assert "there is a key already" in capfd.readouterr().err


@pytest.mark.slow
def test_refresh_prints_json_lines_and_nothing_else(small_drop, capfd, monkeypatch):  # noqa: F811
    for name in ("FORCE_COLOR", "CLICOLOR_FORCE"):  # a scheduler's environment asks for colours
        monkeypatch.setenv(name, "1")
    assert small_drop.run("refresh") == ExitCode.DONE
    printed = capfd.readouterr()
    assert printed.err == "" and "\x1b" not in printed.out
    steps = [json.loads(line) for line in printed.out.splitlines()]
    assert len(steps) == STEPS + 1
    assert all(re.fullmatch(STAMP, step["time"]) and step["step"] for step in steps)
    assert (steps[-1]["state"], steps[-1]["exit_code"], steps[-1]["release"]) == ("published", 0, small_drop.status["release"])
    logged = (small_drop.data / "out" / "refresh.log").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in logged] == steps, "the log has the same, a JSON object per step"
    assert small_drop.run("refresh") == ExitCode.DONE
    steps = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    assert steps[-1]["state"] == "unchanged"


def test_refresh_that_fails_says_so_in_json_too(small_drop, capfd):  # noqa: F811
    (small_drop.drop / "labs.csv").unlink()
    assert small_drop.run("refresh") == ExitCode.NO_INPUT
    printed = capfd.readouterr()
    assert printed.err == ""
    last = json.loads(printed.out.splitlines()[-1])
    assert last["exit_code"] == ExitCode.NO_INPUT and "labs" in last["message"]


def test_as_of_of_the_command_line_goes_before_that_of_the_settings(small_drop):  # noqa: F811
    (small_drop.drop / "labs.csv").unlink()  # so that the run ends early
    small_drop.run("ingest", "--as-of", "2024-06-30")
    assert small_drop.status["as_of"] == "2024-06-30"


def test_stopped_run_leaves_its_findings_and_the_same_drop_again_takes_them_back(taken, capfd):
    """A drop that a gate stops, and then the good one once more: status, results and findings are those of the release again."""
    good = (taken.drop / "labs.csv").read_text()
    results = (taken.data / "out" / "results.json").read_bytes()
    findings = (taken.data / "restricted" / "current").resolve()
    taken.append("labs", "00000001,AST,44,U/L,2023-01-08")
    try:
        with stopping_on("CP-006"):
            assert taken.run() == ExitCode.STOPPED
        assert (taken.data / "restricted" / "current").resolve() != findings
    finally:
        taken.write("labs", good)
    capfd.readouterr()
    assert taken.run() == ExitCode.DONE
    assert taken.status["state"] == "unchanged"
    assert (taken.data / "out" / "results.json").read_bytes() == results
    assert (taken.data / "restricted" / "current").resolve() == findings


def test_key_is_made_once(tmp_path, capfd):
    with signals_kept():
        assert main(["key", str(tmp_path / "k" / "numbers.key")]) == ExitCode.DONE
        made = (tmp_path / "k" / "numbers.key").read_text()
        assert main(["key", str(tmp_path / "k" / "numbers.key")]) == ExitCode.USAGE
    assert (tmp_path / "k" / "numbers.key").read_text() == made
    printed = capfd.readouterr()
    assert made.strip() not in printed.out + printed.err


def test_synthetic_never_writes_into_a_folder_with_files(tmp_path, capfd):
    (tmp_path / "mine.txt").write_text("mine")
    with signals_kept():
        assert main(["synthetic", "--out", str(tmp_path)]) == ExitCode.USAGE
        assert main(["synthetic", "--out", str(tmp_path / "new"), "--patients", "0"]) == ExitCode.USAGE
    assert os.listdir(tmp_path) == ["mine.txt"]
    assert "the folder is not empty" in capfd.readouterr().err
