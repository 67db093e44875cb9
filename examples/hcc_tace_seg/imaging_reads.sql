-- One row per patient, reader and scan: three readers, baseline and first follow-up, as sums of diameters without lesions.
-- A reader's category is that of the targets, for the source records neither non-targets nor new lesions (1 CR, 2 PR, 3 SD, 4 PD).
-- A scan that a reader did not measure makes no row; a follow-up without an interval keeps its sums and has no date.
-- scope: patient
with
sums_of_readers as (
    select
        *,
        unnest([
            {
                'reader_id': 'R1',
                'viable': ["1_mRECIST_BL", "1_mRECIST_FU"],
                'total': ["1_RECIST_BL", "1_RECIST_FU"],
                'category': "1_mRECIST"
            },
            {
                'reader_id': 'R2',
                'viable': ["2_mRECIST_BL", "2_mRECIST_FU"],
                'total': ["2_RECIST_BL", "2_RECIST_FU"],
                'category': "2_mRECIST"
            },
            {
                'reader_id': 'R3',
                'viable': ["3_mRECIST_BL", "3_mRECIST_FU"],
                'total': ["3_RECIST_BL", "3_RECIST_FU"],
                'category': "3_mRECIST"
            }
        ]) as reader,
    from source.data_table
),

scans as (
    select
        *,
        unnest([0, 1]) as timepoint,
    from sums_of_readers
)

select
    origin,
    patient_id,
    case timepoint when 0 then 'BASELINE' else 'FOLLOW-UP 1' end as exam_id,
    case timepoint
        when 0 then baseline_scan_date()::varchar
        else or_as_sent(follow_up_scan_date("Interval_FU"), "Interval_FU")
    end as exam_date,
    reader.reader_id as reader_id,
    'CT' as modality,
    'TACE' as course,
    timepoint::varchar as timepoint,
    case timepoint when 1 then mrecist_category(reader.category) end as target_response,
    case timepoint when 1 then mrecist_category(reader.category) end as overall_response,
    reader.viable[timepoint + 1] as sum_viable_mm,
    reader.total[timepoint + 1] as sum_total_mm,
from scans
where reader.viable[timepoint + 1] is not null or (timepoint = 1 and reader.category is not null)
