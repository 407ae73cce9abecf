//! Wayland: sway, which has the data-control protocol, and Weston, which has not. The other program
//! is `wl-copy` and `wl-paste`, on an X server beside it `xclip`.

use crate::support::{
    lease::{self, LONG, TEXT, started, value},
    programs::{HINT, Program as _, WlClipboard, Xclip},
    session::Session,
};
use sigsentry_keys_platform::clipboard::{CopyError, Outcome};

cases! {
    the_hint_comes_with_the_content: Session::sway => || lease::hint(&WlClipboard);
    cleared_at_the_end_of_the_lease: Session::sway => || lease::cleared_at_the_end(&WlClipboard);
    left_alone_when_another_program_copied: Session::sway => || lease::another_text(&WlClipboard);
    left_alone_when_another_program_copied_the_same_text: Session::sway => || lease::same_text(&WlClipboard);
    a_new_copy_restarts_the_time: Session::sway => || lease::restarted(&WlClipboard);
    cleared_on_clear_now: Session::sway => || lease::clear_now(&WlClipboard);
    cleared_when_the_lease_is_dropped: Session::sway => || lease::dropped(&WlClipboard);
    gone_when_the_app_is_killed: Session::sway => || lease::killed(&WlClipboard);
    an_owner_that_hangs_is_replaced: Session::sway => || lease::hanging_owner_replaced(&WlClipboard);
    an_owner_that_hangs_is_left_alone: Session::sway => || lease::hanging_owner_left_alone(&WlClipboard);
    a_compositor_that_hangs_gets_a_time_out: Session::sway => || lease::hanging_server(&WlClipboard);
    a_compositor_that_hangs_is_cleared_later: Session::sway => || lease::hanging_server_at_the_end(&WlClipboard);
    a_compositor_that_hangs_can_be_tried_again: Session::sway => || lease::tried_again(&WlClipboard);
    a_manager_that_puts_it_back_is_noticed: Session::sway => || lease::put_back_at_once(&WlClipboard, None);
    a_manager_that_puts_it_back_later_is_noticed: Session::sway => || lease::put_back_later(&WlClipboard);
    an_x_server_beside_it_is_not_touched: Session::sway_beside_x11 => x11_beside;
    without_data_control_it_is_refused: Session::weston => no_data_control;
    without_data_control_it_goes_to_the_x_server: Session::weston_beside_x11 => to_the_x_server;
    without_a_compositor_there_is_no_clipboard: Session::no_compositor => no_compositor;
}

fn x11_beside() {
    let _first = Xclip.copy("on the X server");
    let (lease, _end) = started();
    lease.copy(value("ss_org_beside"), LONG).unwrap();
    assert_eq!(WlClipboard.paste(TEXT).as_deref(), Some("ss_org_beside"));
    assert_eq!(Xclip.paste(TEXT).as_deref(), Some("on the X server"));
    // Another owner there says nothing about whose content lies here.
    let _second = Xclip.copy("again on the X server");
    assert_eq!(lease.end(), Some(Outcome::Cleared));
    assert_eq!(WlClipboard.paste(TEXT), None);
    assert_eq!(Xclip.paste(TEXT).as_deref(), Some("again on the X server"));
}

fn no_data_control() {
    let (lease, _end) = started();
    assert_eq!(lease.copy(value("ss_org_refused"), LONG), Err(CopyError::Refused));
    assert_eq!((lease.state(), lease.end()), (None, None));
}

/// As GNOME does it: the compositor passes on what lies on its X server.
fn to_the_x_server() {
    let (lease, _end) = started();
    lease.copy(value("ss_org_beside"), LONG).unwrap();
    assert_eq!(Xclip.paste(TEXT).as_deref(), Some("ss_org_beside"));
    assert_eq!(Xclip.paste(HINT).as_deref(), Some("secret"));
    let owner = Xclip.copy("ss_org_beside");
    assert_eq!(lease.end(), Some(Outcome::LeftAlone));
    drop(owner);
    lease.copy(value("ss_org_again"), LONG).unwrap();
    assert_eq!(Xclip.paste(TEXT).as_deref(), Some("ss_org_again"));
    assert_eq!(lease.end(), Some(Outcome::Cleared));
    assert_eq!(Xclip.paste(TEXT), None);
}

fn no_compositor() {
    let (lease, _end) = started();
    assert_eq!(lease.copy(value("ss_org_none"), LONG), Err(CopyError::NoClipboard));
}
