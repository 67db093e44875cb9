"""The smallest drop with all nine tables: three invented patients, drawn by hand, one CSV per table, and settings that read it.

00000001 and 00000002 begin HAIC in January 2023 and answer to it; 00000003 has had TACE only and is not of the cohort. Nothing is
wrong with any row, so that whatever a test finds is what the test put in.
"""

import contextlib
import io
import json
from pathlib import Path

import pytest

AS_OF = "2024-12-31"
KEY = "5a" * 32
TABLES = {
    "patients": """\
        patient_id,birth_date,sex,dx_code,hcc_dx_date
        00000001,1960-01-11,M,C22.0,2022-12-01
        00000002,1955-05-05,F,C22.0,2022-11-01
        00000003,1948-03-03,M,C22.0,2022-10-01
        """,
    "assessments": """\
        patient_id,assessment_date,ecog,ascites,child_pugh_class,bclc,etiology,portal_vein_invasion,metastasis,height_cm,weight_kg
        00000001,2023-01-08,0,none,A,C,HBV,Y,N,170,65
        00000002,2023-01-15,1,none,A,C,HCV,Y,N,160,52
        00000003,2023-01-20,1,mild,B,B,HBV,N,N,165,60
        """,
    "labs": """\
        patient_id,test,value,unit,collected_at
        00000001,AST,45,U/L,2023-01-09
        00000001,ALB,3.9,g/dL,2023-01-09
        00000001,AFP,>60500,ng/mL,2023-01-09
        00000002,AST,61,U/L,2023-01-16
        00000002,NA,139,mmol/L,2023-01-16
        00000003,TBIL,0.8,mg/dL,2023-01-20
        """,
    "drug_administrations": """\
        patient_id,administration_date,drug,route,cycle_no,day_no,dose,dose_unit,bsa_m2,reduction_reason
        00000001,2023-01-10,5-FU,HA,1,1,850,mg,1.75,
        00000001,2023-01-11,cisplatin,HA,1,2,100,mg,1.75,
        00000002,2023-01-17,5-FU,HA,1,1,750,mg,1.52,
        00000002,2023-01-18,cisplatin,HA,1,2,90,mg,1.52,
        """,
    "procedures": """\
        patient_id,procedure_date,procedure,detail
        00000001,2023-01-09,PORT,
        00000003,2022-10-20,TACE,
        """,
    "lesions": """\
        patient_id,exam_id,exam_date,reader_id,lesion_id,role,organ,viable_mm,total_mm,arterial_enhancement
        00000001,E0,2023-01-05,R1,T1,TARGET,LIVER,50,60,Y
        00000001,E0,2023-01-05,R2,T1,TARGET,LIVER,50,60,Y
        00000001,E1,2023-02-20,R1,T1,TARGET,LIVER,30,60,Y
        00000001,E1,2023-02-20,R2,T1,TARGET,LIVER,30,60,Y
        """,
    "imaging_reads": """\
        patient_id,exam_id,exam_date,reader_id,modality,course,timepoint,target_response,non_target_response,new_lesion,overall_response
        00000001,E0,2023-01-05,R1,CT,HAIC,0,,,,
        00000001,E0,2023-01-05,R2,CT,HAIC,0,,,,
        00000001,E1,2023-02-20,R1,CT,HAIC,1,PR,NA,N,PR
        00000001,E1,2023-02-20,R2,CT,HAIC,1,PR,NA,N,PR
        """,
    "follow_up": """\
        patient_id,last_contact_date,vital_status,death_date,death_cause
        00000001,2024-01-31,ALIVE,,
        00000002,2023-09-30,DEAD,2023-09-30,HCC progression
        00000003,2024-02-28,ALIVE,,
        """,
    "adverse_events": """\
        patient_id,term,grade,start_date,end_date,action
        00000001,Nausea,1,2023-01-11,2023-01-13,NONE
        """,
}
SETTINGS = """\
[registry]
name = "Small hospital"
as_of = 2024-12-31
has_real_dates = false
patient_id_pattern = "[0-9]{8}"

[study]
index_treatment = "HAIC"
regimens = ["FP"]
window = [2022-03-01, 2024-07-31]

[[study.arms]]
name = "first_line"
label = "First-line HAIC"
none_before = ["SYSTEMIC"]

[[study.arms]]
name = "post_ate_beva"
label = "Post-ate-beva HAIC"
progression_on = "ATE_BEVA"

[identity]
key_file = "patient_numbers.key"

[readers]
R1 = "reader"
R2 = "reader"
ADJ = "adjudicator"

[gate]
max_quarantined_pct = 100  # three patients: a single fault is a large share
min_rows_of_last_pct = 0

[sources.emr]
identifiers = ["보호자"]

"""


def text_of(table: str) -> str:
    """Return the drawn extract of a table."""
    return "".join(line.strip() + "\n" for line in TABLES[table].splitlines() if line.strip())


class SmallDrop:
    """A drop, its settings, its key and a data folder below one folder; a test changes what it wants to see fail."""

    def __init__(self, folder: Path, **tables: str | bytes):
        self._stand_in(folder)
        self.drop.mkdir(parents=True)
        self.key.write_text(KEY + "\n")
        blocks = "".join(f'[sources.emr.tables.{table}]\nfiles = ["{table}*"]\n' for table in TABLES)
        self.config.write_text(SETTINGS + blocks, encoding="utf-8")
        for table in TABLES:
            self.write(table, tables.get(table, text_of(table)))

    def _stand_in(self, folder: Path) -> None:
        self.folder, self.drop, self.data = folder, folder / "drop", folder / "data"
        self.config, self.key = folder / "registry.toml", folder / "patient_numbers.key"

    @classmethod
    def found_in(cls, folder: Path) -> "SmallDrop":
        """Return the drop that stands in a folder already, with what came of it."""
        drop = cls.__new__(cls)
        drop._stand_in(folder)
        return drop

    def write(self, table: str, content: str | bytes) -> Path:
        """Write the extract of a table and return its path."""
        path = self.drop / f"{table}.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def replace(self, table: str, old: str, new: str) -> None:
        """Change the extract of a table in one place."""
        text = (self.drop / f"{table}.csv").read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {table}"
        self.write(table, text.replace(old, new))

    def append(self, table: str, *lines: str) -> int:
        """Write lines below the extract of a table and return the number of the last one."""
        text = (self.drop / f"{table}.csv").read_text(encoding="utf-8") + "".join(line + "\n" for line in lines)
        self.write(table, text)
        return text.count("\n")

    def set(self, old: str, new: str) -> None:
        """Change the settings in one place."""
        text = self.config.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the settings"
        self.config.write_text(text.replace(old, new), encoding="utf-8")

    def arguments(self, command: str = "ingest", *more: str) -> list[str]:
        """Return the command line that takes this drop."""
        return [command, "--drop", str(self.drop), "--config", str(self.config), "--data", str(self.data), *more]

    def run(self, command: str = "ingest", *more: str) -> int:
        """Take the drop in this process and return the exit code."""
        from pipelines.__main__ import main
        from tests.path_run import only_slowly

        return only_slowly(main(self.arguments(command, *more)))

    def listen(self, command: str = "ingest", *more: str) -> tuple[int, str, str]:
        """Take the drop in this process and return the exit code and what it printed on stdout and stderr."""
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = self.run(command, *more)
        return code, out.buffer.getvalue().decode(), err.buffer.getvalue().decode()

    @property
    def status(self) -> dict:
        """The content of status.json."""
        return json.loads((self.data / "out" / "status.json").read_text(encoding="utf-8"))

    @property
    def current(self) -> Path:
        """The published release."""
        return self.data / "registry" / "current"

    def findings(self) -> list[dict]:
        """Return the findings of the last run that came as far as the gate."""
        import polars as pl

        return pl.read_parquet(self.data / "restricted" / "current" / "findings.parquet").to_dicts()

    def rows(self, path: str) -> list[dict]:
        """Return the rows of a table of the published release: "accepted/labs", "cohort/patients"."""
        import polars as pl

        return pl.read_parquet(self.current / f"{path}.parquet").to_dicts()


@contextlib.contextmanager
def stopping_on(rule_id: str):
    """Let the gate stop on a rule that else only asks: that the gate works is the matter here, not which rules stop."""
    from dataclasses import replace

    from pipelines.warehouse.table_files import table_rules

    def rules(layer: str, table: str) -> tuple:
        return tuple(replace(rule, level="stop") if rule.id == rule_id else rule for rule in table_rules(layer, table))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pipelines.settings.rules_in_force.table_rules", rules)
        yield


@contextlib.contextmanager
def signals_kept():
    """Leave the signal handlers as they are: the command line sets its own."""
    import signal

    kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)


@pytest.fixture
def small_drop(tmp_path):
    """A fresh small drop, not yet taken."""
    with signals_kept():
        yield SmallDrop(tmp_path / "hospital")


def put_faults_in(drop: SmallDrop) -> dict[str, int]:
    """Put faults into every table that a test speaks of, and return the line of each."""
    add = drop.append
    return {
        "patient_copy": add("patients", "00000001,1960-01-11,M,C22.0,2022-12-01"),
        "patient_bad": add("patients", "00000004,31.31.1950,X,C22.0,2022-12-01"),
        "patient_one_way": add("patients", "00000005,1950-01-01,M,C22.0,2022-12-01"),
        "patient_other_way": add("patients", "00000005,1951-01-01,M,C22.0,2022-12-01"),
        "patient_of_tomorrow": add("patients", "00000006,1950-01-01,M,C22.0,2025-01-01"),
        "lab_of_bad_patient": add("labs", "00000004,AST,45,U/L,2023-01-09"),
        "lab_of_nobody": add("labs", "00000099,AST,45,U/L,2023-01-09"),
        "lab_without_number": add("labs", ",AST,45,U/L,2023-01-09"),
        "lab_copy": add("labs", "00000001,AST,45,U/L,2023-01-09"),
        "lab_formula": add("labs", '00000001,AST,"=HYPERLINK(""http://x"",""y"")",U/L,2023-01-06'),
        "lab_ragged": add("labs", "00000001,AST,45"),
        "lab_all_bad": add("labs", "00000099,XYZ,much,U/L,2023-13-13"),
        "lab_of_tomorrow": add("labs", "00000001,AST,45,U/L,2025-01-01"),
        "read_bad": add("imaging_reads", "00000001,E2,2023-04-20,R1,US,HAIC,2,PR,NA,N,PR"),
        "lesion_of_bad_read": add("lesions", "00000001,E2,2023-04-20,R1,T1,TARGET,LIVER,20,60,Y"),
        "lesion_of_no_read": add("lesions", "00000001,E9,2023-06-20,R1,T1,TARGET,LIVER,20,60,Y"),
        "contact_bad": add("follow_up", "00000003,2024-03-01,ALIVE,2024-03-05,"),
    }
