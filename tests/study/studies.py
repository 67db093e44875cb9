"""The studies: each is a [study] of its own on the same invented hospital, and nothing else."""

from tests.path_run import ROOT
from tests.study.hospital import Study

LOOKED_AT = """
table1 = ["age", "sex", "afp", "ecog", "etiology"]
medians = ["afp"]
tests = { age = "student" }
covariates = ["female", "viral", "portal_vein_invasion"]
"""

THIRD_ARM = Study(
    "third_arm",
    f"""
[study]
index_treatment = "HAIC"
endpoints = ["OS", "PFS"]
{LOOKED_AT}
multivariate = {{ OS = ["arm", "female", "portal_vein_invasion"] }}

[[study.arms]]
name = "first_line"
label = "HAIC first"
none_before = ["SYSTEMIC"]
reference = true

[[study.arms]]
name = "post_ate_beva"
label = "HAIC after ate-beva"
last_before = "ATE_BEVA"

[[study.arms]]
name = "post_lenvatinib"
label = "HAIC after lenvatinib"
last_before = "LENVATINIB"
""",
)
STAGES = Study(
    "stages",
    f"""
[study]
index_treatment = "HAIC"
endpoints = ["OS", "PFS"]
{LOOKED_AT}
"""
    + "".join(
        f"""
[[study.arms]]
name = "bclc_{stage.lower()}"
label = "BCLC {stage}"
variable = "bclc"
level = "{stage}"
"""
        for stage in "ABC"
    )
    + """
[[study.eligibility_criterion]]
name = "has_low_bilirubin"
fact = "TBIL"
operator = "<="
value = 1.6
description = "bilirubin at most 1.6 mg/dL"
reason = "bilirubin above 1.6 mg/dL at baseline"
""",
)
REGIMENS = Study(
    "regimens",
    f"""
[study]
index_treatment = "HAIC"
regimens = ["FP", "FOLFOX"]
endpoints = ["OS", "PFS"]
{LOOKED_AT}
criteria = ["mRECIST", "RECIST 1.1"]
subgroups = ["afp_over_400"]

[[study.arms]]
name = "fp"
label = "FP-HAIC"
variable = "regimen"
level = "FP"

[[study.arms]]
name = "folfox"
label = "FOLFOX-HAIC"
variable = "regimen"
level = "FOLFOX"
""",
)
LENVATINIB = Study(
    "lenvatinib",
    f"""
[study]
index_treatment = "LENVATINIB"
endpoints = ["OS", "ANY_PD"]
data_cutoff = 2023-06-30
{LOOKED_AT}

[[study.endpoint]]
name = "ANY_PD"
label = "Time to any progression"
events = ["progression"]
censorings = ["index", "assessment"]

[[study.arms]]
name = "without_invasion"
label = "Without portal vein invasion"
variable = "portal_vein_invasion"
level = "false"

[[study.arms]]
name = "with_invasion"
label = "With portal vein invasion"
variable = "portal_vein_invasion"
level = "true"
""",
    index="LENVATINIB",
    has_therapy_before=False,
)
SURGERY = Study(
    "surgery",
    f"""
[study]
index_treatment = "SURGERY"
endpoints = ["OS", "TTP"]
{LOOKED_AT}

[[study.arms]]
name = "low"
label = "AFP up to 400 ng/mL"
variable = "afp_over_400"
level = "false"

[[study.arms]]
name = "high"
label = "AFP above 400 ng/mL"
variable = "afp_over_400"
level = "true"
""",
    index="SURGERY",
    has_therapy_before=False,
)
SINGLE_ARM = Study(
    "single_arm",
    f"""
[study]
index_treatment = "HAIC"
endpoints = ["OS", "PFS"]
{LOOKED_AT}
""",
)
# The file that another hospital copies, with the day of these extracts and no secret.
COPIED = (ROOT / "examples" / "neutral.toml").read_text(encoding="utf-8")
NEUTRAL = Study("neutral", "", settings=COPIED.replace('as_of = "today"', "as_of = 2025-06-30") + '\n[identity]\nkey_file = "public"\n')
STUDIES = (THIRD_ARM, STAGES, REGIMENS, LENVATINIB, SURGERY, SINGLE_ARM, NEUTRAL)
