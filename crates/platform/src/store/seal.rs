use super::{StoreError, kind::Kind};
use crate::keychain::DataKey;
use chacha20poly1305::{
    XChaCha20Poly1305, XNonce,
    aead::{AeadInOut as _, KeyInit as _},
};
use hkdf::Hkdf;
use hmac::{Hmac, Mac as _};
use sha2::Sha256;
use std::sync::OnceLock;
use zeroize::Zeroizing;

/// Fills bytes with randomness.
type Randomness = Box<dyn FnMut(&mut [u8]) + Send>;

const NONCE: usize = 24;
const TAG: usize = 16;

/// Seals rows and hashes what they are found by. Each kind of row has keys of its own, derived from
/// the data key with HKDF-SHA256; rows are sealed with XChaCha20-Poly1305 under random nonces, and
/// bound to their kind and identity: one that was moved to another place does not open.
pub(super) struct Seal {
    derive: Hkdf<Sha256>,
    random: Randomness,
    /// By kind, once they were needed.
    keys: [OnceLock<Keys>; Kind::COUNT],
}

/// The keys of one kind of row.
struct Keys {
    lookup: Zeroizing<[u8; 32]>,
    row: Zeroizing<[u8; 32]>,
}

impl Seal {
    pub(super) fn new(key: &DataKey, random: impl FnMut(&mut [u8]) + Send + 'static) -> Self {
        let derive = Hkdf::new(None, key.bytes());
        Self { derive, random: Box::new(random), keys: [const { OnceLock::new() }; Kind::COUNT] }
    }

    /// What a row is found by: tells nothing without the data key.
    pub(super) fn lookup(&self, kind: Kind, identity: &str) -> [u8; 32] {
        // HMAC takes keys of any length.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&*self.keys(kind).lookup) else {
            return [0; 32];
        };
        mac.update(identity.as_bytes());
        mac.finalize().into_bytes().into()
    }

    /// Seals the content of the row `row` of a kind.
    pub(super) fn seal(
        &mut self,
        kind: Kind,
        row: &[u8],
        content: &[u8],
    ) -> Result<Vec<u8>, StoreError> {
        let mut nonce = [0; NONCE];
        (self.random)(&mut nonce);
        let mut sealed = Vec::with_capacity(NONCE + content.len() + TAG);
        sealed.extend_from_slice(content);
        self.cipher(kind)
            .encrypt_in_place(&XNonce::from(nonce), &bound_to(kind, row), &mut sealed)
            // Only a content of 256 GiB is too long.
            .map_err(|_| StoreError::Io)?;
        sealed.splice(..0, nonce);
        Ok(sealed)
    }

    /// Opens what [`Self::seal`] sealed for the same row.
    pub(super) fn open(
        &self,
        kind: Kind,
        row: &[u8],
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, StoreError> {
        self.opener(kind).open(row, sealed)
    }

    /// Opens rows of one kind, on any thread.
    pub(super) fn opener(&self, kind: Kind) -> Opener {
        Opener { kind, cipher: self.cipher(kind) }
    }

    /// What the key is made from that signs reviews.
    pub(super) fn signing_seed(&self) -> Zeroizing<[u8; 32]> {
        self.key("signature", Kind::SignOff)
    }

    fn cipher(&self, kind: Kind) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new((&*self.keys(kind).row).into())
    }

    fn keys(&self, kind: Kind) -> &Keys {
        self.keys[usize::from(kind.number()) - 1]
            .get_or_init(|| Keys { lookup: self.key("lookup", kind), row: self.key("row", kind) })
    }

    fn key(&self, purpose: &str, kind: Kind) -> Zeroizing<[u8; 32]> {
        let mut key = Zeroizing::new([0; 32]);
        let info = format!("sigsentry-keys store 1 {purpose} {}", kind.number());
        // 32 bytes are one block of SHA-256: HKDF always has them.
        let _ = self.derive.expand(info.as_bytes(), &mut *key);
        key
    }
}

/// What opens the rows of one kind.
pub(super) struct Opener {
    kind: Kind,
    cipher: XChaCha20Poly1305,
}

impl Opener {
    /// Opens what was sealed for this row.
    pub(super) fn open(&self, row: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, StoreError> {
        let (nonce, sealed) = sealed.split_first_chunk::<NONCE>().ok_or(StoreError::Damaged)?;
        let mut content = Zeroizing::new(sealed.to_vec());
        self.cipher
            .decrypt_in_place(&XNonce::from(*nonce), &bound_to(self.kind, row), &mut *content)
            .map_err(|_| StoreError::Damaged)?;
        Ok(content)
    }
}

fn bound_to(kind: Kind, row: &[u8]) -> Vec<u8> {
    let mut bound = vec![1, kind.number()];
    bound.extend_from_slice(row);
    bound
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Nonces that count: what a test needs of randomness is that none comes twice.
    pub(crate) fn counting() -> impl FnMut(&mut [u8]) + Send {
        let mut count = 0_u64;
        move |bytes| {
            count += 1;
            bytes.fill(0);
            bytes[..8].copy_from_slice(&count.to_le_bytes());
        }
    }

    fn seal(byte: u8) -> Seal {
        Seal::new(&DataKey::from_bytes(&[byte; 32]).unwrap(), counting())
    }

    #[test]
    fn what_was_sealed_opens_for_its_own_row_and_key_only() {
        let mut mine = seal(1);
        let sealed = mine.seal(Kind::Annotation, b"row", b"content").unwrap();
        assert!(!sealed.windows(7).any(|part| part == b"content"));
        assert_eq!(*mine.open(Kind::Annotation, b"row", &sealed).unwrap(), b"content");
        assert!(mine.open(Kind::Annotation, b"other", &sealed).is_err());
        assert!(mine.open(Kind::PendingCreation, b"row", &sealed).is_err());
        assert!(seal(2).open(Kind::Annotation, b"row", &sealed).is_err());
    }

    #[test]
    fn every_bit_counts() {
        let mut mine = seal(1);
        let sealed = mine.seal(Kind::PendingCreation, b"row", b"content").unwrap();
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert_eq!(
                mine.open(Kind::PendingCreation, b"row", &changed).err(),
                Some(StoreError::Damaged)
            );
        }
        for length in 0..sealed.len() {
            assert!(mine.open(Kind::PendingCreation, b"row", &sealed[..length]).is_err());
        }
    }

    #[test]
    fn the_same_content_never_looks_the_same() {
        let mut mine = seal(1);
        let [one, two] =
            [(); 2].map(|()| mine.seal(Kind::PendingCreation, b"row", b"content").unwrap());
        assert_ne!(one, two);
    }

    #[test]
    fn lookups_depend_on_key_kind_and_identity() {
        let (mine, theirs) = (seal(1), seal(2));
        let of = mine.lookup(Kind::Annotation, "k1");
        assert_eq!(of, mine.lookup(Kind::Annotation, "k1"));
        assert_ne!(of, mine.lookup(Kind::Annotation, "k2"));
        assert_ne!(of, mine.lookup(Kind::PendingCreation, "k1"));
        assert_ne!(of, theirs.lookup(Kind::Annotation, "k1"));
    }
}
