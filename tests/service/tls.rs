//! Servers that are reached over TLS, and every way of signing in to NATS.

use std::fs::{self, Permissions};
use std::net::TcpListener;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
use std::path::{Path, PathBuf};

use nkeys::KeyPair;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa};
use serde_json::{Value, json};
use solieu::config::{self, Config};
use solieu::jetstream::{Absence, connect};
use solieu::local::{self, Lifetime, Nats, Postgres};
use solieu::store::Store;
use sqlx::PgPool;

/// A certificate authority with a certificate for this machine, as files.
struct Certificates {
    ca: PathBuf,
    certificate: PathBuf,
    key: PathBuf,
}

impl Certificates {
    fn create(folder: &Path, name: &str) -> Self {
        let mut params = CertificateParams::new([]).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let ca = CertifiedIssuer::self_signed(params, rcgen::KeyPair::generate().unwrap()).unwrap();
        let key = rcgen::KeyPair::generate().unwrap();
        let params = CertificateParams::new(["127.0.0.1".to_owned(), "localhost".to_owned()]);
        let certificate = params.unwrap().signed_by(&key, &ca).unwrap();
        let write = |kind: &str, text: String| {
            let path = folder.join(format!("{name}.{kind}.pem"));
            fs::write(&path, text).unwrap();
            path
        };
        Self {
            ca: write("ca", ca.pem()),
            certificate: write("certificate", certificate.pem()),
            key: write("key", key.serialize_pem()),
        }
    }
}

fn settings(url: &str) -> config::Nats {
    let mut nats = Config::load(None, [], &[]).unwrap().nats;
    nats.url = url.to_owned().into();
    nats
}

/// Whether the server answers somebody who connects with these settings.
async fn answers(nats: &config::Nats) -> bool {
    match connect(nats, Absence::Fail).await {
        Ok((client, _)) => client.flush().await.is_ok(),
        Err(_) => false,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nats_is_reached_over_tls_and_only_with_the_right_certificates() {
    let folder = local::folder().unwrap();
    let good = Certificates::create(folder.path(), "good");
    let stranger = Certificates::create(folder.path(), "stranger");
    let tls = format!(
        "tls {{ cert_file: {:?}, key_file: {:?}, ca_file: {:?}, verify: true }}",
        good.certificate, good.key, good.ca
    );
    let server = Nats::start_with(folder.path(), Lifetime::Process, &tls).unwrap();
    let mut nats = settings(&server.url().replace("nats://", "tls://"));
    nats.ca = Some(good.ca.clone());
    nats.certificate = Some(good.certificate.clone());
    nats.key = Some(good.key.clone());
    assert!(answers(&nats).await);

    let mut untrusted = nats.clone();
    untrusted.ca = Some(stranger.ca.clone());
    assert!(!answers(&untrusted).await, "a server of another authority");
    let mut unknown = nats.clone();
    unknown.ca = None;
    assert!(!answers(&unknown).await, "a server nobody has heard of");
    let mut nobody = nats.clone();
    (nobody.certificate, nobody.key) = (None, None);
    assert!(!answers(&nobody).await, "a client without a certificate");
    let mut other = nats.clone();
    (other.certificate, other.key) = (Some(stranger.certificate), Some(stranger.key));
    assert!(!answers(&other).await, "a client of another authority");

    // a server that cannot do TLS is no server for an address that asks for it
    let plain_folder = local::folder().unwrap();
    let plain = Nats::start(plain_folder.path(), Lifetime::Process).unwrap();
    assert!(answers(&settings(&plain.url())).await);
    assert!(!answers(&settings(&plain.url().replace("nats://", "tls://"))).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn postgres_is_reached_over_tls_as_sslmode_says() {
    let folder = local::folder().unwrap();
    let good = Certificates::create(folder.path(), "good");
    let stranger = Certificates::create(folder.path(), "stranger");
    let free = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = free.local_addr().unwrap().port();
    drop(free);
    let port_setting = format!("port={port}");
    let settings = ["fsync=off", "listen_addresses=127.0.0.1", &port_setting];
    let mut server = Postgres::start(folder.path(), Lifetime::Process, &settings).unwrap();
    server.stop();

    // Postgres wants its key to be its own and nobody else's
    let data = folder.path().join("postgres/data");
    let owner = fs::metadata(&data).unwrap();
    for path in [&good.certificate, &good.key] {
        let own = data.join(path.file_name().unwrap());
        fs::copy(path, &own).unwrap();
        fs::set_permissions(&own, Permissions::from_mode(0o600)).unwrap();
        chown(&own, Some(owner.uid()), Some(owner.gid())).unwrap();
    }
    let mut lines = fs::read_to_string(data.join("postgresql.conf")).unwrap();
    lines.push_str(
        "ssl = on\nssl_cert_file = 'good.certificate.pem'\nssl_key_file = 'good.key.pem'\n",
    );
    fs::write(data.join("postgresql.conf"), lines).unwrap();
    fs::write(
        data.join("pg_hba.conf"),
        "hostssl all all 127.0.0.1/32 trust\n",
    )
    .unwrap();
    server.resume().unwrap();

    let url = |options: &str| format!("postgresql://solieu@127.0.0.1:{port}/postgres?{options}");
    let connects = async |options: String| {
        let mut settings = Config::load(None, [], &[]).unwrap().postgres;
        settings.url = url(&options).into();
        Store::connect(&settings).await.is_ok()
    };
    let (ca, other) = (good.ca.display(), stranger.ca.display());
    for (options, expected) in [
        (format!("sslmode=verify-full&sslrootcert={ca}"), true),
        ("sslmode=require".to_owned(), true),
        (format!("sslmode=verify-full&sslrootcert={other}"), false),
        ("sslmode=verify-full".to_owned(), false),
        // the server takes nobody without TLS
        ("sslmode=disable".to_owned(), false),
    ] {
        assert_eq!(connects(options.clone()).await, expected, "{options}");
    }
    let pool = PgPool::connect(&url(&format!("sslmode=verify-full&sslrootcert={ca}")))
        .await
        .unwrap();
    let encrypted: bool =
        sqlx::query_scalar("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
            .fetch_one(&pool)
            .await
            .unwrap();
    assert!(encrypted);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_way_of_signing_in_is_understood() {
    let user = KeyPair::new_user();
    for (authorization, sign_in) in [
        (
            "{ user: u, password: pw }".to_owned(),
            (|nats, _| {
                nats.user = Some("u".to_owned());
                nats.password = Some("pw".to_owned().into());
            }) as fn(&mut config::Nats, &KeyPair),
        ),
        ("{ token: pw }".to_owned(), |nats, _| {
            nats.token = Some("pw".to_owned().into());
        }),
        (
            format!("{{ users: [{{ nkey: {} }}] }}", user.public_key()),
            |nats, user| {
                nats.nkey = Some(user.seed().unwrap().into());
            },
        ),
        ("{ user: u, password: \"p@w\" }".to_owned(), |nats, _| {
            nats.url = nats
                .url
                .expose()
                .replace("nats://", "nats://u:p%40w@")
                .into();
        }),
    ] {
        let folder = local::folder().unwrap();
        let text = format!("authorization {authorization}");
        let server = Nats::start_with(folder.path(), Lifetime::Process, &text).unwrap();
        let nobody = settings(&server.url());
        let mut somebody = nobody.clone();
        sign_in(&mut somebody, &user);
        assert!(answers(&somebody).await, "{authorization}");
        assert!(
            !answers(&nobody).await,
            "{authorization}, without signing in"
        );
    }
}

/// A token of NATS: claims about `subject`, signed by `issuer`.
fn token(issuer: &KeyPair, subject: &KeyPair, claims: &Value) -> String {
    let id = subject.public_key();
    let body = json!({"jti": id, "iat": 1, "iss": issuer.public_key(), "name": "solieu", "sub": id, "nats": claims});
    let encoded = |value: &Value| base64url(value.to_string().as_bytes());
    let signed = format!(
        "{}.{}",
        encoded(&json!({"typ": "JWT", "alg": "ed25519-nkey"})),
        encoded(&body)
    );
    let signature = issuer.sign(signed.as_bytes()).unwrap();
    format!("{signed}.{}", base64url(&signature))
}

fn base64url(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let bits = chunk
            .iter()
            .fold(0u32, |bits, byte| bits << 8 | u32::from(*byte))
            << (8 * (3 - chunk.len()));
        for place in 0..=chunk.len() {
            text.push(DIGITS[(bits >> (18 - 6 * place)) as usize & 63].into());
        }
    }
    text
}

#[tokio::test(flavor = "multi_thread")]
async fn a_creds_file_signs_in() {
    let (operator, account, user) = (
        KeyPair::new_operator(),
        KeyPair::new_account(),
        KeyPair::new_user(),
    );
    let limits = json!({"subs": -1, "data": -1, "payload": -1, "imports": -1, "exports": -1, "wildcards": true, "conn": -1, "leaf": -1});
    let operator_token = token(
        &operator,
        &operator,
        &json!({"type": "operator", "version": 2}),
    );
    let account_token = token(
        &operator,
        &account,
        &json!({"type": "account", "version": 2, "limits": limits}),
    );
    let user_token = token(
        &account,
        &user,
        &json!({"type": "user", "version": 2, "subs": -1, "data": -1, "payload": -1}),
    );
    let folder = local::folder().unwrap();
    let (id, system) = (account.public_key(), KeyPair::new_account());
    let system_token = token(
        &operator,
        &system,
        &json!({"type": "account", "version": 2, "limits": limits}),
    );
    let text = format!(
        "operator: {operator_token}\nsystem_account: {}\nresolver: MEMORY\nresolver_preload: {{ {id}: {account_token}, {}: {system_token} }}",
        system.public_key(),
        system.public_key(),
    );
    let server = Nats::start_with(folder.path(), Lifetime::Process, &text).unwrap();

    let credentials = |seed: &KeyPair| {
        format!(
            "-----BEGIN NATS USER JWT-----\n{user_token}\n------END NATS USER JWT------\n\n\
             -----BEGIN USER NKEY SEED-----\n{}\n------END USER NKEY SEED------\n",
            seed.seed().unwrap()
        )
    };
    // as an operator would give it: by the name of a file
    let file = folder.path().join("solieu.creds");
    let load = || {
        let flag = format!("nats.credentials_file={}", file.display());
        let mut nats = Config::load(None, [], &[flag]).unwrap().nats;
        nats.url = server.url().into();
        nats
    };
    fs::write(&file, credentials(&user)).unwrap();
    assert!(answers(&load()).await);
    fs::write(&file, credentials(&KeyPair::new_user())).unwrap();
    assert!(!answers(&load()).await, "with the key of another user");
    assert!(
        !answers(&settings(&server.url())).await,
        "without signing in"
    );
}
