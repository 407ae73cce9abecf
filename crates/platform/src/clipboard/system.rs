//! The clipboard of the system that the app runs on.

#[cfg(windows)]
use super::backend;
#[cfg(not(target_os = "linux"))]
use super::change_count;
#[cfg(target_os = "linux")]
use super::linux;
use super::{CopyError, Outcome, backend::ClipboardBackend, fingerprint::Fingerprint};
use sigsentry_keys_secret::OneTimeSecret;

pub(super) struct Clipboard {
    system: Box<dyn ClipboardBackend>,
}

impl Clipboard {
    pub(super) fn open() -> Result<Self, CopyError> {
        #[cfg(target_os = "linux")]
        let system = linux::open()?;
        #[cfg(not(target_os = "linux"))]
        let system = Box::new(change_count::ChangeCounted::open()?);
        Ok(Self { system })
    }

    #[cfg(test)]
    pub(super) fn of(system: Box<dyn ClipboardBackend>) -> Self {
        Self { system }
    }

    pub(super) fn copy(&mut self, mut line: OneTimeSecret) -> Result<(), CopyError> {
        // EXPOSE: the clipboard gets its own copy, which on Linux it has to serve. arboard takes it
        // over without another one, and the allocator wipes it when it is freed.
        let text = line.expose(str::to_owned);
        drop(line);
        self.system.write(text)
    }

    pub(super) fn clear_if_ours(&mut self) -> Outcome {
        self.system.clear_if_ours()
    }

    pub(super) fn fingerprint(&self) -> Option<Fingerprint> {
        self.system.fingerprint()
    }
}

/// Whether another program has put a text back, and which, where the system tells.
pub(super) fn holder(of: &Fingerprint) -> Option<Option<String>> {
    #[cfg(target_os = "linux")]
    return linux::holder(of);
    // Who it was is not told.
    #[cfg(windows)]
    return backend::read().filter(|text| of.is_of(text.as_bytes())).map(|_| None);
    #[cfg(target_os = "macos")]
    {
        // Reading makes the system ask the person.
        let _ = of;
        None
    }
}

/// Clears the clipboard, also of what another program holds.
pub(super) fn clear_whosever() {
    // What is still there is noticed afterwards.
    let _ = arboard::Clipboard::new().and_then(|mut clipboard| clipboard.clear());
}
