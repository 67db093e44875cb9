"""The test modules that take more than a minute, the longest first: they are begun before all others."""

LONGEST = (
    "tests/test_contributing.py",
    "tests/laws/test_laws_of_the_path.py",
    "tests/report/test_run_page.py",
    "tests/drop/hostile/test_hostile_drops.py",
    "tests/run/test_failures.py",
    "tests/run/test_synthetic_path.py",
    "tests/study/test_studies.py",
    "tests/analysis/test_second_witness.py",
    "tests/faults/test_fault_injection.py",
    "tests/commands/test_command_line.py",
    "tests/run/test_canary.py",
    "tests/run/test_hcc_tace_seg.py",
    "tests/chaos/test_chaos.py",
)
