# The two commands of the README are `make demo` and `make test`; both create .venv themselves.
PYTHON ?= python3
BIN := .venv/bin
# Which tests share a worker, and in which order: tests/groups.tsv. More workers than cores, as many wait more than they work.
PYTEST := $(BIN)/pytest --no-loadscope-reorder
UNIT := tests/unit tests/quality tests/contract
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: demo test lint types imports embedded unit quality robustness e2e integration faults bench fix reference schemas lock clean

.venv/.installed: requirements/dev.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("Readout needs Python 3.11 to 3.13; set PYTHON=") if not (3, 11) <= sys.version_info < (3, 14) else 0'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements/dev.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

demo: .venv/.installed ## push the sample releases (or FILE=… SOURCE=…) through the embedded pipeline and show what came out
	@$(BIN)/readout demo $(if $(FILE),"$(FILE)") $(if $(SOURCE),--source "$(SOURCE)")

test: .venv/.installed ## everything that runs here
	@$(MAKE) --no-print-directory lint imports
	@$(MAKE) --no-print-directory --jobs 2 types embedded
	@$(MAKE) --no-print-directory integration

lint: .venv/.installed
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: .venv/.installed
	$(BIN)/mypy

imports: .venv/.installed
	$(BIN)/lint-imports

embedded: .venv/.installed ## every test that needs no Docker
	$(PYTEST) -n 3 $(UNIT) tests/e2e

unit: .venv/.installed
	$(PYTEST) -n 2 $(UNIT)

quality: .venv/.installed ## score the extractor on the annotated corpus; MISSES=30 shows misses, HELDOUT=1 the held-out part
	$(BIN)/python -m tests.quality.report

robustness: .venv/.installed ## read every real release beside the project, not one in 80
	READOUT_ALL_RELEASES=1 $(BIN)/pytest -n 2 tests/quality/real -k cite

e2e: .venv/.installed ## the pipeline of `readout up` and the commands that speak to it
	$(PYTEST) -n 3 tests/e2e

integration: .venv/.installed ## on real Kafka in containers; without Docker it says what is left out, and fails in CI
	@if docker info >/dev/null 2>&1; then \
		$(PYTEST) -n 4 -m 'not long' tests/compose tests/integration tests/faults; \
	elif [ "$(CI)" = true ]; then \
		echo "error: Docker does not answer, and CI must run tests/integration, tests/faults and tests/compose" >&2; exit 1; \
	else \
		echo "LEFT OUT, since Docker does not answer: tests/integration and tests/faults (real Kafka: delivery, kills, poison), tests/compose (the images)"; \
	fi

faults: .venv/.installed ## the long form of every fault scenario: 40 minutes with Docker; writes tests/faults/results
	$(BIN)/pytest -s --show-capture=no -m long tests/faults

bench: .venv/.installed ## measure against bare alternatives; needs Docker; ONLY="index latency" for some; results in benchmarks/results
	$(BIN)/python -m tests.benchmarks $(ONLY)

fix: .venv/.installed ## format and mend what can be mended by itself
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

reference: .venv/.installed ## write docs/reference.md and .env.example from the code
	$(BIN)/python -m services.cli.reference

schemas: .venv/.installed ## write docs/messages from the message models
	$(BIN)/python -m services.contracts.schemas

lock: ## resolve again; needs uv
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--all-extras --group dev --output-file requirements/dev.txt pyproject.toml
	for extra in ingest enrich index cli; do \
		uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
			--extra $$extra --constraint requirements/dev.txt --output-file requirements/$$extra.txt pyproject.toml; \
	done

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
