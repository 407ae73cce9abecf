//! The clipboard of a Wayland compositor, through its data-control protocol.
//!
//! The protocol has no owner that could be asked for, and reading cannot tell the same text from two
//! programs. But it tells a program when its content was replaced: arboard then stops serving. So a
//! thread serves each copy, and as long as it runs the content is ours.

use super::confirmation::{CONFIRMATION, PAUSE};
use crate::clipboard::{
    CopyError, Outcome,
    backend::{ClipboardBackend, marked_secret},
    fingerprint::Fingerprint,
};
use arboard::{Clipboard, SetExtLinux as _};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use sigsentry_keys_secret::MAX_LENGTH;
use std::{
    io::Read as _,
    sync::mpsc::{self, Receiver, RecvTimeoutError, TryRecvError},
    thread,
    time::{Duration, Instant},
};
use wl_clipboard_rs::{
    paste::{ClipboardType, MimeType, Seat, get_contents, get_mime_types},
    utils::{
        PASSWORD_MANAGER_HINT_MIME_TYPE, PrimarySelectionCheckError, is_primary_selection_supported,
    },
};
use zeroize::Zeroizing;

/// Longest time that a program gets to say what it offers.
const READING: Duration = Duration::from_millis(500);

/// The question that arboard asks, so that both come to the same answer; otherwise why there is no
/// such clipboard.
pub(super) fn is_there() -> Result<(), CopyError> {
    if std::env::var_os("WAYLAND_DISPLAY").is_none() {
        return Err(CopyError::NoClipboard);
    }
    match is_primary_selection_supported() {
        Ok(_) => Ok(()),
        // GNOME keeps its clipboard to the focused window: there is one, and not for us.
        Err(PrimarySelectionCheckError::MissingProtocol) => Err(CopyError::Refused),
        Err(_) => Err(CopyError::NoClipboard),
    }
}

pub(super) struct Wayland {
    clipboard: Clipboard,
    ours: Option<Serving>,
    /// Of the last copy.
    fingerprint: Option<Fingerprint>,
    /// Whether the compositor was told to clear what is still being served.
    clearing: bool,
}

/// A copy that is being served: it receives once, when that has ended.
type Serving = Receiver<Result<(), arboard::Error>>;

impl Wayland {
    pub(super) fn open() -> Result<Self, CopyError> {
        let clipboard = Clipboard::new().map_err(|_| CopyError::NoClipboard)?;
        Ok(Self { clipboard, ours: None, fingerprint: None, clearing: false })
    }
}

impl ClipboardBackend for Wayland {
    fn write(&mut self, text: String) -> Result<(), CopyError> {
        let fingerprint = Fingerprint::of(text.as_bytes());
        let serving = serve(text);
        let deadline = Instant::now() + CONFIRMATION;
        while shown().is_none_or(|bytes| !fingerprint.is_of(&bytes)) {
            match serving.recv_timeout(PAUSE) {
                Err(RecvTimeoutError::Timeout) if Instant::now() < deadline => {}
                Err(RecvTimeoutError::Timeout) => {
                    // Still served, so still ours: what was not confirmed must not stay.
                    let _ = self.clipboard.clear();
                    return Err(CopyError::NotConfirmed);
                }
                // Replaced before it was seen.
                Ok(Ok(())) => return Err(CopyError::NotConfirmed),
                Ok(Err(_)) | Err(RecvTimeoutError::Disconnected) => {
                    return Err(CopyError::Refused);
                }
            }
        }
        self.ours = Some(serving);
        self.fingerprint = Some(fingerprint);
        self.clearing = false;
        Ok(())
    }

    fn clear_if_ours(&mut self) -> Outcome {
        let Some(serving) = &self.ours else { return Outcome::LeftAlone };
        if !matches!(serving.try_recv(), Err(TryRecvError::Empty)) {
            self.ours = None;
            // A clearing before may have taken effect late.
            return if self.clearing { Outcome::Cleared } else { Outcome::LeftAlone };
        }
        if self.clipboard.clear().is_err() {
            return Outcome::Failed;
        }
        self.clearing = true;
        // Once it is no longer served, its memory has been freed.
        if matches!(serving.recv_timeout(CONFIRMATION), Err(RecvTimeoutError::Timeout)) {
            return Outcome::Failed;
        }
        self.ours = None;
        Outcome::Cleared
    }

    fn fingerprint(&self) -> Option<Fingerprint> {
        self.fingerprint.clone()
    }
}

/// Offers the text on a thread of its own, until another program copies or it is cleared.
fn serve(text: String) -> Serving {
    let (ended, serving) = mpsc::channel();
    thread::spawn(move || {
        let served =
            Clipboard::new().and_then(|mut own| marked_secret(own.set()).wait().text(text));
        // The person does not wait for the end of a copy that was followed by another.
        let _ = ended.send(served);
    });
    serving
}

/// What the compositor offers, if it is marked as secret: nothing else is read. At most one byte more
/// than a line can have; `None` also for a program that does not answer in time.
fn shown() -> Option<Zeroizing<Vec<u8>>> {
    let types = get_mime_types(ClipboardType::Regular, Seat::Unspecified).ok()?;
    if !types.contains(PASSWORD_MANAGER_HINT_MIME_TYPE) {
        return None;
    }
    let (mut pipe, _) =
        get_contents(ClipboardType::Regular, Seat::Unspecified, MimeType::Text).ok()?;
    let mut bytes = Zeroizing::new(vec![0; MAX_LENGTH + 1]);
    let mut filled = 0;
    let deadline = Instant::now() + READING;
    while filled < bytes.len() {
        let left = deadline.saturating_duration_since(Instant::now());
        let patience = Timespec::try_from(left).ok()?;
        if poll(&mut [PollFd::new(&pipe, PollFlags::IN)], Some(&patience)).ok()? == 0 {
            return None;
        }
        match pipe.read(&mut bytes[filled..]).ok()? {
            0 => break,
            more => filled += more,
        }
    }
    bytes.truncate(filled);
    Some(bytes)
}
