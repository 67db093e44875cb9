"""Examples of the rules that loading holds: what one file of the small drop (tests/small_drop.py) holds in place of what it should.

A case is one CSV file, named without its ending: `instead_of` is a text that stands in it once, or the whole file, and `sent` what is
sent in its place. `comes` is what must come of it: that the run stops at this rule, or how many findings or lines left out are counted.
CC-010 speaks of the registry itself: its cases are the counts of one file.
"""

from schemas.examples.drawing import Example
from schemas.raw import drop as held
from schemas.rule import Rule

STOPS, NOTHING, WHOLE = "the run stops", "nothing", "(the whole file)"
ZEROS = "AST,45,U/L,2023-01-09\n0000000"  # with which the number in the second row begins
LAST = "TBIL,0.8,mg/dL,2023-01-20\n"  # how labs.csv ends, after the number of the patient


def sent(file: str, instead_of: str, text: str | bytes, comes: str = NOTHING) -> dict:
    """Draw what is sent in place of what."""
    return {"drop": [{"file": file, "instead_of": instead_of, "sent": text, "comes": comes}]}


def counts(read: int, accepted: int, quarantined: int, duplicates: int, replaced: int = 0) -> dict:
    """Draw what became of the rows of one file."""
    of = {"read": read, "accepted": accepted, "quarantined": quarantined, "duplicates": duplicates, "replaced": replaced}
    return {"drop": [of]}


def of(rule: Rule, passing: list[dict], breaking: list[dict]) -> Example:
    """Draw the example of a rule."""
    return Example("drop", rule.id, rule.level, rule.columns, passing, breaking)


EXAMPLES = [
    of(
        held.EXTRACT_IS_READABLE,
        [sent("labs", LAST, LAST.strip())],  # the last line may lack its end, but no cell
        [
            sent("labs", WHOLE, "", STOPS),
            sent("labs", WHOLE, "patient_id,test,value,unit,collected_at\n", STOPS),  # a header alone
            sent("labs", LAST, "TBIL", STOPS),  # cut off
            sent("labs", "AST,45", '"AST,45', STOPS),  # a quotation mark that is not closed
        ],
    ),
    of(
        held.HEADER_IS_UNDERSTOOD,
        [sent("labs", "test,value", "Test, VALUE ")],
        [sent("labs", "test,value", "test,wert", STOPS), sent("labs", "test,value", "test,test", STOPS)],
    ),
    of(
        held.HEADER_IS_KNOWN,
        [sent("procedures", WHOLE, "patient_id,procedure_date,procedure,\n00000009,2023-01-09,PORT,\n")],
        [sent("procedures", WHOLE, "patient_id,procedure_date,procedure,ward\n00000009,2023-01-09,PORT,7W\n", "1 finding")],
    ),
    of(
        held.NAME_HOLDS_NO_IDENTIFIER,
        [sent("labs_2023-01", WHOLE, f"patient_id,test,value,unit,collected_at\n00000009,{LAST}")],
        # an invented number
        [sent("labs_900101-1234567", WHOLE, f"patient_id,test,value,unit,collected_at\n00000009,{LAST}", "1 finding")],
    ),
    of(
        held.FILE_IS_TEXT,
        [
            sent(
                "procedures",
                WHOLE,
                "patient_id,procedure_date,procedure,detail\n00000009,2022-10-20,TACE,우측 간동맥\n".encode("cp949"),
            )
        ],
        [
            sent("labs", WHOLE, b"patient_id,test\n" + b"1,\x81\xff\x80\xa0\n" * 9, STOPS),  # text in no encoding that is read
            sent("labs", WHOLE, "검사,결과\n".encode("cp949") * 9 + "검사,결과\n".encode() * 9, STOPS),  # in two encodings
        ],
    ),
    of(
        held.LINE_IS_TEXT,
        [sent("labs", "ALB,3.9", "ALB,3·9")],
        [sent("labs", "ALB,3.9", "ALB,3\ufffd9", "1 finding"), sent("labs", "ALB,3.9", "ALB,3\x009", "1 finding")],
    ),
    of(
        held.LINE_IS_DATA,
        [sent("labs", LAST, LAST)],
        [
            sent("labs", LAST, f"{LAST},,,,\n", "1 line left out"),
            sent("labs", LAST, f"{LAST}patient_id,test,value,unit,collected_at\n", "1 line left out"),
            sent("labs", LAST, f"{LAST}합계,,6,,\n", "1 line left out"),
        ],
    ),
    of(
        held.LINE_FITS_ITS_HEADER,
        [sent("procedures", "2022-10-20,TACE,", '2022-10-20,TACE,"right, segment 8"')],
        [
            sent("labs", LAST, f"{LAST}00000009,AST,45\n", "1 finding"),
            sent("labs", LAST, f"{LAST}00000009,AST,45,U/L,2023-01-09,?\n", "1 finding"),
        ],
    ),
    of(
        held.LAST_ROW_IS_WHOLE,
        [sent("labs", LAST, LAST)],
        [sent("labs", LAST, LAST.removesuffix("0\n"), "1 finding")],  # 2023-01-2, where the other files end in a newline
    ),
    of(
        held.DECIMAL_MARK_IS_ONE,
        [
            sent("labs", "AST,45,", 'AST,"1,234",'),  # all are thousands
            sent("labs", "AST,45,", 'AST,"12,5",'),  # which is no number where the mark is a point
        ],
        [sent("labs", "AST,45,U/L,2023-01-09\n", 'AST,"1,234",U/L,2023-01-09\n00000007,ALT,"12,5",U/L,2023-01-09\n', "1 finding")],
    ),
    of(
        held.DAY_NUMBERS_HAVE_A_FIRST_DAY,
        [sent("labs", LAST, LAST.replace("2023-01-20", "20230120")), sent("labs", LAST, LAST.replace("2023-01-20", "2023"))],
        [sent("labs", LAST, LAST.replace("2023-01-20", "44946"), "1 finding")],
    ),
    of(
        held.NUMBERS_HAVE_THEIR_ZEROS,
        [sent("labs", "1,ALB", "99,ALB"), sent("labs", ZEROS, ZEROS[:-7] + "A")],  # of nobody, with zeros and without
        [sent("labs", ZEROS, ZEROS[:-7], "1 finding"), sent("labs", ZEROS, ZEROS + "0", "1 finding")],
    ),
    of(
        held.EVERY_ROW_IS_SOMEWHERE,
        [counts(6, 4, 1, 1), counts(6, 6, 0, 0), counts(6, 3, 1, 1, 1)],
        [counts(6, 4, 1, 0), counts(6, 6, 1, 0), counts(6, 3, 1, 1, 0)],  # one is lost; one is made up
    ),
]
