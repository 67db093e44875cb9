"""Faults that no rule can see in what a hospital sends, and why."""

UNSEEN = (
    (
        "The sex of a patient is swapped",
        "nothing else that is kept tells it; the resident number, which would, is not stored.",
    ),
    ("AFP in IU/mL stands as ng/mL", "the factor of 1.21 lies far within what the marker does from one month to the next."),
    (
        "A bilirubin below 1.7 mg/dL is written in µmol/L as mg/dL",
        "the number (below 30) is one that patients with liver failure do have; only a jump within the same patient would tell.",
    ),
    (
        "Day and month of a specimen or a visit are swapped, both at most 12, and the wrong day lies within the follow-up",
        "the day is possible; readers' dates of one exam, infusions in their cycle and deaths are checked against each other.",
    ),
    ("A result stands under the number of another patient", "it is a possible result of a possible day."),
    ("A birth year is off by a few years", "no age is sent with which it could be compared."),
    (
        "An adverse event or a contact was never recorded",
        "what is not sent in any extract leaves no trace; counts against the last release see losses only.",
    ),
    (
        "Both readers make the same mistake",
        "their agreement is all that is known; where lesions are sent, the arithmetic is still checked.",
    ),
)
