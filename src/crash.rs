//! Points at which a test can end, hang or upset the process, to see what that leaves behind; nothing in a release build.
//!
//! `SOLIEU_CRASH` lists them, separated by semicolons: the name of a point, with the beginning of its subject where it has
//! one. There the process ends as by `kill -9`; after `panic` it panics instead, after `hang` it never goes on.

/// Does what `SOLIEU_CRASH` says of this point and subject.
#[cfg(any(debug_assertions, feature = "crash"))]
pub fn point(name: &str, subject: &str) {
    use rustix::process::{Signal, getpid, kill_process};

    let wanted = std::env::var("SOLIEU_CRASH").unwrap_or_default();
    let wanted = wanted.split(';').map(str::trim).map(|wanted| {
        match wanted.split_once(' ').unwrap_or((wanted, "")) {
            (action @ ("panic" | "hang"), wanted) => (action, wanted),
            _ => ("kill", wanted),
        }
    });
    for (action, wanted) in wanted {
        let (point, start) = wanted.split_once(' ').unwrap_or((wanted, ""));
        if point != name || !subject.starts_with(start) {
            continue;
        }
        match action {
            "panic" => panic!("asked for by SOLIEU_CRASH"),
            "hang" => loop {
                std::thread::park();
            },
            _ => drop(kill_process(getpid(), Signal::KILL)),
        }
    }
}

/// Nothing.
#[cfg(not(any(debug_assertions, feature = "crash")))]
pub fn point(_name: &str, _subject: &str) {}
