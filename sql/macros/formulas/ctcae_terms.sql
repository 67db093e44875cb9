-- The laboratory test behind a CTCAE term; NULL for a term that no result of the registry can grade.
-- Citation: NCI CTCAE v5.0, Investigations; Blood and lymphatic system disorders; Metabolism and nutrition disorders.
create or replace macro ctcae_test_of_term(term) as
    case
        when fold(term) in ('neutrophil count decreased', 'neutropenia', '호중구감소', '호중구 감소') then 'ANC'
        when fold(term) in ('platelet count decreased', 'thrombocytopenia', '혈소판감소', '혈소판 감소') then 'PLT'
        when fold(term) in ('anemia', 'anaemia', '빈혈') then 'HGB'
        when fold(term) in ('alanine aminotransferase increased', 'alt increased') then 'ALT'
        when fold(term) in ('aspartate aminotransferase increased', 'ast increased') then 'AST'
        when fold(term) in ('blood bilirubin increased', 'hyperbilirubinemia') then 'TBIL'
        when fold(term) in ('creatinine increased', 'blood creatinine increased') then 'CREAT'
        when fold(term) in ('hypoalbuminemia', 'hypoalbuminaemia', '저알부민혈증') then 'ALB'
        when fold(term) = 'inr increased' then 'INR'
    end;
