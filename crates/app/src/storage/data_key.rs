use super::Storage;
use sigsentry_keys_contract::offline::{SessionOnlyReason, StorageState};
use sigsentry_keys_platform::keychain::{KeychainError, Question};
use std::time::Duration;

/// How long a keychain may take before the person hears of it.
const PATIENCE: Duration = Duration::from_secs(3);

impl Storage {
    /// Waits for the keychain, for as long as the question of `generation` is of use. `on_wait` hears that
    /// it takes long. Blocks.
    pub(super) fn answer<T>(
        &self,
        question: &Question<T>,
        generation: u64,
        on_wait: &mut dyn FnMut(),
    ) -> Result<T, KeychainError> {
        match question.wait(PATIENCE) {
            Err(KeychainError::Waiting) if self.is_current(generation) => {}
            answer => return answer,
        }
        self.set(StorageState::Waiting);
        on_wait();
        loop {
            match question.wait(PATIENCE) {
                Err(KeychainError::Waiting) if self.is_current(generation) => {}
                answer => return answer,
            }
        }
    }

    /// The person does not want to wait for the keychain any longer.
    pub(crate) fn without_keychain(&self) {
        self.begin();
        self.set(StorageState::SessionOnly { reason: SessionOnlyReason::KeychainLocked });
    }
}

/// Why nothing is kept, where it is the keychain and not the item.
pub(super) fn no_keychain(error: KeychainError) -> Option<StorageState> {
    let reason = match error {
        KeychainError::Absent => SessionOnlyReason::NoKeychain,
        KeychainError::Waiting | KeychainError::Refused => SessionOnlyReason::KeychainLocked,
        KeychainError::NoKeyring => SessionOnlyReason::NoKeyring,
        KeychainError::ItemMissing | KeychainError::WrongData => return None,
    };
    Some(StorageState::SessionOnly { reason })
}
