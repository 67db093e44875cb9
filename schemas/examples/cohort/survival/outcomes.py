"""The usual row of a patient's outcomes, which the rules of other tables read."""

GOOD = {"patient_id": "P1"}
