.DEFAULT_GOAL := help
.PHONY: help ingest demo draft queries answers cancel forget doctor refresh check types test mutants faults histories hostile chaos bench lint r-check lock clean
PYTHON ?= python3
export PYTHONDONTWRITEBYTECODE = # what is compiled stays beside its source, whatever the machine is set to: each start is a second shorter
DATA ?= data
CONFIG ?= registry.toml
DEMO ?= demo
STRIKES = $(if $(EVERY),--every $(EVERY)) $(if $(MOMENTS),--moments $(MOMENTS)) $(if $(SIZES),--sizes $(SIZES)) $(if $(SEED),--seed $(SEED)) $(if $(KINDS),--kinds $(KINDS))
RUN = .venv/bin/python -m pipelines
PIN = .venv/bin/uv pip compile -q --universal --generate-hashes --python-version 3.11 --no-header --no-emit-index-url --upgrade pyproject.toml

help: ## print the targets, one line each
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

ingest: .venv/installed ## take a drop to a release; DROP=folder CONFIG=file DATA=folder
	@$(RUN) ingest --config "$(CONFIG)" --data "$(DATA)" $(if $(DROP),--drop "$(DROP)")

demo: .venv/installed ## an invented hospital with faults in hundreds of rows, in its own folder; docs/first_findings.md; DEMO=folder
	@$(RUN) demo --out "$(DEMO)"

draft: .venv/installed ## write the first settings of a hospital from its extracts; DROP=folder TO=file DATA=folder
	@$(RUN) draft settings "$(DROP)" --data "$(DATA)" $(if $(TO),--to "$(TO)")

queries: .venv/installed ## write the open queries as workbooks, one per source, for answers; DATA=folder TO=folder
	@$(RUN) queries --data "$(DATA)" $(if $(TO),--to "$(TO)")

cancel: .venv/installed ## cancel the queries of a rule that was wrong; RULE=PA-021 BY=name REASON="why"
	@$(RUN) cancel "$(RULE)" --by "$(BY)" --reason "$(REASON)" --data "$(DATA)"

forget: .venv/installed ## remove patients who have withdrawn from all; BY=name DRY_RUN=1 only says what would go
	@$(RUN) forget --by "$(BY)" --config "$(CONFIG)" --data "$(DATA)" $(if $(DRY_RUN),--dry-run)

answers: .venv/installed ## take the answers of a list that came back; FILE=list DRY_RUN=1 shows what they would change
	@$(RUN) answers "$(FILE)" --data "$(DATA)" $(if $(DRY_RUN),--dry-run)

doctor: .venv/installed ## look at versions, settings, folders, key, disk, lock and last runs, and say what to do
	@$(RUN) doctor --config "$(CONFIG)" --data "$(DATA)"

refresh: .venv/installed ## the same, unattended: one JSON line per step
	@$(RUN) refresh --config "$(CONFIG)" --data "$(DATA)" $(if $(DROP),--drop "$(DROP)")

check: .venv/installed lint types ## the quick half, before every commit: style, types, layout, unit and specification tests
	@.venv/bin/python -m pytest -q -m "not slow" -p no:logging

test: .venv/installed lint types ## check the style and run all tests
	@.venv/bin/python -m pytest -n auto --dist loadscope --no-loadscope-reorder

mutants: .venv/installed ## change operators and limits one at a time: what does no test notice? FILES="sql/cohort …" SAMPLE=200 SEED=1
	@.venv/bin/python -m tests.mutants $(if $(SAMPLE),--sample $(SAMPLE)) $(if $(SEED),--seed $(SEED)) $(FILES)

faults: .venv/installed ## plant every kind of fault in invented hospitals: docs/faults.md
	@.venv/bin/python -m tests.faults.injection --seeds 20 --out docs/faults.md

histories: .venv/installed ## compare responses and times with plain Python on 100,000 drawn histories, and count their kinds; HISTORIES=1000
	@HISTORIES="$(or $(HISTORIES),100000)" .venv/bin/python -m pytest -q -s tests/laws/test_random_histories.py

hostile: .venv/installed ## list the kinds of hostile drops that a test takes: docs/hostile.md; MEASURE=1 takes them all and measures
	@.venv/bin/python -m tests.drop.hostile.$(if $(MEASURE),measure,all_kinds)

chaos: .venv/installed ## strike a run at every call that changes a file: kill, full disk, signals; EVERY=10 MOMENTS=200 SIZES=20 SEED=1 KINDS="KILL FULL"
	@.venv/bin/python -m tests.chaos $(STRIKES)

lint: .venv/installed ## check the style of Python and SQL
	@.venv/bin/ruff check . && .venv/bin/ruff format --check . && .venv/bin/python -m tests.sql_style

types: .venv/installed ## check the types of pipelines/
	@.venv/bin/pyrefly check --summary=none

r-check: .venv/installed ## make R's values again, where R is installed, and compare
	@.venv/bin/python -m tests.r.check

bench: .venv-bench/installed ## time runs of several sizes beside plain Parquet, and the gate on 1,000,000 rows beside other libraries; SIZES="100 1000 10000"
	@.venv/bin/python -m tests.bench.scale $(SIZES) && .venv-bench/bin/python -m tests.bench.gate_speed

lock: .venv/installed ## pin the newest allowed packages, with hashes, for all platforms
	@$(PIN) --group dev -o requirements.lock && $(PIN) --group bench --constraints requirements.lock -o requirements-bench.lock

clean: ## remove the environment (never the data)
	@rm -rf .venv .venv-bench

.venv/installed: requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; name one with PYTHON=python3.12")'
	@$(PYTHON) -m venv .venv
	@.venv/bin/python -m pip install -q --disable-pip-version-check uv==0.13.9
	@.venv/bin/uv pip install -q --compile-bytecode --require-hashes -r requirements.lock
	@touch $@

.venv-bench/installed: .venv/installed requirements-bench.lock
	@$(PYTHON) -m venv .venv-bench
	@.venv/bin/uv pip install -q --compile-bytecode --require-hashes --python .venv-bench -r requirements-bench.lock
	@touch $@
