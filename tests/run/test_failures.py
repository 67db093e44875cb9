"""Everything that can go wrong: a clear sentence with file and line, the right exit code, and the last good release as it was.

Which write fails when the disk is full is said with each test: a limit on file size makes real writes fail (those of Python, of
DuckDB's COPY and of the workbook's writer alike), /dev/full is a real full device, and a patched write says ENOSPC where neither
reaches.
"""

import contextlib
import errno
import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import openpyxl
import pytest

from pipelines.run.exit_code import ExitCode
from pipelines.warehouse.table_files import ROOT
from tests.small_drop import SmallDrop, signals_kept, stopping_on, text_of
from tests.whole_path import slow_to_make

LABS = text_of("labs")


@pytest.fixture(scope="module")
@slow_to_make
def published(tmp_path_factory):
    """A small drop that is published once; the tests of this module fail on top of it."""
    with signals_kept():
        drop = SmallDrop(tmp_path_factory.mktemp("failures") / "hospital")
        assert drop.listen()[0] == ExitCode.DONE
        yield drop


@pytest.fixture
def failing(published):
    """The published drop; whatever a test does to drop and settings is undone, and the release must have stayed."""
    kept = {path: path.read_bytes() for path in published.drop.iterdir()}
    settings, current = published.config.read_bytes(), os.readlink(published.current)
    release = fingerprint(published.current.resolve())
    yield published
    for path in published.drop.iterdir():
        if path not in kept:
            path.unlink()
    for path, data in kept.items():
        path.write_bytes(data)
    published.config.write_bytes(settings)
    assert os.readlink(published.current) == current, "the last good release stays"
    assert fingerprint(published.current.resolve()) == release
    assert_nothing_partial(published)


def fingerprint(folder):
    return {path: (path.stat().st_mtime_ns, path.stat().st_size) for path in folder.rglob("*")}


def assert_nothing_partial(drop):
    folders = (drop.data / "registry", drop.data / "registry" / "releases", drop.data / "restricted" / "runs", drop.data / "out")
    left = [path for folder in folders for path in folder.iterdir() if path.name.startswith(".")]
    assert left == [], "no folder or file that is half done can be seen"


def refused(drop, code=ExitCode.NO_INPUT):
    """Run, expect this exit code without a traceback, and return the message."""
    exit_code, out, err = drop.listen()
    assert exit_code == code, err
    assert "Traceback" not in out + err and "Error" not in err.splitlines()[-1]
    status = drop.status
    assert (status["state"], status["exit_code"], status["release"]) == ("failed", code, None)
    assert status["message"] in err
    return status["message"]


def write(drop, table, content):
    drop.write(table, content)


def two_header_rows(text):
    header, *rows = text.splitlines()
    return "\n".join([header, "등록번호,검사명,결과,단위,채취일시", *rows]) + "\n"


@pytest.mark.parametrize(
    ("table", "content", "said"),
    [
        ("labs", b"", r"CV-001: FILE: it is empty \(0 bytes\); send the extract again\."),
        ("labs", LABS.splitlines()[0] + "\n", r"CV-001: labs\*: the extract of labs has a header and no rows that can be read"),
        ("labs", LABS[:-30], r"CV-001: FILE, line 7: the last line breaks off and the file looks truncated; send the"),
        ("labs", LABS.replace("value,", ""), r"CV-002: FILE.*"),
        ("labs", LABS.replace("value,unit", "wert,unit"), r"CV-002: FILE: labs needs a column that the header does not have: value"),
        ("labs", two_header_rows(LABS), r"CV-002: FILE, line 1: there are two header rows, the second in line 2; leave one"),
        ("labs", LABS.replace("unit,", "unit,검사명,", 1).replace("L,", "L,AST,"), r"CV-002: FILE: columns 2 and 5 are both test; "),
        ("labs", LABS.replace("unit,", "unit,unit,", 1), r"CV-002: FILE, line 1: columns 4, 5 have the same header"),
        ("labs", LABS.replace("AST,45", '"AST,45'), r"CV-001: FILE, line 2: a quotation mark that opens in this line is not closed"),
        ("labs", b"\x00\x01\x02" * 100, r"CV-0\d\d: FILE"),
        ("labs", b"PK\x03\x04 no zip", r"CV-0\d\d: FILE"),
        ("labs", "한글".encode("cp949") * 5 + b"\xff\xfe\n" * 9, r"CV-005: FILE, line \d: its bytes are neither UTF-8 nor CP949"),
    ],
    ids=[
        "no bytes", "header only", "truncated", "column vanished", "column renamed", "two header rows", "doubled by synonym",
        "doubled by name", "open quotation mark", "binary", "zip by another name", "no encoding",
    ],
)  # fmt: skip
def test_extract_that_cannot_be_read_stops_with_file_line_and_what_to_do(failing, table, content, said):
    write(failing, table, content)
    message = refused(failing)
    assert re.match(said.replace("FILE", r"labs\* \(file 6\)"), message)
    assert message.endswith(" Names of files: restricted/files.csv.") == ("FILE" in said)
    assert failing.status["findings"] == {failing.status["message"][:6]: 1}


def test_everything_that_is_wrong_with_a_drop_is_said_in_one_run(failing, monkeypatch):
    """Five faults in four files, and a table without a file; each with its file, what to do, and the settings that are in use."""
    failing.write(
        "labs", LABS.replace("unit,", "unit,검사명,", 1).replace("L,", "L,AST,").replace("value,", "")
    )  # a doubled column, a lost one
    failing.write("procedures", (text_of("procedures") + "00000003,2022-11-20,TACE,재시술\n" * 2).encode("cp949"))
    failing.set('files = ["procedures*"]', 'files = ["procedures*"]\nencoding = "utf-8"')
    failing.write("follow_up", b"")
    failing.write("patients", text_of("patients").replace("00000002,", '00000002,"', 1))
    (failing.drop / "lesions.csv").unlink()
    monkeypatch.setattr(failing, "config", failing.config.with_name("our_hospital.toml"))
    shutil.copy(failing.config.with_name("registry.toml"), failing.config)
    first, *said = refused(failing).split("\n")
    failing.config.unlink()
    assert first == "6 faults stop this run (the settings are those of our_hospital.toml). Names of files: restricted/files.csv."
    assert said == [
        "CV-001: patients* (file 7), line 3: a quotation mark that opens in this line is not closed, or the file is truncated; "
        "close or double the mark, or send the whole file again.",
        "CV-002: labs* (file 6): columns 2 and 4 are both test; "
        'take one out, or give its header the column "" in headers of our_hospital.toml to leave it outside.',
        "CV-002: labs* (file 6): labs needs a column that the header does not have: value (result, result value); "
        "send the extract with it, or say in sources.….tables.labs of our_hospital.toml under which header it comes: "
        'headers."…" = "value".',
        'CV-005: procedures* (file 8), line 4: its bytes are not UTF-8; say encoding = "cp949" for this file in our_hospital.toml.',
        "CV-001: lesions*: no such file in the drop, but lesions of source emr comes from it; "
        "send the extract, or correct files in our_hospital.toml.",
        "CV-001: follow_up* (file 4): it is empty (0 bytes); send the extract again.",
    ]
    assert failing.status["findings"] == {"CV-001": 3, "CV-002": 2, "CV-005": 1}
    page = (failing.data / "out" / "report.html").read_text(encoding="utf-8")
    assert page.count("<p>CV-00") == 6


def test_a_file_that_cannot_be_taken_does_not_hide_what_is_wrong_with_the_others(failing, tmp_path):
    (tmp_path / "secret.csv").write_text(LABS)
    (failing.drop / "labs.csv").unlink()
    (failing.drop / "labs.csv").symlink_to(tmp_path / "secret.csv")
    failing.write("follow_up", b"")
    said = refused(failing).split("\n")
    (failing.drop / "labs.csv").unlink()
    assert [line.split(":")[1] for line in said[1:]] == [" labs* (file 6)", " follow_up* (file 4)"]


def test_declared_encoding_that_is_wrong_names_the_line_and_the_right_one(failing):
    failing.write("procedures", (text_of("procedures") + "00000003,2022-11-20,TACE,재시술\n" * 2).encode("cp949"))
    failing.set('files = ["procedures*"]', 'files = ["procedures*"]\nencoding = "utf-8"')
    assert refused(failing) == (
        'CV-005: procedures* (file 9), line 4: its bytes are not UTF-8; say encoding = "cp949" for this file in registry.toml. '
        "Names of files: restricted/files.csv."
    )


def test_missing_extract_is_named_with_its_table(failing):
    (failing.drop / "labs.csv").unlink()
    assert refused(failing).startswith("CV-001: labs*: no such file in the drop, but labs of source emr comes from it")


def test_table_that_no_source_fills_is_named(failing):
    failing.set('[sources.emr.tables.lesions]\nfiles = ["lesions*"]\n', "")
    said = refused(failing, ExitCode.USAGE)
    assert said == (
        f"{failing.config}: no source fills lesions; name the files under sources, or, if the hospital does not "
        'send them, write under [registry]: tables_not_sent = ["lesions"]'
    )


def test_empty_drop(failing, tmp_path):
    (tmp_path / "empty").mkdir()
    failing.drop, kept = tmp_path / "empty", failing.drop
    try:
        assert refused(failing) == f"CV-001: {tmp_path / 'empty'}: there is no extract in the folder; send the extracts again."
        failing.drop = tmp_path / "none"
        assert refused(failing).startswith(f"CV-001: {tmp_path / 'none'}: there is no such folder")
    finally:
        failing.drop = kept


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("labs.csv.gz", b"\x1f\x8b\x08\x00 cut", r"labs\* \(file 6\): it is (truncated|damaged)"),
        ("labs.zip", b"PK\x03\x04 cut", r"labs\* \(file 6\): it is damaged or truncated"),
        ("labs.xlsx", b"PK\x03\x04 cut", r"labs\* \(file 6\): it is damaged or truncated"),
        ("labs.parquet", b"PAR1 cut", r"labs\* \(file 6\): it is no whole Parquet file"),
        ("labs.pdf", b"%PDF", "no such file in the drop|its format is not one that is read"),
    ],
)
def test_damaged_file_of_any_format_is_named(failing, name, data, said):
    (failing.drop / "labs.csv").unlink()
    (failing.drop / name).write_bytes(data)
    assert re.search(said, refused(failing))


def test_workbook_with_a_text_for_a_sheet_that_is_not_there(failing):
    book = openpyxl.Workbook()
    book.active.append(["a"])
    book.save(failing.drop / "labs.xlsx")
    (failing.drop / "labs.csv").unlink()
    failing.set('files = ["labs*"]', 'files = ["labs*"]\nsheet = "결과"')
    assert 'labs* (file 6): it has no sheet "결과"' in refused(failing)


def test_link_that_leads_out_of_the_drop_is_not_followed(failing, tmp_path):
    (tmp_path / "secret.csv").write_text(LABS)
    (failing.drop / "labs_2.csv").symlink_to(tmp_path / "secret.csv")
    assert "labs* (file 7): it is a link that leads out of the drop" in refused(failing)


def test_bad_cell_is_quarantined_and_named_in_restricted_only(published):
    drop = SmallDrop(published.folder / "bad_cell")
    line = drop.append("labs", "00000001,AST,forty-five,U/L,2023-01-08")
    code, out, err = drop.listen()
    assert code == ExitCode.DONE and drop.status["findings"]["CV-016"] == 1
    assert drop.status["tables"]["labs"] == {"read": 7, "accepted": 6, "quarantined": 1, "duplicates": 0}
    (finding,) = (row for row in drop.findings() if row["rule"] == "CV-016")
    assert (finding["source_file"], finding["source_row"], finding["raw"]) == ("labs.csv", line, "value=forty-five")
    outside = out + err + "".join(path.read_text(encoding="utf-8") for path in (drop.data / "out").rglob("*") if path.is_file())
    assert "forty-five" not in outside
    assert re.search(r"labs +7 +6 +1 +0 +CV-016", out)


@pytest.fixture
def stopped(failing):
    """A drop on which the gate stops."""
    failing.append("labs", "00000001,AST,41,U/L,2023-01-08")
    with stopping_on("CP-006"):
        yield failing


def test_gate_that_stops_exits_with_3_and_leaves_its_findings(stopped):
    code, out, err = stopped.listen()
    assert code == ExitCode.STOPPED
    status = stopped.status
    assert (status["state"], status["exit_code"], status["release"]) == ("stopped", ExitCode.STOPPED, None)
    assert {row["rule"] for row in stopped.findings() if row["level"] == "stop"} == {"CP-006"}
    assert status["findings"]["CP-006"] == 1 and status["cohort"]["n"] == 2
    assert {row["run_id"] for row in stopped.findings()} == {status["run_id"]}, "restricted/current is the stopped run's"
    assert re.search(r"Stopped by CP-006 on cohort\.patients: .+ The findings are in restricted/current/findings\.xlsx", err)
    assert "Stopped by the gate; the last good release stays" in out and "release    " not in out
    assert json.loads((stopped.data / "out" / "results.json").read_text())["run_id"] == status["run_id"]


# --- the disk is full, or closed


def run_in_process(drop, *more, prepare=None, **environment):
    """Start the command line as a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "pipelines", *drop.arguments("ingest", *more)],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=prepare, env={**os.environ, **environment},
    )  # fmt: skip


@pytest.mark.slow
def test_disk_that_is_full_for_duckdb(tmp_path):
    """No file may be larger than 1,500 bytes: the first to fail is DuckDB's COPY of a raw table."""
    drop = SmallDrop(tmp_path / "hospital")
    process = run_in_process(drop, prepare=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1_500, 1_500)))
    _, err = process.communicate(timeout=600)
    assert process.returncode == ExitCode.OUR_FAULT
    assert err.splitlines()[-1] == (
        "the data folder cannot be written (File too large); free it and run again; the last good release is as it was"
    )
    assert "Traceback" not in err and "gate" not in err
    assert (drop.status["state"], drop.status["exit_code"]) == ("failed", ExitCode.OUR_FAULT)
    assert not drop.current.exists() and list((drop.data / "restricted" / "runs").iterdir()) == []


@contextlib.contextmanager
def no_space(monkeypatch, target):
    """Let a function fail as on a full disk."""

    def full(*_arguments, **_more):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(target, full)
        yield


FULL = "the data folder cannot be written (No space left on device); free it and run again; the last good release is as it was"


@pytest.mark.parametrize(
    "target",
    [
        "pipelines.run.prepare.load_key",  # before anything
        "pipelines.run.layers.write_tables",  # raw
        "zipfile.ZipFile.writestr",  # inside the writer of findings.xlsx
        "pipelines.settings.zones.os.fsync",  # the finished folder, where a network drive tells late
        "pipelines.release.write_release.write_release",
        "pipelines.release.write_release.write_data_dictionary",
    ],
)
def test_disk_that_is_full_for_python(failing, monkeypatch, target):
    failing.append("labs", f"00000001,AST,44,U/L,2023-01-{len(target) % 28 + 1:02}")
    runs = set((failing.data / "restricted" / "runs").iterdir())
    with no_space(monkeypatch, target):
        assert refused(failing, ExitCode.OUR_FAULT) == FULL
    assert len(set((failing.data / "restricted" / "runs").iterdir()) - runs) <= 1


def test_device_that_is_full_for_the_log(failing):
    """The log is a full device, so that the first step cannot be told; and no step of it is a crash."""
    log = failing.data / "out" / "ingest.log"
    kept = log.read_bytes()
    log.unlink()
    log.symlink_to("/dev/full")
    try:
        code, out, err = failing.listen()
    finally:
        log.unlink()
        log.write_bytes(kept)
    assert code == ExitCode.OUR_FAULT and "No space left on device" in err and "Traceback" not in err + out


@pytest.mark.slow
def test_a_run_that_could_not_be_shown_whole_says_so_and_is_shown_at_the_next_start(tmp_path, monkeypatch):
    drop = SmallDrop(tmp_path / "hospital")
    with no_space(monkeypatch, "pipelines.run.changeover._place_pages"):
        code, _, err = drop.listen()
    assert code == ExitCode.OUR_FAULT
    full = "the data folder cannot be written (No space left on device); free it and run again"
    assert f"{full}; the run is complete, and what of it is not shown yet is shown at the next start" in err
    assert drop.status["state"] == "failed" and not (drop.data / "out" / "report.html").exists()
    code, out, err = drop.listen()
    run = drop.current.resolve().name
    assert code == ExitCode.DONE and "Nothing changed since the last release" in out
    assert f"what the run {run} had not shown when it was cut off is shown now" in err
    assert drop.status["state"] == "unchanged" and run in (drop.data / "out" / "report.html").read_text(encoding="utf-8")
    assert_nothing_partial(drop)


@contextlib.contextmanager
def ordinary_user(*folders):
    """Be nobody while the block runs if we are root, whom no mode of a folder binds."""
    if os.geteuid():
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_data_folder_that_is_read_only(published):
    import pipelines.run.ingest  # (an ordinary user may not be allowed to read the checkout)
    import pipelines.run.summary
    import pipelines.run.whole_path  # noqa: F401

    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o555)
        kept, published.data = published.data, Path(folder) / "data"
        try:
            with ordinary_user():
                code, out, err = published.listen()
        finally:
            published.data = kept
        assert code == ExitCode.USAGE and out == ""
        assert err == (f"{folder}/data: the data folder cannot be written (Permission denied); name another with DATA=folder, or free it\n")
        Path(folder).chmod(0o755)


def test_zone_that_turns_read_only_in_the_middle(failing, monkeypatch):
    def read_only(*_arguments):
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    failing.append("labs", "00000001,AST,43,U/L,2023-01-08")
    monkeypatch.setattr("pipelines.settings.zones.os.fsync", read_only)
    assert refused(failing, ExitCode.OUR_FAULT) == FULL.replace("No space left on device", "Read-only file system")


def test_extract_that_nobody_may_read_is_an_input_that_is_missing(failing, monkeypatch):
    from pipelines.drop import inventory

    def closed(path, real=inventory.open_regular):
        if path.name == "labs.csv":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return real(path)

    monkeypatch.setattr(inventory, "open_regular", closed)
    assert refused(failing).startswith("CV-001: labs* (file 6): it cannot be read (Permission denied); check the file and who may read it.")


def test_extract_that_grows_while_the_run_reads_ends_it(failing, monkeypatch):
    from pipelines.run import load

    def while_it_grows(*arguments, real=load.open_warehouse, **options):
        failing.append("labs", "00000001,AST,46,U/L,2023-01-08")
        return real(*arguments, **options)

    monkeypatch.setattr(load, "open_warehouse", while_it_grows)
    failing.append("labs", "00000001,AST,47,U/L,2023-01-08")  # so that the run is not done already
    said = refused(failing)
    assert said.startswith("CV-001: labs* (file 6): it has changed since the run began; run again when it is sent to its end.")


def test_pipe_among_the_extracts_holds_no_lock_for_the_next_night(failing):
    os.mkfifo(failing.drop / "labs_2.csv")
    assert "labs* (file 7): it is a pipe and no file" in refused(failing)
    (failing.drop / "labs_2.csv").unlink()
    assert failing.listen()[0] == ExitCode.DONE  # unchanged


def test_data_folder_within_the_drop_is_refused(failing):
    failing.data, kept = failing.drop / "data", failing.data
    try:
        said = refused(failing, ExitCode.USAGE)
    finally:
        shutil.rmtree(failing.data)
        failing.data = kept
    assert said.endswith("data: the data folder lies in the drop, which would read its own outputs; name another")


def test_what_is_not_taken_stands_in_status_json_without_its_name(failing):
    (failing.drop / "김철수_labs.docx").write_bytes(b"x")
    assert failing.listen()[0] == ExitCode.DONE
    assert failing.status["not_taken"] == [{"file": "file 10", "why": "no pattern of the settings matches it"}]
    assert "김철수_labs.docx" in (failing.data / "restricted" / "files.csv").read_text(encoding="utf-8")
    assert "김철수" not in (failing.data / "out" / "status.json").read_text(encoding="utf-8")


# --- the run is ended from outside


def wait_for(process, drop, step, seen):
    """Wait until the log of the run has a step, which the runs before it have had `seen` times."""
    log = drop.data / "out" / "ingest.log"
    for _ in range(30_000):  # ten minutes, of a machine that may have other things to do
        if log.exists() and log.read_text().count(step) > seen:
            return
        assert process.poll() is None, process.communicate()
        time.sleep(0.02)
    raise AssertionError(f"the run never came to: {step}")


def end_in_the_middle(drop, number, step):
    """Start a run, send it a signal while it is at a step, and return exit code, stdout and stderr."""
    log = drop.data / "out" / "ingest.log"
    process = run_in_process(drop)
    wait_for(process, drop, step, log.read_text().count(step) if log.exists() else 0)
    process.send_signal(number)
    out, err = process.communicate(timeout=600)
    return process.returncode, out, err


@pytest.mark.slow
@pytest.mark.parametrize(
    ("number", "step"), [(signal.SIGINT, "loading the files"), (signal.SIGTERM, "staging"), (signal.SIGINT, "gate: checking the rows")]
)
def test_interrupted_run_leaves_everything_as_it_was(failing, number, step):
    failing.append("labs", *(f"00000001,AST,{n % 90 + 20},U/L,2023-01-08 {n // 60 % 24:02}:{n % 60:02}" for n in range(5_000)))
    code, out, err = end_in_the_middle(failing, number, step)
    assert code == ExitCode.INTERRUPTED, err
    assert err.splitlines()[-1] == "interrupted; the last good release is as it was"
    assert "Traceback" not in err + out
    status = failing.status
    assert (status["state"], status["exit_code"], status["release"]) == ("failed", ExitCode.INTERRUPTED, None)


@pytest.mark.slow
def test_run_after_one_that_was_killed_cleans_up_and_succeeds(tmp_path):
    with signals_kept():
        drop = SmallDrop(tmp_path / "hospital")
        assert end_in_the_middle(drop, signal.SIGKILL, "staging")[0] == -signal.SIGKILL
        left = [path.name for path in (drop.data / "restricted" / "runs").iterdir()]
        assert [name[0] for name in left] == ["."], "what is half done is hidden"
        assert not drop.current.exists()
        assert drop.listen()[0] == ExitCode.DONE
        assert_nothing_partial(drop)
        assert drop.status["state"] == "published"


@pytest.mark.parametrize("error", [KeyboardInterrupt, RuntimeError])
def test_interrupt_inside_a_query_is_an_interrupt_whatever_error_it_ends_with(failing, monkeypatch, error):
    """DuckDB ends an interrupted query with an error of its own."""

    def interrupted_query(*_arguments, **_more):
        with contextlib.suppress(KeyboardInterrupt):
            signal.raise_signal(signal.SIGTERM)
        raise error("Query interrupted")

    failing.append("labs", "00000001,AST,42,U/L,2023-01-08")
    monkeypatch.setattr("pipelines.run.layers.write_tables", interrupted_query)
    assert refused(failing, ExitCode.INTERRUPTED) == "interrupted; the last good release is as it was"


def test_current_that_leads_into_a_half_done_folder_is_not_cleaned_away(tmp_path):
    """A run was killed while it replaced the current release; the next one, of another drop, fails: the release is still there."""
    with signals_kept():
        drop = SmallDrop(tmp_path / "hospital")
        hidden = drop.data / "registry" / "releases" / ".1.replaced-99"
        hidden.mkdir(parents=True)
        (hidden / "content.txt").write_text("good")
        drop.current.symlink_to(os.path.relpath(hidden, drop.current.parent))
        drop.write("labs", LABS.splitlines()[0] + "\n")
        assert refused(drop)
        assert (drop.current / "content.txt").read_text() == "good"
