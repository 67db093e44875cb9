"""Thousands of drawn histories: the SQL's responses equal those of a plain Python reading of mRECIST, and of RECIST 1.1 beside it, and so
do its times.

`HISTORIES=100000 pytest -s tests/laws/test_random_histories.py` draws more of them, and prints how many there were of each kind.
"""

import os
import random
import time
from collections import Counter
from dataclasses import asdict

import pytest

from schemas.examples.settings import STUDY
from tests.cohort.best_responses_in_python import best_responses
from tests.cohort.lesions_in_python import MRECIST, RECIST, new_lesions
from tests.cohort.mrecist_in_python import READERS, decided_responses, derived_responses, recorded_response
from tests.cohort.times_in_python import Conventions, first_progression, times
from tests.cohort.undated_reads_in_python import place_of, response_of
from tests.laws.drawn_endings import days_seen, draw_ending, draw_undated, length_of_month
from tests.laws.drawn_histories import RESPONSES, WITH_NON_TARGET, draw_history
from tests.laws.rows_of_histories import tables_of
from tests.warehouse_of import build_up_to, day, open_drawn

HISTORIES = int(os.environ.get("HISTORIES", "2000"))
PRIMARY = "mRECIST"
CRITERIA = {PRIMARY: MRECIST, "RECIST 1.1": RECIST}
# Batch by batch in turn: how many readers there are, and the settings.
VARIANTS = (
    (2, Conventions()),
    (3, Conventions(progression="recorded", pfs_censor="last_assessment", month_of_death="first")),
    (2, Conventions(new_therapy="censor", month_of_death="last")),
    (3, Conventions(progression="recorded", new_therapy="censor", pfs_censor="last_assessment")),
)
AT_ONCE = max(1, min(5000, HISTORIES // len(VARIANTS)))
# Of each of these there must be some, or the comparison says little.
KINDS = (
    *("node", "node, LYMPH_NODE_PORTA", "node, OTHER", "node with a short axis", "non-target node", "baseline target of 0 mm"),
    *("infiltrative non-target", "vein thrombosis as non-target", "too small to measure", "too small to measure, and does not enhance"),
    *("late target", "late target, none at baseline", "split", "split, said", "merge", "merge, said", *WITH_NON_TARGET),
    *("new lesion", "new LIVER", "new LUNG", "new NODE", "new EFFUSION", "new THROMBUS"),
    *(f"a new lesion is {state} by {criterion}" for criterion in CRITERIA for state in ("yes", "later", "no", "equivocal", "recorded")),
    *("unscheduled exam", "an undated read counts", "an undated read does not count", "the order of an undated read is not known"),
    *("undated read, recorded in parts", "target response recorded, and no overall one", "read without lesions and sums"),
    *("another therapy", "progression recorded by the site", "death known to the month", "two of three readers agree"),
    *(f"{parameter} ends with {'the event' if event else 'censoring'}" for parameter in ("OS", "PFS", "TTP") for event in (True, False)),
)


def derived_by_sql(drawn, readers, conventions):
    """Return the response of each read, the decision of each exam, the best responses of each patient, by criterion first, the place of
    each undated read and the times of each patient."""
    roster = {**dict.fromkeys(READERS[:readers], "reader"), "ADJ": "adjudicator"}
    study = STUDY | {"criteria": list(CRITERIA)}
    with open_drawn(readers=roster, study=study, settings=asdict(conventions), **drawn) as connection:
        build_up_to(connection, "best_responses", "progressions", "undated_reads", "time_to_event")
        reads = connection.execute(
            "select criterion, patient_id, exam_id, reader_id, derived_overall_response, "
            "case when is_recorded_criterion then recorded_overall_response end from cohort.read_responses"
        ).fetchall()
        exams = connection.execute("select criterion, patient_id, exam_id, decided_by, response from cohort.exam_responses").fetchall()
        patients = connection.execute(
            f"select criterion, patient_id, best_response, confirmed_best_response, progression_date - date '{day(0)}' "
            "from cohort.best_responses left join cohort.progressions using (patient_id)"
        ).fetchall()
        places = connection.execute(
            f"select patient_id, response, after_date - date '{day(0)}', before_date - date '{day(0)}', is_order_known, is_counted "
            "from cohort.undated_reads"
        ).fetchall()
        ends = connection.execute('select patient_id, parameter, "days", is_event from cohort.time_to_event').fetchall()
    return (
        {row[:4]: row[4:] for row in reads},
        {row[:3]: row[3:] for row in exams},
        {row[:2]: row[2:] if row[0] == PRIMARY else row[2:4] for row in patients},  # endpoints see progression by the primary criterion
        {row[:1]: row[1:] for row in places},
        {row[:2]: row[2:] for row in ends},
    )


class Expected:
    """What plain Python makes of the histories, in the same form."""

    def __init__(self, histories, undated, endings, conventions, kinds):
        self.undated, self.conventions, self.kinds = undated, conventions, kinds
        self.reads, self.exams, self.patients, self.places, self.ends = {}, {}, {}, {}, {}
        for patient, history in histories.items():
            for name, criterion in CRITERIA.items():
                for course, drawn in history.items():
                    decided = self.add_course(name, criterion, patient, course, drawn)
                    if course == "HAIC":
                        days = [exam["day"] for exam in drawn[1:]]
                        self.add_patient(
                            name, patient, list(zip(days, (response for _, response in decided), strict=True)), endings[patient]
                        )
                        if name == PRIMARY:
                            self.add_times(patient, history, list(zip(days, (each for _, each in decided), strict=True)), endings[patient])

    def add_course(self, name, criterion, patient, course, drawn):
        """Add the reads and exams of a course, and the place of its undated read; return the decided responses."""
        derived = {reader: derived_responses(drawn, reader, criterion) for reader in (*READERS, "ADJ")}
        decided = decided_responses(drawn, derived, is_recorded=name == PRIMARY)
        for reader in READERS:
            self.kinds.update(f"a new lesion is {state} by {name}" for state in new_lesions(drawn, reader, criterion).values())
        for place, exam in enumerate(drawn[1:]):
            exam_id = f"{course}{exam['number']:02}"
            self.exams[name, patient, exam_id] = decided[place]
            for reader, read in exam["reads"].items():
                answer = derived[reader][place]
                recorded = recorded_response(read, answer) if name == PRIMARY else None
                self.reads[name, patient, exam_id, reader] = (answer[0], recorded)
            votes = {vote for reader in READERS if reader in exam["reads"] for vote in [derived[reader][place][0]]}
            self.kinds["two of three readers agree"] += "R3" in exam["reads"] and len(votes) == 2 and decided[place][0] == "consensus"
        read = self.undated.get(patient)
        if name == PRIMARY and read and read["course"] == course:
            dated = [(exam["day"], exam["timepoint"]) for exam in drawn if not exam["is_unscheduled"]]
            place = place_of(read, dated, used_responses(drawn, read, derived))
            self.places[patient,] = (response_of(read), *place)
        return decided

    def add_patient(self, name, patient, exams, ending):
        """Add the best responses of a patient and the day of progression."""
        therapy = min((on for on in ending["therapies"] if on > 0), default=None)
        is_cut = self.conventions.new_therapy == "censor" and therapy is not None
        counted = [(on, response) for on, response in exams if not (is_cut and on > therapy)]
        best, confirmed, _ = best_responses([response for _, response in counted], [on for on, _ in counted])
        progression = first_progression(exams, ending, self.conventions)
        self.patients[name, patient] = (best, confirmed, progression) if name == PRIMARY else (best, confirmed)

    def add_times(self, patient, history, exams, ending):
        """Add the times of a patient; one whose progression may have been on a day that nobody knows waits outside the cohort."""
        progression = first_progression(exams, ending, self.conventions)
        if self.conventions.progression == "reads" and self._waits(patient, progression):
            self.kinds["waits for the day of a progression"] += 1
            return
        length = length_of_month(ending["month"]) if ending["month"] is not None else None
        for parameter, (days, is_event) in times(exams, days_seen(history), ending, length, self.conventions).items():
            self.ends[patient, parameter] = (days, is_event)
            self.kinds[f"{parameter} ends with {'the event' if is_event else 'censoring'}"] += 1

    def _waits(self, patient, progression):
        """Say whether a read without a day may be the first progression after the index day."""
        response, after, before, is_known, _ = self.places.get((patient,), (None,) * 5)
        if response != "PD" or self.undated[patient]["course"] != "HAIC":
            return False
        is_later = None not in (after, progression) and after >= progression
        return not (is_known and (is_later or (before is not None and before <= 0)))

    def answers(self):
        """Return the five dicts; count the places."""
        for *_, is_known, counts in self.places.values():
            self.kinds["an undated read counts" if counts else "an undated read does not count"] += 1
            self.kinds["the order of an undated read is not known"] += not is_known
        return self.reads, self.exams, self.patients, self.places, self.ends


def used_responses(exams, read, derived):
    """Return the day and response of each of the reader's exams after baseline, as recorded, or else as derived."""
    pairs = zip(exams[1:], derived[read["reader"]], strict=True)
    own = [(exam["day"], exam["reads"].get(read["reader"]), answer) for exam, answer in pairs]
    return [(on, recorded_response(said, answer) or answer[0]) for on, said, answer in own if said]


@pytest.mark.slow
def test_sql_equals_plain_python_on_drawn_histories():
    random_, begun = random.Random(20221), time.monotonic()
    kinds = Counter()
    compared = Counter()
    for place, first in enumerate(range(0, HISTORIES, AT_ONCE)):
        readers, conventions = VARIANTS[place % len(VARIANTS)]
        numbers = range(first, min(first + AT_ONCE, HISTORIES))
        histories = {f"P{number:06d}": draw_history(random_, kinds, readers) for number in numbers}
        undated = draw_undated(random_, histories, kinds, readers)
        endings = {patient: draw_ending(random_, history, kinds) for patient, history in histories.items()}
        found = derived_by_sql(tables_of(histories, undated, endings, random_), readers, conventions)
        expected = Expected(histories, undated, endings, conventions, kinds).answers()
        for what, by_sql, by_python in zip(("reads", "exams", "patients", "undated reads", "times"), found, expected, strict=True):
            differing = {key: (by_sql.get(key, "absent"), value) for key, value in by_python.items() if by_sql.get(key, "absent") != value}
            first_key = min(differing, key=str, default=None)
            patient = first_key and next(part for part in first_key if part.startswith("P0"))
            assert differing == {}, (first_key, differing[first_key], histories[patient], endings[patient], undated.get(patient))
            assert by_sql.keys() == by_python.keys()
            compared[what] += len(by_python)
        kinds.update(f"by {key[0]} {response}" for key, (response, _) in expected[0].items())
        kinds.update(decided_by for decided_by, _ in expected[1].values())
        kinds.update(f"best {best}, confirmed {confirmed}" for best, confirmed, *_ in expected[2].values())
    agree = ", ".join(f"{count:,} {what}" for what, count in compared.items())
    print(f"\n{HISTORIES:,} histories: {agree} agree ({time.monotonic() - begun:.0f} s)")
    print("\n".join(f"{count:>9,} {kind}" for kind, count in sorted(kinds.items(), key=str)))
    assert set(KINDS) <= kinds.keys(), set(KINDS) - kinds.keys()
    assert {"consensus", "adjudicator", "none"} <= kinds.keys()
    answers = (*(response for response in RESPONSES if response != "ND"), None)
    assert {f"by {criterion} {response}" for criterion in CRITERIA for response in answers} <= kinds.keys()
    assert {"best PR, confirmed SD", "best PR, confirmed PR", "best CR, confirmed CR", "best CR, confirmed SD"} <= kinds.keys()
    assert {"best MISSING, confirmed MISSING", "best NE, confirmed NE", "best ND, confirmed ND"} <= kinds.keys()
