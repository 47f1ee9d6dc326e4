# `make help` lists what can be made. Everything is built below .build.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.ONESHELL:
.NOTPARALLEL:
.DEFAULT_GOAL := help
.PHONY: help setup setup-tests build run test test-systemd test-by-hand test-foreign check torture format bench evaluate fuzz train-lines \
	train-language train-topics install deb test-deb clean

# What the sources include and link, by the names of Debian 12; git and certificates are for Swift's packages.
BUILD_PACKAGES := ca-certificates g++ git libseccomp-dev libsqlite3-dev libsystemd-dev \
	libxml2-dev libxxhash-dev libzstd-dev pkg-config
# What looks at processes, a Varlink client that we did not write, systemd's own check of the units, and what boots a
# throwaway system.
TEST_PACKAGES := procps python3-venv systemd systemd-container
# What makes a package, and what judges it.
DEB_PACKAGES := debhelper dpkg-dev lintian
# The shells whose completions are tried, and a boot for the machine that is thrown away.
DEB_TEST_PACKAGES := bash-completion fish man-db procps systemd-container systemd-sysv zsh
VARLINK_CLIENT := varlink==31.0.0

# Swift's runtime is linked in, so that a service needs no toolchain beside it. Two builds at one path give the same code,
# byte for byte; what differs are the compiler's hashes of modules (.swift_modhash) and with them the linker's name for
# the whole. (To strip either section takes RELRO away.)
RELEASE := -c release --static-swift-stdlib -Xcxx -ffile-prefix-map=$(CURDIR)=.
SWIFT_SOURCES := Package.swift Sources Tests $(wildcard Benchmarks/Package.swift Benchmarks/Sources Benchmarks/Training \
	Benchmarks/LanguageTraining Benchmarks/Topics Benchmarks/TopicMeasures)

# So many tests at once, whatever the machine: each may have daemons of its own, and a user has 128 inotify instances.
export SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH := 8

export CORPUS ?= seeds
PREFIX ?= /usr/local
# What is installed and tried: `make test` has built the other one, debug.
BUILT ?= release
BUILD := $(if $(filter release,$(BUILT)),build)
DESTDIR ?=
SYSCONFDIR ?= /etc
# Debian keeps these two elsewhere.
UNITDIR ?= $(PREFIX)/lib/systemd/system
ZSHDIR ?= $(PREFIX)/share/zsh/site-functions

help: ## This list.
	@awk -F ' *## *' '/^[a-z-]+:.*##/ { sub(/:.*/, "", $$1); printf "make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Install what building needs, and nothing if it is there.
	@$(call need_swift)
	$(call need_packages,$(BUILD_PACKAGES),corpusd is built with)

setup-tests: setup
	@$(call need_packages,$(TEST_PACKAGES),the tests run with)
	if ! [ -x .build/venv/bin/varlink ] && ! .build/venv/bin/python -c 'import varlink' 2>/dev/null; then
		python3 -m venv .build/venv
		.build/venv/bin/pip install --quiet --disable-pip-version-check '$(VARLINK_CLIENT)'
	fi

build: setup ## Build .build/release/corpusd and .build/release/corpusctl.
	@swift build $(RELEASE) --product corpusd
	swift build $(RELEASE) --product corpusctl

# One folder of state for each corpus. A socket's path has at most 107 bytes (unix(7)), so a long one goes to /tmp.
run: build ## Build, and run on CORPUS=seeds in the foreground; Ctrl-C stops it.
	@corpus=$$(realpath -e -- "$$CORPUS")
	name=$$(basename -- "$$corpus" | tr -c 'A-Za-z0-9\n' _ | cut -c 1-20)-$$(cksum <<<"$$corpus" | cut -d ' ' -f 1)
	state=$${XDG_STATE_HOME:-~/.local/state}/corpusd-run/$$name
	socket=$$state/io.corpusd
	(( $$(printf %s "$$socket" | wc -c) <= 107 )) || socket=/tmp/corpusd-run-$$(id -u)/$$name/io.corpusd
	exec .build/release/corpusd --corpus "$$corpus" --state "$$state" --socket "$$socket"

test: setup-tests ## Build and run every test.
	@swift build --build-tests
	swift test --skip-build --disable-xctest
	if [ "$$(id -u)" = 0 ] && command -v systemd-nspawn >/dev/null; then
		$(MAKE) --no-print-directory test-systemd test-by-hand BUILT=debug
	else
		echo 'Skipped: the checks under a real systemd (make test-systemd) and without one (make test-by-hand), for which' \
			'root and systemd-nspawn are needed.'
	fi

# WORDS='stop restart' picks the checks whose names hold one of them.
test-systemd: $(BUILD) ## Install what was built into a throwaway system with a real systemd, and check it there, as root.
	@command -v systemd-nspawn >/dev/null || { echo 'There is no systemd-nspawn: see the package systemd-container' >&2; exit 1; }
	image=$$(mktemp -d)
	trap 'rm -rf "$$image"' EXIT
	$(MAKE) --no-print-directory install DESTDIR="$$image" >/dev/null
	[ $(BUILT) = debug ] || swift build $(RELEASE) --product poisoned-parser
	install -D --strip -t "$$image/usr/local/lib/corpusd" .build/$(BUILT)/poisoned-parser
	Tests/Systemd/system.sh "$$image" Tests/Systemd checks.py $(WORDS)

test-by-hand: $(BUILD) ## Run what was built without systemd: as a user, and first in a container; as root.
	@BUILT=$(BUILT) Tests/Packaging/by-hand.sh

# What is one thread's work, such as reading a document, is not run again.
check: setup-tests ## Formatting, units, imports, and the tests under the thread sanitizer; warnings are errors.
	@swift format lint --strict --parallel --recursive $(SWIFT_SOURCES)
	$(call verify_units)
	thread='--scratch-path .build/thread --sanitize thread'
	swift build --build-tests $$thread --explicit-target-dependency-import-check error
	clang -Wall -Werror -shared -fPIC -o .build/thread/mutex.so Tests/ThreadSanitizer/mutex.c
	# Fewer at once: what is ten times as slow would keep the others' services waiting beyond what any service may take.
	export SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=4
	export LD_PRELOAD=$$PWD/.build/thread/mutex.so TSAN_OPTIONS=halt_on_error=1
	swift test --skip-build --disable-xctest $$thread --skip '^(Analysis|Documents|Tidy)Tests\.'

# varlinkctl is run in a root of its own, as the system's may be too old to have one.
test-foreign: setup-tests $(BUILD) ## Ask the service with clients that nobody here wrote, and with some that misbehave.
	@$(call need_packages,mmdebstrap,varlinkctl is tried in a root made with)
	Tests/Foreign/foreign.sh .build/$(BUILT) .build/venv/bin/python .build/trixie

# Every fault, every call, and the real minutes: about half an hour. TORTURE_SEED= repeats a run.
torture: setup-tests ## Break the daemon on purpose, TORTURE=500 kills and every failing call, and print a table.
	@swift build --build-tests
	export CORPUSD_TORTURE=$${TORTURE:-500} CORPUSD_TORTURE_SEED=$${TORTURE_SEED:-$$(date +%s)}
	swift test --skip-build --disable-xctest --filter TortureTests

bench: build setup-tests ## Measure what was built; BENCH='--help' lists the knobs, BENCH='bulk --files 10000' picks.
	@swift run -c release --package-path Benchmarks bench $(BENCH)

# The sets are not part of the sources; what each is called, and where it is from, is in the script.
evaluate: build ## Read labelled sets below DATA=folder, and print how well; TASKS='html dates' picks.
	@[ -d '$(DATA)' ] || { echo "make evaluate DATA=folder: name the folder of the labelled sets" >&2; exit 1; }
	swift build $(RELEASE) --product measure-topics
	python3 Benchmarks/evaluate.py .build/release/corpusd '$(DATA)' $(TASKS)

# Labelled pages (a JSON object a line: lines, and y of each) below DATA; the same pages give the same file.
train-lines: setup ## Fit the weights of the line model to the labelled pages below DATA.
	@pages=$${DATA:?the folder of the labelled sets}/eval-only/boilerplate-lines/dev/pages.jsonl.gz
	swift build -c release --product train-lines
	weights=$$(mktemp)
	gzip -dc "$$pages" | .build/release/train-lines >"$$weights"
	mv "$$weights" Sources/Documents/Clutter/LineModelWeights.swift
	swift format --in-place Sources/Documents/Clutter/LineModelWeights.swift

# Sentences of SIB-200 and the translations of the Declaration of Human Rights, below DATA; the same give the same file.
train-language: setup ## Fit the language model to the sentences below DATA, and print what it is worth.
	@clean=$${DATA:?the folder of the labelled sets}/clean
	swift build -c release --product train-language
	texts=$$(mktemp -d)
	trap 'rm -rf "$$texts"' EXIT
	gzip -dc "$$clean/sib200-lang-topic/dev/items.jsonl.gz" >"$$texts/sentences.jsonl"
	python3 -m zipfile -e "$$clean/udhr2/udhr2.zip" "$$texts"
	.build/release/train-language "$$texts" "$$texts/language.bin" | tee "$$texts/language.txt"
	mv "$$texts/language.bin" "$$texts/language.txt" Sources/CModels

# The vocabulary, labelled sentences and articles below DATA, and the seeds beside the trainer; the same give the same file.
train-topics: setup ## Fit the words of the model of topics to the seeds and to the sets below DATA.
	@clean=$${DATA:?the folder of the labelled sets}/clean
	swift build -c release --product train-topics
	sets=$$(mktemp -d)
	trap 'rm -rf "$$sets"' EXIT
	gzip -dc "$$clean/iptc-mediatopics/mediatopics-en.jsonl.gz" >"$$sets/mediatopics.jsonl"
	gzip -dc "$$clean/sib200-lang-topic/dev/items.jsonl.gz" >"$$sets/sib200.jsonl"
	gzip -dc "$$clean/wikinews-en/dev/items.jsonl.gz" >"$$sets/wikinews.jsonl"
	.build/release/train-topics Benchmarks/Topics/Seeds "$$sets" "$$sets/topics.bin"
	mv "$$sets/topics.bin" Sources/CModels/topics.bin

fuzz: setup ## Throw hostile bytes at the readers, for SECONDS=60 each; findings go to .build/fuzz/found.
	@Tests/Fuzzing/fuzz.sh $(or $(SECONDS),60)

format: ## Format the sources in place.
	@swift format --in-place --parallel --recursive $(SWIFT_SOURCES)

install: ## Install what was built, and all that belongs to it, below DESTDIR= and PREFIX=/usr/local.
	@prefix='$(DESTDIR)$(PREFIX)' units='$(DESTDIR)$(UNITDIR)' zsh='$(DESTDIR)$(ZSHDIR)'
	install -D --strip -t "$$prefix/bin" .build/$(BUILT)/corpusd .build/$(BUILT)/corpusctl
	$(call install_files,"$$units",systemd/*.service systemd/*.socket systemd/*.timer)
	$(call make_templates,"$$units")
	$(call install_files,"$$prefix/lib/systemd/user",systemd/user/*)
	$(call install_files,"$$prefix/lib/systemd/catalog",systemd/*.catalog)
	$(call install_files,"$$prefix/lib/sysctl.d",systemd/sysctl.d/*)
	$(call install_files,"$$prefix/lib/sysusers.d",systemd/sysusers.d/*)
	$(call install_files,"$$prefix/lib/tmpfiles.d",systemd/tmpfiles.d/*)
	find "$$units" "$$prefix/lib" -name 'corpusd*.service' -exec sed -i 's|/usr/bin/corpus|$(PREFIX)/bin/corpus|' {} +
	$(foreach section,1 5 7 8,$(call install_files,"$$prefix/share/man/man$(section)",Packaging/man/*.$(section)))
	$(call install_files,"$$prefix/share/doc/corpusd",Sources/CModels/NOTICE.md)
	bash=$$prefix/share/bash-completion/completions fish=$$prefix/share/fish/vendor_completions.d
	install -d "$$bash" "$$fish" "$$zsh"
	for program in corpusd corpusctl; do
		.build/$(BUILT)/$$program --generate-completion-script bash | sed '/^#!/d' >"$$bash/$$program"
		.build/$(BUILT)/$$program --generate-completion-script fish >"$$fish/$$program.fish"
		.build/$(BUILT)/$$program --generate-completion-script zsh >"$$zsh/_$$program"
	done
	etc='$(DESTDIR)$(SYSCONFDIR)/corpusd'
	[ -e "$$etc/corpusd.toml" ] || install -D -m 0644 -t "$$etc" systemd/corpusd.toml

# The version grows with the commits.
deb: $(BUILD) ## Build .build/deb/corpusd_*.deb, a package for Debian, and have it judged by lintian.
	@$(call need_packages,$(DEB_PACKAGES),a package is made with)
	export SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct)
	version=$$(sed -n 's/.*corpusdVersion = "\(.*\)"/\1/p' Sources/Daemon/Version.swift)
	version+=+git$$(date -u -d "@$$SOURCE_DATE_EPOCH" +%Y%m%d%H%M%S)
	rm -rf .build/deb
	mkdir -p .build/deb/source
	cp -r Packaging/debian .build/deb/source
	{
		printf 'corpusd (%s) unstable; urgency=medium\n\n  * As of %s.\n\n' "$$version" "$$(git rev-parse HEAD)"
		sed -n 's/^Maintainer: \(.*\)/ -- \1/p' Packaging/debian/control | tr -d '\n'
		LC_ALL=C date -u -d "@$$SOURCE_DATE_EPOCH" +'  %a, %d %b %Y %T %z'
	} >.build/deb/source/debian/changelog
	(cd .build/deb/source && dpkg-buildpackage --build=binary --no-sign) >.build/deb/log 2>&1 || { cat .build/deb/log >&2; exit 1; }
	lintian --allow-root --fail-on warning $(if $(filter debug,$(BUILT)),--suppress-tags custom-library-search-path) \
		.build/deb/corpusd_*.changes
	ls .build/deb/corpusd_*.deb

# A package of what the tests have built (BUILT=debug) is for this alone.
test-deb: deb ## Live with that package in a booted machine, and by the README's lines; needs root.
	@$(call need_packages,$(DEB_TEST_PACKAGES),the package is tested with)
	image=$$(mktemp -d)
	trap 'rm -rf "$$image"' EXIT
	mkdir "$$image/srv"
	cp -r seeds "$$image/srv/corpus"
	Tests/Systemd/system.sh "$$image" . Tests/Packaging/package.sh /tests/.build/deb
	for way in Debian elsewhere; do
		Tests/Systemd/system.sh "$$image" . Tests/Packaging/install.sh "$$way" $(BUILT)
	done

clean: ## Remove everything that was built.
	@rm -rf .build Benchmarks/.build

# --------------------------------------------------------------------------------------------------------------------

define need_swift
if ! command -v swift >/dev/null; then
	echo 'corpusd is written in Swift 6.2 or later, and there is no swift on the PATH: see https://www.swift.org/install/linux/' >&2
	exit 1
fi
version=$$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9.]*\).*/\1/p' | head -n 1)
if [ "$$(printf '%s\n' 6.2 "$$version" | sort -V | head -n 1)" != 6.2 ]; then
	echo "corpusd needs Swift 6.2 or later, and this is $${version:-unknown}: see https://www.swift.org/install/linux/" >&2
	exit 1
fi
endef

# Arguments: a folder, and patterns of files, of which some may match nothing.
define install_files
$(if $(wildcard $(2)),install -D -m 0644 -t $(1) $(wildcard $(2)))

endef

# corpusd@NAME is corpusd with folders, a socket and a configuration of its own, below those of corpusd. Argument: where
# the two units are, and where the templates go.
define make_templates
for unit in service socket; do
	sed -e 's|^Description=.*|& %i|' -e 's|corpusd\.socket|corpusd@%i.socket|' -e 's|Directory=corpusd$$|&/%i|' \
		-e 's|/run/corpusd/|&%i/|' -e '/systemd-report/,/^Symlinks=/d' $(1)/corpusd.$$unit >$(1)/corpusd@.$$unit
done
endef

# The units name a program that may not be installed here, so copies name another. 7 stands for an exposure of 0.7.
define verify_units
if command -v systemd-analyze >/dev/null; then
	units=$$(mktemp -d)
	trap 'rm -rf "$$units"' EXIT
	cp systemd/*.service systemd/*.socket "$$units"
	mkdir "$$units/user"
	cp systemd/user/* "$$units/user"
	$(call make_templates,"$$units")
	sed -i 's,/usr/bin/corpus[a-z]*,/bin/true,' "$$units"/*.service "$$units"/user/*.service
	said=$$(systemd-analyze verify --man=no "$$units"/*.* 2>&1) || true
	said+=$$(XDG_RUNTIME_DIR=$$units systemd-analyze verify --user --man=no "$$units"/user/* 2>&1) || true
	systemd-analyze security --offline=true --threshold=7 --no-pager "$$units"/*.service >"$$units/exposure" ||
		said+=$$(tail -n 1 "$$units/exposure")
	[ -z "$$said" ] || { echo "$$said" >&2; exit 1; }
fi
endef

# Arguments: packages, and why. Elsewhere than on Debian the build itself says what is missing.
define need_packages
if command -v dpkg-query >/dev/null; then
	missing=
	for package in $(1); do
		[ "$$(dpkg-query -W -f '$${db:Status-Status}' "$$package" 2>/dev/null)" = installed ] || missing+=" $$package"
	done
	if [ "$$missing" ]; then
		echo "Installing by apt what $(2):$$missing" >&2
		sudo=
		if [ "$$(id -u)" != 0 ]; then
			command -v sudo >/dev/null || { echo "Only root can do that. Ask for: apt-get install$$missing" >&2; exit 1; }
			sudo=sudo
		fi
		$$sudo apt-get update -qq
		$$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing
	fi
fi
endef
