# 两条命令:make run 启动;make test 跑全部测试。其余见 make help。
# Two commands: make run, make test. The rest: make help.

# HOST and PORT, when given, win over the settings: make run HOST=0.0.0.0 PORT=9000
# More arguments for pytest: make test ARGS="-k route -x"
ARGS ?=

VENV := .venv
PIP := $(VENV)/bin/python -m pip --quiet --quiet --disable-pip-version-check --no-input
# jieba has no wheel; it is built with the setuptools of build.lock, so that no file comes in unhashed.
LOCKED := $(PIP) install --require-hashes --no-deps
UV := $(VENV)/bin/uv
COMPILE := $(UV) pip compile --quiet --upgrade --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-header --no-annotate
NODE_PEERS := tests/peers/node_modules/.package-lock.json

.DEFAULT_GOAL := help
.PHONY: help setup run test test-tools lint format bench lock clean

help:  ## 列出所有命令
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

setup: $(VENV)/.run-installed  ## 建好 .venv,之后 .venv/bin/tongban 可用

$(VENV)/.python: deploy/make-venv.sh
	@deploy/make-venv.sh $(VENV)
	@touch $@

$(VENV)/.run-installed: $(VENV)/.python requirements/build.lock requirements/run.lock pyproject.toml
	@echo "installing what tongban needs into $(VENV) (once, about a minute)"
	@$(LOCKED) -r requirements/build.lock
	@$(LOCKED) --no-build-isolation --use-pep517 -r requirements/run.lock
	@$(PIP) install --no-build-isolation --no-deps --editable .
	@$(VENV)/bin/python -m compileall -q bot intents catalog  # starts faster, also where nothing may be written later
	@touch $@

$(VENV)/.dev-installed: $(VENV)/.run-installed requirements/dev.lock
	@echo "installing the test tools into $(VENV)"
	@$(LOCKED) --no-build-isolation --use-pep517 -r requirements/dev.lock
	@touch $@

$(NODE_PEERS): tests/peers/package.json tests/peers/package-lock.json
	@echo "installing the peers of the tests into tests/peers/node_modules"
	@cd tests/peers && npm ci --loglevel=error
	@touch $@

run: setup  ## 启动居民页面、坐席台和接口(HOST、PORT 可改)
	@$(VENV)/bin/tongban serve $(if $(HOST),--host $(HOST)) $(if $(PORT),--port $(PORT))

test-tools:
	@deploy/install-test-tools.sh

# The packages come first, since npm is one of them.
test: test-tools $(VENV)/.dev-installed  ## 跑全部测试(缺的工具会先装上)
	@$(MAKE) --no-print-directory $(NODE_PEERS)
	@$(VENV)/bin/python -m pytest --numprocesses auto --dist loadfile $(ARGS)

lint: $(VENV)/.dev-installed  ## 格式、静态检查、类型、分层、数据
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports
	$(VENV)/bin/tongban catalog check

format: $(VENV)/.dev-installed  ## 整理格式
	$(VENV)/bin/ruff format .
	$(VENV)/bin/ruff check --fix .

bench: setup  ## 在本机量一量速度
	@$(VENV)/bin/tongban bench

lock: setup  ## 用最新版本重写 requirements/*.lock
	@$(PIP) install uv
	$(COMPILE) requirements/build.in -o requirements/build.lock
	$(COMPILE) pyproject.toml -o requirements/run.lock
	$(COMPILE) --extra postgres --group dev -c requirements/run.lock pyproject.toml -o requirements/dev.lock

clean:  ## 删掉装的和缓存的东西(不动 var/ 里的数据)
	rm -rf $(VENV) tests/peers/node_modules .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
	find bot intents catalog tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +
