# Everything a newcomer runs. Each target sets up what it needs by itself (scripts/bootstrap.sh); the second time that
# takes a moment only.
.DEFAULT_GOAL := help
.PHONY: help run test check bench lock package release
BIN := .venv/bin
PYTEST_ARGS ?=

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Set up and start the demo: a window, or without a display one call in the terminal
	@scripts/bootstrap.sh run
	@scripts/demo.sh

test: check ## Set up and run everything: the checks, then unit, widget and end-to-end tests (PYTEST_ARGS=…)
	@scripts/test.sh $(PYTEST_ARGS)

check: ## Set up and run what needs no test run: lint, format, types, import direction, quality of integrations
	@scripts/bootstrap.sh dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m dialer.testing.quality --strict

bench: ## Set up and measure: each tests/benchmarks/bench_*.py on a desktop of its own
	@scripts/bootstrap.sh dev
	@scripts/bench.sh

lock: ## Lock the requirements again, with hashes (LOCK_ARGS=--upgrade for newer releases)
	@scripts/bootstrap.sh dev
	@scripts/lock.sh $(LOCK_ARGS)

package: ## Set up and build what is installed on Linux, in dist/ (PACKAGE_ARGS=--check: twice, and compare)
	@scripts/bootstrap.sh package
	@scripts/package.sh $(PACKAGE_ARGS)

release: ## Show what releasing VERSION=1.2.3 would change (RELEASE_ARGS=--do: does it)
	@scripts/release.sh $(VERSION) $(RELEASE_ARGS)
