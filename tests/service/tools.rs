//! What other tools read: the dbt source, the Grafana dashboard and the services around it, and exported files.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Output};

use parquet::file::reader::{FileReader as _, SerializedFileReader};
use serde_json::Value;
use sqlx::AssertSqlSafe;
use url::Url;

use crate::database::Database;
use crate::reporting::filled;

fn yaml(path: &str) -> Value {
    let text = std::fs::read_to_string(path).unwrap();
    serde_yaml_ng::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn names(list: &Value) -> BTreeSet<String> {
    let list = list.as_array().into_iter().flatten();
    list.map(|entry| entry["name"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn the_dbt_source_names_every_view_and_only_columns_that_are_there() {
    let database = Database::new().await;
    let dbt = yaml("dbt/sources.yml");
    let source = &dbt["sources"][0];
    assert_eq!(source["schema"], "reporting");
    let views = database.store.views().await.unwrap();
    assert_eq!(names(&source["tables"]), views.into_iter().collect());
    for table in source["tables"].as_array().unwrap() {
        let view = table["name"].as_str().unwrap();
        let columns = database.store.columns(view).await.unwrap();
        let columns: BTreeSet<String> = columns.into_iter().map(|column| column.name).collect();
        let mut named = names(&table["columns"]);
        named.extend(table["loaded_at_field"].as_str().map(str::to_owned));
        assert!(named.is_subset(&columns), "{view}: {named:?}");
    }
}

#[tokio::test]
async fn a_reader_can_ask_what_the_dashboard_asks() {
    let reader = filled().await.as_role("solieu_reader").await;
    let text = std::fs::read_to_string("grafana/dashboard.json").unwrap();
    let dashboard: Value = serde_json::from_str(&text).unwrap();
    let panels = dashboard["panels"].as_array().unwrap();
    let mut queries: Vec<&str> = panels
        .iter()
        .map(|panel| panel["targets"][0]["rawSql"].as_str().unwrap())
        .collect();
    let variables = &dashboard["templating"]["list"];
    queries.push(variables[0]["query"].as_str().unwrap());
    assert_eq!(queries.len(), 7);
    for query in queries {
        let from = "TIMESTAMPTZ '2023-01-01'";
        // as Grafana fills it in
        let filled = query
            .replace("$__timeFrom()", from)
            .replace("$__timeTo()", "now()")
            .replace(
                "$__timeFilter(saved_at)",
                &format!("saved_at BETWEEN {from} AND now()"),
            )
            .replace(
                "$__timeFilter(rejected_at)",
                &format!("rejected_at BETWEEN {from} AND now()"),
            )
            .replace("${indicator:sqlstring}", "'budget.revenue'")
            .replace("${place:sqlstring}", "'306'")
            .replace("${months}", "12");
        assert!(!filled.contains('$'), "{filled}");
        let rows = sqlx::raw_sql(AssertSqlSafe(filled.clone()))
            .fetch_all(&reader.pool)
            .await
            .unwrap_or_else(|error| panic!("{error}\n{filled}"));
        assert_eq!(
            rows.is_empty(),
            filled.contains("reporting.rejection"),
            "{filled}"
        );
    }
}

#[test]
fn the_services_of_the_dashboard_are_optional_and_their_files_are_there() {
    let compose = yaml("compose.yaml");
    for (name, service) in compose["services"].as_object().unwrap() {
        let optional = ["grafana", "reader-login"].contains(&name.as_str());
        assert_eq!(service["profiles"][0] == "grafana", optional, "{name}");
    }
    let mounted = compose["services"]["grafana"]["volumes"]
        .as_array()
        .unwrap();
    for volume in mounted {
        let path = volume.as_str().unwrap().split(':').next().unwrap();
        assert!(Path::new(path).is_file(), "{path}");
    }
    let sources = yaml("grafana/datasources.yaml");
    let dashboard = std::fs::read_to_string("grafana/dashboard.json").unwrap();
    let dashboard: Value = serde_json::from_str(&dashboard).unwrap();
    let uid = &sources["datasources"][0]["uid"];
    for panel in dashboard["panels"].as_array().unwrap() {
        assert_eq!(&panel["datasource"]["uid"], uid);
    }
    assert_eq!(
        yaml("grafana/dashboards.yaml")["providers"][0]["options"]["path"],
        "/etc/grafana/dashboards"
    );
}

#[test]
fn the_composed_worker_signs_in_with_the_rights_of_a_worker() {
    let compose = yaml("compose.yaml");
    let address = |service: &str| {
        let address = &compose["services"][service]["environment"]["SOLIEU__POSTGRES__URL"];
        Url::parse(address.as_str().unwrap()).unwrap()
    };
    assert_eq!(address("setup").username(), "solieu");
    assert_eq!(address("worker").username(), "solieu_worker");
    let example = std::fs::read_to_string(".env.example").unwrap();
    for (name, secret) in compose["secrets"].as_object().unwrap() {
        let variable = secret["environment"].as_str().unwrap();
        assert_eq!(variable.to_lowercase(), *name);
        assert!(example.contains(&format!("\n{variable}=\n")), "{variable}");
    }
}

#[test]
fn no_composed_service_with_a_secret_of_the_environment_is_read_only() {
    let text = std::fs::read_to_string("compose.yaml").unwrap();
    let mut compose: serde_yaml_ng::Value = serde_yaml_ng::from_str(&text).unwrap();
    compose.apply_merge().unwrap();
    for (name, service) in compose["services"].as_mapping().unwrap() {
        let bare = service.get("secrets").is_none();
        assert!(bare || service.get("read_only").is_none(), "{name:?}");
    }
}

#[test]
fn the_image_is_built_from_every_target_of_the_manifest() {
    let context = std::fs::read_to_string(".dockerignore").unwrap();
    let manifest = std::fs::read_to_string("Cargo.toml").unwrap();
    let manifest: toml::Table = manifest.parse().unwrap();
    for (key, folder) in [
        ("bench", "benches"),
        ("test", "tests"),
        ("example", "examples"),
    ] {
        let named = manifest.contains_key(key);
        let copied = context.lines().any(|line| line == format!("!{folder}"));
        assert!(!named || copied, "{folder} is not copied");
    }
}

/// `solieu export` with these arguments: standard output, standard error, exit code.
fn export(database: &Database, arguments: &[&str]) -> (Vec<u8>, String, i32) {
    let Output {
        status,
        stdout,
        stderr,
    } = Command::new(env!("CARGO_BIN_EXE_solieu"))
        .arg("export")
        .args(arguments)
        .env("SOLIEU__POSTGRES__URL", database.settings.url.expose())
        .env("SOLIEU__LOG__FILTER", "error")
        .output()
        .unwrap();
    let stderr = String::from_utf8(stderr).unwrap();
    (stdout, stderr, status.code().unwrap())
}

#[tokio::test]
async fn a_view_becomes_csv_and_parquet_with_the_same_rows() {
    let database = filled().await;
    let condition = "place_code = '306' AND period_months = 9 -- nine months";
    let (csv, error, code) = export(
        &database,
        &["observation", "--format", "csv", "--where", condition],
    );
    assert_eq!(code, 0, "{error}");
    let mut csv = csv::Reader::from_reader(csv.as_slice());
    let header = csv.headers().unwrap().clone();
    let records: Vec<_> = csv.records().map(Result::unwrap).collect();
    let rows = database
        .number(
            "SELECT count(*) FROM reporting.observation WHERE place_code = '306' AND period_months = 9",
        )
        .await;
    assert_eq!(i64::try_from(records.len()).unwrap(), rows);
    assert!(rows > 3);

    let (file, error, code) = export(
        &database,
        &["observation", "--format", "parquet", "--where", condition],
    );
    assert_eq!(code, 0, "{error}");
    let parquet = SerializedFileReader::new(bytes::Bytes::from(file)).unwrap();
    let kinds: Vec<String> = parquet
        .metadata()
        .file_metadata()
        .schema_descr()
        .columns()
        .iter()
        .map(|column| column.name().to_owned())
        .collect();
    assert_eq!(kinds, header.iter().collect::<Vec<_>>());
    let place = |name: &str| header.iter().position(|column| column == name).unwrap();
    let mut count = 0;
    for (row, record) in parquet.get_row_iter(None).unwrap().zip(&records) {
        let row = row.unwrap();
        let fields: Vec<String> = row
            .get_column_iter()
            .map(|(_, field)| field.to_string())
            .collect();
        assert_eq!(
            fields[place("sources")].trim_matches('"'),
            &record[place("sources")]
        );
        assert_eq!(fields[place("stories")], record[place("stories")]);
        assert_eq!(
            fields[place("agrees")] == "true",
            &record[place("agrees")] == "true"
        );
        assert!(fields[place("period_start")].starts_with(&record[place("period_start")]));
        let value = &record[place("value")];
        let (whole, fraction) = value.split_once('.').unwrap_or((value, ""));
        let value = format!("{whole}.{fraction:0<18}");
        assert_eq!(fields[place("value")], value);
        count += 1;
    }
    assert_eq!(count, records.len());
}

#[tokio::test]
async fn an_export_is_refused_what_a_reader_may_not_do() {
    let database = filled().await;
    for (arguments, code, part) in [
        (
            &["secret", "--format", "csv"][..],
            2,
            "there is no view \"secret\", only article, coverage",
        ),
        (&["unit", "--format", "xml"], 2, "invalid value 'xml'"),
        (&["unit"], 2, "--format"),
        (
            &["unit", "--format", "csv", "--where", "cod = 1"],
            1,
            "column \"cod\" does not exist",
        ),
        (
            &[
                "unit",
                "--format",
                "csv",
                "--where",
                "EXISTS (SELECT FROM solieu.article)",
            ],
            1,
            "permission denied for schema solieu",
        ),
        (
            &[
                "unit",
                "--format",
                "csv",
                "--where",
                "true); DROP VIEW reporting.unit; SELECT (1",
            ],
            1,
            "cannot insert multiple commands",
        ),
        (
            &[
                "unit",
                "--format",
                "csv",
                "--where",
                "nextval('solieu.revision_id_seq') > 0",
            ],
            1,
            "permission denied",
        ),
    ] {
        let (output, error, exit) = export(&database, arguments);
        assert_eq!(exit, code, "{arguments:?}: {error}");
        assert!(error.contains(part), "{arguments:?}: {error}");
        assert!(output.split(|byte| *byte == b'\n').count() <= 2);
    }
}
