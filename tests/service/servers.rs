//! Private servers, shared by the tests that run at the same time and stopped with the last of them.

use std::sync::{Arc, Mutex, PoisonError, Weak};

use solieu::local::{self, Lifetime, Nats, Postgres};
use uuid::Uuid;

/// What makes Postgres fast where nobody needs the data after a power failure.
const FAST: [&str; 3] = [
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
];

/// A NATS server and a Postgres with their folder. Fields drop in order: the servers before the folder.
pub struct Servers {
    pub nats: Nats,
    pub postgres: Postgres,
    pub folder: tempfile::TempDir,
}

impl Servers {
    /// Servers of one's own, for a test that stops them.
    pub fn start() -> Self {
        Self::start_with(&FAST)
    }

    /// The same with these settings of postgresql.conf.
    pub fn start_with(settings: &[&str]) -> Self {
        let folder = local::folder().unwrap();
        Self {
            nats: Nats::start(folder.path(), Lifetime::Process).unwrap(),
            postgres: Postgres::start(folder.path(), Lifetime::Process, settings).unwrap(),
            folder,
        }
    }

    /// The servers that tests share.
    pub fn shared() -> Arc<Self> {
        static SHARED: Mutex<Weak<Servers>> = Mutex::new(Weak::new());
        let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
        shared.upgrade().unwrap_or_else(|| {
            let servers = Arc::new(Self::start());
            *shared = Arc::downgrade(&servers);
            servers
        })
    }

    /// The URL of an empty database that nobody else uses.
    pub async fn database(&self) -> String {
        let name = format!("test_{}", Uuid::now_v7().simple());
        self.postgres.create_database(&name).await.unwrap()
    }
}
