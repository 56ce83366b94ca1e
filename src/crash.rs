//! Points at which a test can end the process, to see what a crash leaves behind; nothing in a release build.

/// Ends the process as `kill -9` does, when `SOLIEU_CRASH` names this point (and this subject); panics when it says
/// `panic` before them.
#[cfg(debug_assertions)]
pub fn point(name: &str, subject: &str) {
    use rustix::process::{Signal, getpid, kill_process};

    let wanted = std::env::var("SOLIEU_CRASH").unwrap_or_default();
    let (wanted, panics) = match wanted.strip_prefix("panic ") {
        Some(wanted) => (wanted, true),
        None => (wanted.as_str(), false),
    };
    if wanted != name && wanted != format!("{name} {subject}") {
        return;
    }
    assert!(!panics, "asked for by SOLIEU_CRASH");
    let _ = kill_process(getpid(), Signal::KILL);
}

/// Nothing.
#[cfg(not(debug_assertions))]
pub fn point(_name: &str, _subject: &str) {}
