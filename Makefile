# Everything that this project does, from a fresh checkout: `make demo`, `make test`.
# Needs Python 3.11 or newer and make; uv is used where it is installed.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo test lint bench docs properties constraints clean

# The shipped dataset as a release, and its answer to the question it was made for.
demo: $(READY)
	@$(BIN)/kg build data/mosul-marawi --out release
	@echo
	@echo "Where could the Islamic State find harbour once Mosul and Raqqa have fallen, and who says so?"
	@$(BIN)/kg query could-harbour --format table \
	  --columns grounds,place,through,modality,source,claimer,locator,claim
	@echo "And why? One of them:"
	@$(BIN)/kg why marawi couldHarbour islamic-state
	@echo
	@echo "All answers: release/answers/. The data: release/data/. Ask on: $(BIN)/kg queries"

test: lint $(VENV)/.judge
	$(BIN)/python -m pytest -n auto

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Times the pipeline's steps beside the libraries that it could have used for them, and reasoning
# on plain RDF beside other engines. BENCH passes options on: make bench BENCH="--sizes 100000".
bench: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[bench]'
	$(BIN)/python benchmarks/pipeline.py
	$(BIN)/python -m benchmarks.reasoning $(BENCH)

# Runs every command and example of README.md and docs/.
docs: $(READY)
	$(BIN)/python -m pytest tests/docs

# The property that reasoning over time rests on, on many more random ontologies than `make test`;
# KG_PROPERTY_SEED=N draws others.
properties: $(READY)
	KG_PROPERTY_EXAMPLES=2000 $(BIN)/python -m pytest tests/properties

# Pins the whole tree anew, within the ranges of pyproject.toml.
constraints: $(READY)
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 \
	  --no-header --no-annotate --no-emit-index-url --no-emit-find-links --upgrade --output-file constraints.txt

$(READY): pyproject.toml constraints.txt
	@if command -v uv >/dev/null; then \
	  uv venv --quiet --allow-existing $(VENV) && \
	  uv pip install --quiet --python $(BIN)/python -c constraints.txt -e '.[dev,dataframe]'; \
	else \
	  $(PYTHON) -m venv $(VENV) && \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev,dataframe]'; \
	fi
	@touch $@

# FollowTheMoney's own library judges what we write for it, where ICU's headers let it be built.
$(VENV)/.judge: $(READY)
	@if command -v pkg-config >/dev/null && pkg-config --exists icu-i18n && command -v c++ >/dev/null; then \
	  if command -v uv >/dev/null; then \
	    uv pip install --quiet --python $(BIN)/python -c constraints.txt -e '.[judge]'; \
	  else \
	    $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[judge]'; \
	  fi; \
	else \
	  echo "ICU's headers (libicu-dev), pkg-config or a C++ compiler are missing: tests that need followthemoney are skipped"; \
	fi
	@touch $@

clean:
	rm -rf $(VENV) build dist release .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
