"""Drawn histories as rows of the accepted tables."""

from tests.warehouse_of import INTO_HEPATIC_ARTERY, day

DIAMETERS = {"viable": "viable", "total": "total", "axis": "short_axis"}


def tables_of(histories, undated, endings, random_):
    """Return the tables of drawn patients, in any order; `undated` are reads without a day, `endings` how it ended, by patient."""
    drawn = {name: [] for name in ("patients", "drug_administrations", "procedures", "follow_up", "imaging_reads", "lesions")}
    for patient, history in histories.items():
        drawn["patients"].append({"patient_id": patient, "sex": "M", "dx_code": "C220", "birth_date": day(-23000)})
        for drug in ("FLUOROURACIL", "CISPLATIN"):
            row = {"patient_id": patient, **INTO_HEPATIC_ARTERY, "drug": drug, "dose_mg": 100.0, "administration_date": day(0)}
            drawn["drug_administrations"].append(row)
        for table, row in (*rows_of_history(patient, history, random_), *rows_of_ending(patient, endings[patient])):
            drawn[table].append(row)
    drawn["imaging_reads"] += [row_of_undated(patient, read) for patient, read in undated.items()]
    for rows in drawn.values():
        random_.shuffle(rows)
    return drawn


def rows_of_history(patient, history, random_):
    for course, exams in history.items():
        for exam in exams:
            exam_id = f"{course}{exam['number']:02}"  # of one day, the numbers of visits and of exams give the order
            for reader, read in exam["reads"].items():
                key = {"patient_id": patient, "exam_id": exam_id, "reader_id": reader, "exam_date": day(exam["day"])}
                yield (
                    "imaging_reads",
                    {
                        **key,
                        "row_key": f"{patient}:{exam_id}:{reader}",
                        "course": course,
                        "timepoint": exam["timepoint"],
                        "is_unscheduled": exam["is_unscheduled"],
                        "sum_viable_mm": read["sum"],
                        "sum_total_mm": read["sum_total"],
                        "target_response": read["target"],
                        "non_target_response": read["non_target"],
                        "has_new_lesion": read["new"],
                        "overall_response": read["overall"],
                    },
                )
                for lesion in read["lesions"] or ():
                    if random_.random() < 0.03:  # a lesion with another day than its read
                        key = key | {"exam_date": day(random_.choice(exams)["day"])}
                    yield "lesions", {**key, "row_key": f"{patient}:{exam_id}:{reader}:{lesion['id']}", **row_of_lesion(lesion)}


def rows_of_ending(patient, ending):
    """Return the contacts of a patient and the therapies after HAIC."""
    state = {"vital_status": "DEAD" if ending["is_dead"] else "ALIVE"}
    last = {"last_contact_date": _on(ending["contact"]), "death_date": _on(ending["death"]), "death_month": _on(ending["month"])}
    yield "follow_up", {"patient_id": patient, "row_key": f"{patient}:end", **state, **last}
    for place, (progression, free) in enumerate(ending["recorded"]):
        dates = {"last_contact_date": day(0), "progression_date": _on(progression), "progression_free_date": _on(free)}
        yield "follow_up", {"patient_id": patient, "row_key": f"{patient}:{place}", "vital_status": "ALIVE", **dates}
    for place, on in enumerate(ending["therapies"]):
        yield "procedures", {"patient_id": patient, "row_key": f"{patient}:{place}", "procedure": "TACE", "procedure_date": day(on)}


def _on(offset):
    return None if offset is None else day(offset)


def row_of_undated(patient, read):
    return {
        "row_key": f"{patient}:undated",
        "patient_id": patient,
        "exam_id": "undated",
        "reader_id": read["reader"],
        "course": read["course"],
        "timepoint": read["timepoint"],
        "is_unscheduled": False,
        **{f"{part}_response": read[part] for part in ("target", "non_target", "overall")},
        "has_new_lesion": read["new"],
    }


def row_of_lesion(lesion):
    row = {
        "lesion_id": lesion["id"],
        "lesion_kind": lesion["kind"],
        "has_arterial_enhancement": lesion["enhances"],
        "has_washout": lesion["washout"],
        **{name: lesion[name] for name in ("role", "organ", "cytology", "split_from", "merged_with")},
    }
    for name, column in DIAMETERS.items():
        size = lesion[name]
        is_seen = isinstance(size, str)
        row |= {f"{column}_mm": None if is_seen else size, f"{column}_below_mm": float(size[1:]) if is_seen else None}
    return row
