"""One row per lesion, exam and reader: role, organ, viable and total diameter, arterial enhancement."""

import pandera.polars as pa
import polars as pl

from schemas.column import PATIENT_ID, YES_NO, Column
from schemas.rule import Rule
from schemas.shared_rules import REQUIRED_CELL, ROW_HAS_ITS_PATIENT, hard_and_soft, rules_for
from schemas.staging_schema import PROVENANCE, STATUS, schema_of

COLUMNS = (
    PATIENT_ID,
    Column(
        name="exam_id",
        kind="text",
        required=True,
        meaning="Number of the exam, as in imaging_reads",
        examples=("E1", "CT20220412"),
        headers=("exam no", "exam", "study id", "검사번호", "영상번호"),
    ),
    Column(
        name="exam_date",
        kind="date",
        required=True,
        meaning="Day on which the scan was made",
        examples=("2022-04-12",),
        headers=("scan date", "study date", "imaging date", "검사일", "촬영일"),
    ),
    Column(
        name="reader_id",
        kind="text",
        required=True,
        meaning="Who measured: a name of the reader roster in registry.toml",
        examples=("R1", "R2", "ADJ"),
        headers=("reader", "radiologist", "판독자"),
    ),
    Column(
        name="lesion_id",
        kind="text",
        required=True,
        meaning="The reader's name for the lesion, the same at every exam",
        examples=("T1", "NT2", "N1"),
        headers=("lesion", "lesion no", "병변번호", "병변"),
    ),
    Column(
        name="role",
        kind="code",
        required=True,
        meaning="Target, non-target or new",
        examples=("TARGET", "NONTARGET", "NEW"),
        headers=("lesion role", "lesion type", "병변구분"),
        codes={
            "TARGET": ("t", "표적"),
            "NONTARGET": ("nt", "non-target", "non target", "비표적"),
            "NEW": ("n", "신규"),
        },
    ),
    Column(
        name="organ",
        kind="code",
        required=True,
        meaning="Where the lesion is",
        examples=("LIVER", "PORTAL_VEIN", "LUNG"),
        headers=("site", "location", "장기", "위치"),
        codes={
            "LIVER": ("hepatic", "간"),
            "PORTAL_VEIN": ("portal vein", "pv", "간문맥"),
            "LYMPH_NODE_PORTA": ("porta hepatis node", "hilar node", "간문림프절"),
            "LYMPH_NODE_OTHER": ("lymph node", "node", "림프절"),
            "LUNG": ("폐",),
            "ADRENAL": ("adrenal gland", "부신"),
            "BONE": ("뼈", "골"),
            "PERITONEUM": ("peritoneal", "복막"),
            "OTHER": ("기타",),
        },
    ),
    Column(
        name="viable_mm",
        kind="number",
        unit="mm",
        meaning="Longest diameter of the viable (arterially enhancing) tumour",
        examples=("42", "0"),
        headers=("viable", "viable diameter", "viable mm", "생존종양크기"),
    ),
    Column(
        name="total_mm",
        kind="number",
        unit="mm",
        meaning="Longest diameter of the whole lesion, necrosis included",
        examples=("55",),
        headers=("total", "total diameter", "total mm", "전체크기"),
    ),
    Column(
        name="arterial_enhancement",
        kind="code",
        meaning="Whether the lesion enhances in the arterial phase",
        examples=("Y", "N"),
        headers=("enhancement", "arterial enh", "동맥기조영증강"),
        codes=YES_NO,
    ),
    Column(
        name="short_axis_mm",
        kind="number",
        unit="mm",
        meaning="Short axis of a lymph node; without it, the diameter that the criterion sums is taken for it",
        examples=("22", "8"),
        headers=("short axis", "short diameter", "short axis diameter", "단경", "단축"),
    ),
    Column(
        name="lesion_kind",
        kind="code",
        meaning="Of what kind the lesion is, where the organ does not tell: mass, node, infiltrative tumour, thrombus, effusion",
        examples=("NODE", "INFILTRATIVE"),
        headers=("kind of lesion", "morphology", "growth pattern", "병변종류", "병변형태"),
        codes={
            "MASS": ("nodule", "nodular", "mass", "종괴", "결절"),
            "NODE": ("lymph node", "ln", "림프절"),
            "INFILTRATIVE": ("infiltrating", "diffuse", "침윤", "침윤형", "미만형"),
            "THROMBUS": ("tumor thrombus", "tumour thrombus", "vein thrombosis", "pvtt", "혈전", "종양혈전"),
            "EFFUSION": ("ascites", "pleural effusion", "fluid", "복수", "흉수"),
        },
    ),
    Column(
        name="ne_reason",
        kind="text",
        meaning="Why the lesion could not be measured",
        examples=("motion artefact",),
        headers=("reason not evaluable", "평가불가사유"),
        is_free_text=True,
    ),
)
TYPES = {
    **PROVENANCE,
    "exam_id": pl.String,
    "exam_date_status": STATUS,
    "reader_id": pl.String,
    "lesion_id": pl.String,
    "role": pl.String,
    "role_status": STATUS,
    "organ": pl.String,
    "organ_status": STATUS,
    "viable_mm_status": STATUS,
    "total_mm_status": STATUS,
    "arterial_enhancement_status": STATUS,
    "short_axis_mm_status": STATUS,
    "lesion_kind": pl.String,
    "lesion_kind_status": STATUS,
    "ne_reason": pl.String,
    "viable_mm": pl.Float64,
    "total_mm": pl.Float64,
    "short_axis_mm": pl.Float64,
    "has_arterial_enhancement": pl.Boolean,
    "exam_date": pl.Date,
}
DERIVED = {
    "has_arterial_enhancement": "Whether the lesion enhances in the arterial phase",
}
KEY = ("patient_id", "exam_id", "reader_id", "lesion_id")
ROLE_AND_ORGAN_ARE_KNOWN = Rule(
    id="CV-026",
    name="organ_and_role_are_in_the_vocabulary",
    level="reject",
    category="conformance, value",
    columns=(),
    when_null="passes: CV-029 speaks of a missing role",
    message="the organ or the role of the lesion is not in the vocabulary",
    action="Correct the cell, or add the word to the codes of this column in registry.toml.",
    citation="RECIST 1.1; limits per organ and for nodes need it",
)
RULES = (
    *rules_for(
        COLUMNS,
        codes={"organ": ROLE_AND_ORGAN_ARE_KNOWN, "role": ROLE_AND_ORGAN_ARE_KNOWN},
        filled=("exam_id", "exam_date", "reader_id", "lesion_id", "role"),
        to_the_day=("exam_date",),
    ),
    ROW_HAS_ITS_PATIENT,
    REQUIRED_CELL.on(
        "organ_status",
        id="CP-018",
        name="lesion_has_its_organ",
        check=pa.Check.ne("missing"),
        message="the lesion has no organ, so that the limits of targets per organ and for nodes cannot be held",
        citation="sdtmchecks check_tu_tuloc_missing",
    ),
    Rule(
        id="CR-007",
        name="lesion_has_its_read",
        level="reject",
        category="conformance, relational",
        columns=("exam_id", "reader_id"),
        when_null="passes: CV-029 speaks of a missing exam or reader",
        message="no accepted read of this exam by this reader stands behind the lesion",
        action="Send the read in the imaging_reads extract, or correct exam and reader here.",
        citation="RECIST-QC date alignment",
        parent_table="imaging_reads",
        parent_key=("patient_id", "exam_id", "reader_id"),
    ),
    *hard_and_soft("viable_mm", "MR-021", (0, 350), (0, 250), "the viable diameter in mm"),
    *hard_and_soft("total_mm", "MR-021", (0, 350), (0, 300), "the total diameter in mm"),
    *hard_and_soft("short_axis_mm", "MR-021", (0, 350), (0, 100), "the short axis in mm"),
)
SCHEMA = schema_of(TYPES, RULES)
