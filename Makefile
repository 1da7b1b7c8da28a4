# Everything a contributor needs is here; `make` alone lists it.
PYTHON := $(CURDIR)/.venv/bin/python
# Tests/EstateTests start the local AWS with this interpreter.
export RELEVO_PYTHON := $(PYTHON)

.DEFAULT_GOAL := help
.PHONY: help demo test faults histories fuzz lint check compare build docs bootstrap

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1	\2/p' Makefile | expand -t 20

demo: bootstrap ## twenty-five days of Relevo on a local AWS and a local Slack (STORY=rollout: 47 days of a roll-out; KEEP=1 leaves both up)
	@PYTHONPATH=dev $(PYTHON) -m demonstration

test: bootstrap ## every test, from nothing
	swift build --build-tests
	# Programs are started from a process of their own: Foundation can't start one beside some thousand open files.
	swift test --skip-build --skip EstateTests
	swift test --skip-build --filter EstateTests
	$(PYTHON) -m pytest -q -p no:cacheprovider dev/tests
	@PYTHONPATH=dev $(PYTHON) -m faults --quick --no-build

faults: bootstrap ## Relevo killed wherever it writes, and under random faults (ARGS="--quick", ARGS="--only day --point 17")
	@PYTHONPATH=dev $(PYTHON) -m faults $(ARGS)

histories: ## a hundred thousand random histories held against the promise, and a thousand queues to their end (COUNT, QUEUES, FROM, JOBS)
	swift build -c release --product histories
	.build/release/histories --count $(or $(COUNT),100000) --queues $(or $(QUEUES),1000) --from-seed $(or $(FROM),1) --jobs $(or $(JOBS),2)

lint: ## format, each room's imports against the house, forbidden words
	@dev/lint

check: lint test ## lint and test: what a change must pass

compare: bootstrap ## what a look costs, beside a plain boto3 loop (FULL=1 samples nothing; Benchmarks/README.md)
	@Benchmarks/bootstrap
	@PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=dev:Benchmarks $(PYTHON) -m compare

build: bootstrap ## the command line and the local Slack, in .build/debug
	swift build --product relevo
	swift build --product local-slack

docs: bootstrap ## the libraries' documentation, in .build/documentation; a warning is an error
	swift build
	dev/documentation

fuzz: bootstrap ## every parser of outside bytes, MINUTES=10 each, two at a time (Fuzzing/README.md)
	@Fuzzing/run $(or $(MINUTES),10)

bootstrap: ## installs what is missing: packages (as root), the local AWS in .venv
	@dev/bootstrap
