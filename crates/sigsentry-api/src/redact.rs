//! Foreign words without anything in them that opens a door.

use sigsentry_keys_core::key::{KEY_PREFIXES, PREFIX_LENGTH};

/// What a JWT begins with.
const TOKEN: &str = "eyJ";
/// Shorter texts are no credential, and would be found in any sentence.
const SHORTEST: usize = 4;

/// The server's words without values of keys, session tokens and `sent`, the credential that the
/// request carried. Of a key the part stays that is public for good.
pub(crate) fn redact(text: &str, sent: &str) -> String {
    let text = if sent.len() < SHORTEST { text.to_owned() } else { text.replace(sent, "…") };
    let mut rest = text.as_str();
    let mut clean = String::with_capacity(text.len());
    while let Some(first) = rest.chars().next() {
        match credential(rest) {
            Some((public, length)) => {
                clean.push_str(&rest[..public]);
                clean.push('…');
                rest = &rest[length..];
            }
            None => {
                clean.push(first);
                rest = &rest[first.len_utf8()..];
            }
        }
    }
    clean
}

/// How much of the credential at the start of `text` is public, and how long it is.
fn credential(text: &str) -> Option<(usize, usize)> {
    let run = |more: &[u8]| {
        let belongs = |byte: &u8| byte.is_ascii_alphanumeric() || more.contains(byte);
        text.bytes().take_while(belongs).count()
    };
    let (public, length) = if text.starts_with(TOKEN) {
        (TOKEN.len(), run(b"-_."))
    } else if KEY_PREFIXES.iter().any(|key| text.starts_with(key)) {
        (PREFIX_LENGTH, run(b"-_"))
    } else {
        return None;
    };
    (length > PREFIX_LENGTH).then_some((public, length))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn keys_are_cut_to_what_is_public() {
        let key = format!("ss_secret_{}", "aB1".repeat(10));
        assert_eq!(redact(&format!("key '{key}' is odd"), ""), "key 'ss_secret_aB1aB1…' is odd");
        assert_eq!(redact("ss_secret_aB1aB1 is odd", ""), "ss_secret_aB1aB1 is odd");
        assert_eq!(redact(&format!("{key}{key}"), ""), "ss_secret_aB1aB1…");
    }

    #[test]
    fn tokens_are_cut() {
        assert_eq!(
            redact("token eyJhbGciOiJI.eyJzdWIiOiIx.c2ln-_ is over", ""),
            "token eyJ… is over"
        );
        assert_eq!(redact("eyJust a word", ""), "eyJust a word");
    }

    #[test]
    fn what_was_sent_is_cut_whatever_it_looks_like() {
        assert_eq!(redact("no: hunter2, hunter2!", "hunter2"), "no: …, …!");
        assert_eq!(redact("schön: pässwört", "pässwört"), "schön: …");
        assert_eq!(redact("a banana", "a"), "a banana");
        assert_eq!(redact("nothing", ""), "nothing");
    }

    proptest! {
        #[test]
        fn what_was_sent_is_never_left(before in ".*", sent in "[^…]{4,40}", after in ".*") {
            let text = format!("{before}{sent}{after}");
            prop_assert!(!redact(&text, &sent).contains(&sent));
        }

        #[test]
        fn other_words_are_left_alone(text in "[a-z A-Z.,äöü]{0,80}") {
            prop_assume!(!text.contains("eyJ"));
            prop_assert_eq!(redact(&text, "7777"), text);
        }
    }
}
