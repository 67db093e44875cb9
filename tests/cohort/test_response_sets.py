"""Which responses a rate counts is said once: one setting changes the cohort, Table 2, the bounds, the trace and the footnotes together."""

import polars as pl
import pytest

from pipelines.analysis.response_sets import response_sets_of
from pipelines.analysis.response_table import fit_response_table
from pipelines.analysis.sensitivity import fit_bounds
from pipelines.report.response_tables import print_response
from pipelines.trace.numbers import find_number
from pipelines.warehouse.table_files import table_of
from tests.analysis.cohort_frame import paper_arms, paper_settings
from tests.warehouse_of import both, build_up_to, findings_of, haic_patient, merged, open_drawn, reads, rows_of

# Four patients: a responder, a stable one, one without targets who does not progress, and one who progresses at once.
DRAWN = merged(
    *(haic_patient(name) for name in ("P1", "P2", "P3", "P4")),
    reads("P1", (60, 1, both("PR"))),
    reads("P2", (60, 1, both("SD"))),
    reads("P3", (60, 1, both("NON-CR/NON-PD"))),
    reads("P4", (60, 1, both("PD"))),
)
NOBODY_WAITS = pl.DataFrame(schema={"patient_id": pl.String, "is_in_cohort": pl.Boolean})


class Cohort:
    """The tables of a cohort as a release holds them."""

    def __init__(self, connection):
        self.connection = connection
        self.study = paper_settings().study

    def cohort(self, table):
        return self.connection.sql(f"select * from cohort.{table} order by row_key").pl()

    def of_role(self, role):
        return self.cohort(table_of(role))


@pytest.fixture(params=[(False, ["P1", "P2"]), (True, ["P1", "P2", "P3"])], ids=["as shipped", "control_non_cr_non_pd = true"])
def controlled(request):
    is_counted, patients = request.param
    connection = open_drawn(**DRAWN, settings={"control_non_cr_non_pd": is_counted})
    build_up_to(connection, "patients", "response_criteria")
    return connection, patients


def test_one_setting_changes_all_that_counts_disease_control(controlled):
    connection, patients = controlled
    released = Cohort(connection)
    frame, sets = released.cohort("patients"), response_sets_of(released.cohort("response_sets"))
    counted = "CR, PR, SD or NON-CR/NON-PD" if "P3" in patients else "CR, PR or SD"

    assert [row[0] for row in rows_of(connection, "patients", "patient_id", "has_disease_control") if row[1]] == patients
    table = fit_response_table(frame, sets=sets)
    assert table.rate("DCR").groups[-1].count == len(patients)
    bounds = fit_bounds(frame, NOBODY_WAITS, sets)
    assert {name: share.count for name, _, share in bounds.cases[0].rates} == {"ORR": 1, "DCR": len(patients)}
    assert list(find_number(released, ["Table 2", "all", "DCR"]).patients) == patients
    assert list(find_number(released, ["Table 2 reader R1", "all", "DCR"]).patients) == patients
    assert f"DCR, disease control rate ({counted})" in " ".join(print_response(table, paper_arms(), "mRECIST").notes)
    assert findings_of(connection, "patients", "MR-019") == []


def test_a_condition_of_a_list_is_a_setting_and_its_value():
    connection = open_drawn(settings={"pfs_censor": "last_contact", "control_non_cr_non_pd": True})
    conditions = {
        None: True,
        "pfs_censor = last_contact": True,
        "pfs_censor = last_assessment": False,
        "control_non_cr_non_pd = true": True,
        "control_non_cr_non_pd = false": False,
        "no_such_setting = true": False,
    }
    for condition, holds in conditions.items():
        assert connection.execute("select is_in_force(?::varchar)", [condition]).fetchone() == (holds,), condition
