use sigsentry_keys_secret::OneTimeSecret;

fn main() {
    let mut secret = OneTimeSecret::fill(|_| None).unwrap();
    let _text: &str = std::borrow::Borrow::borrow(&secret);
    let _ = &mut secret;
}
