-- How large a lesion must be at baseline to be a target, mm. Nodes are measured across (short axis), all else along.
create or replace macro least_target_diameter(organ, is_node, least_mm, least_node_mm, least_porta_node_mm) as
    case when organ = 'LYMPH_NODE_PORTA' then least_porta_node_mm when is_node then least_node_mm else least_mm end;

-- Why a lesion may not be a target at baseline; NULL: it may. A lesion that cannot be measured repeatedly is none:
-- thrombus of the portal vein; in bone and peritoneum only a mass can be. A lesion that was not measured has no size to
-- follow, and one without arterial enhancement no viable tumour; a node is judged by its size alone.
-- Citation: PMC8252278 table 2 and PMC5771991 table 4 (mRECIST: well-delineated, enhancing); PMC3980664 (RECIST 1.1);
-- KLCA-NCC 2022 guideline Table 11 (PMC9747269): viable is what enhances in the arterial phase.
create or replace macro target_hindrance(organ, is_node, lesion_kind, diameter_mm, has_enhancement, least_mm) as
    case
        when organ in ('PORTAL_VEIN', 'BONE', 'PERITONEUM') then 'organ of disease that is mostly not measurable'
        when lesion_kind = 'INFILTRATIVE' then 'infiltrative: not well-delineated'
        when not has_enhancement and not is_node then 'no arterial enhancement'
        when diameter_mm is null then 'not measured'
        when diameter_mm < least_mm
            then
                case
                    when organ = 'LYMPH_NODE_PORTA' then 'node of the porta hepatis too small'
                    when is_node then 'node too small'
                    else 'too small'
                end
    end;
