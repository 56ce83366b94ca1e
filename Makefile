# make demo                          sample articles through private servers, the result on screen
# make demo ARTICLES='path/*.txt'    the same with articles of your own (.txt, .json, .jsonl)
# make demo KEEP=1                   leaves the servers running and prints how to connect
# make test                          every test, against private servers
# make faults                        hundreds of faults while two workers are busy; FAULTS=, ARTICLES=, SEED=
# make lint                          formatting, clippy, documentation
# make bench                         what extraction costs beside one pass of the lexicon, and the service beside a bare mover; ARTICLES=
# make fuzz SECONDS=1800             looks for bytes that break an invariant, in messages and then in texts
# make report-bench ROWS=1000000     the questions of docs/sql.md against that many figures; PLANS=1 shows the plans
# make snapshots                     draws tests/articles/ again after a rule or a word has changed
# make queries                       renews .sqlx/ after a query or a migration has changed

ARTICLES ?= samples/*
KEEP ?=
ROWS ?= 1000000
SECONDS ?= 1800
FAULTS ?= 200
SEED ?= 1

.PHONY: demo test faults lint bench fuzz report-bench snapshots queries services

demo: services
	cargo build --release --locked
	cargo run --release --locked --quiet -- demo $(if $(KEEP),--keep) $(ARTICLES)

test: services
	cargo test --locked

faults: ARTICLES = 20000
faults: services
	FAULTS=$(FAULTS) ARTICLES=$(ARTICLES) SEED=$(SEED) cargo test --release --locked --features crash --test service storm -- --nocapture

lint:
	cargo fmt --check
	cargo clippy --locked --all-targets -- -D warnings
	RUSTDOCFLAGS='-D warnings' cargo doc --locked --no-deps --document-private-items

bench: ARTICLES = 20000
bench: services
	cargo bench --locked --bench extraction
	ARTICLES=$(ARTICLES) cargo bench --locked --bench service

fuzz:
	fuzz/run message $(SECONDS)
	fuzz/run extract $(SECONDS)

report-bench: services
	cargo bench --locked --profile dev --bench reporting -- $(ROWS)

snapshots:
	mkdir -p tests/articles
	UPDATE_SNAPSHOTS=1 cargo test --locked --test articles

queries: services
	.ci/queries --write

services:
	@.ci/services
