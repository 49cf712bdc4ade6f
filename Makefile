# Two commands are all a newcomer needs:   make demo   and   make test
# Each does its own set-up in .venv; nothing is installed outside it except, as root, the peers and servers of `make test`.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
PEERS  := $(VENV)/peers
EMULATE := $(PEERS)/emulate
WORKERS ?= 3
PYTEST := $(if $(ORDER),SYNCD_ORDER=$(ORDER) )$(BIN)/pytest -q --dist loadfile --no-loadscope-reorder

.DEFAULT_GOAL := help
.PHONY: help demo check style quick everything test proof bench bench-live bench-google bench-microsoft bench-promises bench-relations bench-web man screenshots setup chromium peers clean

help:
	@echo "make demo             a sample company: harvested, its reminders put, its pages at http://127.0.0.1:8001"
	@echo "make test             everything that is tested, about 17 minutes on two cores; installs what it needs; ORDER=7 in one of many random orders"
	@echo "make check            style, types, structure and the quick tests, about 2 and a half minutes"
	@echo "make proof            the long runs: every interruption, many orders of arrival, many mutants; goes on where it was stopped; ONLY=crash chooses"
	@echo "make bench            all budgets but those of the lines below: first harvest, its stages and growth, short passes, beside notmuch, mu, mbsync, offlineimap and vdirsyncer"
	@echo "make screenshots      a picture of every page, wide and narrow, in three languages, in screenshots/; ONLY='--dark --language lt' chooses"
	@echo "make man              the manual pages anew, after the help of a command, docs/commands.md or config.example.toml changed"
	@echo "make bench-live       how soon the running daemon has new mail and its reminders; what 1,000 idle accounts cost it"
	@echo "make bench-google     what mail, events and reminders at Google cost, beside the same mails in a Maildir, and at Google's quota"
	@echo "make bench-microsoft  what mail, events and reminders at Exchange and in Microsoft 365 cost, beside the same mails in a Maildir"
	@echo "make bench-web        how long each page takes on a store of a million interactions, which is made first"
	@echo "make bench-relations  all rules of the relation over a million interactions, and over a page of new mail"
	@echo "make bench-promises   precision and recall of promises and of due terms on labelled mails, beside four other programs"

$(READY): pyproject.toml
	@command -v git >/dev/null || { echo "git is missing: apt-get install git"; exit 1; }
	@command -v $(PYTHON) >/dev/null || { echo "python3 is missing: apt-get install python3 python3-venv"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: apt-get install python3"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "python3-venv is missing: apt-get install python3-venv"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $(READY)

setup: $(READY)

demo: $(READY)
	$(BIN)/syncd demo --dir demo

check: $(READY)
	@$(MAKE) --no-print-directory --jobs 2 style quick

style:
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy -p syncd -p connectors

quick:
	$(PYTEST) -n 2 -m "not slow"

everything:
	$(PYTEST) -n $(WORKERS)

chromium:
	@test -x /usr/bin/chromium || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium; } \
	  || echo "chromium is missing and could not be installed (as root: apt-get install chromium): no page is tried in a browser"

peers: chromium
	@if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  command -v notmuch >/dev/null && test -x /usr/sbin/dovecot || { apt-get update -qq && apt-get install -y -qq --no-install-recommends notmuch dovecot-imapd dovecot-lmtpd; } \
	    || echo "notmuch and dovecot could not be installed (is a package source reached?): what needs them is left out"; \
	  command -v mbsync >/dev/null && command -v offlineimap >/dev/null || apt-get install -y -qq --no-install-recommends isync offlineimap3 \
	    || echo "mbsync and offlineimap could not be installed: make bench does not compare with them"; \
	  command -v mu >/dev/null || apt-get install -y -qq --no-install-recommends maildir-utils || echo "mu could not be installed: make bench does not compare with it"; \
	  command -v strace >/dev/null || apt-get install -y -qq --no-install-recommends strace || echo "strace could not be installed: what the kernel refuses is not tried"; \
	else \
	  command -v notmuch >/dev/null || echo "notmuch is missing and only root may install it (apt-get install notmuch): what compares with it is left out"; \
	  command -v mbsync >/dev/null && command -v offlineimap >/dev/null || echo "mbsync or offlineimap is missing and only root may install it (apt-get install isync offlineimap3): make bench does not compare with it"; \
	  command -v mu >/dev/null || echo "mu is missing and only root may install it (apt-get install maildir-utils): make bench does not compare with it"; \
	  command -v strace >/dev/null || echo "strace is missing and only root may install it (apt-get install strace): what the kernel refuses is not tried"; \
	  test -x /usr/sbin/dovecot || echo "dovecot is missing and only root may install and start it (apt-get install dovecot-imapd): the IMAP connector is not tried on a real server"; \
	fi
	@if command -v npm >/dev/null; then \
	  test -e $(EMULATE)/node_modules/emulate/dist/index.js || { mkdir -p $(EMULATE) && npm install --prefix $(EMULATE) --no-audit --no-fund --silent emulate@0.12.2 node@24; } \
	    || echo "emulate could not be installed (is a package source reached?): Gmail is tried on our own fake only"; \
	  test -e $(PEERS)/axe/node_modules/axe-core/axe.min.js || { mkdir -p $(PEERS)/axe && npm install --prefix $(PEERS)/axe --no-audit --no-fund --silent axe-core@4.10.3; } \
	    || echo "axe-core could not be installed (is a package source reached?): whether everybody can use the pages is not tried"; \
	else \
	  echo "npm is missing (apt-get install npm): Gmail is tried on our own fake only, not on emulate, and whether everybody can use the pages is not tried"; \
	fi

test:
	@$(MAKE) --no-print-directory --jobs 2 setup peers
	@$(MAKE) --no-print-directory --jobs 2 style everything

proof: $(READY) peers
	$(BIN)/python -m pytest -q -p tests.proof -o timeout=7200 -n $(WORKERS) --dist worksteal -k "$(ONLY)"

bench: $(READY) peers $(PEERS)/.ready
	$(BIN)/python -m tests.bench.harvest
	$(BIN)/python -m tests.bench.harvest --mix attachments --mails 5000
	$(BIN)/python -m tests.bench.stages
	@rm -rf build/growth
	$(BIN)/python -m tests.bench.growth --mails 100000 --folder build/growth
	$(BIN)/python -m tests.bench.ready build/growth
	@rm -rf build/growth
	$(BIN)/python -m tests.bench.imap
	$(BIN)/python -m tests.bench.caldav --peers $(PEERS)/bin/python

bench-live: $(READY) peers
	$(BIN)/python -m tests.bench.live

bench-google: $(READY)
	$(BIN)/python -m tests.bench.google

bench-microsoft: $(READY)
	$(BIN)/python -m tests.bench.microsoft

bench-web: $(READY)
	$(BIN)/python -m tests.bench.web

bench-relations: $(READY)
	$(BIN)/python -m tests.bench.relations

$(PEERS)/.ready: tests/bench/peers.txt $(READY)
	@test -x $(PEERS)/bin/python || $(PYTHON) -m venv $(PEERS)
	$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check -r tests/bench/peers.txt
	@touch $@

bench-promises: $(PEERS)/.ready
	$(BIN)/python -m tests.bench.promises --peers $(PEERS)/bin/python

screenshots: $(READY) chromium
	$(BIN)/python -m tests.browser.screenshots screenshots $(ONLY)

man: $(READY)
	$(BIN)/python contrib/man/generate.py > contrib/man/syncd.1
	$(BIN)/python contrib/man/generate.py config > contrib/man/syncd-config.5

clean:
	rm -rf $(VENV) demo screenshots build dist *.egg-info
