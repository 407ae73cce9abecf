use std::fmt;
use zeroize::Zeroizing;

/// The one secret of a store: everything in it is encrypted under keys derived from this one.
/// Wiped on drop; cannot be printed, copied or compared.
pub struct DataKey(Box<Zeroizing<[u8; DataKey::LENGTH]>>);

impl DataKey {
    /// Its length, in bytes.
    pub const LENGTH: usize = 32;

    /// A key from bytes that came from the keychain or from the system's source of randomness; none
    /// if they are not exactly [`DataKey::LENGTH`].
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut key = Box::new(Zeroizing::new([0; Self::LENGTH]));
        (bytes.len() == Self::LENGTH).then(|| key.copy_from_slice(bytes))?;
        Some(Self(key))
    }

    pub(crate) fn bytes(&self) -> &[u8; Self::LENGTH] {
        &self.0
    }
}

impl fmt::Debug for DataKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DataKey(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_thirty_two_bytes_are_a_key_and_they_are_not_printed() {
        for length in [0, 31, 33, 64] {
            assert!(DataKey::from_bytes(&vec![7; length]).is_none());
        }
        let key = DataKey::from_bytes(&[0x5a; 32]).unwrap();
        assert_eq!(key.bytes()[31], 0x5a);
        assert_eq!(format!("{key:?}"), "DataKey(…)");
    }
}
