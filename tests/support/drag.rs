//! Files that are dragged from another program: XDND, version 5, as a file manager speaks it.

use super::window_manager::window;
use std::{
    path::Path,
    time::{Duration, Instant},
};
use x11rb::{
    COPY_DEPTH_FROM_PARENT, CURRENT_TIME,
    connection::Connection as _,
    protocol::{
        Event,
        xproto::{
            AtomEnum, ClientMessageEvent, ConnectionExt as _, CreateWindowAux, EventMask, PropMode,
            SELECTION_NOTIFY_EVENT, SelectionNotifyEvent, SelectionRequestEvent, WindowClass,
        },
    },
    rust_connection::RustConnection,
    wrapper::ConnectionExt as _,
};

const VERSION: u32 = 5;

pub(crate) struct Drag {
    connection: RustConnection,
    /// Where the files come from, and where they are dragged to.
    source: u32,
    target: u32,
    uris: Vec<u8>,
}

impl Drag {
    /// Drags files over the window with this title, until it would take them.
    pub(crate) fn over(title: &str, paths: &[&Path]) -> Self {
        let (connection, screen) = x11rb::connect(None).unwrap();
        let root = connection.setup().roots[screen].root;
        let source = connection.generate_id().unwrap();
        let (class, aux) = (WindowClass::INPUT_OUTPUT, CreateWindowAux::new());
        let made = connection.create_window(
            COPY_DEPTH_FROM_PARENT,
            source,
            root,
            0,
            0,
            1,
            1,
            0,
            class,
            0,
            &aux,
        );
        made.unwrap().check().unwrap();
        let uris = paths.iter().map(|path| format!("file://{}\r\n", path.display()));
        let uris = uris.collect::<String>().into_bytes();
        let drag = Self { connection, source, target: window(title), uris };
        let selection = drag.atom("XdndSelection");
        drag.connection.set_selection_owner(source, selection, CURRENT_TIME).unwrap();
        drag.say("XdndEnter", [VERSION << 24, drag.atom("text/uri-list"), 0, 0]);
        let place = drag.connection.translate_coordinates(drag.target, root, 200, 200);
        let place = place.unwrap().reply().unwrap();
        let at =
            (u32::from(place.dst_x.unsigned_abs()) << 16) | u32::from(place.dst_y.unsigned_abs());
        drag.until(
            "it to be taken",
            "XdndStatus",
            |status| status & 1 == 1,
            || {
                drag.say("XdndPosition", [0, at, CURRENT_TIME, drag.atom("XdndActionCopy")]);
            },
        );
        drag
    }

    /// Lets go of them.
    pub(crate) fn drop_here(self) {
        self.say("XdndDrop", [0, CURRENT_TIME, 0, 0]);
        self.until("the drop to end", "XdndFinished", |_| true, || {});
    }

    fn atom(&self, name: &str) -> u32 {
        self.connection.intern_atom(false, name.as_bytes()).unwrap().reply().unwrap().atom
    }

    fn say(&self, message: &str, [a, b, c, d]: [u32; 4]) {
        let data = [self.source, a, b, c, d];
        let event = ClientMessageEvent::new(32, self.target, self.atom(message), data);
        let sent = self.connection.send_event(false, self.target, EventMask::NO_EVENT, event);
        sent.unwrap().check().unwrap();
    }

    /// Answers the window until it says something that counts; asks it anew meanwhile.
    fn until(&self, what: &str, message: &str, counts: impl Fn(u32) -> bool, ask: impl Fn()) {
        let (deadline, message) = (Instant::now() + Duration::from_secs(20), self.atom(message));
        ask();
        while Instant::now() < deadline {
            match self.connection.poll_for_event().unwrap() {
                Some(Event::SelectionRequest(request)) => self.hand_over(&request),
                Some(Event::ClientMessage(said)) if said.type_ == message => {
                    if counts(said.data.as_data32()[1]) {
                        return;
                    }
                    ask();
                }
                Some(_) => {}
                None => std::thread::yield_now(),
            }
        }
        panic!("waited in vain for {what}");
    }

    fn hand_over(&self, request: &SelectionRequestEvent) {
        let known = request.target == self.atom("text/uri-list");
        let property = if known { request.property } else { AtomEnum::NONE.into() };
        if known {
            let (to, kind) = (request.requestor, request.target);
            let put =
                self.connection.change_property8(PropMode::REPLACE, to, property, kind, &self.uris);
            put.unwrap().check().unwrap();
        }
        let notify = SelectionNotifyEvent {
            response_type: SELECTION_NOTIFY_EVENT,
            sequence: 0,
            time: request.time,
            requestor: request.requestor,
            selection: request.selection,
            target: request.target,
            property,
        };
        let sent =
            self.connection.send_event(false, request.requestor, EventMask::NO_EVENT, notify);
        sent.unwrap().check().unwrap();
    }
}
