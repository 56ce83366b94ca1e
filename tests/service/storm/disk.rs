//! A small disk for the rows of Postgres that can be filled up, where mounting is allowed.

use std::fs;
use std::os::unix::fs::{MetadataExt as _, chown};
use std::process::Command;

use sqlx::AssertSqlSafe;
use tempfile::TempDir;

use crate::world::World;

pub struct Disk(TempDir);

impl Disk {
    /// Moves the tables to a file system of their own; none where we may not mount one.
    pub async fn mount(world: &World) -> Option<Self> {
        let folder = solieu::local::folder().unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=4g,mode=0711", "tmpfs"])
            .arg(folder.path())
            .output();
        if !mounted.is_ok_and(|output| output.status.success()) {
            eprintln!(
                "not tried: {} (mounting is not allowed here)",
                super::Fault::FillDisk.name()
            );
            return None;
        }
        let disk = Self(folder);
        let tables = disk.0.path().join("tables");
        fs::create_dir(&tables).unwrap();
        let owner = fs::metadata(world.servers.folder.path().join("postgres")).unwrap();
        chown(&tables, Some(owner.uid()), Some(owner.gid())).unwrap();
        for statement in [
            &format!("CREATE TABLESPACE small LOCATION '{}'", tables.display()),
            "ALTER TABLE ALL IN TABLESPACE pg_default SET TABLESPACE small",
            "ALTER INDEX ALL IN TABLESPACE pg_default SET TABLESPACE small",
        ] {
            let statement = AssertSqlSafe(statement.to_owned());
            sqlx::raw_sql(statement)
                .execute(&world.database)
                .await
                .unwrap();
        }
        Some(disk)
    }

    /// Leaves no room for another page.
    pub fn fill(&self) {
        // what is used may grow in between
        while !self.resize(&format!("{}k", self.used())) {}
    }

    pub fn empty(&self) {
        assert!(self.resize("4g"));
    }

    fn used(&self) -> usize {
        let mut df = Command::new("df");
        let output = df.args(["-k", "--output=used"]).arg(self.0.path()).output();
        let used = String::from_utf8(output.unwrap().stdout).unwrap();
        used.lines().nth(1).unwrap().trim().parse().unwrap()
    }

    fn resize(&self, size: &str) -> bool {
        let mut mount = Command::new("mount");
        mount.args(["-o", &format!("remount,size={size}")]);
        let output = mount.arg(self.0.path()).output().unwrap();
        output.status.success()
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount")
            .arg("--lazy")
            .arg(self.0.path())
            .status();
    }
}
