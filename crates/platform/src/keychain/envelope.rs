use super::DataKey;
use argon2::{Algorithm, Argon2, Block, Params, Version};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use chacha20poly1305::{
    XChaCha20Poly1305, XNonce,
    aead::{AeadInOut as _, KeyInit as _},
};
use std::fmt;
use zeroize::Zeroizing;

const FORMAT: &str = "sealed-1";
const SALT: usize = 16;
const NONCE: usize = 24;
const TAG: usize = 16;
/// Longer than any envelope is, in bytes.
const LONGEST: usize = 512;
/// What a fresh envelope costs to open.
const COST: Cost = Cost { kibibytes: 64 * 1024, passes: 3, lanes: 1 };

/// A data key under a passphrase, as the keychain has it: Argon2id (RFC 9106) makes a key of the
/// passphrase, XChaCha20-Poly1305 seals the data key with it. One line of text:
/// `sealed-1 m=65536,t=3,p=1 SALT NONCE+CIPHERTEXT`, the last two in base64. What stands before the
/// nonce is bound to the ciphertext.
#[derive(Clone, PartialEq, Eq)]
pub struct SealedKey {
    cost: Cost,
    salt: [u8; SALT],
    nonce: [u8; NONCE],
    sealed: [u8; DataKey::LENGTH + TAG],
}

#[derive(Clone, Copy, PartialEq, Eq)]
struct Cost {
    kibibytes: u32,
    passes: u32,
    lanes: u32,
}

impl Cost {
    /// Neither so cheap that it protects nothing, nor so dear that it takes the computer down.
    fn is_sane(self) -> bool {
        (8 * 1024..=1024 * 1024).contains(&self.kibibytes)
            && (1..=16).contains(&self.passes)
            && (1..=4).contains(&self.lanes)
    }
}

/// Why a passphrase opened nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UnsealError {
    /// It is another one, or the envelope was changed.
    #[error("the passphrase does not open this key")]
    WrongPassphrase,
    /// There is no memory to try it with.
    #[error("there is no memory to stretch the passphrase")]
    NoMemory,
}

impl SealedKey {
    /// Seals a data key. `random` fills bytes with randomness. Takes a good part of a
    /// second.
    ///
    /// # Errors
    /// [`UnsealError::NoMemory`].
    pub fn seal(
        key: &DataKey,
        passphrase: &str,
        mut random: impl FnMut(&mut [u8]),
    ) -> Result<Self, UnsealError> {
        let mut sealed = Self {
            cost: COST,
            salt: [0; SALT],
            nonce: [0; NONCE],
            sealed: [0; DataKey::LENGTH + TAG],
        };
        random(&mut sealed.salt);
        random(&mut sealed.nonce);
        let mut content = Zeroizing::new(Vec::with_capacity(sealed.sealed.len()));
        content.extend_from_slice(key.bytes());
        sealed
            .cipher(passphrase)?
            .encrypt_in_place(&XNonce::from(sealed.nonce), sealed.head().as_bytes(), &mut *content)
            // Only a content of 256 GiB is too long.
            .map_err(|_| UnsealError::NoMemory)?;
        sealed.sealed.copy_from_slice(&content);
        Ok(sealed)
    }

    /// Opens it. Takes a good part of a second, whatever the passphrase.
    ///
    /// # Errors
    /// [`UnsealError`].
    pub fn open(&self, passphrase: &str) -> Result<DataKey, UnsealError> {
        let mut content = Zeroizing::new(self.sealed.to_vec());
        self.cipher(passphrase)?
            .decrypt_in_place(&XNonce::from(self.nonce), self.head().as_bytes(), &mut *content)
            .map_err(|_| UnsealError::WrongPassphrase)?;
        DataKey::from_bytes(&content).ok_or(UnsealError::WrongPassphrase)
    }

    /// As the keychain has it.
    pub(super) fn to_text(&self) -> String {
        let body = STANDARD.encode([&self.nonce[..], &self.sealed].concat());
        format!("{} {body}", self.head())
    }

    /// Reads what [`Self::to_text`] wrote, and nothing else.
    pub(super) fn parse(text: &[u8]) -> Option<Self> {
        let text = str::from_utf8(text).ok().filter(|text| text.len() <= LONGEST)?.trim_ascii();
        let [FORMAT, cost, salt, body] = text.split(' ').collect::<Vec<_>>()[..] else {
            return None;
        };
        let body = STANDARD.decode(body).ok()?;
        let (nonce, sealed) = body.split_first_chunk()?;
        let read = Self {
            cost: parse_cost(cost).filter(|cost| cost.is_sane())?,
            salt: STANDARD.decode(salt).ok()?.try_into().ok()?,
            nonce: *nonce,
            sealed: sealed.try_into().ok()?,
        };
        // One way to write it: `+3` and `03` are no numbers here.
        (read.to_text() == text).then_some(read)
    }

    fn head(&self) -> String {
        let Cost { kibibytes, passes, lanes } = self.cost;
        format!("{FORMAT} m={kibibytes},t={passes},p={lanes} {}", STANDARD.encode(self.salt))
    }

    fn cipher(&self, passphrase: &str) -> Result<XChaCha20Poly1305, UnsealError> {
        let Cost { kibibytes, passes, lanes } = self.cost;
        let length = DataKey::LENGTH;
        let params = Params::new(kibibytes, passes, lanes, Some(length))
            .map_err(|_| UnsealError::NoMemory)?;
        let mut memory = Zeroizing::new(Vec::new());
        let blocks = params.block_count();
        memory.try_reserve_exact(blocks).map_err(|_| UnsealError::NoMemory)?;
        memory.resize(blocks, Block::default());
        let mut key = Zeroizing::new([0; DataKey::LENGTH]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into_with_memory(
                passphrase.as_bytes(),
                &self.salt,
                &mut *key,
                &mut memory[..],
            )
            .map_err(|_| UnsealError::NoMemory)?;
        Ok(XChaCha20Poly1305::new((&*key).into()))
    }
}

impl fmt::Debug for SealedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SealedKey(…)")
    }
}

fn parse_cost(text: &str) -> Option<Cost> {
    let [kibibytes, passes, lanes] = text.split(',').collect::<Vec<_>>()[..] else { return None };
    let number = |text: &str, name| text.strip_prefix(name)?.parse().ok();
    Some(Cost {
        kibibytes: number(kibibytes, "m=")?,
        passes: number(passes, "t=")?,
        lanes: number(lanes, "p=")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Made with argon2-cffi and libsodium: whatever the app's libraries become, this must open.
    const KNOWN: &str = "sealed-1 m=65536,t=3,p=1 AAECAwQFBgcICQoLDA0ODw== \
        AAECAwQFBgcICQoLDA0ODxAREhMUFRYXZuAq1cPgqSCzACvmhOnc+cLKTsL2b6HGNIrVKXZFBZvZjUTvDBCaPHf8QxTUaLoo";

    fn counting(bytes: &mut [u8]) {
        for (at, byte) in bytes.iter_mut().enumerate() {
            *byte = at as u8;
        }
    }

    fn key() -> DataKey {
        DataKey::from_bytes(&[0x5a; DataKey::LENGTH]).unwrap()
    }

    #[test]
    fn a_known_envelope_opens_and_is_what_is_written_today() {
        let known = SealedKey::parse(KNOWN.as_bytes()).unwrap();
        assert_eq!(known.open("correct horse — ß").unwrap().bytes(), key().bytes());
        let made = SealedKey::seal(&key(), "correct horse — ß", counting).unwrap();
        assert_eq!(made.to_text(), KNOWN);
        assert_eq!(format!("{made:?}"), "SealedKey(…)");
    }

    #[test]
    fn another_passphrase_and_a_changed_envelope_open_nothing() {
        let known = SealedKey::parse(KNOWN.as_bytes()).unwrap();
        let wrong = Some(UnsealError::WrongPassphrase);
        assert_eq!(known.open("correct horse").err(), wrong);
        let changed: [fn(&mut SealedKey); 4] = [
            |one| one.cost.passes = 2,
            |one| one.salt[0] ^= 1,
            |one| one.nonce[0] ^= 1,
            |one| one.sealed[40] ^= 1,
        ];
        for change in changed {
            let mut other = known.clone();
            change(&mut other);
            assert_eq!(other.open("correct horse — ß").err(), wrong);
        }
    }

    #[test]
    fn absurd_costs_and_other_texts_are_no_envelopes() {
        assert!(SealedKey::parse(KNOWN.as_bytes()).is_some());
        for (is, becomes) in [
            ("m=65536", "m=4194304"),
            ("m=65536", "m=8"),
            ("m=65536", "m=+65536"),
            ("t=3", "t=03"),
            ("t=3", "t=0"),
            ("t=3", "t=4294967295"),
            ("p=1", "p=64"),
            (",p=1", ""),
            ("sealed-1", "sealed-2"),
            ("AAEC", "AAE"),
            ("m=65536,t=3", "t=3,m=65536"),
        ] {
            let other = KNOWN.replacen(is, becomes, 1);
            assert_ne!(other, KNOWN);
            assert!(SealedKey::parse(other.as_bytes()).is_none(), "{other}");
        }
        assert!(SealedKey::parse(format!("{KNOWN} x").as_bytes()).is_none());
        assert!(SealedKey::parse(&KNOWN.as_bytes()[..KNOWN.len() - 4]).is_none());
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_harm(bytes: Vec<u8>) {
            prop_assert!(SealedKey::parse(&bytes).is_none());
        }

        #[test]
        fn whatever_is_read_is_written_as_it_was(
            m in "m=[0-9]{1,8}", t in "t=[0-9]{1,3}", p in "p=[0-9]{1,2}",
            salt in proptest::collection::vec(any::<u8>(), 15..18),
            body in proptest::collection::vec(any::<u8>(), 70..75),
        ) {
            let (salt, body) = (STANDARD.encode(salt), STANDARD.encode(body));
            let text = format!("{FORMAT} {m},{t},{p} {salt} {body}");
            if let Some(read) = SealedKey::parse(text.as_bytes()) {
                prop_assert_eq!(read.to_text(), text);
                prop_assert!(read.cost.is_sane());
            }
        }
    }
}
