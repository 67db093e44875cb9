"""Recorded events: the worst grade per patient and term, and no text printed that is not in the list of terms."""

import pytest

from tests.warehouse_of import build_up_to, day, haic_patient, open_drawn, rows_of


def grades(*events):
    drawn = [{"term": term, "grade": grade, "start_date": day(start)} for term, grade, start in events]
    connection = open_drawn(**haic_patient("P1"), adverse_events=[{"patient_id": "P1", **event} for event in drawn])
    build_up_to(connection, "adverse_event_grades")
    return rows_of(connection, "adverse_event_grades", "term", "worst_grade", "event_count", "worst_date")


def test_the_worst_grade_of_a_term_counts_and_of_equal_ones_the_first():
    assert grades(("Nausea", 1, 3), ("nausea ", 2, 9), ("오심", 2, 5)) == [("Nausea", 2, 3, day(5))]


def test_events_count_from_the_index_day_on():
    assert grades(("Fever", 3, -1)) == []
    assert grades(("Fever", 1, 0), ("Fever", 3, -1)) == [("Fever", 1, 1, day(0))]  # an infusion's own day is after its start


@pytest.mark.parametrize("term", ["Kim Chul-soo fell", "010-1234-5678", "nausea and more", "x"])
def test_free_text_is_not_printed(term):
    assert [row[:2] for row in grades((term, 2, 5))] == [("OTHER", 2)]


@pytest.mark.parametrize(
    ("term", "printed"),
    [("neutropenia", "Neutrophil count decreased"), ("혈소판감소", "Platelet count decreased"), ("Anaemia", "Anemia"), ("발열", "Fever")],
)
def test_terms_of_one_meaning_are_one_term(term, printed):
    assert grades((term, 1, 5))[0][0] == printed
