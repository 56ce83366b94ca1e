FROM rust:1.95-slim-bookworm AS build
WORKDIR /solieu
COPY . .
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/solieu/target \
    cargo build --release --locked && cp target/release/solieu /usr/local/bin/

FROM debian:bookworm-slim
# certificates for servers that are reached over TLS
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates \
    && rm -rf /var/lib/apt/lists/*
COPY --from=build /usr/local/bin/solieu /usr/local/bin/
USER 10001:10001
ENTRYPOINT ["solieu"]
CMD ["run"]
