//! How long a clipboard may take to show what was written.

use std::time::Duration;

/// Longest wait until a clipboard shows what was written, or that it is gone.
pub(super) const CONFIRMATION: Duration = Duration::from_secs(2);
/// Between two looks. It shows at the first or the second.
pub(super) const PAUSE: Duration = Duration::from_millis(5);
