//! Private servers: they start, answer and end.

use sqlx::Connection as _;

use crate::servers::Servers;

#[tokio::test]
async fn private_servers_answer_keep_their_data_over_a_restart_and_stop() {
    let mut servers = Servers::start();
    let database = servers.database().await;
    let client = async_nats::connect(servers.nats.url()).await.unwrap();
    let context = async_nats::jetstream::new(client);
    let stream = async_nats::jetstream::stream::Config {
        name: "KEPT".to_owned(),
        ..Default::default()
    };
    context.create_stream(stream).await.unwrap();

    let address = servers.nats.url();
    servers.nats.stop();
    servers.postgres.stop();
    assert!(sqlx::PgConnection::connect(&database).await.is_err());
    servers.nats.resume().unwrap();
    servers.postgres.resume().unwrap();

    assert_eq!(servers.nats.url(), address);
    let client = async_nats::connect(address).await.unwrap();
    let context = async_nats::jetstream::new(client);
    assert!(context.get_stream("KEPT").await.is_ok());
    let mut connection = sqlx::PgConnection::connect(&database).await.unwrap();
    let lowered: String = sqlx::query_scalar("SELECT lower('ĐỒNG BỘ')")
        .fetch_one(&mut connection)
        .await
        .unwrap();
    assert_eq!(lowered, "đồng bộ");

    let processes = [servers.nats.pid().unwrap(), servers.postgres.pid().unwrap()];
    drop(servers);
    for process in processes {
        assert!(
            !std::path::Path::new("/proc")
                .join(process.to_string())
                .exists()
        );
    }
}
