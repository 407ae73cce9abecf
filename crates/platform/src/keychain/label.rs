use crate::store::{Profile, ProfileRow};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sigsentry_keys_core::account::Colour;
use zeroize::Zeroizing;

/// Whose store it is, and how the person tells it from others. It lies beside the data key, so that
/// it is known before the store is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// As last seen; without the end of the session, which is said below.
    pub profile: Profile,
    /// When its session ends or ended, as known when the account was opened or left last. None where
    /// it is not known.
    pub session_ends: Option<DateTime<Utc>>,
    /// The name that the person gave the account.
    pub name: Option<String>,
    /// The colour that it has.
    pub colour: Colour,
    /// When the account came to this computer: the order of accounts.
    pub since: DateTime<Utc>,
}

impl Label {
    /// The label of an account that has just come to this computer.
    #[must_use]
    pub fn new(profile: &Profile, colour: Colour, since: DateTime<Utc>) -> Self {
        let session_ends = profile.account.session_ends;
        Self { profile: timeless(profile), session_ends, name: None, colour, since }
    }

    /// The same label with what is known of the account by now.
    #[must_use]
    pub fn of(self, profile: &Profile) -> Self {
        let session_ends = profile.account.session_ends;
        Self { profile: timeless(profile), session_ends, ..self }
    }

    pub(super) fn encode(&self) -> Zeroizing<Vec<u8>> {
        let wire = Wire {
            profile: ProfileRow::from(&self.profile),
            session_ends: self.session_ends,
            name: self.name.clone(),
            colour: self.colour.into(),
            since: self.since,
        };
        // Texts and a time always have a JSON form.
        Zeroizing::new(serde_json::to_vec(&wire).unwrap_or_default())
    }

    pub(super) fn decode(text: &[u8]) -> Option<Self> {
        let wire: Wire = serde_json::from_slice(text).ok()?;
        Some(Self {
            profile: timeless(&wire.profile.into()),
            session_ends: wire.session_ends,
            name: wire.name,
            colour: wire.colour.into(),
            since: wire.since,
        })
    }
}

fn timeless(profile: &Profile) -> Profile {
    let mut profile = profile.clone();
    profile.account.session_ends = None;
    profile
}

#[derive(Serialize, Deserialize)]
struct Wire {
    profile: ProfileRow,
    session_ends: Option<DateTime<Utc>>,
    name: Option<String>,
    colour: WireColour,
    since: DateTime<Utc>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
enum WireColour {
    Blue,
    Teal,
    Green,
    Purple,
    Pink,
    Grey,
}

impl From<Colour> for WireColour {
    fn from(colour: Colour) -> Self {
        match colour {
            Colour::Blue => Self::Blue,
            Colour::Teal => Self::Teal,
            Colour::Green => Self::Green,
            Colour::Purple => Self::Purple,
            Colour::Pink => Self::Pink,
            Colour::Grey => Self::Grey,
        }
    }
}

impl From<WireColour> for Colour {
    fn from(colour: WireColour) -> Self {
        match colour {
            WireColour::Blue => Self::Blue,
            WireColour::Teal => Self::Teal,
            WireColour::Green => Self::Green,
            WireColour::Purple => Self::Purple,
            WireColour::Pink => Self::Pink,
            WireColour::Grey => Self::Grey,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use sigsentry_keys_core::account::Account;

    fn label() -> Label {
        let account = Account {
            id: "u1".into(),
            email: "mara@northwind.example".into(),
            name: "Mara \"<b>\" \u{202e}".into(),
            role: "owner".into(),
            tenant_id: "t1".into(),
            tenant_name: "Northwind".into(),
            session_ends: Some(DateTime::UNIX_EPOCH),
        };
        let profile = Profile { account, address: "https://api.example/v1".into() };
        Label::new(&profile, Colour::Teal, DateTime::UNIX_EPOCH)
    }

    #[test]
    fn it_is_read_as_it_was_written_in_every_colour() {
        for colour in Colour::ALL {
            let label = Label { colour, name: Some("Staging".into()), ..label() };
            assert_eq!(label.profile.account.session_ends, None);
            assert_eq!(label.session_ends, Some(DateTime::UNIX_EPOCH));
            assert_eq!(Label::decode(&label.encode()), Some(label));
        }
    }

    proptest! {
        #[test]
        fn whatever_else_lies_there_is_no_label(bytes in prop::collection::vec(any::<u8>(), 0..200), at in 0_usize..300) {
            let _ = Label::decode(&bytes);
            let whole = label().encode();
            let cut = &whole[..at.min(whole.len() - 1)];
            prop_assert_eq!(Label::decode(cut), None);
        }
    }
}
