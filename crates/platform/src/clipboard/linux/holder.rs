//! Who has put a value back that was cleared: some clipboard managers cannot bear an empty clipboard.

use super::{wayland, x11};
use crate::clipboard::{backend, fingerprint::Fingerprint};
use std::{fs, sync::mpsc, thread, time::Duration};
use x11rb::{
    protocol::{
        res::{ClientIdMask, ClientIdSpec, ConnectionExt as _},
        xproto::{ConnectionExt as _, Window},
    },
    rust_connection::RustConnection,
};

/// Longest time that a program gets to say what it offers.
const READING: Duration = Duration::from_secs(1);

/// Whether the clipboard has this text again, and the name of the program that holds it, where the
/// system tells. The content of others is read for the comparison and wiped.
pub(in crate::clipboard) fn holder(of: &Fingerprint) -> Option<Option<String>> {
    if wayland::is_there().is_ok() {
        return has(of).then_some(None);
    }
    let (server, selection) = x11::connect()?;
    let owner = server.get_selection_owner(selection).ok()?.reply().ok()?.owner;
    (owner != x11rb::NONE && has(of)).then(|| name(&server, owner))
}

fn has(of: &Fingerprint) -> bool {
    // A program that never answers keeps only this thread waiting.
    let (say, said) = mpsc::channel();
    thread::spawn(move || {
        let _ = say.send(backend::read());
    });
    let text = said.recv_timeout(READING).ok().flatten();
    text.is_some_and(|text| of.is_of(text.as_bytes()))
}

/// The program of a window, as the X server knows its connection (X-Resource 1.2).
fn name(server: &RustConnection, window: Window) -> Option<String> {
    let wanted = ClientIdSpec { client: window, mask: ClientIdMask::LOCAL_CLIENT_PID };
    let answer = server.res_query_client_ids(&[wanted]).ok()?.reply().ok()?;
    let process = *answer.ids.first()?.value.first()?;
    let name = fs::read_to_string(format!("/proc/{process}/comm")).ok()?;
    Some(sigsentry_keys_core::display::safe(name.trim()))
}
