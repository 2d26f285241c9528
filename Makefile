# Every command a developer needs. `make demo` serves the platform, `make test` sets up and passes everything.
PY := .venv/bin/python
RUNTIME := .venv/.runtime
DEV := .venv/.dev

PURE := corpus/text corpus/formats quizzes/questions quizzes/analysis courses/exports

.PHONY: help demo test check env dev-env browser format lock bench clean

help:
	@echo "make demo    set up and serve at http://127.0.0.1:8000"
	@echo "make test    set up and run every test (unit, browser, accessibility)"
	@echo "make check   format, lint, types, import contracts, no sentence of the originals"
	@echo "make env     prepare .venv only; then .venv/bin/python manage.py ..."
	@echo "make format  put the code into the house's format"
	@echo "make bench   measure (bench/README.md)"
	@echo "make lock    write requirements/*.txt anew from pyproject.toml (needs uv)"

env: $(RUNTIME)

dev-env: $(DEV)

$(RUNTIME): requirements/runtime.txt .ci/environment
	@.ci/environment requirements/runtime.txt
	@touch $@

$(DEV): requirements/dev.txt .ci/environment
	@.ci/environment requirements/dev.txt
	@touch $@ $(RUNTIME)

demo: $(RUNTIME)
	@$(PY) manage.py demo

browser: $(DEV)
	@.ci/browser

test: $(DEV) browser
	@$(PY) -m pytest -n auto --dist loadgroup

check: $(DEV)
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	.venv/bin/djade --check $$(git ls-files 'templates/*.html')
	$(PY) -m mypy $(PURE)
	$(PY) -m mypy
	.venv/bin/lint-imports
	@.ci/no-verbatim

format: $(DEV)
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .
	.venv/bin/djade $$(git ls-files 'templates/*.html')

bench: $(DEV)
	$(PY) -m bench

lock:
	uv pip compile pyproject.toml --universal --python-version 3.12 --no-header --generate-hashes --no-emit-index-url --no-annotate -o requirements/runtime.txt
	uv pip compile pyproject.toml --universal --python-version 3.12 --extra prod --no-header --generate-hashes --no-emit-index-url --no-annotate -o requirements/prod.txt
	uv pip compile pyproject.toml --universal --python-version 3.12 --extra prod --group dev --no-header --generate-hashes --no-emit-index-url --no-annotate -o requirements/dev.txt

clean:
	rm -rf .venv var
