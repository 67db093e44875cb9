"""A canary: one patient with values like nobody else's in every extract. What leaves the restricted zone is searched for them.

Nothing of a patient is printed, logged or written to out/, whether a run succeeds, stops or fails, and whatever error it fails with.
The registry may hold the patient's dates and results under the pseudonym, but no number, name, telephone or resident number, no day of
birth and no free text.
"""

import csv
import gzip
import io
import json
import logging
import re
import zipfile
from collections import Counter
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from pipelines.run.exit_code import ExitCode
from tests.published_bytes import texts_below
from tests.small_drop import TABLES, SmallDrop, signals_kept, stopping_on, text_of
from tests.whole_path import slow_to_make

NUMBER, NAME, LATIN, PHONE, RESIDENT = "90817263", "홍카나리", "KANARIHONG", "010-9081-7264", "310707-1908172"
BARE_PHONE, BARE_RESIDENT = PHONE.replace("-", ""), RESIDENT.replace("-", "")
WHO = (NUMBER, "９０８１７２６３", NAME, LATIN, PHONE, BARE_PHONE, RESIDENT, BARE_RESIDENT, "9081-7264", "1908172")
FREE_TEXT = "CANARYTEXT"
BIRTH = ("1931-07-07", "19310707", "1931년")
VALUES = ("7777.77", "7777,77", "871.37", "1931-07-07", "19310707", "1931년", "2023-03-13", "8888.88", "66.6061")
FAULTS = ("CANARYSEX", "CANARYDRUG", "CANARYTEST", "CANARYUNIT", "CANARYROUTE", "CANARYROLE", "CANARYREADER", "CANARYPART", "CANARYECOG")
ALL = (*WHO, FREE_TEXT, *VALUES, *FAULTS)

GOOD = {
    "patients": f"{NUMBER},1931-07-07,M,C22.0,2023-01-13",
    "assessments": f"{NUMBER},2023-03-12,0,none,A,C,HBV,Y,N,170,66.6061",
    "labs": f"{NUMBER},AFP,7777.77,ng/mL,2023-03-12",
    "drug_administrations": f"{NUMBER},2023-03-13,5-FU,HA,1,1,871.37,mg,1.75,{FREE_TEXT} {NAME}",
    "procedures": f"{NUMBER},2023-03-13,PORT,{FREE_TEXT} {NUMBER} {RESIDENT} {PHONE}",
    "lesions": f"{NUMBER},CT{NUMBER},2023-03-10,R1,SR{BARE_PHONE},TARGET,LIVER,50,60,Y",
    "imaging_reads": f"{NUMBER},CT{NUMBER},2023-03-10,R1,CT,HAIC,0,,,,",
    "follow_up": f"{NUMBER},2024-03-13,DEAD,2024-03-13,{FREE_TEXT} {LATIN}",
    "adverse_events": f"{NUMBER},Nausea,1,2023-03-14,2023-03-15,NONE",
}
BAD = {
    "patients": [f"{NUMBER},1931년 07월 77일,CANARYSEX,C22.0,1931-07-07"],
    "assessments": [f"{NUMBER},2023-03-13,CANARYECOG,none,A,C,HBV,Y,N,170,66.6061"],
    "labs": [
        f"{NUMBER},AFP,7777.77 {FREE_TEXT},ng/mL,2023-03-13",
        f"{NUMBER},CANARYTEST,8888.88,CANARYUNIT,1931-07-07 {NAME}",
        f"{NUMBER},AFP,8888.88",  # ragged
        f'{NUMBER},"AFP"x,7777.77,ng/mL,2023-03-13',  # a quotation mark that makes no sense
        f"{NUMBER} {NUMBER},AFP,7777.77,ng/mL,2023-03-13",  # no number of the pattern
        f"{NAME},AFP,7777.77,ng/mL,2023-03-13",
        f"{NUMBER},{NUMBER},{PHONE},{RESIDENT},{NAME}",  # all columns wrong
    ],
    "drug_administrations": [f"{NUMBER},2023-03-13,CANARYDRUG,CANARYROUTE,1,x,871.37 {FREE_TEXT},mg,1.75,{FREE_TEXT}"],
    "procedures": [f"{NUMBER},2023-03-13,CANARYPART,{NAME} {RESIDENT.replace('-', '')}"],
    "lesions": [
        f"{NUMBER},CT{NUMBER},2023-03-13,CANARYREADER,T2,CANARYROLE,LIVER,7777.77,60,Y",
        f"{NUMBER},{BARE_RESIDENT},2023-03-13,R1,{NAME},TARGET,LIVER,50,60,Y",
        f"00000001,E0,2023-01-05,R1,{NUMBER},NONTARGET,LIVER,,,Y",  # of another patient
    ],
    "imaging_reads": [f"{NUMBER},CT{NUMBER},2023-03-13,CANARYREADER,CANARYPART,HAIC,0,,,,"],
    "follow_up": [f"{NUMBER},2024-03-14,CANARYPART,1931-07-07,{FREE_TEXT}"],
    "adverse_events": [f"{NUMBER},Nausea,77,1931-07-07,7777.77,CANARYPART"],
}


def with_names(text, name="", phone="", resident=""):
    """Return an extract with three more columns, which name a person."""
    header, *rows = text.splitlines()
    return "\n".join([f"{header},환자명,전화번호,주민등록번호", *(f"{row},{name},{phone},{resident}" for row in rows)]) + "\n"


class CanaryDrop(SmallDrop):
    """The small drop with the canary in every extract."""

    def __init__(self, folder: Path, *, is_faulty: bool = False):
        super().__init__(folder)
        for table in TABLES:
            text = with_names(text_of(table)) + f"{GOOD[table]},{NAME},{PHONE},{RESIDENT}\n"
            if is_faulty:
                text += "".join(f"{line},{NAME},{PHONE},{RESIDENT}\n" for line in BAD[table])
            self.write(table, text)
        if is_faulty:
            path = self.drop / "labs.csv"  # a line that is no text
            path.write_bytes(path.read_bytes() + f"{NUMBER},AFP,7777.77,".encode() + b"\xff\xfe\xfa" + f",2023-03-13,{NAME},,\n".encode())
            header = text_of("labs").splitlines()[0]
            (self.drop / f"labs_{NUMBER}_{NAME}.csv").write_text(f"{header},환자명\n00000001,AST,46,U/L,2023-03-13,{NAME}\n", "utf-8")
            (self.drop / "procedures_2.zip").write_bytes(
                zipped(
                    f"{text_of('procedures').splitlines()[0]}\n00000001,2023-03-14,PORT,{BARE_PHONE}\n", f"procedures_{BARE_RESIDENT}.csv"
                )
            )
            (self.drop / f"follow_up_{LATIN}.xlsx").write_bytes(
                workbook([*rows_of(text_of("follow_up"))[:1], ["00000003", "2024-02-29", "ALIVE", "", NAME]], sheet=NAME)
            )
            (self.drop / f"{NAME}.txt").write_text(f"{NUMBER} {PHONE}", "utf-8")  # which nobody asks for
            book = [json.dumps({"patient_id": NUMBER, "term": "Nausea", "grade": 2, "start_date": "2023-03-13", "name": NAME})]
            (self.drop / "adverse_events_2.ndjson").write_text("\n".join([*book, f'{{"patient_id": "{NUMBER}", {NAME}', ""]), "utf-8")


def found(texts, words):
    return [(where, word) for where, text in texts for word in words if word in text]


SEARCHED = Counter()


def counted(texts):
    """Pass texts on, with their bytes counted."""
    for where, text in texts:
        SEARCHED["texts"] += 1
        SEARCHED["bytes"] += len(text.encode("utf-8", errors="surrogatepass"))
        yield where, text


def assert_nothing_leaves(drop, out, err, records=()):
    """Search what is printed, logged and written outside the restricted zone."""
    printed = [("stdout", out), ("stderr", err), *((record.name, record.getMessage()) for record in records)]
    assert found(counted(printed), ALL) == []
    assert found(counted(texts_below(drop.data / "out")), ALL) == []
    assert found(counted(texts_below(drop.data / "registry")), (*WHO, FREE_TEXT, *FAULTS, *BIRTH)) == []
    restricted = list(texts_below(drop.data / "restricted" / "runs")) if (drop.data / "restricted" / "runs").exists() else []
    assert found(restricted, (PHONE, RESIDENT)) == [], "not even in the restricted zone: de-identification comes first"
    assert {path.name for path in drop.data.iterdir()} == {"restricted", "registry", "out"}


@pytest.fixture(scope="module")
def taken(tmp_path_factory):
    """The good rows and the faulty ones, both taken, with what was printed and logged."""
    with signals_kept():
        yield [CanaryDrop(tmp_path_factory.mktemp("canary") / name, is_faulty=name == "faulty") for name in ("good", "faulty")]


@pytest.fixture
@slow_to_make
def run(caplog, recwarn):
    """Run a drop, expect an exit code, and search everything for the canary."""

    def _run(drop, code, command="ingest"):
        caplog.set_level(logging.INFO)
        with signals_kept():
            exit_code, out, err = drop.listen(command)
        assert exit_code == code, err
        assert_nothing_leaves(drop, out, err, caplog.records)
        assert found([("warning", str(warning.message)) for warning in recwarn], ALL) == []
        return drop.status

    return _run


@pytest.mark.parametrize("is_faulty", [False, True], ids=["good rows", "faulty rows"])
def test_nothing_leaves_a_run_that_succeeds(taken, run, is_faulty):
    drop = taken[is_faulty]
    status = run(drop, ExitCode.DONE)
    assert status["state"] == "published"
    held = "\n".join(text for _, text in texts_below(drop.data / "restricted" / "runs"))
    assert "7777.77" in held and FREE_TEXT in held, "the search finds what is there"
    if is_faulty:
        assert sum(counts["quarantined"] for counts in status["tables"].values()) >= 15
        assert all(word in held for word in ("CANARYSEX", "CANARYDRUG", "CANARYTEST"))
    else:
        assert status["cohort"]["n"] == 3, "the canary is of the cohort"
        assert "7777.77" in "\n".join(text for _, text in texts_below(drop.current.resolve()))
    run(drop, ExitCode.DONE, "refresh")  # once more, unchanged


@pytest.mark.slow
def test_names_are_dropped_and_counted(tmp_path):
    with signals_kept():
        drop = CanaryDrop(tmp_path / "hospital")
        assert drop.listen("refresh")[0] == ExitCode.DONE
    sheets = {sheet["table"]: sheet for sheet in json.loads((drop.data / "out" / "results.json").read_text())["files"]}
    assert {sheet["identifier_columns_dropped"] for sheet in sheets.values()} == {3}
    assert sheets["procedures"]["rows_with_identifier_blanked"] == 1
    assert sum(sheet["rows_with_identifier_blanked"] for sheet in sheets.values()) == 1
    kept = found(texts_below(drop.data / "restricted" / "runs"), (PHONE, RESIDENT, NUMBER))
    assert {word for _, word in kept} == {NUMBER}
    files = {re.search(r"/runs/[^/]+/([\w.]+)", place)[1] for place, _ in kept}
    assert files <= {"findings.xlsx", "queries.parquet", "review.html"}, (
        "the hospital reads its own patient numbers beside what it is asked"
    )


def test_nothing_leaves_a_run_that_stops(taken, run):
    drop = taken[1]
    drop.append("follow_up", f"{NUMBER},2024-03-15,DEAD,2024-03-15,{FREE_TEXT},,,")
    with stopping_on("CP-006"):
        assert run(drop, ExitCode.STOPPED)["state"] == "stopped"
    review = (drop.data / "restricted" / "current" / "review.html").read_text(encoding="utf-8")
    assert '"is_answerable": false' in review, "its queries have no number that stays"


def headless(text):
    return "\n".join(reversed(text.splitlines()[1:])) + "\n"


def zipped(data, member="inside.csv"):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(member, data)
    return buffer.getvalue()


def workbook(rows, sheet="Sheet"):
    buffer, book = io.BytesIO(), openpyxl.Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(row)
    book.save(buffer)
    return buffer.getvalue()


def labs():
    return with_names(text_of("labs")) + f"{GOOD['labs']},{NAME},{PHONE},{RESIDENT}\n"


def rows_of(text):
    return list(csv.reader(text.splitlines()))


UNREADABLE = {
    "no header": ("labs.csv", lambda: headless(labs()).encode()),
    "header of a patient": ("labs.csv", lambda: labs().replace("value", f"{NAME}7777.77", 1).encode()),
    "doubled header of a patient": ("labs.csv", lambda: labs().replace("환자명,전화번호", f"{NAME},{NAME}", 1).encode()),
    "truncated": ("labs.csv", lambda: labs().encode()[:-30]),
    "open quotation mark": ("labs.csv", lambda: labs().replace("AFP,7777.77", 'AFP,"7777.77').encode()),
    "no encoding": ("labs.csv", lambda: labs().encode() + f"{NAME},".encode("cp949") * 50 + b"\xff\n" * 50),
    "mostly ragged": ("labs.csv", lambda: (labs() + f"{NUMBER},7777.77\n" * 50).encode()),
    "truncated gz": ("labs.csv.gz", lambda: gzip.compress(labs().encode())[:-12]),
    "two header rows": ("labs.csv", lambda: labs().replace("\n", "\n등록번호,검사명,결과,단위,채취일시,이름,전화,주민\n", 1).encode()),
    "sheet without header": ("labs.xlsx", lambda: workbook(rows_of(labs())[:0:-1], f"{NAME} {NUMBER}")),
    "zip without header": ("labs.zip", lambda: zipped(headless(labs()), f"labs_{NUMBER}_{BARE_PHONE}.csv")),
    "ndjson that breaks off": ("labs.ndjson", lambda: f'{{"patient_id": "{NUMBER}", "value": 7777.77}}\n{{"a": "{NAME}'.encode()),
    "ndjson without columns": ("labs.ndjson", lambda: f'{{"{NAME}": "{NUMBER}", "value": 7777.77}}\n'.encode()),
    "parquet without columns": ("labs.parquet", lambda: parquet({NAME: [NUMBER], "7777.77": [7777.77]})),
}


def parquet(columns):
    buffer = io.BytesIO()
    pl.DataFrame(columns).write_parquet(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("what", UNREADABLE)
def test_nothing_leaves_a_run_that_cannot_read_a_file(tmp_path, run, what):
    name, content = UNREADABLE[what]
    drop = CanaryDrop(tmp_path / "hospital")
    (drop.drop / "labs.csv").unlink()
    (drop.drop / name).write_bytes(content())
    assert run(drop, ExitCode.NO_INPUT)["message"]
    run(drop, ExitCode.NO_INPUT, "refresh")


def test_nothing_leaves_a_run_whose_settings_are_wrong(tmp_path, run):
    drop = CanaryDrop(tmp_path / "hospital")
    drop.set('patient_id_pattern = "[0-9]{8}"', f'patient_id_pattern = "[{NUMBER}"\nas_off = "{NAME}"')
    assert "as_off" in run(drop, ExitCode.USAGE)["message"]
    drop.set("as_off", "name")
    run(drop, ExitCode.USAGE)


def test_nothing_leaves_a_run_whose_settings_name_the_patient(tmp_path, run):
    """The number is known by its pattern before the drop is read, the name from the columns that are dropped."""
    drop = CanaryDrop(tmp_path / "hospital")
    for word, where in ((f"HAIC of {NUMBER}", "study.arms.label"), (f"HAIC of {NAME}", "study.arms.label"), (RESIDENT, "study.arms.label")):
        good = drop.config.read_text(encoding="utf-8")
        drop.set('label = "First-line HAIC"', f'label = "{word}"')
        assert where in run(drop, ExitCode.USAGE)["message"]
        drop.config.write_text(good, encoding="utf-8")
    drop.set('patient_id_pattern = "[0-9]{8}"\n', "")  # without a pattern any word may be a number: those of the drop are known
    drop.set('label = "First-line HAIC"', f'label = "HAIC of {NUMBER}"')
    assert "study.arms.label" in run(drop, ExitCode.USAGE)["message"]


def cast_error(connection, *_arguments):
    connection.execute("select cast(value || ' of ' || patient_id as integer) from raw.labs where value like '7777%'")


def polars_error(connection, *_arguments):
    connection.sql("select value from raw.labs where value like '7777%'").pl()["value"].cast(pl.Int64)


def python_error(connection, *_arguments):
    raise ValueError(connection.execute("select * from raw.labs where value like '7777%'").fetchall())


def interrupt(connection, *_arguments):
    raise KeyboardInterrupt(str(connection.execute("select * from raw.labs where value like '7777%'").fetchall()))


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (cast_error, ExitCode.OUR_FAULT),
        (polars_error, ExitCode.OUR_FAULT),
        (python_error, ExitCode.OUR_FAULT),
        (interrupt, ExitCode.INTERRUPTED),
    ],
)
def test_nothing_leaves_a_run_that_fails_with_an_error_that_quotes_a_cell(tmp_path, run, monkeypatch, fault, code):
    drop = CanaryDrop(tmp_path / "hospital")
    monkeypatch.setattr("pipelines.run.layers.write_tables", fault)
    run(drop, code)
    if code == ExitCode.OUR_FAULT:
        (log,) = (drop.data / "restricted" / "logs").iterdir()
        assert "7777.77" in log.read_text(), "the details are kept, where they may be"
        assert log.stat().st_mode & 0o077 == 0


def test_nothing_leaves_a_run_whose_rule_fails_with_an_error_that_quotes_a_cell(tmp_path, run, monkeypatch):
    from pipelines.warehouse.table_files import table_rules
    from schemas.rule import Rule

    quoting = Rule(
        id="XX-002", name="quotes", level="reject", category="", columns=("value",), when_null="", message="", action="", citation="",
        where="cast((select any_value(r.value || r.unit) from raw.labs as r where r.value like '7777%') as integer) > 1",
    )  # fmt: skip

    def with_quoting(layer, table):
        rules = table_rules(layer, table)
        return (*rules, quoting) if layer == "staging" else rules

    monkeypatch.setattr("pipelines.settings.rules_in_force.table_rules", with_quoting)
    drop = CanaryDrop(tmp_path / "hospital")
    assert "XX-002" in run(drop, ExitCode.OUR_FAULT)["message"]
    (log,) = (drop.data / "restricted" / "logs").iterdir()
    assert "7777.77" in log.read_text(), "the details are kept, where they may be"


@pytest.mark.slow
def test_what_was_searched(capsys):
    """Say how much the searches of this module went through; each has found nothing, or its test has failed."""
    with capsys.disabled():
        print(f"\ncanary: {SEARCHED['bytes']:,} bytes in {SEARCHED['texts']:,} texts searched for {len(ALL)} words, 0 found")
    assert SEARCHED["texts"] == 0 or SEARCHED["bytes"] > 100_000
