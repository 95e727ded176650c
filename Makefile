# Every command there is. Needs Python 3.11 or newer and make; brings the rest.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PORT ?= 8000
DATA ?= var/demo
# The first Python that is new enough; a pyenv shim for a missing version does not count.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
SETUP = $(or $(PYTHON),python3) scripts/setup.py
BIN = .venv/bin
NPM = PATH="$(CURDIR)/.venv/node:$$PATH" CI=1 npm --prefix client run --silent
TEMPLATES = $(shell find src -path '*/templates/*.html')
OPENAPI = VOLTBAY_TEST=1 $(BIN)/voltbay manage export_openapi_schema --api voltbay.api.app.api --indent 2 \
	> client/openapi/openapi.json
# Python tells of what was left open, but does not watch each byte it takes: a tenth of the time.
TEST = VOLTBAY_TEST=1 PYTHONDEVMODE=1 PYTHONMALLOC=pymalloc $(BIN)/python
# Half of the tests in each of two processes, which have a PostgreSQL and a site of their own.
PARALLEL ?= -n auto --maxprocesses 4 --dist worksteal

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-18s %s\n", $$1, $$2}'

setup: ## Set up everything for development: .venv, client packages, a browser
	@$(SETUP) app dev node modules client browser

demo: ## Serve the whole product with demo data (PORT=8000 DATA=var/demo)
	@$(SETUP) port=$(PORT) app client
	@$(BIN)/voltbay demo --port $(PORT) --data $(DATA) --with-parent

test: setup ## Run every test: client, then Python with real PostgreSQL and Chromium
	@$(NPM) test
	@$(TEST) -m pytest $(PARALLEL) $(ARGS)

looks: setup ## Look at every owners' and staff page in the sizes that `make test` leaves out, and at all forms of staff
	@VOLTBAY_LOOKS=more $(TEST) -m pytest tests/browser/test_every_page.py tests/browser/console/test_every_page.py tests/browser/console/test_entered.py $(ARGS)

races: setup ## Run only the races for the last place
	@$(TEST) -m pytest -m race $(ARGS)

check: setup check-form check-types check-django check-client ## Check format, lint, types, contracts, migrations, API file

check-form:
	@$(BIN)/ruff format --check . && $(BIN)/ruff check .
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/djade --check --target-version 5.2 $(TEMPLATES) && $(BIN)/djlint --lint --quiet $(TEMPLATES)

check-types:
	@VOLTBAY_TEST=1 $(BIN)/mypy

check-django:
	@VOLTBAY_TEST=1 $(BIN)/python -W ignore::RuntimeWarning -m voltbay manage makemigrations --check --dry-run
	@VOLTBAY_TEST=1 $(BIN)/voltbay manage check --fail-level WARNING && $(BIN)/python -m scripts.migrations

check-client:
	@$(OPENAPI) && $(NPM) api:types
	@git diff --exit-code client/openapi client/src/api/schema.d.ts || { echo "Out of date: run make fix, commit."; exit 1; }
	@$(NPM) type-check && $(NPM) lint

fix: setup ## Format, repair what tools can repair, write the API file and its types
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .
	@$(BIN)/djade --target-version 5.2 $(TEMPLATES)
	@$(OPENAPI) && $(NPM) api:types && $(NPM) format

hooks: ## Have git check form, lint, contracts and templates before each commit
	@git config core.hooksPath scripts/hooks

client: ## Build the owners' client for browsers
	@$(SETUP) client

cards: ## Draw an invented identity card and vehicle licence to try Voltbay with (var/cards)
	@$(SETUP) app dev
	@$(BIN)/python -m tools.cards --out var/cards $(ARGS)

pictures: setup ## Take the pictures of README and docs anew (ARGS=dashboard for one)
	@$(BIN)/python -m tools.pictures $(ARGS)

bench: ## Measure bookings and slot queries beside pgbench
	@$(SETUP) app
	@$(BIN)/python -m bench $(ARGS)

bench-recognition: ## Measure how well and how fast drawn cards are read
	@$(SETUP) app dev
	@$(BIN)/python -m bench.recognition $(ARGS)

bench-intake: ## Measure photos on their way in, good ones beside those made to be dear
	@$(SETUP) app dev
	@$(BIN)/python -m bench.intake $(ARGS)

bench-site: ## Measure the public pages beside 2,000 outlets and 20,000 articles
	@$(SETUP) app
	@$(BIN)/python -m bench.site

bench-client: setup ## Measure how fast the owners' pages appear on a slow phone
	@DJANGO_ALLOW_ASYNC_UNSAFE=1 $(BIN)/python -m bench.client

journeys: setup client ## Count the taps and seconds of eight journeys through the owners' client
	@DJANGO_ALLOW_ASYNC_UNSAFE=1 $(BIN)/python -m bench.journeys

bench-console: ## Measure the staff pages of an outlet with 100,000 bookings in the past
	@$(SETUP) app
	@$(BIN)/python -m bench.console

bench-growth: ## Measure pages beside 10,000 and 1,000,000 past bookings (ARGS="dashboard" for one row)
	@$(SETUP) app
	@$(BIN)/python -m bench.growth $(ARGS)

bench-migrations: ## Migrate a million bookings while a client books: the longest wait
	@$(SETUP) app
	@$(BIN)/python -m bench.migrations $(ARGS)

bench-years: ## Measure what a booking weighs in each table, and what ending a million rows costs
	@$(SETUP) app
	@$(BIN)/python -m bench.years $(ARGS)

attack: ## Attack a Voltbay of its own for ten minutes (ARGS=pictures for one case); before a release
	@$(SETUP) app dev
	@VOLTBAY_TEST=1 $(BIN)/python -m attack $(ARGS)

wheel: ## Build the wheel with the client in it into var/release (ARGS=--try installs and asks it)
	@$(SETUP) app client
	@$(BIN)/python scripts/wheel.py $(ARGS)

image: ## Build the image of deploy/Containerfile without a daemon and ask it; as root, needs buildah
	@$(SETUP) app client
	@$(BIN)/python -m scripts.image

three-machines: ## Install and upgrade three machines of namespaces, as docs/operations.md says; as root
	@$(SETUP) app dev client
	@$(BIN)/python -m scripts.three_machines $(ARGS)

cluster: ## Run a whole site on hosts of namespaces, with failover, to look at and to hurt; as root
	@$(SETUP) app dev client
	@$(BIN)/python -m scripts.cluster $(ARGS)

cluster-test: ## Hurt such a site under load, judge it, write docs/performance.md (ARGS=frozen for some); as root
	@$(SETUP) app dev client
	@$(BIN)/python -m scripts.cluster test $(ARGS)

cluster-wave: ## Have 5,000 owners come in ten minutes (ARGS="--photographs 0.2 --readers 1"), tell it; as root
	@$(SETUP) app dev client
	@$(BIN)/python -m scripts.cluster wave $(ARGS)

bare-machine: ## Restore a demo's backup where there is nothing but keys, as docs/operations.md says
	@$(SETUP) app
	@$(BIN)/python scripts/bare_machine.py $(ARGS)

audit: ## Ask for known holes in what is locked, write CycloneDX lists to var/sbom; before a release
	@$(SETUP) app dev audit node
	@PATH="$(CURDIR)/.venv/node:$$PATH" $(BIN)/python scripts/audit.py

lock: setup ## Compile requirements/*.in into locks with hashes
	@cd requirements && for name in uv node app dev audit patroni; do ../$(BIN)/uv pip compile --quiet --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-config $$name.in -o $$name.txt || exit 1; done

clean: ## Remove what was built and the demo's data
	@rm -rf .venv var client/dist client/node_modules tests/browser/node_modules

.PHONY: help setup demo test looks races check check-form check-types check-django check-client fix hooks client cards pictures bench bench-recognition bench-intake bench-console bench-growth bench-migrations bench-years bench-client journeys attack bare-machine audit lock clean bench-site wheel image three-machines cluster cluster-test cluster-wave
