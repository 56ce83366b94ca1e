//! Tables, views, roles and reference data, as `solieu setup` makes them.

use solieu::extract::lexicon::Lexicon;
use solieu::store::{Schema, Store};
use sqlx::AssertSqlSafe;

use crate::database::Database;
use crate::records::{article, minute, record};

#[tokio::test]
async fn every_schema_table_view_and_column_says_what_it_is() {
    let database = Database::new().await;
    let silent: Vec<String> = sqlx::query_scalar(
        "SELECT concat_ws('.', n.nspname, c.relname, a.attname)
        FROM pg_namespace n
        LEFT JOIN pg_class c ON c.relnamespace = n.oid AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
        LEFT JOIN LATERAL (
            SELECT attname, attnum FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped
            UNION ALL SELECT NULL, 0
        ) a ON true
        WHERE n.nspname IN ('solieu', 'reporting')
            AND CASE
                WHEN c.oid IS NULL THEN obj_description(n.oid, 'pg_namespace')
                WHEN a.attnum = 0 THEN obj_description(c.oid, 'pg_class')
                ELSE col_description(c.oid, a.attnum)
            END IS NULL
        UNION ALL
        SELECT nspname FROM pg_namespace
        WHERE nspname IN ('solieu', 'reporting') AND obj_description(oid, 'pg_namespace') IS NULL",
    )
    .fetch_all(&database.pool)
    .await
    .unwrap();
    assert!(silent.is_empty(), "without COMMENT: {silent:?}");
}

#[tokio::test]
async fn views_have_plain_types_that_every_tool_knows() {
    let database = Database::new().await;
    let strange: Vec<String> = sqlx::query_scalar(
        "SELECT concat_ws(' ', table_name || '.' || column_name, data_type)
        FROM information_schema.columns
        WHERE table_schema = 'reporting' AND data_type NOT IN (
            'text', 'numeric', 'integer', 'bigint', 'date', 'timestamp with time zone', 'boolean', 'uuid')",
    )
    .fetch_all(&database.pool)
    .await
    .unwrap();
    assert!(strange.is_empty(), "{strange:?}");
}

#[tokio::test]
async fn a_reader_who_signs_in_is_stopped_in_time_and_cannot_write() {
    let database = Database::new().await;
    let settings: Vec<String> = sqlx::query_scalar(
        "SELECT unnest(setconfig) FROM pg_db_role_setting
        WHERE setrole = 'solieu_reader'::regrole
            AND setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())
        ORDER BY 1",
    )
    .fetch_all(&database.pool)
    .await
    .unwrap();
    assert_eq!(
        settings,
        [
            "default_transaction_read_only=on",
            "jit=off",
            "statement_timeout=60s"
        ]
    );
    sqlx::raw_sql("ALTER ROLE solieu_reader LOGIN")
        .execute(&database.pool)
        .await
        .unwrap();
    let url = database.settings.url.expose();
    let url = url.replace("user=solieu", "user=solieu_reader");
    let reader = sqlx::PgPool::connect(&url).await.unwrap();
    let limit: String = sqlx::query_scalar("SHOW statement_timeout")
        .fetch_one(&reader)
        .await
        .unwrap();
    assert_eq!(limit, "1min");
    let error = sqlx::query("CREATE TEMPORARY TABLE mine (id int)")
        .execute(&reader)
        .await
        .unwrap_err();
    let code = error.as_database_error().unwrap().code().unwrap();
    assert_eq!(code, "25006", "{error}");
}

#[tokio::test]
async fn a_reader_reads_reporting_and_nothing_else() {
    let database = Database::new().await;
    database
        .store
        .save(&[record(article("a", "x", minute(0)))])
        .await
        .unwrap();
    let reader = database.as_role("solieu_reader").await;
    let views: Vec<String> =
        sqlx::query_scalar("SELECT viewname::text FROM pg_views WHERE schemaname = 'reporting'")
            .fetch_all(&database.pool)
            .await
            .unwrap();
    assert!(views.len() >= 8, "{views:?}");
    for view in views {
        let query = format!("SELECT count(*) FROM reporting.{view}");
        let count: i64 = sqlx::query_scalar(AssertSqlSafe(query))
            .fetch_one(&reader.pool)
            .await
            .unwrap();
        // an article without findings
        let expected = i64::from(["article", "coverage"].contains(&view.as_str()));
        assert_eq!(count, expected, "{view}");
    }
    for refused in [
        "SELECT * FROM solieu.article",
        "SELECT * FROM solieu.rejected_message",
        "SELECT * FROM solieu._sqlx_migrations",
        "DELETE FROM reporting.unit",
        "INSERT INTO reporting.unit VALUES ('x', 'x', 'x', 1)",
        "CREATE TABLE reporting.mine (id int)",
        "CREATE TABLE public.mine (id int)",
    ] {
        let error = sqlx::query(refused)
            .execute(&reader.pool)
            .await
            .expect_err(refused);
        assert_eq!(
            error.as_database_error().unwrap().code().unwrap(),
            "42501",
            "{refused}"
        );
    }
}

#[tokio::test]
async fn a_worker_needs_no_more_than_its_role() {
    let database = Database::new().await;
    let worker = database.as_role("solieu_worker").await;
    let store = &worker.store;
    store
        .save(&[record(article("a", "x", minute(0)))])
        .await
        .unwrap();
    let claim = store.claim(1, usize::MAX).await.unwrap();
    let sent = claim.events[0].id;
    claim.mark_sent(&[sent]).await.unwrap();
    store.begin_attempt("ARTICLES", 1, minute(0)).await.unwrap();
    assert_eq!(store.schema().await.unwrap(), Schema::Current);

    assert_eq!(
        sqlx::query_scalar::<_, String>("SELECT current_user::text")
            .fetch_one(&worker.pool)
            .await
            .unwrap(),
        "solieu_worker"
    );
    for refused in ["DELETE FROM solieu.unit", "DROP TABLE solieu.statistic"] {
        sqlx::query(refused)
            .execute(&worker.pool)
            .await
            .expect_err(refused);
    }
}

#[tokio::test]
async fn a_user_who_may_not_create_roles_is_told_what_to_ask_for() {
    let database = Database::empty().await;
    let plain = database.as_owner().await;
    // a name that no neighbouring test creates
    let migration = include_str!("../../migrations/20261122000100_create_schemas_and_roles.sql")
        .replace("solieu_reader", "solieu_missing");
    let error = sqlx::raw_sql(AssertSqlSafe(migration))
        .execute(&plain.pool)
        .await;
    let text = error.unwrap_err().to_string();
    assert!(
        text.contains("CREATE ROLE solieu_missing NOLOGIN"),
        "{text}"
    );
}

#[tokio::test]
async fn a_user_who_owns_the_database_and_nothing_else_sets_it_up() {
    // the roles are there: a neighbour made them
    Database::new().await;
    let plain = Database::empty().await.as_owner().await;
    plain.store.migrate().await.unwrap();
    let lexicon = Lexicon::embedded();
    plain.store.load_reference(&lexicon).await.unwrap();
    plain
        .store
        .save(&[record(article("a", "x", minute(0)))])
        .await
        .unwrap();
    let reader = plain.as_role("solieu_reader").await;
    let count: i64 = sqlx::query_scalar("SELECT count(*) FROM reporting.article")
        .fetch_one(&reader.pool)
        .await
        .unwrap();
    assert_eq!(count, 1);
}

#[tokio::test]
async fn the_state_of_the_tables_is_known() {
    let database = Database::empty().await;
    let state = async || database.store.schema().await.unwrap();
    assert_eq!(state().await, Schema::Missing);
    database.store.migrate().await.unwrap();
    assert_eq!(state().await, Schema::Current);
    database.store.migrate().await.unwrap();
    sqlx::query(
        "DELETE FROM solieu._sqlx_migrations WHERE version = (SELECT max(version) FROM solieu._sqlx_migrations)",
    )
    .execute(&database.pool)
    .await
    .unwrap();
    assert_eq!(state().await, Schema::Old { pending: 1 });
    sqlx::query(
        "INSERT INTO solieu._sqlx_migrations (version, description, success, checksum, execution_time)
        VALUES (99991231000000, 'of the future', true, '', 0)",
    )
    .execute(&database.pool)
    .await
    .unwrap();
    assert_eq!(state().await, Schema::Newer);
}

#[tokio::test]
async fn reference_data_is_loaded_while_an_analyst_reads() {
    let database = Database::new().await;
    let mut settings = database.settings.clone();
    // long before a statement may take too long
    settings.url = format!("{}&options[lock_timeout]=1s", settings.url.expose()).into();
    let store = Store::connect(&settings).await.unwrap();
    let mut analyst = database.pool.begin().await.unwrap();
    let read = "SELECT FROM reporting.place_scope, reporting.place, reporting.unit";
    sqlx::raw_sql(read).execute(&mut *analyst).await.unwrap();
    store.load_reference(&Lexicon::embedded()).await.unwrap();
    analyst.rollback().await.unwrap();
    let scopes = database.number("SELECT count(*) FROM reporting.place_scope");
    assert!(scopes.await > 10_000);
}

#[tokio::test]
async fn reference_data_is_loaded_once_and_corrected_when_it_drifts() {
    let database = Database::new().await;
    let lexicon = Lexicon::embedded();
    let load = async || database.store.load_reference(&lexicon).await.unwrap();
    let rows = lexicon.units.len()
        + lexicon.indicators.len()
        + lexicon.gazetteer.units().len()
        + lexicon.gazetteer.links().len();
    assert_eq!(load().await, rows as u64);
    assert_eq!(load().await, 0);

    sqlx::raw_sql(
        "UPDATE solieu.unit SET factor = 1 WHERE code = 'hectare';
        UPDATE solieu.place SET decree = NULL WHERE code = '019' AND valid_from = '2014-04-01';
        DELETE FROM solieu.place_link WHERE old_code = '019' AND old_valid_from = '-infinity';
        INSERT INTO solieu.indicator VALUES ('stray', 'stray')",
    )
    .execute(&database.pool)
    .await
    .unwrap();
    assert_eq!(load().await, 5);

    let texts = async |query: &'static str| -> Vec<String> {
        sqlx::query_scalar(query)
            .fetch_all(&database.pool)
            .await
            .unwrap()
    };
    let factor = texts("SELECT factor::text FROM reporting.unit WHERE code = 'hectare'").await;
    assert_eq!(factor, ["10000"]);
    let places = texts(
        "SELECT concat_ws('|', code, valid_from, valid_to, level, kind, name, full_name, province_name, decree)
        FROM reporting.place WHERE code = '019' ORDER BY valid_to",
    );
    assert_eq!(
        places.await,
        [
            "019|2014-04-01|district|Huyện|Từ Liêm|Huyện Từ Liêm|Thành phố Hà Nội",
            "019|2014-04-01|2025-07-01|district|Quận|Nam Từ Liêm|Quận Nam Từ Liêm|Thành phố Hà Nội|132/NQ-CP",
        ]
    );
    let provinces = texts(
        "SELECT concat_ws('|', full_name, valid_from, province_name)
        FROM reporting.place WHERE code = '250' ORDER BY valid_to",
    );
    assert_eq!(
        provinces.await,
        [
            "Huyện Mê Linh|Tỉnh Vĩnh Phúc",
            "Huyện Mê Linh|2008-08-01|Thành phố Hà Nội",
        ]
    );
    let links = texts(
        "SELECT concat_ws('|', old_code, old_valid_from, new_code, new_valid_from, relation, effective_on)
        FROM reporting.place_link WHERE old_code = '019' ORDER BY new_code",
    );
    assert_eq!(
        links.await,
        [
            "019|019|2014-04-01|part|2014-04-01",
            "019|021|2014-04-01|part|2014-04-01",
        ]
    );
}

#[tokio::test]
async fn two_setups_at_once_do_the_work_once() {
    let database = Database::empty().await;
    let lexicon = Lexicon::embedded();
    let other = Store::connect(&database.settings).await.unwrap();
    let setup = async |store: &Store| {
        store.migrate().await.unwrap();
        store.load_reference(&lexicon).await.unwrap()
    };
    let changed = tokio::join!(setup(&database.store), setup(&other));
    assert!(matches!(changed, (0, 1..) | (1.., 0)), "{changed:?}");
    assert_eq!(database.store.schema().await.unwrap(), Schema::Current);
}
