//! Secrets in the configuration, and not one of them in what the program prints, whatever goes wrong.

use std::io::Read as _;
use std::process::{Command, Output, Stdio};

use nkeys::KeyPair;
use rustix::process::{Pid, Signal, kill_process};

use crate::world::{World, article};

/// Everything a command prints.
fn printed(command: &mut Command) -> String {
    let Output { stdout, stderr, .. } = command.output().unwrap();
    String::from_utf8([stdout, stderr].concat()).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn no_command_prints_a_secret_even_when_everything_is_logged() {
    let world = World::new().await;
    let port = world.nats.url().rsplit_once(':').unwrap().1.to_owned();
    let seed = KeyPair::new_user().seed().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let broken = folder.path().join("broken.toml");
    std::fs::write(
        &broken,
        "[nats]\nurl = \"nats://h\"\npassword = \"geheim-1\n",
    )
    .unwrap();
    let number = folder.path().join("number.toml");
    std::fs::write(&number, "[postgres]\npassword = 47110815\n").unwrap();

    let layers: Vec<Vec<(&str, String)>> = vec![
        vec![
            ("SOLIEU__NATS__USER", "u".into()),
            ("SOLIEU__NATS__PASSWORD", "geheim-1".into()),
        ],
        vec![("SOLIEU__NATS__TOKEN", "geheim-1".into())],
        vec![("SOLIEU__NATS__NKEY", seed.clone())],
        vec![("SOLIEU__NATS__NKEY", "geheim-1".into())],
        vec![("SOLIEU__NATS__CREDENTIALS", "geheim-1".into())],
        vec![(
            "SOLIEU__NATS__URL",
            format!("nats://u:geheim-1@127.0.0.1:{port}"),
        )],
        vec![("SOLIEU__NATS__URL", "nats://geheim-1@127.0.0.1:1".into())],
        vec![("SOLIEU__NATS__URL", "nats://u:geheim-1@[".into())],
        vec![(
            "SOLIEU__POSTGRES__URL",
            "postgresql://u:geheim-1@127.0.0.1:1/d".into(),
        )],
        vec![(
            "SOLIEU__POSTGRES__URL",
            "postgresql://u:geheim-1@[/d".into(),
        )],
        vec![(
            "SOLIEU__POSTGRES__URL",
            "postgresql://127.0.0.1:1/d?user=u&password=geheim-1".into(),
        )],
        vec![("SOLIEU__POSTGRES__PASSWORD", "geheim-1".into())],
        vec![("SOLIEU__POSTGRES__PASSWORT", "geheim-1".into())],
        vec![("SOLIEU__TRACE__ENDPOINT", "https://u:geheim-1@h".into())],
    ];
    let flags = [
        vec!["--set", "nats.password=geheim-1", "--set", "nats.user=u"],
        vec!["--set", "nats.passwort=geheim-1"],
        vec![
            "--set",
            "postgres.url=postgresql://u:geheim-1@127.0.0.1:x/d",
        ],
        vec!["--config", broken.to_str().unwrap()],
        vec!["--config", number.to_str().unwrap()],
    ];
    let environments = layers.into_iter().map(|layer| (layer, vec![]));
    for (environment, flags) in environments.chain(flags.map(|flags| (vec![], flags))) {
        let mut command = world.solieu(&["check"]);
        command.args(&flags).env("SOLIEU__LOG__FILTER", "trace");
        command.envs(environment.iter().map(|(name, value)| (*name, value)));
        let text = printed(&mut command);
        assert!(!text.is_empty());
        for secret in ["geheim-1", seed.as_str(), "47110815"] {
            assert!(!text.contains(secret), "{environment:?} {flags:?}:\n{text}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_shows_its_configuration_and_logs_without_secrets_or_texts() {
    let world = World::new().await;
    let mut command = world.solieu(&["run"]);
    let postgres = format!("{}&password=geheim-1", world.config.postgres.url.expose());
    let nats = world.nats.url().replace("nats://", "nats://u:geheim-2@");
    command
        .env("SOLIEU__POSTGRES__URL", postgres)
        .env("SOLIEU__NATS__URL", nats)
        .env("SOLIEU__NATS__PASSWORD", "geheim-3")
        .env("SOLIEU__LOG__FILTER", "info,solieu=trace")
        .env("SOLIEU__LOG__FORMAT", "json")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut process = command.spawn().unwrap();
    world.publish(article(7)).await;
    let secret = r#"{"url": "ftp://nguoi-dung:geheim-4@bao.example/", "body": "Xã có 12 thôn."}"#;
    world.publish(secret).await;
    world.publish(secret.replace("ftp", "https")).await;
    world.until_settled().await;
    kill_process(Pid::from_child(&process), Signal::TERM).unwrap();
    let (mut stdout, mut stderr) = (String::new(), String::new());
    process
        .stdout
        .take()
        .unwrap()
        .read_to_string(&mut stdout)
        .unwrap();
    process
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut stderr)
        .unwrap();
    assert!(process.wait().unwrap().success(), "{stderr}");

    assert!(
        stdout.contains("password=(hidden)") && stdout.contains("u:(hidden)@"),
        "{stdout}"
    );
    let lines: Vec<serde_json::Value> = stderr
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let rejections = lines
        .iter()
        .filter(|line| line["message"] == "message rejected");
    assert_eq!(rejections.count(), 1, "a failure is logged once:\n{stderr}");
    for line in &lines {
        assert!(
            line["timestamp"].is_string() && line["level"].is_string(),
            "{line}"
        );
    }
    for hidden in ["geheim", "nguoi-dung", "đảng viên", "12 thôn"] {
        assert!(
            !stdout.contains(hidden) && !stderr.contains(hidden),
            "{hidden}:\n{stderr}"
        );
    }
    // nor is it stored
    let stored = "SELECT count(*) FROM (
            SELECT a::text FROM solieu.article a UNION ALL SELECT r::text FROM solieu.revision r
            UNION ALL SELECT detail || convert_from(payload, 'UTF8') FROM solieu.rejected_message
            UNION ALL SELECT o.headers::text || convert_from(o.payload, 'UTF8') FROM solieu.outbox o
        ) AS everything (row) WHERE row LIKE '%geheim%' OR row LIKE '%nguoi-dung%'";
    assert_eq!(world.count(stored).await, 0);
    assert_eq!(
        world
            .count("SELECT count(*) FROM solieu.article WHERE url = 'https://bao.example/'")
            .await,
        1
    );
}
