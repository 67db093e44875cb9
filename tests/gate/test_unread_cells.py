"""Tests and columns of which most cells cannot be read: the settings are wrong, however few rows of the table these are."""

import pytest

from pipelines.warehouse.build_tables import build_table
from pipelines.warehouse.sql_files import SQL
from tests.small_drop import SmallDrop
from tests.staging_of import staged


def results(test: str, *values: str | None) -> list[dict]:
    return [{"test": test, "value": value, "unit": None, "collected_at": f"2023-01-{day:02}"} for day, value in enumerate(values, 1)]


def test_results_that_cannot_be_read_are_counted_by_test():
    connection = staged({"labs": [*results("INR", "1,1", "1,2", "1", None), *results("AST", "45", ">2000"), *results("HBsAg", "positive")]})
    build_table(connection, SQL / "quarantine" / "unread_results.sql", "quarantine")
    counted = connection.execute("select row_key, filled_count, unread_count from quarantine.unread_results order by 1").fetchall()
    assert counted == [
        ("labs AST", 2, 0),
        ("labs HBSAG", 1, 0),
        ("labs INR", 3, 2),  # a comma, where the mark is a point; a blank is not filled
    ]


EIGHT = [f"0000000{at},ALB,{value},g/dL,2023-01-{day:02}" for day in range(1, 5) for at, value in ((1, '"3,9"'), (2, '"4,1"'))]
OTHERS = [f"00000001,AST,{45 + day},U/L,2023-01-{day:02}" for day in range(1, 32)]


@pytest.mark.slow
@pytest.mark.parametrize(("setting", "code"), [("", 3), ('decimal_mark = ","\n', 0)])
def test_a_decimal_mark_that_is_not_said_stops_the_run(tmp_path, setting, code):
    labs = "patient_id,test,value,unit,collected_at\n" + "".join(f"{line}\n" for line in (*OTHERS, *EIGHT))
    drop = SmallDrop(tmp_path / "hospital", labs=labs)
    drop.set("[sources.emr.tables.labs]\n", f"[sources.emr.tables.labs]\n{setting}")
    assert drop.run() == code
    assert drop.status["message"].startswith("stopped by CV-037 on labs ALB: more than 5 results of a" if code else "")
