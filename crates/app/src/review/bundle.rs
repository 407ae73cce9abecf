//! A review that was signed off, as a file: one line a key, each bound to the one before, all of it signed.
//! The file has exactly one form, so that nothing in it can be changed without being found.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use sigsentry_keys_platform::signature::{Signature, is_genuine};

/// Says what the file is; a later form gets another number.
const FORMAT: &str = "SigSentry Keys review 1";

/// Everything that was signed off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Bundle {
    pub(crate) format: String,
    pub(crate) head: Head,
    pub(crate) lines: Vec<Line>,
    /// Ed25519, base64: over the hash of the last line.
    pub(crate) public_key: String,
    pub(crate) signature: String,
}

/// Who reviewed what, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Head {
    pub(crate) reviewer: String,
    pub(crate) organization: String,
    pub(crate) server: String,
    /// Which keys, in words.
    pub(crate) about: String,
    /// When SigSentry was read, by this computer's clock.
    pub(crate) as_of: String,
    pub(crate) signed_off_at: String,
    pub(crate) keys: usize,
    /// The hash of the sign-off before on this computer.
    pub(crate) previous: Option<String>,
}

/// One key as it was known, and what was decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Line {
    pub(crate) key_id: String,
    pub(crate) name: String,
    pub(crate) prefix: String,
    pub(crate) key_type: String,
    pub(crate) project: Option<String>,
    pub(crate) permissions: Vec<String>,
    pub(crate) created: Option<String>,
    pub(crate) last_used: String,
    pub(crate) expires: Option<String>,
    pub(crate) status: String,
    pub(crate) owner: String,
    pub(crate) stored_in: Vec<String>,
    /// `keep`, `rotate` or `revoke`; none while nothing is decided.
    pub(crate) decision: Option<Decision>,
    pub(crate) note: String,
    /// SHA-256, in hexadecimal: over the hash of the line before and this line without it.
    pub(crate) hash: String,
}

/// What is to become of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Decision {
    Keep,
    Rotate,
    Revoke,
}

/// Why a file is not what was signed off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Flaw {
    /// It is no file of this kind, or of a version that this app does not know.
    NotAReview,
    /// What is said of all keys, or the first of them, was changed.
    Beginning,
    /// This key, counted from 1, was changed or moved, or others before it were cut out.
    Line(usize),
    /// Lines are missing, or were added.
    Lines,
    /// The signature is of another content or another key.
    Signature,
    /// What people read of it is not what was signed.
    Shown,
}

impl Bundle {
    /// Binds every line to the one before. It is signed over the answer: [`Self::message`].
    pub(crate) fn bound(head: Head, lines: Vec<Line>) -> Self {
        let mut before = hash_of(FORMAT, &compact(&head));
        let mut bound = Vec::with_capacity(lines.len());
        for line in lines {
            let line = Line { hash: String::new(), ..line };
            before = hash_of(&before, &compact(&line));
            bound.push(Line { hash: before.clone(), ..line });
        }
        let (public_key, signature) = Default::default();
        Self { format: FORMAT.to_owned(), head, lines: bound, public_key, signature }
    }

    /// The same with its signature.
    pub(crate) fn signed(self, signature: &Signature) -> Self {
        Self {
            public_key: BASE64_STANDARD.encode(&signature.public_key),
            signature: BASE64_STANDARD.encode(&signature.bytes),
            ..self
        }
    }

    /// The hash over everything that was reviewed: that of the last line, or of the head alone.
    pub(crate) fn hash(&self) -> String {
        let head = || hash_of(FORMAT, &compact(&self.head));
        self.lines.last().map_or_else(head, |line| line.hash.clone())
    }

    /// What is signed.
    pub(crate) fn message(&self) -> Vec<u8> {
        format!("{FORMAT}\n{}", self.hash()).into_bytes()
    }

    /// By what people tell apart who signed: the beginning of the public key's hash.
    pub(crate) fn signer(&self) -> String {
        let key = BASE64_STANDARD.decode(&self.public_key).unwrap_or_default();
        let hash = hex(&Sha256::digest(key));
        let groups: Vec<_> = (0..5).map(|at| &hash[at * 4..at * 4 + 4]).collect();
        groups.join(" ")
    }

    /// The file: the head and each key on a line of its own.
    pub(crate) fn file(&self) -> String {
        let mut text = format!("{{\"format\":{},\n", compact(&self.format));
        text.push_str(&format!("\"head\":{},\n\"lines\":[", compact(&self.head)));
        for (at, line) in self.lines.iter().enumerate() {
            text.push_str(if at == 0 { "\n" } else { ",\n" });
            text.push_str(&compact(line));
        }
        text.push_str(&format!(
            "\n],\n\"publicKey\":{},\n\"signature\":{}}}\n",
            compact(&self.public_key),
            compact(&self.signature)
        ));
        text
    }

    /// Reads a file and checks all of it.
    pub(crate) fn checked(text: &str) -> Result<Self, Flaw> {
        let bundle: Self = serde_json::from_str(text).map_err(|_| Flaw::NotAReview)?;
        if bundle.format != FORMAT {
            return Err(Flaw::NotAReview);
        }
        let mut before = hash_of(FORMAT, &compact(&bundle.head));
        for (at, line) in bundle.lines.iter().enumerate() {
            let alone = Line { hash: String::new(), ..line.clone() };
            if hash_of(&before, &compact(&alone)) != line.hash {
                return Err(if at == 0 { Flaw::Beginning } else { Flaw::Line(at + 1) });
            }
            before.clone_from(&line.hash);
        }
        if bundle.head.keys != bundle.lines.len() {
            return Err(Flaw::Lines);
        }
        let decode = |text: &str| BASE64_STANDARD.decode(text).unwrap_or_default();
        let signature =
            Signature { public_key: decode(&bundle.public_key), bytes: decode(&bundle.signature) };
        if !is_genuine(&signature, &bundle.message()) {
            return Err(Flaw::Signature);
        }
        // Another form of the same content: who wrote it?
        if bundle.file() == text { Ok(bundle) } else { Err(Flaw::Shown) }
    }
}

fn compact<T: Serialize>(content: &T) -> String {
    // Texts and lists of them: writing them as JSON does not fail.
    serde_json::to_string(content).unwrap_or_default()
}

fn hash_of(before: &str, content: &str) -> String {
    hex(&Sha256::digest(format!("{before}\n{content}")))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
