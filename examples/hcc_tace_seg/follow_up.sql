-- One row per patient of the wide sheet: the last day known, the death, and progression as the site recorded it.
-- A mark that is neither 0 nor 1 stands for itself, and is unreadable: it says no more than that there is something.
-- scope: patient
select
    origin,
    patient_id,
    or_as_sent(weeks_after_tace("OS"), "OS") as last_contact_date,
    case "Death_1_StillAliveorLostToFU_0" when '1' then 'DEAD' when '0' then 'ALIVE' else "Death_1_StillAliveorLostToFU_0" end
        as vital_status,
    case when "Death_1_StillAliveorLostToFU_0" = '1' then or_as_sent(weeks_after_tace("OS"), "OS") end as death_date,
    case "Censored_0_progressed_1"
        when '1' then or_as_sent(weeks_after_tace("TTP"), "TTP")
        when '0' then null
        else "Censored_0_progressed_1"
    end as progression_date,
    case when "Censored_0_progressed_1" = '0' then or_as_sent(weeks_after_tace("TTP"), "TTP") end as progression_free_date,
from source.data_table
