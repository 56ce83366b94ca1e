# make demo                          sample articles through private servers, the result on screen
# make demo ARTICLES='path/*.txt'    the same with articles of your own (.txt, .json, .jsonl)
# make demo KEEP=1                   leaves the servers running and prints how to connect
# make test                          every test, against private servers
# make lint                          formatting, clippy, documentation
# make sqlx                          renews .sqlx/ after a query or a migration has changed

ARTICLES ?= samples/*
KEEP ?=

# a build needs no database, whatever DATABASE_URL says outside
export SQLX_OFFLINE = true

.PHONY: demo test lint sqlx services

demo: services
	cargo build --release --locked
	cargo run --release --locked --quiet -- demo $(if $(KEEP),--keep) $(ARTICLES)

test: services
	cargo test --locked

lint:
	cargo fmt --check
	cargo clippy --locked --all-targets -- -D warnings
	RUSTDOCFLAGS='-D warnings' cargo doc --locked --no-deps --document-private-items

sqlx: services
	.ci/sqlx write

services:
	@.ci/services
