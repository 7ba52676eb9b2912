# Short names only: each line below can be typed by hand.
PYTHON ?= python3
PORT ?= 8000
export SEEDBED_MODE ?= demo
export PIP_DISABLE_PIP_VERSION_CHECK = 1

install: .venv/requirements.txt

run: export SEEDBED_BASE_URL ?= http://127.0.0.1:$(PORT)
run: install
	.venv/bin/seedbed migrate
	.venv/bin/seedbed demo --if-empty
	.venv/bin/seedbed serve --port $(PORT)

fresh: # throws the demo data away
	rm -rf data

test: .venv/requirements-dev.txt
	sh scripts/chromium.sh
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/djlint --quiet --lint app/templates
	.venv/bin/python scripts/vendor.py --check
	.venv/bin/seedbed words --check
	.venv/bin/pytest -n logical -m "not browser and not soak"
	CHROMIUM="$$(sh scripts/chromium.sh)" .venv/bin/pytest -n 3 --dist worksteal -m "browser and not soak"

soak: .venv/requirements-dev.txt
	CHROMIUM="$$(sh scripts/chromium.sh)" .venv/bin/pytest -s -o faulthandler_timeout=0 -m soak

bench: .venv/requirements-dev.txt
	.venv/bin/python -m bench

words: install
	.venv/bin/seedbed words

lock: .venv/requirements-dev.txt
	sh scripts/lock.sh

# The environment keeps a copy of the lock it was made from, so that it is made again only when
# the lock or pyproject.toml is newer.
.venv/requirements.txt .venv/requirements-dev.txt: .venv/%: % pyproject.toml
	@$(PYTHON) -c 'import sys; (3, 11) <= sys.version_info < (3, 15) or sys.exit("Seedbed needs \
	Python 3.11 to 3.14, and $(PYTHON) is another. Name one: make PYTHON=python3.13 ...")'
	$(PYTHON) -m venv .venv
	.venv/bin/pip install --quiet --require-hashes -r $<
	.venv/bin/pip install --quiet --no-deps --no-build-isolation -e .
	cp $< $@

.PHONY: install run fresh test soak bench words lock
.NOTPARALLEL:
