use sigsentry_keys_secret::OneTimeSecret;

fn main() {
    let mut secret = OneTimeSecret::fill(|_| None).unwrap();
    let _moved = secret;
    let _ = &mut secret;
}
