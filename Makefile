# Everything a person types. `make help` explains.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help deps build train test test-debug test-release release-builds release-commands release-bundle test-levels lint completions install-completions bench bench-train bench-render bench-loader bench-search conformance fuzz damage sanitize check format clean

# Words for the command behind a target: make train ARGS="--lang en", make test ARGS="--filter ConsoleTests".
ARGS ?=
# Flags of the compiler for `make test`; continuous integration makes warnings errors.
FLAGS ?=
LANGUAGES ?= zh
# The flags of `check` would rebuild everything in .build; a folder of its own keeps both warm.
STRICT := -Xswiftc -warnings-as-errors --explicit-target-dependency-import-check error
FORMATTED := Package.swift Sources Tests

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-19s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

deps: ## install what is missing from the distribution
	@scripts/install-dependencies

build: deps ## optimized commands under .build/release
	swift build -c release

train: build ## train on emoji and their names, about ten minutes on two cores
	.build/release/clippo-train --lang $(LANGUAGES) $(ARGS)

test: test-debug test-release ## every test, in a debug build and in a release build

test-debug: deps ## every test in a debug build, which traps more mistakes; the quicker one to build again
	swift test --disable-xctest $(FLAGS) $(ARGS)

# The libraries optimized, with the commands of `make build` beside them.
TESTABLE = -c release -Xswiftc -enable-testing --scratch-path .build/release-tests
RELEASE_TESTS = CLIPPO_COMMANDS=$(CURDIR)/.build/release swift test --skip-build $(TESTABLE) --disable-xctest $(ARGS)

# Whole modules are compiled on one core each and wait for each other, so both builds go on at once.
release-builds: deps
	$(MAKE) --no-print-directory -j2 release-commands release-bundle

release-commands:
	swift build -c release

release-bundle:
	swift build --build-tests $(TESTABLE)

# Optimizers make mistakes of their own, so what people run is what is tested.
test-release: release-builds ## every test in a release build, the commands being those of `make build`
	scripts/check-error-returns
	$(RELEASE_TESTS)

test-levels: release-builds ## every test in a release build, with every set of instructions that this processor has, or LEVELS, one by one
	set -e; for level in $${LEVELS:-$$(.build/release/clippo-bench levels | cut -f1)}; do \
	  echo "CLIPPO_CPU_LEVEL=$$level"; CLIPPO_CPU_LEVEL=$$level $(RELEASE_TESTS); done

COMMANDS = $(patsubst Sources/%,%,$(wildcard Sources/clippo-*))
# Where `make install-completions` puts scripts: PREFIX=~/.local for one person alone.
PREFIX ?= /usr/local

completions: build ## scripts that complete the commands' words in bash and zsh, under .build/completions
	@mkdir -p .build/completions/bash .build/completions/zsh
	set -e; for command in $(COMMANDS); do \
	  .build/release/$$command --completion bash > .build/completions/bash/$$command; \
	  .build/release/$$command --completion zsh > .build/completions/zsh/_$$command; done

install-completions: completions ## the same where bash and zsh look for them, under PREFIX
	install -d $(DESTDIR)$(PREFIX)/share/bash-completion/completions $(DESTDIR)$(PREFIX)/share/zsh/site-functions
	install -m 644 .build/completions/bash/* $(DESTDIR)$(PREFIX)/share/bash-completion/completions
	install -m 644 .build/completions/zsh/* $(DESTDIR)$(PREFIX)/share/zsh/site-functions

bench: bench-train ## measure, print tables, write bench/results/

bench-train: build ## training steps of many shapes; PEER and RUN_PEER are programs to hold against (bench/README.md)
	.build/release/clippo-bench train $(if $(PEER),--peer '$(PEER)') $(if $(RUN_PEER),--run-peer '$(RUN_PEER)') $(ARGS)

bench-render: build ## captions drawn a second, against Pango (needs libpango1.0-dev)
	@pkg-config --exists pangocairo || { echo "the peer needs Pango: sudo apt-get install libpango1.0-dev"; exit 1; }
	cc -O2 bench/peers/pango_render.c -o .build/pango_render $$(pkg-config --cflags --libs pangocairo)
	.build/release/clippo-bench render --peer .build/pango_render $(ARGS)

bench-loader: build ## photos read, augmented and packed a second; DATA is their folder, PEER a program to hold against
	.build/release/clippo-bench loader --data '$(DATA)' $(if $(PEER),--peer '$(PEER)') $(ARGS)

bench-search: build ## a million made-up vectors searched in every way; PEER is a program to hold against
	.build/release/clippo-bench search $(if $(PEER),--peer '$(PEER)') $(ARGS)

conformance: release-builds ## the text renderer, optimized, against the whole of Unicode's test files
	CLIPPO_CONFORMANCE=1 $(RELEASE_TESTS) --filter TextRenderingTests

fuzz: deps ## readers, renderer, server and options under libFuzzer, ten minutes each; SUBJECTS chooses some
	scripts/fuzz $${SECONDS_TO_FUZZ:-600} $(SUBJECTS)

damage: deps ## the tests of random damage, text, options and fonts, for longer and under the address sanitizer
	CLIPPO_FUZZ_SECONDS=$${SECONDS_TO_FUZZ:-400} swift test --disable-xctest --scratch-path .build/address --sanitize=address --filter FuzzTests $(ARGS)

sanitize: deps ## every test under the address sanitizer, the pool of threads under the thread sanitizer
	swift test --disable-xctest --scratch-path .build/thread --sanitize=thread --filter 'PoolTests|ThreadPoolTests'
	ASAN_OPTIONS=detect_leaks=0 swift test --disable-xctest --scratch-path .build/address --sanitize=address $(ARGS)

check: lint ## formatting, warnings as errors, floors, tests
	$(MAKE) --no-print-directory test-debug FLAGS="--scratch-path .build/check $(STRICT)"

lint: ## formatting
	swift format lint --strict --recursive --configuration .swift-format $(FORMATTED)

format: ## rewrite the sources in the house's format
	swift format --in-place --recursive --configuration .swift-format $(FORMATTED)

clean: ## remove what was built; runs stay
	rm -rf .build
