use sigsentry_keys_secret::OneTimeSecret;

fn main() {
    let mut secret = OneTimeSecret::fill(|_| None).unwrap();
    let _kept: &str = secret.expose(|value| value);
    let _ = &mut secret;
}
