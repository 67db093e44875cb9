"""How the laboratory sends its results: a compressed file per year, each with its own encoding, names and units."""

from collections.abc import Callable
from dataclasses import dataclass

from pipelines.synthetic.extract import Extract, FaultyResult, Raw
from pipelines.synthetic.laboratory import Result

COLUMNS = ["patient_id", "test", "value", "unit", "lower_limit", "upper_limit", "collected_at", "specimen_id"]
KOREAN_HEADER = ["등록번호", "검사명", "검사결과", "단위", "참고치하한", "참고치상한", "채혈일", "검체번호"]
ENGLISH_HEADER = ["Patient No", "Test Code", "Result", "Units", "LLN", "ULN", "Collected On", "Specimen No"]
LIMITS = {
    "AST": ("0", "40"),
    "ALT": ("0", "41"),
    "TBIL": ("0.2", "1.2"),
    "ALB": ("3.5", "5.2"),
    "INR": ("0.9", "1.2"),
    "CREAT": ("0.5", "1.2"),
    "PLT": ("150", "400"),
    "HGB": ("12", "17"),
    "WBC": ("4", "10"),
    "ANC": ("1.8", "7.5"),
    "AFP": ("0", "7"),
    "PIVKA": ("0", "40"),
}
PLAIN = {
    "AST": "U/L",
    "ALT": "U/L",
    "TBIL": "mg/dL",
    "ALB": "g/dL",
    "INR": "",
    "CREAT": "mg/dL",
    "PLT": "×10³/㎕",
    "HGB": "g/dL",
    "WBC": "×10³/㎕",
    "ANC": "×10³/㎕",
    "AFP": "ng/mL",
    "PIVKA": "mAU/mL",
}


@dataclass(frozen=True)
class Style:
    """The habits of one year: encoding, delimiter, header, date, names of tests, units other than the plain ones."""

    encoding: str
    delimiter: str
    header: list[str]
    date: str
    names: dict[str, str]
    units: dict[str, tuple[str, Callable[[float], str]]]


LOINC = {"AST": "1920-8", "ALT": "1742-6", "TBIL": "1975-2", "ALB": "1751-7", "INR": "6301-6", "CREAT": "2160-0"}
BRANDED = {"AST": "AST(GOT)", "ALT": "ALT(GPT)", "TBIL": "총빌리루빈", "PLT": "혈소판", "PIVKA": "PIVKA-II"}
SI_UNITS: dict[str, tuple[str, Callable[[float], str]]] = {
    "AST": ("IU/L", lambda value: f"{value:g}"),
    "ALT": ("IU/L", lambda value: f"{value:g}"),
    "TBIL": ("µmol/L", lambda value: f"{value * 17.104:.1f}"),
    "ALB": ("g/L", lambda value: f"{value * 10:.0f}"),
    "CREAT": ("umol/L", lambda value: f"{value * 88.4:.0f}"),
    "HGB": ("g/L", lambda value: f"{value * 10:.0f}"),
    "PLT": ("10⁹/L", lambda value: f"{value:g}"),
    "WBC": ("10⁹/L", lambda value: f"{value:g}"),
    "ANC": ("10⁹/L", lambda value: f"{value:g}"),
}
COUNTED: dict[str, tuple[str, Callable[[float], str]]] = {
    "PLT": ("10^3/uL", lambda value: f"{value:g}"),
    "WBC": ("/㎕", lambda value: f"{value * 1000:.0f}"),
    "ANC": ("/㎕", lambda value: f"{value * 1000:.0f}"),
}
STYLES = {
    2022: Style("utf-16", "\t", KOREAN_HEADER, "%Y-%m-%d %H:%M", BRANDED, {}),
    2023: Style("utf-8-sig", ",", ENGLISH_HEADER, "%Y-%m-%d %H:%M", LOINC, SI_UNITS),
    2024: Style("utf-8-sig", ",", KOREAN_HEADER, "%Y.%m.%d %H:%M", {}, COUNTED),
}
OTHER_YEARS = Style("utf-8-sig", ",", KOREAN_HEADER, "%Y-%m-%d %H:%M", BRANDED, {})


def laboratory_extracts(results: list[Result]) -> list[Extract]:
    """Return one extract per year that has results."""
    extracts: dict[int, Extract] = {}
    for result in results:
        year = result[3].year
        if year not in extracts:
            style = STYLES.get(year, OTHER_YEARS)
            extracts[year] = Extract(
                f"labs_{year}.csv.gz",
                "labs",
                "delimited",
                list(COLUMNS),
                list(style.header),
                encoding=style.encoding,
                delimiter=style.delimiter,
            )
        line = line_of(result, STYLES.get(year, OTHER_YEARS))
        if isinstance(result, FaultyResult):
            line = result.row.line(
                [result.row[name] if isinstance(result.row.get(name), Raw) else cell for name, cell in zip(COLUMNS, line, strict=True)]
            )
        extracts[year].lines.append(line)
    return [extracts[year] for year in sorted(extracts)]


def line_of(result: Result, style: Style) -> list[str]:
    """Return one result in the habits of its year; a value of the truth stays in the unit in which the truth has it."""
    patient, test, value, collected, specimen, is_own = result
    unit, write = style.units.get(test, (PLAIN[test], None))
    low, high = LIMITS[test]
    if isinstance(value, str):
        printed = value
    elif write is None or (is_own and test == "TBIL"):
        unit, write = PLAIN[test], None
        printed = f"{value:.10g}"
    else:
        printed = write(value)
    if write:
        low, high = write(float(low)), write(float(high))
    name = style.names.get(test, test)
    return [patient, name, printed, unit, low, high, collected.strftime(style.date), specimen]
