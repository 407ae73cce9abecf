//! Finding what looks like a key's value, in any bytes.

use crate::key::{KEY_PREFIXES, KeyType, PREFIX_LENGTH};
use memchr::memmem::Finder;
use std::{iter, ops::Range, sync::LazyLock};

/// Fewer characters behind a prefix are no value.
const SHORTEST_VALUE: usize = 16;
/// More characters are not looked at: no value is so long.
pub const LONGEST_TOKEN: usize = 512;
/// The shortest of [`KEY_PREFIXES`].
const SHORTEST_PREFIX: usize = "tb_".len();
/// The longest of [`KEY_PREFIXES`].
pub const LONGEST_PREFIX: usize = "ss_secret_".len();

/// A whole key, as far as it looks like one. It may be live: it is never kept and never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Token<'a> {
    /// Where it is in the bytes that were looked at.
    pub at: Range<usize>,
    /// The value.
    pub value: &'a [u8],
}

impl Token<'_> {
    /// The characters that the dashboard shows of such a key, too.
    #[must_use]
    pub fn prefix(&self) -> String {
        let visible = &self.value[..PREFIX_LENGTH.min(self.value.len())];
        String::from_utf8_lossy(visible).into_owned()
    }

    /// Of which type it is, as its prefix says.
    #[must_use]
    pub fn key_type(&self) -> KeyType {
        KeyType::from_prefix(&self.prefix())
    }
}

impl std::fmt::Debug for Token<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Token({:?})", self.at)
    }
}

/// How the prefixes begin, each once. These are looked for first: a search for so few bytes looks at many in
/// one step, and takes little longer than reading them.
static BEGINNINGS: LazyLock<Vec<Finder<'static>>> = LazyLock::new(|| {
    let mut words: Vec<&str> =
        KEY_PREFIXES.iter().map(|prefix| &prefix[..SHORTEST_PREFIX]).collect();
    words.dedup();
    words.into_iter().map(Finder::new).collect()
});

/// Where prefixes are in some bytes, and how long each is.
fn prefixes(bytes: &[u8]) -> impl Iterator<Item = (usize, usize)> {
    let mut places: Vec<_> =
        BEGINNINGS.iter().map(|word| word.find_iter(bytes).peekable()).collect();
    iter::from_fn(move || {
        loop {
            let first = places.iter_mut().filter_map(|places| Some((*places.peek()?, places)));
            let (at, places) = first.min_by_key(|(at, _)| *at)?;
            places.next();
            if let Some(prefix) =
                KEY_PREFIXES.iter().find(|prefix| bytes[at..].starts_with(prefix.as_bytes()))
            {
                return Some((at, prefix.len()));
            }
        }
    })
}

/// Every token, from the first on. A prefix alone is none, and neither are words behind one: a value is
/// random, and has a digit or a capital.
pub fn tokens(bytes: &[u8]) -> impl Iterator<Item = Token<'_>> {
    let mut prefixes = prefixes(bytes);
    let mut from = 0;
    iter::from_fn(move || {
        loop {
            let (start, length) = prefixes.by_ref().find(|(start, _)| *start >= from)?;
            let behind = start + length;
            let rest = &bytes[behind..bytes.len().min(start + LONGEST_TOKEN)];
            let run = rest.iter().position(|byte| !is_of_value(*byte)).unwrap_or(rest.len());
            let value = &rest[..run];
            let is_random =
                value.iter().any(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase());
            if run >= SHORTEST_VALUE && is_random {
                from = behind + run;
                return Some(Token { at: start..from, value: &bytes[start..from] });
            }
            from = behind;
        }
    })
}

/// The characters of a value.
fn is_of_value(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

/// Where the last token that may go on behind the end of `bytes` could begin: what is before was looked at
/// for good.
#[must_use]
pub fn settled(bytes: &[u8]) -> usize {
    let tail = &bytes[bytes.len().saturating_sub(LONGEST_TOKEN)..];
    let run = tail.iter().rev().take_while(|byte| is_of_value(**byte)).count();
    // All of it is one run: no token is so long.
    if run == LONGEST_TOKEN { bytes.len() - LONGEST_PREFIX } else { bytes.len() - run }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(text: &str) -> Vec<&str> {
        tokens(text.as_bytes()).map(|token| &text[token.at]).collect()
    }

    const VALUE: &str = "aB3-_x9Zk2LmQ7-p_T";

    #[test]
    fn every_token_is_found_where_it_stands() {
        let (one, other) = (format!("ss_secret_{VALUE}"), format!("tb_{VALUE}"));
        assert_eq!(found(&format!("a={one}\n\"{other}\",{one}")), [&*one, &other, &one]);
        assert_eq!(
            found("ss_secret_ and ss_org_short and ss_pub_only_words_without_a_digit"),
            [""; 0]
        );
        let token = tokens(one.as_bytes()).next().unwrap();
        assert_eq!((&*token.prefix(), format!("{token:?}")), (&one[..16], "Token(0..28)".into()));
    }

    proptest! {
        /// What is looked at piece by piece is found as in one piece.
        #[test]
        fn a_cut_loses_nothing(
            noise in "[a-z_ \n-]{0,40}",
            value in "[A-Za-z0-9_-]{15,60}[0-9]",
            which in 0..KEY_PREFIXES.len(),
            cut in any::<proptest::sample::Index>(),
        ) {
            let text = format!("{noise} {}{value} {noise}", KEY_PREFIXES[which]);
            let whole = found(&text);
            let cut = cut.index(text.len());
            let settled = settled(&text.as_bytes()[..cut]);
            let mut pieces = found(&text[..settled]);
            pieces.extend(found(&text[settled..]));
            prop_assert_eq!(pieces, whole);
        }
    }
}
