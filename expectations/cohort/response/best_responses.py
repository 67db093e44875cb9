"""Best responses: the derivation itself is tested, before a version of the program is used."""

from schemas.rule import Rule

RULES = (
    Rule(
        id="MR-018",
        name="response_derivation_passes_the_published_vectors",
        level="stop",
        category="conformance, computational",
        columns=("confirmed_best_response", "has_confirmed_response"),
        when_null="fails: a vector without an answer differs",
        message="the SQL that derives best and confirmed response gives another answer than the published test vectors",
        action="This is a fault of the registry's SQL or of its database: report it, and use no response of this version of the program.",
        citation="admiralonco, tests of derive_param_confirmed_resp, derive_param_confirmed_bor, derive_param_bor (Apache-2.0)",
        held_by="tests.cohort.test_vectors",
    ),
)
