-- One row per patient with an index date and variable for whose level an arm asks: whether the level is known, and
-- whether it alone keeps the patient out of the arms.
-- It does where no arm takes the patient and every other condition of this arm holds, but for other levels that are not known.
-- Citation: the settings of the study.
-- scope: patient
with
arm_conditions as (
    select
        arm_conditions.*,
        settings.variable,
        settings.condition = 'level' and levels.patient_id is null as is_unknown,
        levels.patient_id is not null as is_known,
    from cohort.arm_conditions as arm_conditions
    inner join reference.study_arm_conditions as settings using (arm, condition_no)
    left join cohort.baseline_levels as levels
        on arm_conditions.patient_id = levels.patient_id and settings.variable = levels.variable
    qualify row_number() over (partition by arm_conditions.row_key order by levels.level) = 1
),

arms_by_patient as (
    select
        patient_id,
        arm,
        bool_and(is_met or is_unknown) as may_hold,
    from arm_conditions
    group by patient_id, arm
)

select
    arm_conditions.row_key,
    arm_conditions.patient_id,
    arm_conditions.arm,
    arm_conditions.variable,
    arm_conditions.is_known,
    not arms.has_arm and arms_by_patient.may_hold as decides,
from arm_conditions
inner join cohort.arms as arms using (patient_id)
inner join arms_by_patient
    on arm_conditions.patient_id = arms_by_patient.patient_id and arm_conditions.arm = arms_by_patient.arm
where arm_conditions.condition = 'level'
qualify
    row_number() over (
        partition by arm_conditions.patient_id, arm_conditions.variable order by decides desc, arm_conditions.row_key
    ) = 1
