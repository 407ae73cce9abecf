use sigsentry_keys_secret::OneTimeSecret;

fn main() {
    let mut secret = OneTimeSecret::fill(|_| None).unwrap();
    secret.expose(|value| value.make_ascii_uppercase());
    let _ = &mut secret;
}
