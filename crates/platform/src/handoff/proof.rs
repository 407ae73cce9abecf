use super::{
    Surroundings,
    ask::put,
    delivery::{Evidence, SendTarget},
    store,
};
use sigsentry_keys_core::handoff::{Confirmation, Proof};
use std::time::SystemTime;

/// What a destination says afterwards.
pub(super) enum Proven {
    /// The value is there.
    Yes { version: Option<String>, evidence: Evidence },
    /// It is not, although the program said so.
    No,
}

/// What was known of pass's file before.
pub(super) type Before = Option<(SystemTime, u64)>;

pub(super) fn before(send_target: &SendTarget<'_>, around: &Surroundings) -> Before {
    match send_target.destination.proof {
        Proof::File(name) => store::written(around, &name(send_target.fields)),
        _ => None,
    }
}

/// Asks whether the value is there. Where that cannot be asked, its program's own word stands.
pub(super) fn afterwards(
    send_target: &SendTarget<'_>,
    around: &Surroundings,
    version: Option<String>,
    before: Before,
) -> Proven {
    let destination = send_target.destination;
    let own_word =
        if destination.version.is_some() { Evidence::Answered } else { Evidence::ExitedWell };
    match destination.proof {
        Proof::File(name) => {
            let after = store::written(around, &name(send_target.fields));
            if after.is_some() && after != before {
                Proven::Yes { version, evidence: Evidence::AskedBack }
            } else {
                Proven::No
            }
        }
        Proof::Asked { arguments, reading, confirms } => {
            let words = arguments(send_target.fields, version.as_deref());
            let answer = put(destination, send_target.program, &words, reading, around);
            let Some(word) = answer.and_then(|answer| answer.word) else {
                return Proven::Yes { version, evidence: own_word };
            };
            match confirms(send_target.fields, version.as_deref(), &word) {
                Confirmation::There(told_now) => {
                    let version = version.or(told_now);
                    Proven::Yes { version, evidence: Evidence::AskedBack }
                }
                Confirmation::Missing => Proven::No,
            }
        }
        Proof::ReadBack | Proof::Nothing => Proven::Yes { version, evidence: own_word },
    }
}
