-- mRECIST overall response of target, non-target and new lesions. NA says that there are no such lesions. A target that
-- is unknown (NULL), or one or a non-target that only the adjudicator can judge (REVIEW), gives NULL unless something else is PD.
-- (Without targets and non-targets there is no disease at baseline, NED, of which there can be progression alone.) The caller
-- says what an unknown non-target or new lesion counts as, for PD is sought before all else.
-- Citation: Choi et al., Acad Radiol 2018;25(11), Table A.1; rows with NE and without targets as in RECIST 1.1;
-- NED: CDISC RECIST 1.1 supplement.
create or replace macro overall_response(target, non_target, has_new_lesion) as
    case
        when has_new_lesion or target = 'PD' or non_target = 'PD' then 'PD'
        when target = 'NA'
            then
                case non_target
                    when 'CR' then 'CR' when 'IR/SD' then 'NON-CR/NON-PD' when 'NE' then 'NE' when 'NA' then 'NED'
                end
        when target = 'CR'
            then case when non_target in ('CR', 'NA') then 'CR' when non_target in ('IR/SD', 'NE') then 'PR' end
        when target <> 'REVIEW' then target
    end;

-- The parts of an overall response, in words.
create or replace macro response_parts(target, non_target, has_new_lesion) as
    format(
        'target {}, non-target {}, new lesion {}',
        coalesce(target, 'nothing'),
        coalesce(non_target, 'nothing'),
        case has_new_lesion when true then 'yes' when false then 'no' else 'nothing' end
    );
