//! X11, with `xclip` as the other program.

use crate::support::{
    lease::{self, started, value},
    programs::Xclip,
    session::Session,
};
use sigsentry_keys_platform::clipboard::CopyError;

cases! {
    the_hint_comes_with_the_content: Session::x11 => || lease::hint(&Xclip);
    cleared_at_the_end_of_the_lease: Session::x11 => || lease::cleared_at_the_end(&Xclip);
    left_alone_when_another_program_copied: Session::x11 => || lease::another_text(&Xclip);
    left_alone_when_another_program_copied_the_same_text: Session::x11 => || lease::same_text(&Xclip);
    a_new_copy_restarts_the_time: Session::x11 => || lease::restarted(&Xclip);
    cleared_on_clear_now: Session::x11 => || lease::clear_now(&Xclip);
    cleared_when_the_lease_is_dropped: Session::x11 => || lease::dropped(&Xclip);
    gone_when_the_app_is_killed: Session::x11 => || lease::killed(&Xclip);
    an_owner_that_hangs_is_replaced: Session::x11 => || lease::hanging_owner_replaced(&Xclip);
    an_owner_that_hangs_is_left_alone: Session::x11 => || lease::hanging_owner_left_alone(&Xclip);
    a_server_that_hangs_gets_a_time_out: Session::x11 => || lease::hanging_server(&Xclip);
    a_server_that_hangs_is_cleared_later: Session::x11 => || lease::hanging_server_at_the_end(&Xclip);
    a_server_that_hangs_can_be_tried_again: Session::x11 => || lease::tried_again(&Xclip);
    a_manager_that_puts_it_back_is_named: Session::x11 => || lease::put_back_at_once(&Xclip, Some("xclip"));
    a_manager_that_puts_it_back_later_is_noticed: Session::x11 => || lease::put_back_later(&Xclip);
    without_a_server_there_is_no_clipboard: Session::none => no_server;
}

fn no_server() {
    let (lease, _end) = started();
    assert_eq!(lease.copy(value("ss_org_none"), lease::LONG), Err(CopyError::NoClipboard));
    assert_eq!(lease.state(), None);
}
