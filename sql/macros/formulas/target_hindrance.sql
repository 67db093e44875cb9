-- Why a lesion may not be a target at baseline; NULL: it may. Nodes are measured across (short axis), all else along.
-- A lesion that cannot be measured repeatedly is none: thrombus of the portal vein; in bone and peritoneum only a mass
-- can be. A lesion that was not measured has no size to follow.
-- Citation: RECIST 1.1 (10 mm, nodes 15 mm); mRECIST 2010 (portal vein, porta hepatis nodes 20 mm); KLCA-NCC 2022
-- guideline Table 11 (PMC9747269): viable is what enhances in the arterial phase.
create or replace macro target_hindrance(
    organ, viable_mm, has_arterial_enhancement, least_mm, least_node_mm, least_porta_node_mm
) as
    case
        when organ in ('PORTAL_VEIN', 'BONE', 'PERITONEUM') then 'organ of disease that is mostly not measurable'
        when not has_arterial_enhancement then 'no arterial enhancement'
        when viable_mm is null then 'not measured'
        when organ = 'LYMPH_NODE_PORTA' and viable_mm < least_porta_node_mm then 'node of the porta hepatis too small'
        when organ = 'LYMPH_NODE_OTHER' and viable_mm < least_node_mm then 'node too small'
        when organ not in ('LYMPH_NODE_PORTA', 'LYMPH_NODE_OTHER') and viable_mm < least_mm then 'too small'
    end;
