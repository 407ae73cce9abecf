use sigsentry_keys_secret::OneTimeSecret;

fn main() {
    let mut secret = OneTimeSecret::fill(|_| None).unwrap();
    fn shared_by_threads<T: Sync>(_: &T) {}
    shared_by_threads(&secret);
    let _ = &mut secret;
}
