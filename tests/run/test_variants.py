"""Sensitivity runs: each is the cohort as it would be under the changed setting, and the released tables are as they were."""

from itertools import product

import pytest

from pipelines.run.variants import LABELS, changed_settings, label_of, read_variants, with_change
from pipelines.warehouse.build_tables import built_tables
from pipelines.warehouse.variables import sql_variables
from tests.report.report_of import settings_with
from tests.warehouse_of import PAPER, both, build, build_up_to, day, haic_patient, merged, open_drawn_alone, reads, rows_of
from tests.whole_path import slow_to_make

SETTINGS = settings_with(study={"criteria": ["mRECIST", "RECIST 1.1"]})
COLUMNS = ("patient_id", "best_response", "pfs_days", "pfs_event")


def measured(patient, *exams):
    """Return reads of both readers without a written response, and the one target lesion (mm) from which it is derived."""
    rows = {"imaging_reads": [], "lesions": []}
    for (offset, timepoint, size), reader in product(exams, ("R1", "R2")):
        at = {"patient_id": patient, "exam_id": f"HAIC{offset}", "exam_date": day(offset), "reader_id": reader}
        rows["imaging_reads"].append(at | {"course": "HAIC", "timepoint": timepoint})
        rows["lesions"].append(at | {"lesion_id": "T1", "role": "TARGET", "viable_mm": size, "total_mm": 30.0})
    return rows


def drawn(settings=None):
    """Return a warehouse of patients of whom each is touched by one of the choices."""
    patients = merged(
        merged(haic_patient("P1", last_contact=200), reads("P1", (60, 1, both("SD")))),  # contact after the last scan
        merged(haic_patient("P2", last_contact=300), reads("P2", (60, 1, {"R1": "PR", "R2": "PD", "ADJ": "PR"}))),  # the readers differ
        merged(haic_patient("P3", death=380), reads("P3", (60, 1, both("SD")))),  # dies after missed visits (266 days)
        merged(
            haic_patient("P4", last_contact=300),
            reads("P4", (60, 1, both("SD")), (120, 2, both("PD"))),
            {"procedures": [{"patient_id": "P4", "procedure": "TACE", "procedure_date": day(90)}]},  # another therapy before progression
        ),
        merged(haic_patient("P5", last_contact=300), measured("P5", (-3, 0, 20.0), (60, 1, 24.5))),  # 4.5 mm are 22.5 %
    )
    died = haic_patient("P6", death=20)  # in the first month, on a day that is not known; index day is the tenth
    died["follow_up"][0] |= {"death_date": None, "death_month": day(0).replace(day=1), "last_contact_date": day(1)}
    patients = merged(patients, died)
    settings = settings or SETTINGS
    return open_drawn_alone(**patients, settings=sql_variables(settings, PAPER["as_of"]), study=settings.study)


@pytest.fixture(scope="module")
@slow_to_make
def warehouse():
    connection = drawn()
    build(connection)
    return connection


def test_the_connection_can_be_used_at_once_afterwards(warehouse):
    read_variants(warehouse, SETTINGS)
    assert warehouse.sql("select count(*) from cohort.patients").fetchall() == [(6,)]


def test_every_choice_has_its_words():
    changed = changed_settings(SETTINGS)
    assert changed == {
        "pfs_censor": "last_assessment",
        "pd_min_abs_mm": 5.0,
        "missed_visits": "censor",
        "new_therapy": "censor",
        "adjudication": "worst",
        "month_of_death first": "first",
        "month_of_death last": "last",
        "criterion RECIST 1.1": "RECIST 1.1",
    }
    # a registry that uses such a value itself sees the other one
    turned = settings_with(
        survival={"pfs_censor": "last_assessment", "missed_visits": "censor", "new_therapy": "censor", "month_of_death": "last"},
        response={"adjudication": "worst"},
        study={"criterion": "RECIST 1.1", "criteria": ["RECIST 1.1"]},  # which asks for 5 mm
    )
    assert changed_settings(turned) == {
        "pfs_censor": "last_contact",
        "pd_min_abs_mm": 0.0,
        "missed_visits": "ignore",
        "new_therapy": "ignore",
        "adjudication": "adjudicator",
        "month_of_death first": "first",
        "month_of_death middle": "middle",
    }
    said = {label_of(name, value, SETTINGS) for name, value in (*changed.items(), *changed_settings(turned).items())}
    assert said - set(LABELS.values()) == {
        "Progression only with an increase of at least 5 mm",
        "Progression without a least increase in mm",
        "Response and progression by RECIST 1.1",
    }
    assert set(LABELS.values()) <= said


@pytest.fixture(scope="module")
def variants(warehouse):
    return {variant.name: variant.patients for variant in read_variants(warehouse, SETTINGS)}


@pytest.mark.parametrize("name", list(changed_settings(SETTINGS)))
def test_a_run_is_the_cohort_built_under_that_setting_from_the_start(name, variants):
    """The law that says that enough tables are built again."""
    other = drawn(with_change(SETTINGS, name, changed_settings(SETTINGS)[name]))
    build_up_to(other, "patients")
    assert other.sql("select * from cohort.patients order by row_key").pl().equals(variants[name])


@pytest.mark.parametrize(
    ("name", "patient", "before", "after"),
    [
        ("pfs_censor", "P1", ("SD", 200, False), ("SD", 60, False)),
        ("missed_visits", "P3", ("SD", 380, True), ("SD", 60, False)),
        ("new_therapy", "P4", ("SD", 120, True), ("SD", 60, False)),
        ("pd_min_abs_mm", "P5", ("PD", 60, True), ("SD", 300, False)),
        ("criterion RECIST 1.1", "P5", ("PD", 60, True), ("SD", 300, False)),  # the whole lesion measures 30 mm as before
        ("month_of_death first", "P6", ("NE", 5, True), ("NE", 1, True)),  # not before the last contact
        ("month_of_death last", "P6", ("NE", 5, True), ("NE", 21, True)),
        ("adjudication", "P2", ("PR", 300, False), ("PD", 60, True)),
    ],
)
def test_each_choice_changes_the_patient_whom_it_is_about(name, patient, before, after, warehouse, variants):
    assert {row[0]: row[1:] for row in rows_of(warehouse, "patients", *COLUMNS)}[patient] == before
    assert {row[0]: row[1:] for row in variants[name].select(COLUMNS).rows()}[patient] == after


def test_where_every_day_of_death_is_known_no_other_day_is_tried(warehouse):
    warehouse.execute("begin")
    warehouse.execute("update cohort.patients set is_death_date_imputed = false")
    names = [variant.name for variant in read_variants(warehouse, SETTINGS)]
    warehouse.execute("rollback")
    assert not [name for name in names if name.startswith("month_of_death")] and "missed_visits" in names


def test_the_released_tables_and_settings_are_as_they_were(warehouse):
    def everything():
        tables = {table: warehouse.sql(f"select * from cohort.{table} order by all").pl() for table in built_tables(warehouse, "cohort")}
        return tables, warehouse.execute("select name, value::varchar from duckdb_variables() order by name").fetchall()

    tables, values = everything()
    read_variants(warehouse, SETTINGS)
    tables_after, values_after = everything()
    assert values == values_after
    assert tables.keys() == tables_after.keys() and len(tables) > 50
    assert [table for table, rows in tables.items() if not rows.equals(tables_after[table])] == []
