"""Whether a fact meets a criterion of eligibility, below, at and above its limit, and where only a limit of the fact is known."""

import pytest

from pipelines.warehouse.build_tables import open_warehouse
from schemas.reference.eligibility_criteria import OPERATORS

YES, NO, UNKNOWN = True, False, None


@pytest.fixture(scope="module")
def meets():
    connection = open_warehouse()

    def ask(operator, values, said, sign):
        numbers = [float(value) for value in values] if values and isinstance(values[0], int | float) else None
        query = "select meets_criterion($1, $2::varchar[], $3::double[], $4::varchar, $5::varchar)"
        return connection.execute(query, [operator, [str(value) for value in values], numbers, said, sign]).fetchall()[0][0]

    yield ask
    connection.close()


NUMBERS = [
    # operator, values; a result of 1, 2 and 3; of < 2 and > 2; of <= 2 and >= 2
    ("<=", [2], (YES, YES, NO), (YES, NO), (YES, UNKNOWN)),
    ("<", [2], (YES, NO, NO), (YES, NO), (UNKNOWN, NO)),
    (">=", [2], (NO, YES, YES), (NO, YES), (UNKNOWN, YES)),
    (">", [2], (NO, NO, YES), (NO, YES), (NO, UNKNOWN)),
    ("=", [2], (NO, YES, NO), (NO, NO), (UNKNOWN, UNKNOWN)),
    ("!=", [2], (YES, NO, YES), (YES, YES), (UNKNOWN, UNKNOWN)),
    ("between", [2, 3], (NO, YES, YES), (NO, UNKNOWN), (UNKNOWN, UNKNOWN)),
    ("between", [1, 2], (YES, YES, NO), (UNKNOWN, NO), (UNKNOWN, UNKNOWN)),
    ("in", [1, 3], (YES, NO, YES), (UNKNOWN, UNKNOWN), (UNKNOWN, UNKNOWN)),
    ("not_in", [1, 3], (NO, YES, NO), (UNKNOWN, UNKNOWN), (UNKNOWN, UNKNOWN)),
    ("known", [], (YES, YES, YES), (YES, YES), (YES, YES)),
]


@pytest.mark.parametrize(("operator", "values", "measured", "beyond", "at_most_or_least"), NUMBERS)
def test_a_number_and_a_limit_of_one(meets, operator, values, measured, beyond, at_most_or_least):
    assert tuple(meets(operator, values, said, sign) for said in ("1", "2", "3") for sign in ("=",)) == measured
    assert tuple(meets(operator, values, said, None) for said in ("1", "2", "3")) == measured, "without a sign it is measured"
    assert tuple(meets(operator, values, "2", sign) for sign in ("<", ">")) == beyond
    assert tuple(meets(operator, values, "2", sign) for sign in ("<=", ">=")) == at_most_or_least


DAYS = ("2023-01-30", "2023-01-31", "2023-02-01")
TEXTS = [
    # operator, values, what is said, whether it meets
    ("=", ["A"], ("A", "B"), (YES, NO)),
    ("!=", ["A"], ("A", "B"), (NO, YES)),
    ("in", ["A", "B"], ("A", "B", "C"), (YES, YES, NO)),
    ("not_in", ["A", "B"], ("A", "B", "C"), (NO, NO, YES)),
    ("=", ["true"], ("true", "false"), (YES, NO)),
    ("<=", ["2023-01-31"], DAYS, (YES, YES, NO)),
    ("<", ["2023-01-31"], DAYS, (YES, NO, NO)),
    (">=", ["2023-01-31"], DAYS, (NO, YES, YES)),
    (">", ["2023-01-31"], DAYS, (NO, NO, YES)),
    ("between", ["2023-01-31", "2023-01-31"], DAYS, (NO, YES, NO)),
    ("known", [], ("A",), (YES,)),
]


@pytest.mark.parametrize(("operator", "values", "said", "expected"), TEXTS)
def test_a_text_a_flag_and_a_day(meets, operator, values, said, expected):
    assert tuple(meets(operator, values, one, None) for one in said) == expected


@pytest.mark.parametrize("operator", OPERATORS)
def test_of_what_is_not_known_nothing_is_said_but_that(meets, operator):
    expected = NO if operator == "known" else UNKNOWN
    assert (meets(operator, [1, 2], None, None), meets(operator, ["A", "B"], None, None)) == (expected, expected)


def test_every_operator_is_drawn():
    assert {operator for operator, *_ in NUMBERS} == OPERATORS.keys()
