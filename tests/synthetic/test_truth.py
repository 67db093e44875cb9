"""What the hospital has on record implies the cohort: readers, days, doses and liver function, patient by patient."""

from collections import Counter, defaultdict
from datetime import timedelta
from itertools import pairwise

import pytest

from pipelines.synthetic.reconstructed import SCREENED_OUT, patient_number, reconstructed_cohort
from pipelines.synthetic.records import Records, journeys_of, records_of
from tests.synthetic.mrecist_by_hand import (
    best_response,
    confirmed_best_response,
    non_target_response,
    overall_response,
    target_response,
)

SEEDS = (20240731, 1, 2)


@pytest.fixture(scope="module", params=SEEDS)
def hospital(request):
    journeys = journeys_of(100, request.param)
    records = Records()
    for journey in journeys:
        records.add(records_of(journey))
    return {journey.number: journey for journey in journeys}, records


def by(rows, *names):
    groups = defaultdict(list)
    for row in rows:
        groups[tuple(row[name] for name in names)].append(row)
    return groups


def adjudicated(records, journeys):
    """(patient, course) -> [(day, response)] after baseline, by consensus or else by the adjudicator."""
    exams = by(records.imaging_reads, "patient_id", "course", "timepoint", "exam_date")
    found = defaultdict(list)
    for (number, course, timepoint, exam_date), reads in sorted(exams.items()):
        said = {read["reader_id"]: read["overall_response"] for read in reads}
        truth = said["R1"] if said["R1"] == said["R2"] else said["ADJ"]
        if timepoint:
            found[number, course].append(((exam_date - journeys[number].date(0)).days, truth))
    return found


def test_every_recorded_response_follows_from_the_readers_own_diameters(hospital):
    _, records = hospital
    lesions = by(records.lesions, "patient_id", "exam_id", "reader_id")
    for reads in by(records.imaging_reads, "patient_id", "course", "reader_id").values():
        sums, seen, first_ids = [], [], None
        for read in sorted(reads, key=lambda read: read["timepoint"]):
            rows = lesions[read["patient_id"], read["exam_id"], read["reader_id"]]
            targets = [row for row in rows if row["role"] == "TARGET"]
            others = [row for row in rows if row["role"] == "NONTARGET"]
            new = [row for row in rows if row["role"] == "NEW"]
            ids = [row["lesion_id"] for row in targets]
            first_ids = first_ids or ids
            assert ids == first_ids and len(set(ids)) == len(ids)
            assert (read["new_lesion"] == "Y") == bool(new)
            if read["target_response"] == "NE":
                assert read["overall_response"] == "NE" and all(row["viable_mm"] is None for row in rows)
                continue
            sums.append(sum(row["viable_mm"] for row in targets))
            assert read["sum_viable_mm"] == sums[-1]
            if read["timepoint"] == 0:
                assert read["target_response"] is read["non_target_response"] is read["overall_response"] is None
                assert not new
            else:
                assert read["target_response"] == target_response(sums)
                assert read["non_target_response"] == non_target_response(others, seen)
                assert read["overall_response"] == overall_response(read["target_response"], read["non_target_response"], bool(new))
            seen += others


def test_lesions_keep_the_rules_of_measurement(hospital):
    _, records = hospital
    for row in records.lesions:
        if row["viable_mm"] is not None:
            assert 0 <= row["viable_mm"] <= row["total_mm"] <= 250
            assert (row["viable_mm"] == 0) == (row["arterial_enhancement"] == "N")
        if row["organ"] in ("PORTAL_VEIN", "BONE", "PERITONEUM"):
            assert row["role"] == "NONTARGET"
    baselines = {(read["patient_id"], read["exam_id"]) for read in records.imaging_reads if read["timepoint"] == 0}
    least = {"LYMPH_NODE_OTHER": 15, "LYMPH_NODE_PORTA": 20}
    for (number, exam, _), rows in by(records.lesions, "patient_id", "exam_id", "reader_id").items():
        if (number, exam) in baselines:
            targets = [row for row in rows if row["role"] == "TARGET"]
            assert 1 <= len(targets) <= 5
            assert max(Counter(row["organ"] for row in targets).values()) <= 2
            assert all(row["viable_mm"] >= least.get(row["organ"], 10) for row in targets)


def test_readers_differ_a_little_and_now_and_then_in_the_response(hospital):
    _, records = hospital
    exams = [
        {read["reader_id"]: read for read in reads}
        for reads in by(records.imaging_reads, "patient_id", "exam_id").values()
        if reads[0]["timepoint"]
    ]
    discordant = [exam for exam in exams if exam["R1"]["overall_response"] != exam["R2"]["overall_response"]]
    assert 0.06 <= len(discordant) / len(exams) <= 0.15
    assert all("ADJ" in exam for exam in discordant)
    for exam in exams:
        one, two = exam["R1"], exam["R2"]
        if one["sum_viable_mm"] is not None:
            gap = abs(one["sum_viable_mm"] - two["sum_viable_mm"])
            assert gap <= 10 or gap <= 0.2 * max(one["sum_viable_mm"], two["sum_viable_mm"])
        if "ADJ" in exam:
            assert exam["ADJ"]["overall_response"] in (one["overall_response"], two["overall_response"])
        for read in exam.values():
            assert read["exam_date"] == one["exam_date"] and read["modality"] == one["modality"]
    for reads in by(records.imaging_reads, "patient_id", "course", "reader_id").values():
        said = [read["overall_response"] for read in sorted(reads, key=lambda read: read["timepoint"])]
        assert "PD" not in said[:-1]
        assert not ("CR" in said and "PR" in said[said.index("CR") :])


def test_response_and_progression_are_those_of_the_cohort(hospital):
    journeys, records = hospital
    found = adjudicated(records, journeys)
    ways = Counter()
    for index, truth in enumerate(reconstructed_cohort(), start=1):
        exams = found[patient_number(index), "HAIC"]
        assert best_response(exams) == truth.best_response
        assert confirmed_best_response(exams) == truth.best_response
        progressions = [day for day, response in exams if response == "PD"]
        assert progressions == ([truth.pfs_days] if truth.has_progressed else [])
        days = [0, *(day for day, _ in exams)]
        assert not exams or 42 <= days[1] <= 140
        assert all(28 <= later - day <= 126 for day, later in pairwise(days[1:]))
        ways.update(scan.way for scan in journeys[patient_number(index)].scans if scan.course == "HAIC")
        before = [day for day, response in found[patient_number(index), "ATE_BEVA"] if response == "PD"]
        if truth.group == "post_ate_beva":
            first = journeys[patient_number(index)].ate_beva[0]
            assert len(before) == 1 and first < before[0] <= 0 and before[0] >= -120
        else:
            assert not before
    assert min(ways["growth"], ways["new lesion"], ways["non-target"]) >= 3


def test_a_progression_can_stay_below_a_partial_response(hospital):
    _, records = hospital
    below = 0
    for reads in by(records.imaging_reads, "patient_id", "course", "reader_id").values():
        reads = sorted(reads, key=lambda read: read["timepoint"])
        if reads[-1]["target_response"] == "PD" and reads[-1]["sum_viable_mm"] <= 0.7 * reads[0]["sum_viable_mm"]:
            below += 1
    assert below


def test_follow_up_gives_the_times_of_the_cohort_and_nothing_is_later(hospital):
    _, records = hospital
    last = {number[0]: rows[-1] for number, rows in by(records.follow_up, "patient_id").items()}
    for index, truth in enumerate(reconstructed_cohort(), start=1):
        row = last[patient_number(index)]
        if truth.is_dead:
            assert row["vital_status"] == "DEAD" and row["last_contact_date"] <= row["death_date"]
            assert (row["death_date"] - truth.haic_start).days == truth.os_days
        else:
            assert row["vital_status"] == "ALIVE" and row["death_date"] is None
            assert (row["last_contact_date"] - truth.haic_start).days == truth.os_days
    dates = [
        (row["patient_id"], value)
        for table in (
            records.assessments,
            records.drug_administrations,
            records.procedures,
            records.lesions,
            records.imaging_reads,
            records.follow_up,
            records.adverse_events,
        )
        for row in table
        for name, value in row.items()
        if name.endswith("_date") and name != "death_date" and value
    ] + [(result[0], result[3].date()) for result in records.labs]
    born = {row["patient_id"]: row["birth_date"] for row in records.patients}
    found = {row["patient_id"]: row["hcc_dx_date"] for row in records.patients}
    for number, day in dates:
        assert born[number] < found[number] <= day <= last[number]["last_contact_date"]


def test_patients_are_those_of_the_cohort(hospital):
    _, records = hospital
    rows = {row["patient_id"]: row for row in records.patients}
    assert len(rows) == len(records.patients) == 112
    for index, truth in enumerate(reconstructed_cohort(), start=1):
        row = rows[patient_number(index)]
        birth, start = row["birth_date"], truth.haic_start
        age = start.year - birth.year - ((start.month, start.day) < (birth.month, birth.day))
        assert (age, row["sex"]) == (truth.age, truth.sex)


def test_the_baseline_visit_and_its_labs_are_the_cohorts(hospital):
    _, records = hospital
    visits = by(records.assessments, "patient_id")
    labs = defaultdict(dict)
    for number, test, value, collected, _, _ in records.labs:
        labs[number, collected.date()][test] = value
    for index, truth in enumerate(reconstructed_cohort(), start=1):
        number = patient_number(index)
        near = sorted(visits[(number,)], key=lambda row: abs((row["assessment_date"] - truth.haic_start).days))
        visit, start = near[0], truth.haic_start
        assert 0 <= (start - visit["assessment_date"]).days <= 7
        assert len(near) == 1 or abs(near[1]["assessment_date"] - start) > start - visit["assessment_date"]
        assert (visit["ecog"], visit["child_pugh_class"]) == (truth.ecog, truth.child_pugh)
        assert visit["bclc"] == truth.bclc or (truth.bclc == "0/A" and visit["bclc"] in ("0", "A"))
        assert (visit["etiology"], visit["largest_tumour_cm"]) == (truth.etiology, truth.size_cm)
        assert (visit["tumour_count"] == 1) == (truth.tumor_number == "single")
        assert (visit["portal_vein_invasion"] != "N", visit["metastasis"] == "Y") == (truth.pvi, truth.mets)
        own = labs[number, start]
        assert (own["AST"], own.get("ALT"), own["TBIL"], own["AFP"]) == (
            truth.ast,
            truth.alt,
            truth.bilirubin,
            truth.afp,
        )
        before = [day for patient, day in labs if patient == number and start - timedelta(28) <= day <= start]
        assert all(day <= visit["assessment_date"] for day in before if day != start)
        assert all(("ALT" in labs[number, day]) == (truth.alt is not None) for day in before)


def test_child_pugh_recomputes_from_the_labs_of_the_day_of_every_visit(hospital):
    _, records = hospital
    labs = defaultdict(dict)
    for number, test, value, collected, _, _ in records.labs:
        labs[number, collected.date()][test] = value
    for visit in records.assessments:
        own = labs[visit["patient_id"], visit["assessment_date"]]
        for cut in (2.8, 3.0):
            score = (
                (1 if own["TBIL"] < 2 else 2 if own["TBIL"] <= 3 else 3)
                + (1 if own["ALB"] > 3.5 else 2 if own["ALB"] >= cut else 3)
                + (1 if own["INR"] < 1.7 else 2 if own["INR"] <= 2.3 else 3)
                + {"none": 1, "mild": 2, "moderate": 3}[visit["ascites"]]
                + {"none": 1, "1-2": 2, "3-4": 3}[visit["encephalopathy"]]
            )
            assert score == visit["child_pugh_score"]
        assert visit["child_pugh_class"] == ("A" if score <= 6 else "B" if score <= 9 else "C")


def test_stage_contradicts_only_in_the_five_patients_of_the_cohort(hospital):
    _, records = hospital
    contradicting = set()
    for visit in records.assessments:
        is_advanced = visit["portal_vein_invasion"] != "N" or visit["metastasis"] == "Y" or visit["ecog"] > 0
        is_terminal = visit["ecog"] > 2 or visit["child_pugh_class"] == "C"
        expected = "D" if is_terminal else "C" if is_advanced else "AB0"
        if visit["bclc"] not in expected:
            contradicting.add(visit["patient_id"])
        if visit["bclc"] == "0":
            assert visit["tumour_count"] == 1 and visit["largest_tumour_cm"] <= 2
    assert contradicting == {patient_number(index) for index in (7, 24, 42, 87, 99)}


def test_doses_and_cycles(hospital):
    journeys, records = hospital
    sizes = {}
    for visit in records.assessments:
        sizes.setdefault(visit["patient_id"], []).append(visit)
    per_m2 = {"FLUOROURACIL": 500, "CISPLATIN": 60}
    events = by(records.adverse_events, "patient_id", "action")
    for row in records.drug_administrations:
        number = row["patient_id"]
        nearest = min(sizes[number], key=lambda visit: abs(visit["assessment_date"] - row["administration_date"]))
        if row["drug"] in per_m2 and row["route"] == "HEPATIC_ARTERY":
            baseline = journeys[number].date(journeys[number].visits[0])
            visit = next(visit for visit in sizes[number] if visit["assessment_date"] == baseline)
            surface = (visit["height_cm"] * visit["weight_kg"] / 3600) ** 0.5
            assert abs(surface - row["bsa_m2"]) <= 0.006
            ratio = row["dose"] / row["bsa_m2"] / per_m2[row["drug"]]
            assert 0.68 <= ratio <= 0.88 if row["reduction_reason"] else 0.95 <= ratio <= 1.05
            assert not row["reduction_reason"] or (number, "DOSE_REDUCED") in events
        if row["drug"] == "BEVACIZUMAB":
            assert 13.5 <= row["dose"] / nearest["weight_kg"] <= 16.5
    for rows in by(records.drug_administrations, "patient_id", "cycle_no", "route").values():
        if rows[0]["route"] == "HEPATIC_ARTERY" and journeys[rows[0]["patient_id"]].kind != "folfox":
            days = sorted((row["day_no"], row["drug"]) for row in rows)
            assert days == [(1, "FLUOROURACIL"), (2, "CISPLATIN"), (2, "FLUOROURACIL"), (3, "FLUOROURACIL")]
    for index, truth in enumerate(reconstructed_cohort(), start=1):
        journey = journeys[patient_number(index)]
        assert journey.cycles[0] == 0
        assert all(28 <= later - day <= 42 for day, later in pairwise(journey.cycles))
        assert max(journey.cycles) <= truth.pfs_days
        assert (truth.group == "post_ate_beva") == bool(journey.ate_beva)
        assert all(later - day == 21 for day, later in pairwise(journey.ate_beva))
        if journey.ate_beva:
            assert len(journey.ate_beva) >= 2 and journey.ate_beva[-1] < 0
        names = {"TACE": "TACE", "SURGERY": "Surgery", "RADIOTHERAPY": "RT"}
        prior = {names[what] for _, what in journey.procedures if what in names}
        prior |= {"Systemic"} if journey.sorafenib else set()
        assert prior == set(truth.prior_treatments)


def test_labs_are_plausible_and_never_repeat(hospital):
    journeys, records = hospital
    soft = {
        "AST": (5, 2000),
        "ALT": (5, 2000),
        "TBIL": (0.1, 30),
        "ALB": (1.5, 5.5),
        "PLT": (10, 1000),
        "INR": (0.8, 5),
        "CREAT": (0.3, 5),
        "HGB": (5, 19),
        "ANC": (0.2, 50),
        "WBC": (0.5, 100),
        "AFP": (0.5, 200000),
        "PIVKA": (5, 300000),
    }
    panels, keys = defaultdict(dict), set()
    for number, test, value, collected, specimen, is_own in records.labs:
        assert (number, test, collected, specimen) not in keys
        keys.add((number, test, collected, specimen))
        panels[number, collected][test] = value
        if not isinstance(value, str):
            assert soft[test][0] <= value <= soft[test][1]
            assert test != "AFP" or value not in (1000, 20000, 54000, 60500)
        else:
            assert not is_own
    seen = set()
    for (number, _), panel in panels.items():
        if len(panel) >= 6:
            mark = (number, tuple(sorted(panel.items(), key=str)))
            assert mark not in seen
            seen.add(mark)
        if not any(isinstance(panel.get(test), str) for test in ("ANC", "WBC")) and "ANC" in panel:
            assert panel["ANC"] <= panel["WBC"]
    needed = {"AST", "TBIL", "ALB", "INR", "PLT", "CREAT", "HGB", "ANC", "WBC", "AFP"}
    for index, truth in enumerate(reconstructed_cohort(), start=1):
        start = [panel for (number, day), panel in panels.items() if number == patient_number(index) and day.date() == truth.haic_start]
        assert len(start) == 1 and needed <= set(start[0])
    assert len(journeys) == 112


def test_recorded_grades_fit_the_counts(hospital):
    _, records = hospital
    limits = {"Neutrophil count decreased": ("ANC", 0.5, 1.0), "Platelet count decreased": ("PLT", 25, 50)}
    labs = defaultdict(list)
    for number, test, value, collected, _, _ in records.labs:
        labs[number, test].append((collected.date(), value))
    for event in records.adverse_events:
        if event["term"] in limits:
            test, low, high = limits[event["term"]]
            last = event["end_date"] or event["start_date"]
            values = [value for day, value in labs[event["patient_id"], test] if event["start_date"] <= day <= last]
            assert values and low <= min(values) < high


def test_patients_who_do_not_qualify(hospital):
    journeys, records = hospital
    kinds = Counter()
    for number, journey in journeys.items():
        if journey.index > SCREENED_OUT:
            kinds[journey.kind] += 1
            drugs = {row["drug"] for row in records.drug_administrations if row["patient_id"] == number}
            has_haic = any(row["route"] == "HEPATIC_ARTERY" for row in records.drug_administrations if row["patient_id"] == number)
            if journey.kind in ("tace_only", "ate_beva_only"):
                assert not has_haic
            else:
                assert has_haic and ("OXALIPLATIN" in drugs) == (journey.kind == "folfox")
    assert len(kinds) == 4 and sum(kinds.values()) == 12
