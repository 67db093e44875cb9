"""The kinds of cells whose spellings are drawn in drawn/: `spelling -> what it says`, a table for each kind, read by Kind and file name."""

from pathlib import Path

from tests.spellings.read_cells import Kind

DRAWN = Path(__file__).parent / "drawn"
MOMENT = "replace(collected_at::varchar, ' 00:00:00', '')"
RESULT = "value_operator || value || coalesce(' beside ' || value_beside_word, '')"
OF_RESULT = ("value_status", "unit_status")
AST = {"test": "AST", "value": "45", "unit": "U/L"}
AFP = {"test": "AFP", "unit": "ng/mL"}
COUNT = "coalesce(tumour_count::varchar, '') || coalesce(' ' || tumour_number, '')"
BAND = "coalesce(ecog::varchar, '') || ' ' || coalesce(ecog_band, '')"
DIAMETER = "coalesce(viable_mm::varchar, '<' || viable_below_mm)"
DOSE = {"route": "IV", "drug": "5-FU", "dose": "1.5"}


def _table(name: str) -> dict[str, str]:
    """Return the spellings of a drawn table with what each says; what takes no room is written by its number (\\u200b)."""
    lines = [line for line in (DRAWN / f"{name}.txt").read_text(encoding="utf-8").splitlines() if not line.startswith("# ")]
    pairs = [line.replace("\\u200b", "\u200b").replace("\\xa0", "\xa0").rpartition(" -> ") for line in lines]
    return {spelling: says for spelling, _, says in pairs}


def _coded(table: str, column: str, read: str = "", **beside: str) -> Kind:
    return Kind(table, column, read or column, (f"{column}_status",), _table(column), beside)


KINDS = {
    "days": Kind("labs", "collected_at", MOMENT, ("collected_at_status",), _table("days"), AST, {"timezone": "Asia/Seoul"}),
    **{
        f"days, {name} first": Kind(
            "labs", "collected_at", MOMENT, ("collected_at_status",), _table(f"days_{name}_first"), AST, {"date_order": order}
        )
        for name, order in (("day", "dmy"), ("month", "mdy"))
    },
    "days of birth": Kind("patients", "birth_date", "birth_date", ("birth_date_status",), _table("days_of_birth")),
    "results": Kind("labs", "value", RESULT, OF_RESULT, _table("results"), AFP),
    "results, decimal comma": Kind("labs", "value", RESULT, OF_RESULT, _table("results_decimal_comma"), AFP, {"decimal_mark": ","}),
    "results in words": Kind("labs", "value", RESULT, OF_RESULT, _table("results_in_words"), {"test": "HBsAg", "unit": ""}),
    "tests and units": Kind("labs", "test|unit", "round(value_std, 6)", ("test_status", "unit_status"), _table("units"), {"value": "100"}),
    "numbers": Kind("assessments", "weight_kg", "weight_kg", ("weight_kg_status",), _table("numbers")),
    "diameters": Kind("lesions", "viable_mm", DIAMETER, ("viable_mm_status",), _table("diameters")),
    "lengths": Kind("assessments", "largest_tumour_cm", "largest_tumour_cm", ("largest_tumour_cm_status",), _table("lengths")),
    "metastasis": _coded("assessments", "metastasis", "has_metastasis"),
    "portal vein": _coded("assessments", "portal_vein_invasion", "has_portal_vein_invasion"),
    "ECOG": _coded("assessments", "ecog", BAND),
    "number of tumours": _coded("assessments", "tumour_count", COUNT),
    **{name: _coded("assessments", name) for name in ("child_pugh_class", "bclc", "etiology", "ascites", "encephalopathy")},
    "sex": _coded("patients", "sex"),
    "vital status": _coded("follow_up", "vital_status"),
    "route": _coded("drug_administrations", "route"),
    "drug": _coded("drug_administrations", "drug", route="IV"),
    "unit of a dose": _coded("drug_administrations", "dose_unit", "dose_mg", **DOSE),
}
