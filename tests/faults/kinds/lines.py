"""Lines that went wrong as lines: cells moved to the side, cut off, or in bytes that are no text."""

from pipelines.synthetic.fault import Case, kind


@kind("assessments", "CV-018", journey="tace_only")
def the_columns_of_a_visit_are_shifted_by_one(case: Case):
    row = case.row()
    case.mark(row)
    row.reshape = lambda cells: [*cells[:2], cells[0], *cells[2:-1]]


@kind("drug_administrations", "CV-024", journey="sorafenib_first")
def the_columns_of_an_infusion_are_shifted_by_one(case: Case):
    row = case.row("drug_administrations", route="HEPATIC_ARTERY", day_no=3)
    case.mark(row)
    row.reshape = lambda cells: [*cells[:2], "3", *cells[2:-1]]


@kind("labs", "CV-013", journey="tace_only")
def the_columns_of_a_result_are_shifted_by_one(case: Case):
    row = case.row()
    case.mark(row)
    row.reshape = lambda cells: [cells[0], "외래", *cells[1:-1]]


@kind("imaging_reads", "CV-022")
def the_columns_of_a_read_are_shifted_by_one(case: Case):
    row = case.row("imaging_reads", lambda read: read["timepoint"] > 0 and read["target_response"])
    case.mark(row)
    row.reshape = lambda cells: [*cells[:5], cells[4], *cells[5:-1]]


@kind("drug_administrations", "CV-028", journey="sorafenib_first")
def a_line_of_infusions_has_cells_too_many(case: Case):
    row = case.row(drug="SORAFENIB")
    case.mark(row)
    row.reshape = lambda cells: [*cells[:9], "감량", "보류"]


@kind("procedures", "CV-028", journey="tace_only")
def a_remark_holds_the_delimiter_of_its_file(case: Case):
    row = case.row()
    case.mark(row)
    row.reshape = lambda cells: [*cells, "추가"]


@kind("follow_up", "CV-028", journey="tace_only")
def a_line_of_follow_up_is_cut_off(case: Case):
    row = case.tables["follow_up"][-1]
    case.mark(row)
    row.reshape = lambda cells: cells[:3]


@kind("adverse_events", "CV-028")
def a_record_of_an_adverse_event_is_cut_off(case: Case):
    row = case.row()
    case.mark(row)
    row.spoil = lambda line: line[: len(line) // 2]


@kind("patients", "CV-005", journey="tace_only")
def a_line_of_patients_is_no_text(case: Case):
    case.mark(case.patient)
    case.patient.spoil = lambda line: line[:-4] + b"\xff" + line[-4:]


@kind("labs", "CV-005")
def a_line_of_results_is_no_text(case: Case):
    row = case.row("labs", lambda row: row["collected_at"].year in (2023, 2024) and case.day(row["collected_at"]) > 0, test="AST")
    case.mark(row)
    row.spoil = lambda line: line[:-3] + b"\xc3\x28" + line[-3:]
