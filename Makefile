# The front door. Each target is a one-liner onto `course` in the project's own environment.

PYTHON ?= python3
COURSE := .venv/bin/course

.DEFAULT_GOAL := help
.PHONY: help setup system serve build editions check test links watch lock screenshots bench clean

help: ## say what can be done
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1|\2/' | column -t -s '|'

setup: ## fill .venv from requirements.lock (done by the other targets)
	@PYTHON=$(PYTHON) scripts/setup.sh

system: ## install the system packages that tests and editions need, by name, through apt
	@PYTHON=$(PYTHON) scripts/system-packages.sh

serve: setup ## preview at http://127.0.0.1:8000 with live reload
	@$(COURSE) serve

build: setup ## build site/ strictly; a failed build leaves the earlier one whole
	@$(COURSE) build

editions: setup system ## make the book, the sheets and the offline site in dist/, with checksums
	@$(COURSE) editions

check: setup ## run the content rules: file, line, fault, remedy
	@$(COURSE) check

test: setup system ## run every test, in a real browser too
	@$(COURSE) test

links: setup ## check the external links (needs the network)
	@$(COURSE) links --json .cache/links.json

watch: setup ## ask the registries about DOIs, PMIDs and labels (needs the network)
	@$(COURSE) watch --json .cache/watch.json --links .cache/links.json

lock: setup ## bring requirements.lock up to pyproject.toml (needs the network)
	@scripts/lock.sh

screenshots: build system ## take screenshots of the built site, also the README's
	@$(COURSE) screenshots

bench: setup system ## measure build, page weight, growth and preview beside the same pages made by other means
	@$(COURSE) bench

clean: ## remove what was made here: .venv, site, dist, caches
	@rm -rf .venv site .site.new-* dist .dist.new-* .cache .pytest_cache .mypy_cache .ruff_cache
	@find scripts tests -name __pycache__ -type d -prune -exec rm -rf {} +
	@echo "clean: removed .venv, site, dist and caches"
