use super::{DataKey, SealedKey};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use zeroize::Zeroizing;

/// A data key as the keychain has it.
#[derive(Debug)]
pub enum KeptKey {
    /// As it is, in base64.
    Plain(DataKey),
    /// Under a passphrase.
    Sealed(SealedKey),
}

impl KeptKey {
    pub(super) fn parse(text: &[u8]) -> Option<Self> {
        if let Some(sealed) = SealedKey::parse(text) {
            return Some(Self::Sealed(sealed));
        }
        let bytes = Zeroizing::new(STANDARD.decode(text.trim_ascii()).ok()?);
        DataKey::from_bytes(&bytes).map(Self::Plain)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_plain_or_sealed_and_never_mistaken() {
        let key = DataKey::from_bytes(&[9; DataKey::LENGTH]).unwrap();
        let sealed = SealedKey::seal(&key, "passphrase", |bytes| bytes.fill(7)).unwrap();
        let kept = KeptKey::parse(sealed.to_text().as_bytes());
        assert!(matches!(kept, Some(KeptKey::Sealed(read)) if read == sealed));
        let text = STANDARD.encode(key.bytes());
        assert!(matches!(KeptKey::parse(text.as_bytes()), Some(KeptKey::Plain(_))));
        assert!(KeptKey::parse(sealed.to_text().split_at(40).0.as_bytes()).is_none());
    }
}
