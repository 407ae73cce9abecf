//! Signatures that anyone can check: Ed25519 (RFC 8032), with a key that only this computer's keychain
//! leads to.

use ring::signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey};
use zeroize::Zeroizing;

/// A signature, and what it is checked with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// 32 bytes.
    pub public_key: Vec<u8>,
    /// 64 bytes.
    pub bytes: Vec<u8>,
}

/// Signs with the key that this seed makes; none only where the seed is no seed.
pub(crate) fn sign(seed: &Zeroizing<[u8; 32]>, message: &[u8]) -> Option<Signature> {
    let pair = Ed25519KeyPair::from_seed_unchecked(&**seed).ok()?;
    Some(Signature {
        public_key: pair.public_key().as_ref().to_vec(),
        bytes: pair.sign(message).as_ref().to_vec(),
    })
}

/// Whether a message was signed with the key whose public part this is, and not changed since.
#[must_use]
pub fn is_genuine(signature: &Signature, message: &[u8]) -> bool {
    let key = UnparsedPublicKey::new(&ED25519, &signature.public_key);
    key.verify(message, &signature.bytes).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_holds_for_its_message_and_its_key_alone() {
        let [one, other] =
            [1, 2].map(|byte| sign(&Zeroizing::new([byte; 32]), b"a message").unwrap());
        assert!(is_genuine(&one, b"a message"));
        assert!(!is_genuine(&one, b"another one"));
        let foreign = Signature { public_key: other.public_key, ..one };
        assert!(!is_genuine(&foreign, b"a message"));
    }
}
