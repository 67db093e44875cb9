-- What a new lesion is by its size and its pattern: YES (progression), EQUIVOCAL (none of itself, until it grows or shows the
-- pattern), NO (a normal node), or RECORDED where size or pattern is not sent, so that the reader's mark holds. Only a criterion
-- with a least size of a new liver nodule (mRECIST) judges by size and pattern; outside the liver there is no least size but
-- that of nodes. Washout that is not sent is not held against a nodule that enhances.
-- Citation: radiol.dxy.cn/article/515075 and pparpathway.com (mRECIST: 10 mm and the typical pattern; below or atypical: not
-- progression until it grows or shows it); EORTC RECIST working group, FAQ on new lymph node lesions.
create or replace macro new_lesion_state(
    organ, is_node, size_mm, short_axis_mm, has_arterial_enhancement, has_washout, normal_node_mm, least_node_mm, new_nodule_mm
) as
    case
        when is_node and short_axis_mm is null then 'RECORDED'
        when is_node
            then
                case
                    when short_axis_mm < normal_node_mm then 'NO' when short_axis_mm < least_node_mm then 'EQUIVOCAL' else 'YES'
                end
        when organ is distinct from 'LIVER' or new_nodule_mm = 0 then 'YES'
        when size_mm is null then 'RECORDED'
        when size_mm < new_nodule_mm or not has_arterial_enhancement or not has_washout then 'EQUIVOCAL'
        when has_arterial_enhancement then 'YES'
        else 'RECORDED'
    end;

-- What a new thrombus of a vein is: tumour, if it enhances; a bland one is none, until it does.
-- Citation: PMC6915965 (enhancement tells malignant thrombosis from benign).
create or replace macro new_thrombus_state(has_arterial_enhancement) as
    case when has_arterial_enhancement then 'YES' when not has_arterial_enhancement then 'EQUIVOCAL' else 'RECORDED' end;

-- What a new effusion or ascites is: by cytology where the criterion asks for it, else as the reader recorded.
-- Citation: pparpathway.com (mRECIST: no progression unless its malignant origin is proven); RECIST 1.1 lets the reader judge.
create or replace macro new_effusion_state(new_effusion, cytology) as
    case
        when new_effusion = 'recorded' then 'RECORDED'
        when cytology = 'POSITIVE' then 'YES'
        when cytology = 'NEGATIVE' then 'NO'
        else 'EQUIVOCAL'
    end;
