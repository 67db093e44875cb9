"""Examples of the rules of pressures."""

from schemas.examples.drawing import example

GOOD = {"day": "2024-03-01", "systolic": "135", "diastolic": "85"}
EXAMPLES = [
    example("pressures", "BP-002 reject", "systolic diastolic", {"diastolic": "134"}, [{"diastolic": "135"}, {"diastolic": "136"}]),
    example("pressures", "BP-003 reject", "patient_id", {}, {"persons": [], "pressures": [{}]}),
]
