# All commands for contributors; `make` alone lists them.
PYTHON := $(CURDIR)/.venv/bin/python
# Tests/EstateTests starts the local AWS with this interpreter.
export RELEVO_PYTHON := $(PYTHON)

.DEFAULT_GOAL := help
.PHONY: help demo test faults histories mutants fuzz lint check compare bench cost serverless build man release package docs bootstrap

help: ## show this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1	\2/p' Makefile | expand -t 20

demo: bootstrap ## run Relevo for twenty-five days on a local AWS and a local Slack (STORY=rollout: 47 days of a roll-out; KEEP=1 leaves both running)
	@PYTHONPATH=dev $(PYTHON) -m demonstration

test: bootstrap ## build and run every test
	swift build --build-tests
	# EstateTests runs in its own process: Foundation can't start programs while thousands of files are open.
	swift test --skip-build --skip EstateTests
	swift test --skip-build --filter EstateTests
	$(PYTHON) -m pytest -q -p no:cacheprovider -n 2 --dist loadfile dev/tests
	@PYTHONPATH=dev $(PYTHON) -m faults --quick --no-build

faults: bootstrap ## kill Relevo wherever it writes, and run it under random faults (ARGS="--quick", ARGS="--only day --point 17")
	@PYTHONPATH=dev $(PYTHON) -m faults $(ARGS)

histories: ## check a hundred thousand random histories against the promise, and run a thousand queues until they are empty (COUNT, QUEUES, FROM, JOBS)
	swift build -c release --product histories
	.build/release/histories --count $(or $(COUNT),100000) --queues $(or $(QUEUES),1000) --from-seed $(or $(FROM),1) --jobs $(or $(JOBS),2)

mutants: ## check that tests catch wrong behavior that is put back on purpose (ONLY="gate-age round-*"; dev/mutants/README.md)
	@$(PYTHON) dev/mutants/run.py $(ONLY)

lint: ## check format, each target's imports and forbidden words
	@dev/lint

check: lint test ## lint and test; every change must pass this

compare: bootstrap ## measure a scan and compare it with a plain boto3 loop (FULL=1 samples nothing; Benchmarks/README.md)
	@Benchmarks/bootstrap
	@PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=dev:Benchmarks $(PYTHON) -m compare

bench: bootstrap ## measure the Lambda function of `make package` with 1, 10, 100 and 1,000 accounts (SIZES, BOOTSTRAP; Benchmarks/README.md)
	@PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=dev:Benchmarks:Benchmarks/serverless $(PYTHON) -m stages

cost: bootstrap ## print what a month on Lambda costs, from the figures of the last bench (ACCOUNTS, MEMORY_MB)
	@PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=dev:Benchmarks:Benchmarks/serverless $(PYTHON) -m stages.cost

serverless: bootstrap ## run the deployed function on the local AWS, every day and every case, beside the command line
	swift build --product LambdaFunction && swift build --product relevo && swift build --product local-slack
	$(PYTHON) -m pytest -q -p no:cacheprovider --whole dev/tests/test_serverless.py

build: bootstrap ## build the command line and the local Slack, in .build/debug
	swift build --product relevo
	swift build --product local-slack

man: build ## write the manual page, .build/relevo.1, from the command line's help
	.build/debug/relevo --experimental-dump-help | dev/manual "$$(git log -1 --format=%cs)" > .build/relevo.1
	@echo "man -l .build/relevo.1 shows it."

release: bootstrap ## build and pack what a release carries, in .build/dist (SCRATCH=FOLDER builds elsewhere)
	swift build -c release --product relevo --static-swift-stdlib -Xlinker -s $(if $(SCRATCH),--scratch-path $(SCRATCH))
	@PYTHONPATH=dev $(PYTHON) -m release $(or $(SCRATCH),.build)/release/relevo .build/dist

package: bootstrap ## build the Lambda function and pack it with zone files, in .build/dist (CONFIG=relevo.yaml: and with the configuration; SCRATCH=FOLDER builds elsewhere)
	swift build -c release --product LambdaFunction --static-swift-stdlib $(if $(SCRATCH),--scratch-path $(SCRATCH))
	$(if $(CONFIG),swift build --product relevo)
	@PYTHONPATH=dev $(PYTHON) -m package $(or $(SCRATCH),.build)/release/LambdaFunction .build/dist --unpacked .build/lambda $(if $(CONFIG),--configuration $(CONFIG))

docs: bootstrap ## build the libraries' documentation, in .build/documentation; a warning is an error
	swift build
	dev/documentation

fuzz: bootstrap ## fuzz every parser of external input, MINUTES=10 each, two at a time (Fuzzing/README.md)
	@Fuzzing/run $(or $(MINUTES),10)

bootstrap: ## install what is missing: packages (as root), the local AWS in .venv
	@dev/bootstrap
