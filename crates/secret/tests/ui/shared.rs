use sigsentry_keys_secret::OneTimeSecret;

fn main() {
    let mut secret = OneTimeSecret::fill(|_| None).unwrap();
    let shared = &secret; shared.expose(|_| ());
    let _ = &mut secret;
}
