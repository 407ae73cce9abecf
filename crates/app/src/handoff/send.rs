use crate::{
    App, held,
    trouble::{self, Area},
};
use sigsentry_keys_contract::{
    custody::CustodyError,
    handoff::{
        self as contract, Identity, PasteBack, Proof, SendError, SendPlan, SendRequest, Sent,
    },
};
use sigsentry_keys_core::{
    activity::Deed,
    custody::{Comparison, LendError, Ticket, TicketVoid},
    display::safe,
    handoff::{Destination, FieldProblem, Fields, Outcome, Write},
    rotation::{Place, PlaceState, Sending},
};
use sigsentry_keys_platform::handoff::{
    self as platform, Delivery, Detected, Evidence, SendFailure, SendTarget, Surroundings,
};
use std::path::PathBuf;
use zeroize::Zeroizing;

/// A request, checked: the destination with its program is here, and every field can be used.
struct Checked {
    ticket: Ticket,
    destination: &'static Destination,
    /// Empty for the keychain.
    program: PathBuf,
    fields: Fields,
    write: Write,
}

impl App {
    /// What a sending will do: the command, what decides where it goes, and the place.
    ///
    /// # Errors
    /// [`SendError`].
    pub async fn plan_sending(&self, request: &SendRequest) -> Result<SendPlan, SendError> {
        let checked = self.check(request).await?;
        let Checked { destination, program, fields, write, .. } = &checked;
        let mut command = Vec::new();
        if !destination.programs.is_empty() {
            command.push(safe(&program.to_string_lossy()));
            command.extend((destination.arguments)(fields, *write).iter().map(|word| safe(word)));
        }
        let environment = destination.environment.iter();
        let decided_by = Surroundings::of_process().deciding(destination);
        Ok(SendPlan {
            command,
            standard_input: destination.standard_input.into(),
            environment: environment.map(|(name, value)| format!("{name}={value}")).collect(),
            decided_by: decided_by.iter().map(|line| safe(line)).collect(),
            target: safe(&(destination.target)(fields)),
        })
    }

    /// Who is signed in at a destination.
    ///
    /// # Errors
    /// [`SendError`].
    pub async fn destination_identity(&self, request: &SendRequest) -> Result<Identity, SendError> {
        let Checked { destination, program, fields, .. } = self.check(request).await?;
        let asked = self.ports.off_thread(move || {
            platform::identity(destination, &program, &fields, &Surroundings::of_process())
        });
        Ok(match asked.await {
            Some(platform::Identity::SignedInAs(who)) => Identity::SignedInAs { who },
            Some(platform::Identity::NotSignedIn) => Identity::NotSignedIn,
            Some(platform::Identity::NotKnown) | None => Identity::NotKnown,
        })
    }

    /// Sends the value, one at a time. It stays held, whatever becomes of it.
    ///
    /// # Errors
    /// [`SendError`].
    pub async fn send_key(&self, request: &SendRequest) -> Result<Sent, SendError> {
        let _sending = self.handoff.sending.try_lock().map_err(|_| SendError::Busy)?;
        let Checked { ticket, destination, program, fields, write } = self.check(request).await?;
        let target = safe(&(destination.target)(&fields));
        let (value, record) = {
            let mut custody = held(&self.custody);
            let value = custody.lend(&ticket).map_err(|error| match error {
                LendError::TicketVoid => SendError::NoLongerHeld,
                LendError::NoMemory => SendError::Failed { said: Vec::new() },
            })?;
            (value, custody.record(&ticket).map_err(no_longer_held)?.clone())
        };
        let own_fields = fields.clone();
        let sending = self.ports.off_thread(move || {
            let send_target =
                SendTarget { destination, program: &program, fields: &own_fields, write };
            platform::send(&send_target, value, &Surroundings::of_process())
        });
        let Delivery { version, evidence, said } = match sending.await {
            Some(sent) => sent.map_err(|failure| refused(failure, &target))?,
            // The thread panicked: it is not known how far it came.
            None => return Err(SendError::Unknown { said: Vec::new() }),
        };
        // The value may have been dismissed meanwhile; it was stored all the same.
        let _ = held(&self.custody).stored_in(&ticket, &target);
        let place = Place {
            name: target.clone(),
            sending: Some(Sending { destination: destination.id, fields: fields.clone() }),
            state: PlaceState::Stored(self.ports.now()),
        };
        self.record_sent(&record.id, &place);
        self.remember_destination(destination, &fields);
        Ok(Sent { target, version, proof: proof(evidence), said, key: self.row(&record) })
    }

    /// Compares the value with what was typed, or with what lies in the clipboard now.
    ///
    /// # Errors
    /// [`CustodyError`].
    pub async fn check_stored_value(
        &self,
        ticket: &Ticket,
        ending: Option<Zeroizing<String>>,
    ) -> Result<PasteBack, CustodyError> {
        let theirs = match ending {
            Some(ending) => Some(ending),
            None => {
                let lease = self.lease.clone();
                let read = self.ports.off_thread(move || lease.read());
                read.await.flatten()
            }
        };
        let theirs = theirs.unwrap_or_default();
        let (compared, key_id) = {
            let mut custody = held(&self.custody);
            (custody.compare_ending(ticket, &theirs), custody.key_id(ticket).map(str::to_owned))
        };
        if let (Ok(Comparison::Same), Some(key_id)) = (&compared, key_id) {
            self.log(&key_id, Deed::Verified);
        }
        compared.map(PasteBack::from).map_err(|TicketVoid| CustodyError::NoLongerHeld)
    }

    async fn check(&self, request: &SendRequest) -> Result<Checked, SendError> {
        let ticket = Ticket::from_text(request.ticket.clone());
        let destination = Destination::of(request.destination.into());
        let fields = destination
            .check(&contract::fields(&request.fields))
            .map_err(|(field, problem)| unusable(field.into(), problem))?;
        for (field, text) in fields.iter() {
            if held(&self.custody).contains_part(&ticket, text).map_err(no_longer_held)? {
                return Err(unusable(field.into(), FieldProblem::ContainsValue));
            }
        }
        let known = held(&self.handoff.detected).get(&destination.id).cloned();
        let detected = match known {
            Some(known) => known,
            None => self
                .ports
                .off_thread(|| platform::detect(destination, &Surroundings::of_process()))
                .await
                .unwrap_or(Detected::NotInstalled),
        };
        let program = match detected {
            Detected::Ready { path, .. } => path,
            Detected::BuiltIn => PathBuf::new(),
            Detected::NotInstalled | Detected::NotOnThisSystem => {
                return Err(SendError::NotInstalled);
            }
            Detected::Unsafe(path) | Detected::Another(path) => return Err(untrusted(&path)),
        };
        let write = if request.replace { Write::Replace } else { Write::Create };
        Ok(Checked { ticket, destination, program, fields, write })
    }
}

fn no_longer_held(TicketVoid: TicketVoid) -> SendError {
    SendError::NoLongerHeld
}

fn unusable(field: contract::FieldId, problem: FieldProblem) -> SendError {
    SendError::Field { field, problem: problem.into() }
}

fn untrusted(path: &std::path::Path) -> SendError {
    SendError::Untrusted { path: safe(&path.to_string_lossy()) }
}

fn refused(failure: SendFailure, target: &str) -> SendError {
    trouble::note(Area::Sending, code_of(&failure));
    match failure {
        SendFailure::NotStarted => SendError::NotInstalled,
        SendFailure::Untrusted(path) => untrusted(&path),
        SendFailure::CommandHistory => SendError::CommandHistory,
        SendFailure::InCommand | SendFailure::NoForm => SendError::Failed { said: Vec::new() },
        SendFailure::Program { outcome, said } => match outcome {
            Outcome::Exists => SendError::Exists { target: target.to_owned() },
            Outcome::NotSignedIn => SendError::NotSignedIn { said },
            Outcome::Denied => SendError::Denied { said },
            Outcome::NoSuchTarget => SendError::NoSuchTarget { said },
            Outcome::Offline => SendError::Offline { said },
            Outcome::Failed => SendError::Failed { said },
            Outcome::Stored { .. } | Outcome::Unknown => SendError::Unknown { said },
        },
    }
}

fn proof(evidence: Evidence) -> Proof {
    match evidence {
        Evidence::AskedBack => Proof::AskedBack,
        Evidence::Answered => Proof::Answered,
        Evidence::ExitedWell => Proof::ExitedWell,
        Evidence::FileChanged => Proof::FileChanged,
    }
}

/// What is noted of a value that was not sent: which kind, and nothing that a program said.
fn code_of(failure: &SendFailure) -> &'static str {
    match failure {
        SendFailure::NotStarted => "the program did not start",
        SendFailure::Untrusted(_) => "others may change the program",
        SendFailure::CommandHistory => "the history of commands is on",
        SendFailure::InCommand => "the value would be in the command",
        SendFailure::NoForm => "the value has no such form",
        SendFailure::Program { outcome, .. } => match outcome {
            Outcome::Stored { .. } | Outcome::Unknown => "nobody can say",
            Outcome::Exists => "exists",
            Outcome::NotSignedIn => "not signed in",
            Outcome::Denied => "denied",
            Outcome::NoSuchTarget => "no such target",
            Outcome::Offline => "offline",
            Outcome::Failed => "failed",
        },
    }
}

#[cfg(target_os = "linux")]
#[cfg(test)]
mod tests {
    use super::*;
    use crate::support::{SignedIn, vault};
    use sigsentry_keys_contract::{activity::DeedView, handoff::FieldId};
    use std::fs;

    #[test]
    fn a_sent_value_stays_held_and_its_place_is_noted_with_the_key() {
        SignedIn::run(async |one| {
            let folder = tempfile::tempdir().unwrap();
            let made = one.created("ci").await;
            let got = vault::install(&one.app, folder.path(), "echo '{\"data\":{\"version\":1}}'");
            let sent = one.app.send_key(&vault::request(&made.ticket, "ci/key")).await.unwrap();
            let bytes: u32 = fs::read_to_string(got).unwrap().trim().parse().unwrap();
            assert_eq!(bytes, made.length);
            assert_eq!(sent.version.as_deref(), Some("1"));
            let detail = one.app.key_detail(&made.key.id).unwrap();
            let place = sent.target.clone();
            assert_eq!(one.deeds(&made.key.id), [DeedView::Sent { place }, DeedView::Created]);
            assert_eq!(detail.annotation.unwrap().stored_in, std::slice::from_ref(&sent.target));
            let receipt = one.app.dismiss(Ticket::from_text(made.ticket)).await.unwrap();
            assert_eq!(receipt.stored_in, [sent.target]);
        });
    }

    #[test]
    fn what_its_program_refuses_is_not_noted_as_sent() {
        SignedIn::run(async |one| {
            let folder = tempfile::tempdir().unwrap();
            let made = one.created("ci").await;
            vault::install(&one.app, folder.path(), "echo 'permission denied' >&2; exit 2");
            let refused = one.app.send_key(&vault::request(&made.ticket, "ci/key")).await;
            let Err(SendError::Denied { said }) = &refused else { panic!("{refused:?}") };
            assert_eq!(said, &["permission denied"]);
            assert_eq!(one.deeds(&made.key.id), [DeedView::Created]);
            assert!(one.app.spell(&Ticket::from_text(made.ticket), 0).is_ok(), "it is still held");
        });
    }

    #[test]
    fn no_field_carries_the_value_and_no_other_ticket_sends_it() {
        SignedIn::run(async |one| {
            let folder = tempfile::tempdir().unwrap();
            let made = one.created("ci").await;
            let got = vault::install(&one.app, folder.path(), "true");
            let ticket = Ticket::from_text(made.ticket.clone());
            let spelled = (0..made.length).map(|at| one.app.spell(&ticket, at).unwrap().unwrap());
            let value: String = spelled.map(|one| one.character).collect();
            let leaking =
                one.app.send_key(&vault::request(&made.ticket, &format!("ci/{value}"))).await;
            let Err(SendError::Field { field, problem }) = leaking else { panic!("{leaking:?}") };
            assert_eq!((field, problem), (FieldId::Path, FieldProblem::ContainsValue.into()));
            let void = one.app.send_key(&vault::request("0123", "ci/key")).await;
            assert_eq!(void, Err(SendError::NoLongerHeld));
            assert!(!got.exists(), "its program did not run");
        });
    }
}
