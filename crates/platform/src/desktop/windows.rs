#![allow(unsafe_code, reason = "a window that hears the system is the operating system's business")]

use super::{Signal, Tells};
use std::{
    cell::RefCell,
    ptr,
    sync::atomic::{AtomicBool, Ordering},
    thread,
};
use windows_sys::{
    Win32::{
        Foundation::{HWND, LPARAM, LRESULT, WPARAM},
        System::{
            LibraryLoader::GetModuleHandleW,
            Power::RegisterSuspendResumeNotification,
            RemoteDesktop::{NOTIFY_FOR_THIS_SESSION, WTSRegisterSessionNotification},
        },
        UI::WindowsAndMessaging::{
            ASFW_ANY, AllowSetForegroundWindow, CreateWindowExW, DEVICE_NOTIFY_WINDOW_HANDLE,
            DefWindowProcW, DispatchMessageW, GetMessageW, MSG, PBT_APMSUSPEND, RegisterClassW,
            WM_ENDSESSION, WM_POWERBROADCAST, WM_WTSSESSION_CHANGE, WNDCLASSW, WTS_SESSION_LOCK,
        },
    },
    core::{PCWSTR, w},
};

/// The class of the window that hears the system. It is never shown.
pub const LISTENER: PCWSTR = w!("SigSentryKeysListener");

/// Whether the system has agreed to tell when the session is locked.
static TELLS_OF_LOCKS: AtomicBool = AtomicBool::new(false);

type Hear = Box<dyn Fn(Signal)>;

thread_local! {
    static HEAR: RefCell<Option<Hear>> = const { RefCell::new(None) };
}

/// What the system tells every window.
#[derive(Debug, Clone, Default)]
pub struct Desktop;

impl Desktop {
    /// The person's desktop.
    #[must_use]
    pub fn of_person() -> Self {
        Self
    }

    /// Calls `hear` whenever the system says something, on a thread of its own. Before sleep the system
    /// waits for about two seconds, before the session's end for about five.
    pub fn listen(&self, hear: impl Fn(Signal) + Send + 'static) {
        thread::spawn(move || {
            HEAR.set(Some(Box::new(hear)));
            // Without it nothing is heard, and `tells` says so.
            if open() {
                serve();
            }
        });
    }

    /// What the system has agreed to tell.
    #[must_use]
    pub fn tells(&self) -> Tells {
        let session_lock = TELLS_OF_LOCKS.load(Ordering::Relaxed);
        // Both need the window; it asked for locks when it was made.
        Tells { sleep: session_lock, session_lock }
    }
}

/// Lets another app of this person come to the front, as the one that was started last may.
pub fn let_others_come_forward() {
    // SAFETY: takes a number. Refused, the window asks for attention in the task bar instead.
    unsafe { AllowSetForegroundWindow(ASFW_ANY) };
}

/// A window at the top, though never shown: windows that hear messages alone are told nothing of sleep and the
/// session's end.
fn open() -> bool {
    // SAFETY: the class and the strings live through the calls; the class's function is one.
    unsafe {
        let program = GetModuleHandleW(ptr::null());
        let class = WNDCLASSW {
            lpfnWndProc: Some(answer),
            hInstance: program,
            lpszClassName: LISTENER,
            ..WNDCLASSW::default()
        };
        // It may be there already; then the next call says more.
        RegisterClassW(&raw const class);
        let none = ptr::null_mut();
        let window =
            CreateWindowExW(0, LISTENER, w!(""), 0, 0, 0, 0, 0, none, none, program, ptr::null());
        if window.is_null() {
            return false;
        }
        let told = WTSRegisterSessionNotification(window, NOTIFY_FOR_THIS_SESSION) != 0;
        TELLS_OF_LOCKS.store(told, Ordering::Relaxed);
        // Computers that only doze tell those alone who asked. The others tell every window.
        RegisterSuspendResumeNotification(window, DEVICE_NOTIFY_WINDOW_HANDLE);
        true
    }
}

/// Takes messages until the process ends.
fn serve() {
    let mut message = MSG::default();
    // SAFETY: the message lives through the calls.
    unsafe {
        while GetMessageW(&raw mut message, ptr::null_mut(), 0, 0) > 0 {
            DispatchMessageW(&raw const message);
        }
    }
}

/// Hears one message. The system waits for the answer.
unsafe extern "system" fn answer(
    window: HWND,
    message: u32,
    first: WPARAM,
    second: LPARAM,
) -> LRESULT {
    let signal = match (message, first as u32) {
        (WM_WTSSESSION_CHANGE, WTS_SESSION_LOCK) => Some(Signal::SessionLocked),
        (WM_POWERBROADCAST, PBT_APMSUSPEND) => Some(Signal::Sleep),
        // 0 means that another program has held the end up.
        (WM_ENDSESSION, 1..) => Some(Signal::SessionEnds),
        _ => None,
    };
    if let Some(signal) = signal {
        HEAR.with_borrow(|hear| hear.iter().for_each(|hear| hear(signal)));
    }
    // SAFETY: the arguments are those that the system gave.
    unsafe { DefWindowProcW(window, message, first, second) }
}
