use std::panic::{Location, set_hook};

/// Says where a panic happened and nothing else: its message may quote anything.
pub fn quiet_panics() {
    set_hook(Box::new(|panic| say(&place(panic.location()))));
}

fn place(location: Option<&Location<'_>>) -> String {
    location.map_or_else(
        || "internal error".to_owned(),
        |at| format!("internal error at {}:{}", at.file(), at.line()),
    )
}

#[allow(clippy::print_stderr, reason = "a panic is said where developers look for it")]
fn say(sentence: &str) {
    eprintln!("{sentence}");
}
