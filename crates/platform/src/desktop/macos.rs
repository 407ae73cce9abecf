#![allow(unsafe_code, reason = "what the system tells is the operating system's business")]

use super::{Signal, Tells};
use block2::RcBlock;
use objc2_app_kit::{NSWorkspace, NSWorkspaceWillSleepNotification};
use objc2_foundation::{
    NSDistributedNotificationCenter, NSNotification, NSNotificationCenter, NSNotificationName,
    ns_string,
};
use std::{ptr::NonNull, sync::Arc};

/// What the system tells every program: of sleep on the workspace's board, of the screen on the one that all
/// programs share.
#[derive(Debug, Clone, Default)]
pub struct Desktop;

type Hear = Arc<dyn Fn(Signal) + Send + Sync>;

impl Desktop {
    /// The person's desktop.
    #[must_use]
    pub fn of_person() -> Self {
        Self
    }

    /// Calls `hear` whenever the system says something, on the main thread. Before sleep the system waits
    /// until `hear` returns, thirty seconds at most:
    /// <https://developer.apple.com/documentation/appkit/nsworkspace/willsleepnotification>.
    ///
    /// The names for the screen are not documented by Apple. They are what programs that lock with the screen
    /// have listened to since Mac OS X 10.7.
    pub fn listen(&self, hear: impl Fn(Signal) + Send + Sync + 'static) {
        let hear: Hear = Arc::new(hear);
        // SAFETY: the system sets it once, before the program starts.
        let will_sleep = unsafe { NSWorkspaceWillSleepNotification };
        let workspace = NSWorkspace::sharedWorkspace().notificationCenter();
        when(&workspace, will_sleep, Signal::Sleep, &hear);
        let of_all_programs = NSDistributedNotificationCenter::defaultCenter();
        for name in
            [ns_string!("com.apple.screenIsLocked"), ns_string!("com.apple.screensaver.didstart")]
        {
            when(&of_all_programs, name, Signal::SessionLocked, &hear);
        }
    }

    /// Both: the system has a board for each, and no way to refuse.
    #[must_use]
    pub fn tells(&self) -> Tells {
        Tells { sleep: true, session_lock: true }
    }
}

/// Hears one notification for as long as the process runs.
fn when(center: &NSNotificationCenter, name: &NSNotificationName, signal: Signal, hear: &Hear) {
    let hear = Arc::clone(hear);
    let block = RcBlock::new(move |_: NonNull<NSNotification>| hear(signal));
    // SAFETY: without an object and a queue; the block may be called from any thread, for `hear` is `Send` and
    // `Sync`. The center keeps the observer until it is taken away, which happens with the process.
    unsafe { center.addObserverForName_object_queue_usingBlock(Some(name), None, None, &block) };
}
