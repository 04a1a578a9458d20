# The words developers type. Each sets up what it needs: Python 3.11 and pip are enough.
#
#   make run     set up, then the main job: the example country read, counted once, its brief
#                written, and served with five log-ins until Ctrl-C
#   make example set up, then the example country read, counted once, its brief written
#   make demo    set up, then the example country put into the site, and who can sign in
#   make test    set up, then everything the checks run: tests (those of the site on PostgreSQL
#                too where one answers), ruff, mypy, import contracts
#   make fast    library tests only
#   make lint    ruff, mypy, import contracts
#   make fix     what can be fixed by itself
#   make docs    write the generated pages again; fail on a missing one
#   make pictures  the pictures of docs/using anew, from the example country in Chromium
#   make words   the strings of the site's pages into its catalogues, and the catalogues
#                compiled; fail on a string without French or Russian words
#   make bench   the benchmarks, printed as tables and ratios
#   make pins    pin the dependencies again, with hashes
#   make vendor  axe-core fetched again from npm, for the tests that look at pages
#   make clean   remove what was made here

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
OUT := out

.PHONY: run ready example demo test fast lint fix docs pictures words bench pins vendor clean

# The country is read while the site's packages are installed and the site is filled.
run:
	@$(MAKE) --no-print-directory -j 2 $(OUT)/read ready
	@cat $(OUT)/demo.txt; rm -f $(OUT)/demo.txt
	@echo
	@echo "Arvenia, read and counted once: $(OUT)/brief.html. It is invented, for exercise."
	@INTARSIA_DATA=$(OUT)/site INTARSIA_DEMO=yes INTARSIA_LOG_LEVEL=WARNING $(BIN)/intarsia serve

# What `run` shows of `demo` once the other half is done too.
ready: $(VENV)/installed
	@mkdir -p $(OUT)
	@rm -f $(OUT)/demo.txt; umask 077; INTARSIA_DATA=$(OUT)/site $(BIN)/intarsia demo > $(OUT)/demo.txt

demo: $(VENV)/installed
	@INTARSIA_DATA=$(OUT)/site $(BIN)/intarsia demo

example:
	@rm -f $(OUT)/read
	@$(MAKE) --no-print-directory $(OUT)/read

$(OUT)/read: $(VENV)/core $(shell find src/intarsia -name '*.py' -o -name '*.csv' -o -name '*.toml')
	@rm -rf $(OUT)/example $(OUT)/picture $(OUT)/picture.*.csv
	@$(BIN)/intarsia example $(OUT)/example
	@$(BIN)/intarsia read $(OUT)/example/reports/* $(OUT)/example/needs.csv \
	    $(OUT)/example/mandates.csv --country XA --as-of 2011-05-31 \
	    --places $(OUT)/example/places.geojson --register $(OUT)/example/organizations.csv \
	    -o $(OUT)/picture
	@$(BIN)/intarsia duplicates $(OUT)/picture -o $(OUT)/duplicates.xlsx
	@$(BIN)/intarsia brief $(OUT)/picture -o $(OUT)/brief.html
	@$(BIN)/intarsia brief $(OUT)/picture --lang fr -o $(OUT)/brief.fr.html
	@$(BIN)/intarsia brief $(OUT)/picture --lang ru -o $(OUT)/brief.ru.html
	@touch $@
	@echo
	@echo "What is reported twice is in $(OUT)/duplicates.xlsx, with the reasons."
	@echo "Open $(OUT)/brief.html in a browser. Arvenia is invented, for exercise."

test: $(VENV)/checked lint
	$(BIN)/python -m pytest -n auto --dist loadgroup -m "not browser"
	$(BIN)/python tests/postgres.py -n auto -m "not browser"
	$(BIN)/python -m pytest tests/browser tests/journeys -m browser

fast: $(VENV)/checked
	$(BIN)/python -m pytest tests/library src/intarsia -q --durations=5

lint: $(VENV)/checked
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

fix: $(VENV)/checked
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(VENV)/checked
	$(BIN)/python docs/generate.py

pictures: $(VENV)/checked
	$(BIN)/python docs/pictures.py

words: $(VENV)/installed
	$(BIN)/python -m intarsia_site.config.words

bench: $(VENV)/measured
	$(BIN)/python bench/run.py

pins: $(VENV)/installed
	$(PIP) install pip-tools
	cd requirements && export CUSTOM_COMPILE_COMMAND="make pins" && for name in core build site dev bench; do \
	    ../$(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras \
	        --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
	        --output-file $$name.txt $$name.in || exit 1; done

vendor:
	$(PYTHON) tests/browser/vendor/refresh.py

clean:
	rm -rf $(VENV) $(OUT) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

$(VENV)/made:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Intarsia needs Python 3.11 or later; name one with: make PYTHON=python3.11 ...")'
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/core: $(VENV)/made requirements/core.txt requirements/build.txt pyproject.toml
	@echo "Installing what Intarsia needs into $(VENV) ..."
	@$(PIP) install --require-hashes -r requirements/build.txt
	@$(PIP) install --require-hashes -r requirements/core.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/installed: $(VENV)/core requirements/site.txt
	@$(PIP) install --require-hashes -r requirements/site.txt
	@touch $@

$(VENV)/checked: $(VENV)/installed requirements/dev.txt
	@echo "Installing what the checks need ..."
	@$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@

$(VENV)/measured: $(VENV)/checked requirements/bench.txt
	@echo "Installing the peers of the benchmarks ..."
	@$(PIP) install --require-hashes -r requirements/bench.txt
	@touch $@
