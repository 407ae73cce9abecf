//! What a secret must not be able to do does not compile.

use sigsentry_keys_secret::OneTimeSecret;

#[test]
fn forbidden_uses_do_not_compile() {
    trybuild::TestCases::new().compile_fail("tests/ui/*.rs");
}

/// What it may: it is handed from the thread that received it to the one that copies it.
#[test]
fn a_secret_moves_between_threads() {
    let secret = OneTimeSecret::fill(|page| {
        page[..4].copy_from_slice(b"ss_1");
        Some(4)
    });
    let length = std::thread::spawn(move || secret.map(|secret| secret.len())).join();
    assert_eq!(length.unwrap(), Ok(4));
}
