use sigsentry_keys_secret::OneTimeSecret;

fn main() {
    let mut secret = OneTimeSecret::fill(|_| None).unwrap();
    let _json = serde_json::to_string(&secret);
    let _ = &mut secret;
}
