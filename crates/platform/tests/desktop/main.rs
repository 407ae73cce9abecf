//! What the desktop says, over a real bus of its own with a login manager that says it.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![allow(clippy::expect_used, reason = "a test that cannot go on fails")]

mod bus;

use bus::{Bus, LOGIN_PATH, OTHER_SESSION, OWN_SESSION};
use sigsentry_keys_platform::desktop::{Desktop, Signal, Tells};
use std::{
    sync::mpsc::{self, Receiver},
    time::{Duration, Instant},
};

const LONG: Duration = Duration::from_secs(20);
const MANAGER: &str = "org.freedesktop.login1.Manager";
const SESSION: &str = "org.freedesktop.login1.Session";

fn listen(bus: &Bus) -> Receiver<Signal> {
    let (said, hears) = mpsc::channel();
    Desktop::at(&bus.address, &bus.address).listen(move |signal| {
        // The test may have ended.
        let _ = said.send(signal);
    });
    hears
}

/// Says it again until it is heard: who listens may not be there yet.
fn heard(hears: &Receiver<Signal>, say: impl Fn()) -> Signal {
    let deadline = Instant::now() + LONG;
    loop {
        say();
        if let Ok(signal) = hears.recv_timeout(Duration::from_millis(100)) {
            return signal;
        }
        assert!(Instant::now() < deadline, "it was not heard");
    }
}

#[test]
fn sleep_waits_for_the_answer_and_waking_up_is_none() {
    let bus = Bus::with_login();
    let (answered, answers) = mpsc::channel::<()>();
    let (said, hears) = mpsc::channel();
    let answers = std::sync::Mutex::new(answers);
    Desktop::at(&bus.address, &bus.address).listen(move |signal| {
        said.send(signal).unwrap();
        answers.lock().unwrap().recv().unwrap();
    });
    bus.until("a delay", || bus.delays() == 1);
    bus.say(LOGIN_PATH, MANAGER, "PrepareForSleep", true);
    assert_eq!(hears.recv_timeout(LONG), Ok(Signal::Sleep));
    assert_eq!(bus.delays(), 1, "nobody has answered yet");
    answered.send(()).unwrap();
    bus.until("the delay to end", || bus.delays() == 0);
    bus.say(LOGIN_PATH, MANAGER, "PrepareForSleep", false);
    bus.until("a delay of the next sleep", || bus.delays() == 1);
    assert!(hears.try_recv().is_err(), "waking up is no sleep");
}

#[test]
fn only_the_lock_of_ones_own_session_is_meant() {
    let bus = Bus::with_login();
    let hears = listen(&bus);
    let lock = || bus.say_nothing(OWN_SESSION, SESSION, "Lock");
    assert_eq!(heard(&hears, lock), Signal::SessionLocked);
    while hears.recv_timeout(Duration::from_millis(300)).is_ok() {}
    bus.say_nothing(OTHER_SESSION, SESSION, "Lock");
    // Another thread's, so that both have had their time.
    bus.say(LOGIN_PATH, MANAGER, "PrepareForSleep", true);
    assert_eq!(hears.recv_timeout(LONG), Ok(Signal::Sleep));
    assert!(hears.recv_timeout(Duration::from_millis(300)).is_err());
}

#[test]
fn screen_savers_of_every_desktop_are_heard_and_their_end_is_not() {
    for name in [
        "org.freedesktop.ScreenSaver",
        "org.gnome.ScreenSaver",
        "org.cinnamon.ScreenSaver",
        "org.mate.ScreenSaver",
        "org.xfce.ScreenSaver",
    ] {
        let bus = Bus::with_name(name);
        let path = format!("/{}", name.replace('.', "/"));
        let hears = listen(&bus);
        let on = || bus.say(&path, name, "ActiveChanged", true);
        assert_eq!(heard(&hears, on), Signal::SessionLocked);
        while hears.recv_timeout(Duration::from_millis(300)).is_ok() {}
        bus.say(&path, name, "ActiveChanged", false);
        assert!(hears.recv_timeout(Duration::from_millis(300)).is_err());
        on();
        assert_eq!(hears.recv_timeout(LONG), Ok(Signal::SessionLocked));
    }
}

#[test]
fn a_locker_that_tells_the_login_manager_is_heard() {
    let bus = Bus::with_login();
    let hears = listen(&bus);
    let hint = |locked| bus.hint(OWN_SESSION, locked);
    assert_eq!(heard(&hears, || hint(true)), Signal::SessionLocked);
    while hears.recv_timeout(Duration::from_millis(300)).is_ok() {}
    hint(false);
    bus.hint(OTHER_SESSION, true);
    assert!(hears.recv_timeout(Duration::from_millis(300)).is_err());
}

#[test]
fn it_is_known_who_would_say_it() {
    let tells = |bus: &Bus| Desktop::at(&bus.address, &bus.address).tells();
    // A login manager is told of locks by some desktops only.
    assert_eq!(tells(&Bus::with_login()), Tells { sleep: true, session_lock: false });
    let lock = Tells { sleep: false, session_lock: true };
    assert_eq!(tells(&Bus::with_name("org.gnome.ScreenSaver")), lock);
    assert_eq!(tells(&Bus::with_name("org.example.Clock")), Tells::default());
}

#[test]
fn without_a_bus_nothing_is_heard_and_nothing_breaks() {
    let nowhere = "unix:path=/nonexistent/bus";
    let desktop = Desktop::at(nowhere, nowhere);
    let (said, hears) = mpsc::channel();
    desktop.listen(move |signal| said.send(signal).unwrap());
    // The threads end, and with them every sender.
    assert_eq!(hears.recv_timeout(LONG), Err(mpsc::RecvTimeoutError::Disconnected));
    assert_eq!(desktop.tells(), Tells::default());
}
