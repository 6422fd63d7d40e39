# The only commands anyone has to remember: make demo · test · lint · bench.

SERVER_PORT ?= 8000
DEMO_DIR ?= .demo
PY := .venv/bin/python
READY := .venv/.ready

.DEFAULT_GOAL := help
.PHONY: help demo phone test lint format bench font icon screenshots lock clean

help:
	@echo "make demo         server, phone app and demo data on this machine (RESET=1 starts over)"
	@echo "make phone        a further phone: PHONE_PORT=8551 PHONE_DIR=.demo/phone2"
	@echo "make test         all tests"
	@echo "make lint         ruff, without changing anything (make format changes)"
	@echo "make bench        what it measures is written to build/bench.json"
	@echo "make font icon screenshots lock   made files, from their scripts"

# Only ever from the lock, with hashes; again when the lock has changed.
$(READY): requirements.lock tools/python.sh
	@python=$$(tools/python.sh) || exit 1; \
	if ! $(PY) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
		echo "正在创建 .venv … / making .venv …"; "$$python" -m venv --clear .venv || exit 1; fi; \
	echo "正在安装依赖，约需一两分钟 … / installing, a minute or two …"; \
	if ! $(PY) -m pip install --quiet --quiet --disable-pip-version-check --require-hashes -r requirements.lock; then \
		echo "依赖安装失败：请检查网络；国内可用 PIP_INDEX_URL 指定镜像后重试。" >&2; \
		echo "Installing failed: check the network, or name a mirror in PIP_INDEX_URL and try again." >&2; exit 1; fi
	@touch $@

# `exec`, so that a signal to make reaches the program and not a shell before it.
demo: $(READY)
	@exec $(PY) -m tools.demo --server-port "$(SERVER_PORT)" --phone-port "$(or $(PHONE_PORT),8550)" \
		--folder "$(DEMO_DIR)" $(if $(filter-out 0 no,$(RESET)),--reset)

phone: $(READY)
	@exec $(PY) -m tools.demo --only-phone --server-port "$(SERVER_PORT)" --phone-port "$(or $(PHONE_PORT),8551)" \
		--folder "$(DEMO_DIR)" --phone-folder "$(PHONE_DIR)"

test: $(READY)
	@$(PY) -m pytest -n 2 --dist loadfile $(TESTS)

lint: $(READY)
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .

format: $(READY)
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .

bench: $(READY)
	@mkdir -p build
	@$(PY) -m tools.bench

font: $(READY)
	@$(PY) -m tools.make_font

icon: $(READY)
	@$(PY) -m tools.make_icon

screenshots: $(READY)
	@$(PY) -m tools.screenshots

# Needs uv. The lock names packages and hashes only, never an index.
lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate \
		--quiet --group server --group dev -o requirements.lock pyproject.toml

clean:
	rm -rf build .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
