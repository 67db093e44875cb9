"""Examples of the rule of who lost what since the last release."""

from schemas.examples.drawing import example

GOOD = {"loss": "a death", "what": "2024-05-31"}  # which is asked about as one who was dead and is not
EXAMPLES = [
    example("patient_losses", "CP-028 flag", "loss what", {}, [{"loss": kind} for kind in ("a read", "a baseline value", "a progression")]),
]
