//! Points at which a test can end the process, to see what a crash leaves behind; nothing in a release build.

/// Ends the process as `kill -9` does, when `SOLIEU_CRASH` names this point (and this subject).
#[cfg(debug_assertions)]
pub fn point(name: &str, subject: &str) {
    let Ok(wanted) = std::env::var("SOLIEU_CRASH") else {
        return;
    };
    if wanted == name || wanted == format!("{name} {subject}") {
        let _ =
            rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::KILL);
    }
}

/// Nothing.
#[cfg(not(debug_assertions))]
pub fn point(_name: &str, _subject: &str) {}
