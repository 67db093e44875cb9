-- Grade of portal vein invasion, 0 to 4, where a text is one (Vp3); NULL of any other text, such as yes.
-- Citation: Liver Cancer Study Group of Japan, General Rules, Vp0 to Vp4.
create or replace macro vp_grade_written(t) as try_cast(regexp_extract(fold(t), '^vp ?([0-4])$', 1) as bigint);
