//! What a row has in it: JSON.

use super::StoreError;
use serde::{Serialize, de::DeserializeOwned};
use zeroize::Zeroizing;

pub(super) fn read<T: DeserializeOwned>(content: &[u8]) -> Result<T, StoreError> {
    serde_json::from_slice(content).map_err(|_| StoreError::Damaged)
}

pub(super) fn written<T: Serialize>(content: &T) -> Result<Zeroizing<Vec<u8>>, StoreError> {
    // Plain structures of texts and times: JSON has a form for all of them.
    serde_json::to_vec(content).map(Zeroizing::new).map_err(|_| StoreError::Io)
}
