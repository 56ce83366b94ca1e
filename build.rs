//! Tells cargo that a new migration changes the binary that embeds them.

fn main() {
    println!("cargo:rerun-if-changed=migrations");
}
