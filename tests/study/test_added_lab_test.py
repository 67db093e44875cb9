"""A graded laboratory test that the registry does not know goes the whole path by rows of its lists alone: safety table, Table 1 and Cox.

magnesium.csv holds 60 invented patients; magnesium_golden.csv what R computes of them (tests/r/added_lab_test.R). No file of Python or SQL
is touched: a copy of the checkout has lines more in sql/reference, and a hospital sends the test.
"""

import csv
import datetime as dt
import json
from pathlib import Path

import pytest

from tests.checkout import copy_checkout, run_in, said_by

HERE = Path(__file__).parent
INDEX = dt.date(2022, 3, 7)
LINES = {  # CTCAE v5.0 in mg/dL: a test of which both too little and too much is graded
    "lab_tests": """\
        test,label,name,loinc,unit,is_qualitative,may_be_zero,hard_low,hard_high,soft_low,soft_high,range_rule,sentinels,words,citation
        MG,Magnesium,magnesium,19123-9,mg/dL,no,no,0.2,20,0.8,5,PA-012,99;999,magnesium;마그네슘,Protocol
        """,
    "lab_units": """\
        test,unit,factor,note
        MG,mg/dL,1,standard
        MG,mmol/L,2.4305,24.305/10
        """,
    "ctcae_bands": """\
        version,test,grade,direction,basis,bound,citation
        5,MG,1,below,lower_limit,1,"NCI CTCAE v5.0, hypomagnesemia"
        5,MG,2,below,number,1.2,"NCI CTCAE v5.0, hypomagnesemia"
        5,MG,3,below,number,0.9,"NCI CTCAE v5.0, hypomagnesemia"
        5,MG,4,below,number,0.7,"NCI CTCAE v5.0, hypomagnesemia"
        5,MG,1,above,upper_limit,1,"NCI CTCAE v5.0, hypermagnesemia"
        5,MG,3,above,number,3,"NCI CTCAE v5.0, hypermagnesemia"
        5,MG,4,above,number,8,"NCI CTCAE v5.0, hypermagnesemia"
        """,
    "adverse_event_terms": """\
        term,lab_test,words,citation
        Hypomagnesemia,MG,hypomagnesaemia,NCI CTCAE v5.0
        """,
    "variables": """\
        variable,kind,column,skewed,citation
        magnesium,number,MG,yes,Protocol
        """,
    "covariates": """\
        covariate,label,variable,as,cut,citation
        magnesium,Magnesium (mg/dL),magnesium,number,,Protocol
        magnesium_over_2,Magnesium > 2 mg/dL,magnesium,flag,2,Protocol
        """,
}
SETTINGS = """\
[registry]
name = "Invented hospital"
as_of = 2025-06-30
patient_id_pattern = "[0-9]{8}"
tables_not_sent = ["assessments", "procedures", "imaging_reads", "lesions"]

[study]
index_treatment = "HAIC"
endpoints = ["OS"]
table1 = ["sex", "magnesium"]
medians = "skewed"
covariates = ["magnesium", "magnesium_over_2"]

[study.multivariate]
OS = ["arm", "magnesium"]

[[study.arms]]
name = "first_line"
label = "First-line HAIC"
none_before = ["SYSTEMIC"]

[[study.arms]]
name = "after_lenvatinib"
label = "HAIC after lenvatinib"
last_before = "LENVATINIB"

[identity]
key_file = "public"

[readers]
R1 = "reader"

[gate]
max_quarantined_pct = 100
min_rows_of_last_pct = 0

[report]
compare_with_paper = false

[sources.emr]

"""
TABLES = ("patients", "drug_administrations", "labs", "follow_up", "adverse_events")


def truth() -> list[dict[str, str]]:
    """Return the invented patients."""
    with (HERE / "magnesium.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def golden() -> dict[tuple[str, str, str], float]:
    """Return R's numbers by analysis, name and group."""
    with (HERE / "magnesium_golden.csv").open(encoding="utf-8", newline="") as file:
        return {(row["analysis"], row["name"], row["group"]): float(row["value"]) for row in csv.DictReader(file) if row["group"]}


def add_lines(checkout: Path) -> None:
    """Write the lines behind those of the lists; cells of columns that a line does not name are blank."""
    for name, lines in LINES.items():
        path = checkout / "sql" / "reference" / f"{name}.csv"
        columns = path.read_text(encoding="utf-8").splitlines()[0].split(",")
        with path.open("a", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, lineterminator="\n")
            writer.writerows(csv.DictReader(line.strip() for line in lines.splitlines() if line.strip()))


def day(offset: int) -> str:
    return (INDEX + dt.timedelta(days=offset)).isoformat()


def write_drop(folder: Path) -> Path:
    """Write what the hospital sends, and its settings; return the settings' path."""
    tables: dict[str, list[str]] = {
        "patients": ["patient_id,birth_date,sex,dx_code,hcc_dx_date"],
        "drug_administrations": ["patient_id,administration_date,drug,route,cycle_no,day_no,dose,dose_unit,bsa_m2"],
        "labs": ["patient_id,test,value,unit,lower_limit,upper_limit,collected_at"],
        "follow_up": ["patient_id,last_contact_date,vital_status,death_date"],
        "adverse_events": ["patient_id,term,grade,start_date,end_date", f"00000006,hypomagnesaemia,4,{day(5)},{day(6)}"],
    }
    for place, one in enumerate(truth()):
        number, sex, last = one["patient"], "MF"[place % 2], day(int(one["last_day"]))
        limits = f"{one['lower_limit']},{one['upper_limit']}"
        tables["patients"].append(f"{number},1960-01-11,{sex},C22.0,2021-06-01")
        tables["follow_up"].append(f"{number},{last},{'DEAD' if one['dead'] == 'yes' else 'ALIVE'},{last if one['dead'] == 'yes' else ''}")
        if one["before"] == "lenvatinib":
            tables["drug_administrations"].append(f"{number},{day(-60)},lenvatinib,PO,,,12,mg,")
        tables["drug_administrations"] += [f"{number},{day(offset)},5-FU,HA,1,{offset + 1},850,mg,1.70" for offset in range(3)]
        tables["drug_administrations"].append(f"{number},{day(1)},cisplatin,HA,1,2,102,mg,1.70")
        if one["baseline"]:
            tables["labs"].append(f"{number},Magnesium,{one['sign']}{one['baseline']},{one['unit']},,,{day(-1)}")
        tables["labs"] += [f"{number},19123-9,{one[f'day_{offset}']},mg/dL,{limits},{day(offset)}" for offset in (5, 9)]
    drop = folder / "drop"
    drop.mkdir()
    for table, lines in tables.items():
        (drop / f"{table}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    config = folder / "registry.toml"
    blocks = "".join(f'[sources.emr.tables.{table}]\nfiles = ["{table}.csv"]\n' for table in TABLES)
    config.write_text(SETTINGS + blocks, encoding="utf-8")
    return config


@pytest.mark.slow
def test_a_new_graded_test_is_in_every_table_with_the_numbers_of_r(tmp_path):
    checkout = copy_checkout(tmp_path / "checkout", without=("pipelines/paper",))
    add_lines(checkout)
    config, data = write_drop(tmp_path), tmp_path / "data"
    done = run_in(checkout, "pipelines", "ingest", "--drop", str(tmp_path / "drop"), "--config", str(config), "--data", str(data))
    assert done.returncode == 0, said_by(done)
    release = data / "registry" / "current"

    statistics = json.loads((release / "results" / "statistics.json").read_text(encoding="utf-8"))
    printed = {(one["analysis"], one["name"], one["group"]): one["value"] for one in statistics["numbers"]}
    expected = golden()
    assert {name for name in expected if name not in printed} == set()
    different = {name: (printed[name], value) for name, value in expected.items() if printed[name] != pytest.approx(value, rel=1e-7)}
    assert different == {}
    assert len(expected) > 40

    report = (data / "out" / "report.html").read_text(encoding="utf-8")
    for said in ("Magnesium (mg/dL)", "MG, magnesium", "Magnesium &gt; 2 mg/dL", "Hypomagnesemia"):
        assert said in report, said
    outcomes = {(one["rule"], one["name"]): one["outcome"] for one in json.loads((release / "results.json").read_text())["rules"]}
    assert [outcome for (rule, name), outcome in outcomes.items() if rule == "PA-012" and name.endswith("_mg_is_possible")] == ["passed"]
    assert outcomes["CC-008", "recorded_grade_is_that_of_the_laboratory_results"] == "passed"  # 0.69 mg/dL is grade 4

    traced = run_in(checkout, "pipelines", "trace", "--data", str(data), "Table 1", "all", "magnesium")
    assert traced.stdout.startswith("Table 1, all, magnesium, known: 59 patients"), said_by(traced)
    assert traced.stdout.count("MG at baseline") == 59
