"""Drug administrations: no infusion twice, cycles in order, none after death."""

from expectations.date_rules import not_after_death, not_before_birth, not_in_the_future
from expectations.key_rules import one_row_per
from schemas.rule import Rule
from schemas.staging.drug_administrations import KEY

RULES = (
    one_row_per(
        KEY,
        "CR-004",
        "drug_is_given_once_a_day",
        "reject",
        "the same drug stands twice on one day with different details; both rows are set aside",
        "Send the administration once, with the dose of the whole day.",
        "sdtmchecks check_ex_dup",
    ),
    Rule(
        id="CV-024",
        name="dose_has_its_unit",
        level="reject",
        category="conformance, value",
        columns=("dose_status", "dose_unit_status"),
        when_null="fails for a dose without a unit; passes where no dose is sent",
        message="the dose has no unit, so that how much was given is not known",
        action="Send the unit with the dose.",
        citation="WHO ATC; RxNorm",
        where="dose_status = 'ok' and dose_unit_status = 'missing'",
    ),
    Rule(
        id="TX-005",
        name="haic_cycles_are_numbered_in_order_of_date",
        level="reject",
        category="conformance, computational",
        columns=("cycle_no", "administration_date"),
        when_null="passes: a source that sends no cycle numbers is counted by dates",
        message="the cycle number is not the place of this cycle in the order of dates, or a cycle before it is missing",
        action="Send the missing cycle, or correct the cycle numbers.",
        citation="Registry protocol: cycle 1 day 1 is the index date",
        query=(
            "select d.row_key from (select * from {batch}) as d join ("
            "select patient_id, cycle_no, row_number() over (partition by patient_id order by min(administration_date), cycle_no) as place "
            "from {batch} where regimen = 'HAIC' and cycle_no is not null and administration_date is not null "
            "group by patient_id, cycle_no"
            ") as c on c.patient_id = d.patient_id and c.cycle_no = d.cycle_no where d.regimen = 'HAIC' and c.place <> c.cycle_no"
        ),
    ),
    *not_in_the_future("administration_date"),
    *not_before_birth("administration_date"),
    not_after_death("administration_date"),
)
