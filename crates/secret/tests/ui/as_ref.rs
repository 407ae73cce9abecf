use sigsentry_keys_secret::OneTimeSecret;

fn main() {
    let mut secret = OneTimeSecret::fill(|_| None).unwrap();
    let _text: &str = secret.as_ref();
    let _ = &mut secret;
}
