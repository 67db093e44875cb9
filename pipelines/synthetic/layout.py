"""How this hospital sends its records: which file, which headers and words, how dates and numbers are written."""

from collections.abc import Callable
from datetime import date
from typing import Any

from pipelines.synthetic.extract import Extract, FaultyRow, Form, Raw
from pipelines.synthetic.record import Record

Column = tuple[str, str, Callable[[Any], Any]]  # contract name, header, how a value is written

WORDS = {
    "FLUOROURACIL": "5-FU",
    "CISPLATIN": "시스플라틴",
    "ATEZOLIZUMAB": "티쎈트릭",
    "BEVACIZUMAB": "Avastin",
    "SORAFENIB": "Nexavar",
    "OXALIPLATIN": "L01XA03",
    "LEUCOVORIN": "류코보린",
    "HEPATIC_ARTERY": "간동맥",
    "IV": "정맥",
    "ORAL": "PO",
    "SURGERY": "간절제술",
    "RADIOTHERAPY": "방사선치료",
    "PORT": "포트삽입",
    "ALIVE": "생존",
    "DEAD": "사망",
    "DOSE_REDUCED": "감량",
    "NONE": "조치없음",
    "STOPPED": "영구중단",
    "HBV": "B형간염",
    "HCV": "C형간염",
    "Alcohol": "알코올",
    "Others": "기타",
    "none": "없음",
    "mild": "경도",
    "moderate": "중등도",
}


def as_is(value: Any) -> Any:
    """Leave a value to the file's own types (sheets and Parquet)."""
    return value


def text(value: Any) -> str:
    """Write a value as text; nothing is a blank cell."""
    return "" if value is None else f"{value:.10g}" if isinstance(value, float) else str(value)


def word(value: Any) -> str:
    """Write a code in the hospital's own word."""
    return WORDS.get(value, text(value))


def decimal_comma(value: Any) -> str:
    """Write a number with a decimal comma."""
    return text(value).replace(".", ",")


def dotted(day: date | None) -> str:
    """Write a date as 2022.03.05."""
    return f"{day:%Y.%m.%d}" if day else ""


def day_first(day: date | None) -> str:
    """Write a date as 05.03.2022."""
    return f"{day:%d.%m.%Y}" if day else ""


def korean(day: date | None) -> str:
    """Write a date as 2022년 3월 5일."""
    return f"{day.year}년 {day.month}월 {day.day}일" if day else ""


def compact(day: date | None) -> str:
    """Write a date as 20220305."""
    return f"{day:%Y%m%d}" if day else ""


def iso(day: date | None) -> str | None:
    """Write a date as 2022-03-05, nothing as null."""
    return day.isoformat() if day else None


def column(name: str, header: str, write: Callable[[Any], Any] = text) -> Column:
    """Return one column of a layout."""
    return name, header, write


PATIENTS = [
    column("patient_id", "원무번호"),
    column("name", "환자명"),
    column("resident_number", "주민등록번호"),
    column("telephone", "전화번호"),
    column("sex", "성별", lambda sex: {"M": "1", "F": "2"}[sex]),
    column("birth_date", "생년월일", iso),
    column("dx_code", "진단코드"),
    column("hcc_dx_date", "진단일", dotted),
]
ASSESSMENTS = [
    column("patient_id", "등록번호"),
    column("assessment_date", "평가일", as_is),
    column("ecog", "ECOG PS", as_is),
    column("ascites", "복수", word),
    column("encephalopathy", "간성뇌증", word),
    column("child_pugh_score", "CTP Score", as_is),
    column("child_pugh_class", "Child-Pugh"),
    column("bclc", "BCLC 병기"),
    column("etiology", "원인질환", word),
    column("largest_tumour_cm", "최대종양크기", as_is),
    column("tumour_count", "종양수", as_is),
    column("portal_vein_invasion", "PVI"),
    column("metastasis", "간외전이"),
    column("height_cm", "신장", as_is),
    column("weight_kg", "체중", as_is),
]
DRUG_ADMINISTRATIONS = [
    column("patient_id", "등록번호"),
    column("administration_date", "투여일", day_first),
    column("drug", "약품명", word),
    column("route", "투여경로", word),
    column("cycle_no", "차수"),
    column("day_no", "일차"),
    column("dose", "용량", decimal_comma),
    column("dose_unit", "용량단위"),
    column("bsa_m2", "체표면적", decimal_comma),
    column("reduction_reason", "감량사유"),
]
PROCEDURES = [
    column("patient_id", "병록번호"),
    column("procedure_date", "시술일", compact),
    column("procedure", "시술명", word),
    column("detail", "비고"),
]
IMAGING_READS = [
    column("patient_id", "환자번호"),
    column("exam_id", "영상번호"),
    column("exam_date", "촬영일", as_is),
    column("read_date", "판독일", as_is),
    column("reader_id", "판독자"),
    column("modality", "영상종류"),
    column("course", "치료과정"),
    column("timepoint", "회차", as_is),
    column("target_response", "표적병변반응"),
    column("non_target_response", "비표적병변반응"),
    column("new_lesion", "신규병변"),
    column("overall_response", "종합반응"),
    column("sum_viable_mm", "표적합", as_is),
    column("ne_reason", "평가불가사유"),
]
LESIONS = [
    column("patient_id", "환자번호"),
    column("exam_id", "영상번호"),
    column("exam_date", "촬영일", as_is),
    column("reader_id", "판독자"),
    column("lesion_id", "병변번호"),
    column("role", "병변구분"),
    column("organ", "장기"),
    column("viable_mm", "생존종양크기", as_is),
    column("total_mm", "전체크기", as_is),
    column("arterial_enhancement", "동맥기조영증강"),
    column("ne_reason", "평가불가사유"),
]
LESIONS_OF_A_YEAR = [column(name, name, as_is) for name, _, _ in LESIONS]
FOLLOW_UP = [
    column("patient_id", "등록번호"),
    column("last_contact_date", "최종추적일", korean),
    column("vital_status", "생존여부", word),
    column("death_date", "사망일", korean),
    column("death_cause", "사망원인"),
]
ADVERSE_EVENTS = [
    column("patient_id", "patient_id"),
    column("term", "term", as_is),
    column("grade", "grade", as_is),
    column("start_date", "start_date", iso),
    column("end_date", "end_date", iso),
    column("action", "action", lambda action: word(action) if action else None),
]


def empty_extract(file: str, table: str, form: Form, layout: list[Column], **more: Any) -> Extract:
    """Return an extract without lines."""
    return Extract(file, table, form, [name for name, _, _ in layout], [header for _, header, _ in layout], **more)


def lines_of(layout: list[Column], records: list[Record]) -> list[list[Any]]:
    """Return the records as lines of a layout."""
    written = [(name, write) for name, _, write in layout]
    lines = []
    for record in records:
        line = [record[name] if isinstance(record[name], Raw) else write(record[name]) for name, write in written]
        lines.append(record.line(line) if isinstance(record, FaultyRow) else line)
    return lines
