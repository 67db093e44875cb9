"""The columns and words of the list of queries, in English and Korean: one place for who writes it and who reads it back."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

Language = Literal["en", "ko"]
RESPONSE = "response"  # the name of that result among the endpoints


@dataclass(frozen=True)
class QueryColumn:
    """One column of the list: its name, titles, width in letters, and what stands there."""

    name: str
    title: Mapping[Language, str]
    width: int
    cell: Callable[[Mapping[str, Any], Language], Any] = lambda query, language: ""


STATUS: Mapping[Language, Mapping[str, str]] = {
    "en": {"new": "new", "reopened": "reopened", "open": "open", "answered": "answered, not yet sent"},
    "ko": {"new": "신규", "reopened": "재질의", "open": "미해결", "answered": "답변됨, 자료 미수정"},
}


INFLUENCE: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "adds": "could add 1 patient to the cohort ({n} → {more})",
        "response": "response of 1 patient: response rates by up to {points:.1f} points",
        "time": "{result}: time or event of 1 of {n} patients",
        "cohort": "a patient of the cohort; no endpoint",
    },
    "ko": {
        "adds": "연구 대상자가 1명 늘 수 있음 ({n} → {more})",
        "response": "1명의 반응 평가: 반응률이 최대 {points:.1f}%p 달라질 수 있음",
        "time": "{result}: {n}명 중 1명의 기간 또는 사건",
        "cohort": "연구 대상자이나 평가변수에는 영향 없음",
    },
}


def _status(query: Mapping[str, Any], language: Language) -> str:
    state = "new" if query["is_new"] else "reopened" if query["is_reopened"] else query["state"]
    return STATUS[language].get(state, state)


def _row(query: Mapping[str, Any], language: Language) -> str:
    return " / ".join(str(part) for part in (query["sheet"], query["source_row"]) if part not in (None, ""))


def _fields(query: Mapping[str, Any], language: Language) -> str:
    return ", ".join(name.removesuffix("_status") for name in (query["columns"] or "").split(", "))


def _field(query: Mapping[str, Any], language: Language) -> str:
    """Return the field of a query about one cell alone, by its name in the extract, which need not be typed then."""
    sent = re.findall(r"(?:^|; )(\w+)=", query["raw"] or "")
    return sent[0] if len(sent) == 1 and query["staged_row_key"] else ""


def say_influence(query: Mapping[str, Any], language: Language) -> str:
    """Return what the answer could change of the results, at the most; "" for a question about nobody in the cohort."""
    patients, results = query.get("cohort_patients") or 0, (query.get("movable_results") or "").split(", ")
    if query.get("added_patients"):
        return INFLUENCE[language]["adds"].format(n=patients, more=patients + 1)
    said = [
        INFLUENCE[language]["response" if result == RESPONSE else "time"].format(result=result, n=patients, points=100 / patients)
        for result in results
        if result and patients
    ]
    return "; ".join(said) or (INFLUENCE[language]["cohort"] if query.get("influence") else "")


COLUMNS = (
    QueryColumn("query", {"en": "Query", "ko": "질의"}, 10, lambda one, _: one["query_no"]),
    QueryColumn("patient_number", {"en": "Patient", "ko": "환자번호"}, 11, lambda one, _: one["patient_number"]),
    QueryColumn("patient", {"en": "Pseudonym", "ko": "가명"}, 13, lambda one, _: one["patient"]),
    QueryColumn("file", {"en": "File", "ko": "파일"}, 16, lambda one, _: one["source_file"]),
    QueryColumn("row", {"en": "Sheet / row", "ko": "시트 / 행"}, 9, _row),
    QueryColumn("about", {"en": "About", "ko": "대상"}, 16, lambda one, _: one["entity"]),
    QueryColumn("fields", {"en": "Fields", "ko": "항목"}, 14, _fields),
    QueryColumn("value", {"en": "Value sent", "ko": "보낸 값"}, 20, lambda one, _: one["raw"]),
    QueryColumn(
        "problem", {"en": "Problem", "ko": "문제"}, 34, lambda one, _: "; ".join(filter(None, (one["message"], one["arithmetic"])))
    ),
    QueryColumn("action", {"en": "What to do", "ko": "조치"}, 30, lambda one, _: one["action"]),
    QueryColumn("influence", {"en": "What it could change", "ko": "결과에 미치는 영향"}, 22, say_influence),
    QueryColumn("status", {"en": "Status", "ko": "상태"}, 9, _status),
    QueryColumn("days_open", {"en": "Days open", "ko": "경과일"}, 6, lambda one, _: one["days_open"]),
    QueryColumn("hangs_on", {"en": "Follows from", "ko": "원인 질의"}, 10, lambda one, _: one["hangs_on"]),
    QueryColumn("answer", {"en": "ANSWER", "ko": "답변"}, 18),
    QueryColumn("field", {"en": "Field to correct", "ko": "수정할 항목"}, 14, _field),
    QueryColumn("new_value", {"en": "Correct value", "ko": "올바른 값"}, 14),
    QueryColumn("comment", {"en": "Comment", "ko": "비고"}, 24),
    QueryColumn("by", {"en": "By", "ko": "답변자"}, 10),
    QueryColumn("date", {"en": "Date", "ko": "답변일"}, 11),
    QueryColumn("until", {"en": "Right until", "ko": "유효일"}, 11),
    QueryColumn("fingerprint", {"en": "Fingerprint", "ko": "지문"}, 4, lambda one, _: one["fingerprint"]),
)

HOW_TO: Mapping[Language, tuple[tuple[str, str], ...]] = {
    "en": (
        ("What this is", "Each row asks about one thing in the extracts. The yellow columns are yours; the others are locked."),
        ("corrected in EMR", "You have corrected it in the hospital's own system. The query closes once the corrected row is sent."),
        ("correct value given", "Write the field and its correct value, as it would be sent; {blank} for a cell that should hold nothing."),
        ("right as it is", "The value is right. The query is silent until the value or the rule changes, or until the day that you give."),
        ("cannot be resolved", "Nobody can find out. Say in the comment what was tried."),
        ("By and Date", "Who answered, and when: a day such as 2024-03-31. A row without them is not taken."),
        ("Follows from", "A consequence of another query. Answer that one; this one closes with it."),
        ("Rows", "Rows may be sorted, filtered and deleted. Rows without an answer are passed over."),
        ("When done", "Give the file back to the data manager: make answers FILE=this file."),
    ),
    "ko": (
        ("안내", "각 행은 자료에 대한 질의 하나입니다. 노란색 열만 입력할 수 있고 나머지는 잠겨 있습니다."),
        ("corrected in EMR", "병원 시스템에서 수정했습니다. 수정된 행이 전송되면 질의가 닫힙니다."),
        ("correct value given", "수정할 항목과 올바른 값을 전송 형식 그대로 적습니다. 비워야 하는 칸이면 {blank} 라고 적습니다."),
        ("right as it is", "값이 맞습니다. 값이나 규칙이 바뀌거나 지정한 날까지 다시 묻지 않습니다."),
        ("cannot be resolved", "확인할 수 없습니다. 확인을 시도한 내용을 비고에 적습니다."),
        ("답변자와 답변일", "누가 언제 답했는지 적습니다. 날짜는 2024-03-31 처럼 적습니다. 없으면 받지 않습니다."),
        ("원인 질의", "다른 질의의 결과입니다. 원인 질의에 답하면 함께 닫힙니다."),
        ("행", "행은 정렬, 필터, 삭제할 수 있습니다. 답변이 없는 행은 건너뜁니다."),
        ("마친 뒤", "파일을 자료 관리자에게 돌려줍니다: make answers FILE=이 파일."),
    ),
}


def sheet_names(language: Language) -> tuple[str, str]:
    """Return the names of the sheet with the queries and of the one that says how to answer."""
    return {"en": ("Queries", "How to answer"), "ko": ("질의", "답변 방법")}[language]
