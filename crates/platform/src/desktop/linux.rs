use super::{Signal, Tells};
use std::{collections::HashMap, sync::Arc, thread, time::Duration};
use zbus::{
    MatchRule,
    blocking::{Connection, MessageIterator, Proxy, connection::Builder},
    message::{Message, Type},
    zvariant::{OwnedFd, OwnedObjectPath, Value},
};

const LOGIN: &str = "org.freedesktop.login1";
const MANAGER: &str = "org.freedesktop.login1.Manager";
const MANAGER_PATH: &str = "/org/freedesktop/login1";
const SESSION: &str = "org.freedesktop.login1.Session";
/// Each desktop has its own; the first is KDE's and what others follow.
const SCREEN_SAVERS: [&str; 5] = [
    "org.freedesktop.ScreenSaver",
    "org.gnome.ScreenSaver",
    "org.cinnamon.ScreenSaver",
    "org.mate.ScreenSaver",
    "org.xfce.ScreenSaver",
];
/// A bus that takes longer is none.
const PATIENCE: Duration = Duration::from_secs(5);
/// Signals that may wait while one is answered.
const QUEUE: usize = 16;

type Hear = Arc<dyn Fn(Signal) + Send + Sync>;

/// Where the desktop says it: the system's bus and the session's.
#[derive(Debug, Clone, Default)]
pub struct Desktop {
    /// Addresses; without one, the usual place.
    system: Option<String>,
    session: Option<String>,
}

impl Desktop {
    /// The person’s desktop, with its two buses.
    #[must_use]
    pub fn of_person() -> Self {
        Self::default()
    }

    /// A desktop with its buses at these addresses.
    #[must_use]
    pub fn at(system: &str, session: &str) -> Self {
        Self { system: Some(system.to_owned()), session: Some(session.to_owned()) }
    }

    /// Calls `hear` whenever the desktop says something, on threads of its own. Before sleep the
    /// computer waits until `hear` returns, five seconds at most. Where there is no bus, nothing is
    /// heard, and nothing breaks.
    pub fn listen(&self, hear: impl Fn(Signal) + Send + Sync + 'static) {
        let hear: Hear = Arc::new(hear);
        for listen in [hear_of_sleep, hear_login, hear_hint, hear_screen_savers] {
            let (buses, hear) = (self.clone(), Arc::clone(&hear));
            // A bus that ends sends no more signals.
            thread::spawn(move || drop(listen(&buses, &hear)));
        }
    }

    /// Who is there now to say it. Asks both buses, and blocks for a moment.
    #[must_use]
    pub fn tells(&self) -> Tells {
        let system = self.system().ok();
        let session = self.session().ok();
        let saver = session.is_some_and(|bus| SCREEN_SAVERS.iter().any(|name| has(&bus, name)));
        let login = system.is_some_and(|bus| has(&bus, LOGIN));
        // That the login manager knows the session does not mean that the desktop tells it of a lock.
        Tells { sleep: login, session_lock: saver }
    }

    fn system(&self) -> zbus::Result<Connection> {
        match &self.system {
            Some(address) => open(Builder::address(address.as_str())?),
            None => open(Builder::system()?),
        }
    }

    fn session(&self) -> zbus::Result<Connection> {
        match &self.session {
            Some(address) => open(Builder::address(address.as_str())?),
            None => open(Builder::session()?),
        }
    }
}

fn open(builder: Builder<'_>) -> zbus::Result<Connection> {
    builder.method_timeout(PATIENCE).build()
}

fn has(bus: &Connection, name: &str) -> bool {
    let asked = bus.call_method(
        Some("org.freedesktop.DBus"),
        "/",
        Some("org.freedesktop.DBus"),
        "NameHasOwner",
        &name,
    );
    asked.is_ok_and(|answer| answer.body().deserialize().is_ok_and(|has: bool| has))
}

fn hear_of_sleep(buses: &Desktop, hear: &Hear) -> zbus::Result<()> {
    let bus = buses.system()?;
    let sleeps = signal(MANAGER, "PrepareForSleep")?.path(MANAGER_PATH)?.sender(LOGIN)?.build();
    let sleeps = MessageIterator::for_match_rule(sleeps, &bus, Some(QUEUE))?;
    // Held, the computer waits before it sleeps.
    let mut delay = delay_sleep(&bus);
    for message in sleeps {
        if is_true(&message?) {
            hear(Signal::Sleep);
            drop(delay.take());
        } else {
            delay = delay_sleep(&bus);
        }
    }
    Ok(())
}

fn delay_sleep(bus: &Connection) -> Option<OwnedFd> {
    let manager = Proxy::new(bus, LOGIN, MANAGER_PATH, MANAGER).ok()?;
    let asked = ("sleep", "SigSentry Keys", "Locks before the computer sleeps", "delay");
    // Refused, the app locks while the computer falls asleep, or when it wakes.
    manager.call("Inhibit", &asked).ok()
}

fn hear_login(buses: &Desktop, hear: &Hear) -> zbus::Result<()> {
    let bus = buses.system()?;
    let own = own_session(&bus)?;
    let locks = signal(SESSION, "Lock")?.path(own.as_str())?.sender(LOGIN)?.build();
    for message in MessageIterator::for_match_rule(locks, &bus, Some(QUEUE))? {
        message?;
        hear(Signal::SessionLocked);
    }
    Ok(())
}

/// What lockers set that tell the login manager, as `swaylock` does not and GNOME does.
fn hear_hint(buses: &Desktop, hear: &Hear) -> zbus::Result<()> {
    let bus = buses.system()?;
    let own = own_session(&bus)?;
    let changes = signal("org.freedesktop.DBus.Properties", "PropertiesChanged")?;
    let changes = changes.path(own.as_str())?.sender(LOGIN)?.build();
    for message in MessageIterator::for_match_rule(changes, &bus, Some(QUEUE))? {
        let message = message?;
        let body = message.body();
        let Ok((_, changed, _)) = body.deserialize::<(&str, HashMap<&str, Value<'_>>, Vec<&str>)>()
        else {
            continue;
        };
        if changed.get("LockedHint") == Some(&Value::Bool(true)) {
            hear(Signal::SessionLocked);
        }
    }
    Ok(())
}

/// The session of this process. One that the desktop started for itself belongs to none: then it is
/// the one that its user looks at.
fn own_session(bus: &Connection) -> zbus::Result<OwnedObjectPath> {
    let manager = Proxy::new(bus, LOGIN, MANAGER_PATH, MANAGER)?;
    let pid = std::process::id();
    manager.call("GetSessionByPID", &pid).or_else(|_| {
        let user: OwnedObjectPath = manager.call("GetUserByPID", &pid)?;
        let user = Proxy::new(bus, LOGIN, user, "org.freedesktop.login1.User")?;
        let (_, session): (String, OwnedObjectPath) = user.get_property("Display")?;
        Ok(session)
    })
}

fn hear_screen_savers(buses: &Desktop, hear: &Hear) -> zbus::Result<()> {
    let bus = buses.session()?;
    let threads = SCREEN_SAVERS.map(|name| {
        let (bus, hear) = (bus.clone(), Arc::clone(hear));
        thread::spawn(move || hear_screen_saver(&bus, name, &hear))
    });
    for thread in threads {
        // One that ended with its bus has nothing more to say.
        let _ = thread.join();
    }
    Ok(())
}

fn hear_screen_saver(bus: &Connection, name: &'static str, hear: &Hear) -> zbus::Result<()> {
    let active = signal(name, "ActiveChanged")?.sender(name)?.build();
    for message in MessageIterator::for_match_rule(active, bus, Some(QUEUE))? {
        if is_true(&message?) {
            hear(Signal::SessionLocked);
        }
    }
    Ok(())
}

fn signal(
    interface: &'static str,
    member: &'static str,
) -> zbus::Result<zbus::match_rule::Builder<'static>> {
    MatchRule::builder().msg_type(Type::Signal).interface(interface)?.member(member)
}

fn is_true(message: &Message) -> bool {
    message.body().deserialize().is_ok_and(|active: bool| active)
}
