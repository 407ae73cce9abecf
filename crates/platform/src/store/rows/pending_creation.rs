use super::inventory::{NewType, new_type, read_new_type};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sigsentry_keys_core::{
    creation::{self, Attempt, KeyName, MintRequest},
    key::Permission,
};

#[derive(Serialize, Deserialize)]
pub(in crate::store) struct PendingCreation {
    idempotency_key: String,
    name: String,
    key_type: NewType,
    permissions: Vec<String>,
    project_id: Option<String>,
    began_at: DateTime<Utc>,
    namesakes: Vec<String>,
    progress: Progress,
}

#[derive(Serialize, Deserialize)]
enum Progress {
    Sent,
    Answered { key_id: String, handed_over: bool },
}

impl From<&creation::PendingCreation> for PendingCreation {
    fn from(intent: &creation::PendingCreation) -> Self {
        let request = &intent.attempt.request;
        Self {
            idempotency_key: intent.attempt.idempotency_key.clone(),
            name: request.name.as_str().to_owned(),
            key_type: new_type(request.key_type),
            permissions: request.permissions.iter().map(|one| one.as_str().to_owned()).collect(),
            project_id: request.project_id.clone(),
            began_at: intent.began_at,
            namesakes: intent.namesakes.clone(),
            progress: match &intent.progress {
                creation::Progress::Sent => Progress::Sent,
                creation::Progress::Answered { key_id, handed_over } => {
                    Progress::Answered { key_id: key_id.clone(), handed_over: *handed_over }
                }
            },
        }
    }
}

impl PendingCreation {
    /// None if its name is none that could have been sent.
    pub(in crate::store) fn read(self) -> Option<creation::PendingCreation> {
        let request = MintRequest {
            name: KeyName::parse(&self.name).ok()?,
            key_type: read_new_type(&self.key_type),
            permissions: self.permissions.iter().map(|name| Permission::from_name(name)).collect(),
            project_id: self.project_id,
        };
        Some(creation::PendingCreation {
            attempt: Attempt { request, idempotency_key: self.idempotency_key },
            began_at: self.began_at,
            namesakes: self.namesakes,
            progress: match self.progress {
                Progress::Sent => creation::Progress::Sent,
                Progress::Answered { key_id, handed_over } => {
                    creation::Progress::Answered { key_id, handed_over }
                }
            },
        })
    }
}
