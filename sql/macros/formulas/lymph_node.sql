-- Whether a lesion is a lymph node: by its organ, or by its kind where the organ is another.
create or replace macro is_lymph_node(organ, lesion_kind) as
    coalesce(organ in ('LYMPH_NODE_PORTA', 'LYMPH_NODE_OTHER') or lesion_kind = 'NODE', false);

-- What a node is by its short axis: normal, enlarged but not of the size of a target, or tumour.
-- Citation: RECIST 1.1, 4.3.1; EORTC RECIST working group, FAQ on lymph nodes.
create or replace macro node_left(short_axis_mm, normal_mm, least_mm) as
    case when short_axis_mm < normal_mm then 'NONE' when short_axis_mm < least_mm then 'NODE' else 'TUMOUR' end;

-- What is left of another lesion.
create or replace macro tumour_left(is_left) as case when is_left then 'TUMOUR' when not is_left then 'NONE' end;
