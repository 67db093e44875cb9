"""Recorded events: the worst grade per patient and term, and no text printed that is not in the list of terms."""

from tests.warehouse_of import build_up_to, day, haic_patient, open_drawn, rows_of


def grades(*events, **settings):
    drawn = [{"term": term, "grade": grade, "start_date": day(start)} for term, grade, start in events]
    connection = open_drawn(settings=settings, **haic_patient("P1"), adverse_events=[{"patient_id": "P1", **event} for event in drawn])
    build_up_to(connection, "adverse_event_grades")
    return rows_of(connection, "adverse_event_grades", "term", "worst_grade", "event_count", "worst_date")


def test_the_worst_grade_of_a_term_counts_and_of_equal_ones_the_first():
    assert grades(("Nausea", 1, 3), ("nausea ", 2, 9), ("오심", 2, 5)) == [("Nausea", 2, 3, day(5))]


def test_events_count_from_the_index_day_on():
    assert grades(("Fever", 3, -1)) == []
    assert grades(("Fever", 1, 0), ("Fever", 3, -1)) == [("Fever", 1, 1, day(0))]  # an infusion's own day is after its start


def test_free_text_is_not_printed():
    terms = ["Kim Chul-soo fell", "010-1234-5678", "nausea and more", "x"]
    assert [row[:3] for row in grades(*((term, 2, 5) for term in terms))] == [("OTHER", 2, 4)]


def test_terms_of_one_meaning_are_one_term():
    written = {"neutropenia": "Neutrophil count decreased", "혈소판감소": "Platelet count decreased", "Anaemia": "Anemia", "발열": "Fever"}
    assert sorted(row[0] for row in grades(*((term, 1, 5) for term in written))) == sorted(written.values())


def test_events_count_up_to_the_data_cut_off():
    events = (("Fever", 1, 5), ("Fever", 3, 10))
    assert [row[1] for row in grades(*events, data_cutoff=day(10))] == [3]
    assert [row[1] for row in grades(*events, data_cutoff=day(9))] == [1]
    assert grades(*events, data_cutoff=day(4)) == []
