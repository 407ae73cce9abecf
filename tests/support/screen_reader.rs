//! What a person has who does not see: a keyboard, and a screen reader. It hears the window through AT-SPI, as Orca does.

use std::{
    cell::RefCell,
    collections::HashMap,
    io::Write as _,
    process::{Child, Command, Stdio},
    sync::{
        Arc, Mutex,
        mpsc::{self, Receiver, Sender},
    },
    thread,
    time::{Duration, Instant},
};
use zbus::{
    MatchRule, Message,
    blocking::{Connection, MessageIterator, connection::Builder},
    message::Type,
    zvariant::{DynamicType, OwnedObjectPath, OwnedValue, Structure},
};

/// Has the accessibility bus, and says to every program that somebody listens. It belongs to `at-spi2-core`.
const LAUNCHER: &str = "/usr/libexec/at-spi-bus-launcher";
const REGISTRY: &str = "org.a11y.atspi.Registry";
const ACCESSIBLE: &str = "org.a11y.atspi.Accessible";
/// Begins a line that was announced; others tell what has the focus.
const SAID: &str = "said: ";
const PATIENCE: Duration = Duration::from_secs(20);

/// What has the focus, once something had it.
type Focus = Arc<Mutex<Option<Node>>>;

pub(crate) struct ScreenReader {
    launcher: Child,
    bus: Connection,
    hears: Receiver<String>,
    focus: Focus,
    heard: RefCell<Vec<String>>,
}

impl Drop for ScreenReader {
    fn drop(&mut self) {
        let _ = Command::new("kill").arg(self.launcher.id().to_string()).status();
        let _ = self.launcher.wait();
        if thread::panicking() {
            println!("what was heard:\n{}", self.heard.borrow().join("\n"));
        }
    }
}

impl ScreenReader {
    /// Starts to listen on the session bus of this process: before the app starts.
    pub(crate) fn start() -> Self {
        let launcher =
            Command::new(LAUNCHER).args(["--launch-immediately", "--a11y=1"]).spawn().unwrap();
        let session = Connection::session().unwrap();
        let address = || {
            let asked = session.call_method(
                Some("org.a11y.Bus"),
                "/org/a11y/bus",
                Some("org.a11y.Bus"),
                "GetAddress",
                &(),
            );
            asked.ok()?.body().deserialize::<String>().ok()
        };
        let bus = Builder::address(&*wait_for("the accessibility bus", address)).unwrap();
        let bus = bus.build().unwrap();
        for event in [
            "object:state-changed:focused",
            "object:children-changed:add",
            "object:text-changed:insert",
        ] {
            let wanted = (event, Vec::<&str>::new(), "");
            let register = "/org/a11y/atspi/registry";
            bus.call_method(Some(REGISTRY), register, Some(REGISTRY), "RegisterEvent", &wanted)
                .unwrap();
        }
        let rule = MatchRule::builder().msg_type(Type::Signal);
        let rule = rule.interface("org.a11y.atspi.Event.Object").unwrap().build();
        let events = MessageIterator::for_match_rule(rule, &bus, Some(10_000)).unwrap();
        let (says, hears) = mpsc::channel();
        let focus = Focus::default();
        let (listener, focused) = (bus.clone(), Arc::clone(&focus));
        thread::spawn(move || listen(&listener, events, &focused, &says));
        Self { launcher, bus, hears, focus, heard: RefCell::default() }
    }

    /// Presses keys by their X names, one after the other.
    pub(crate) fn press(&self, keys: &[&str]) {
        for key in keys {
            self.heard.borrow_mut().push(format!("  [{key}]"));
            assert!(Command::new("xdotool").args(["key", key]).status().unwrap().success());
        }
    }

    /// Types a text.
    pub(crate) fn type_text(&self, text: &str) {
        self.heard.borrow_mut().push("  [text]".into());
        let mut xdotool = Command::new("xdotool")
            .args(["type", "--delay", "12", "--file", "-"])
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        xdotool.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        assert!(xdotool.wait().unwrap().success());
    }

    /// Waits until something is heard that has these words in it.
    pub(crate) fn hears(&self, words: &str) {
        let began = Instant::now();
        while let Some(left) = PATIENCE.checked_sub(began.elapsed()) {
            let Ok(line) = self.hears.recv_timeout(left) else { break };
            self.heard.borrow_mut().push(line.clone());
            if line.contains(words) {
                return;
            }
        }
        panic!("“{words}” was not heard");
    }

    /// Reads the page until these words are in it.
    pub(crate) fn reads(&self, words: &str) {
        wait_for(words, || self.tree().contains(words).then_some(()));
        self.heard.borrow_mut().push(format!("read: {words}"));
    }

    /// Presses a key until what has the focus is called so, and never comes to a stop without a name.
    pub(crate) fn goes_to(&self, key: &str, words: &str) {
        for _ in 0..60 {
            self.press(&[key]);
            let line = self.stop().unwrap_or_else(|| panic!("{key}: nothing has the focus"));
            assert!(!line.ends_with("“”"), "a stop without a name");
            if line.contains(words) {
                return;
            }
        }
        panic!("{key} does not come to “{words}”");
    }

    /// What has the focus next; what is announced meanwhile is heard, too.
    fn stop(&self) -> Option<String> {
        loop {
            let line = self.hears.recv_timeout(PATIENCE).ok()?;
            self.heard.borrow_mut().push(line.clone());
            if !line.starts_with(SAID) {
                return Some(line);
            }
        }
    }

    /// How often a line with these words was heard so far.
    pub(crate) fn times(&self, words: &str) -> usize {
        self.heard.borrow_mut().extend(self.hears.try_iter());
        self.heard.borrow().iter().filter(|line| line.contains(words)).count()
    }

    pub(crate) fn transcript(&self) -> String {
        self.heard.borrow().join("\n")
    }

    /// Names, descriptions and texts of everything in the page that has the focus.
    pub(crate) fn tree(&self) -> String {
        let focus = self.focus.lock().unwrap().clone();
        let mut root = focus.expect("something has the focus");
        while let Some(parent) = root.parent(&self.bus) {
            root = parent;
        }
        let (mut texts, mut left) = (String::new(), vec![root]);
        while let Some(node) = left.pop() {
            for name in ["Name", "Description"] {
                texts.extend([node.property(&self.bus, name), "\n".into()]);
            }
            texts.extend([node.text(&self.bus), "\n".into()]);
            left.extend(node.children(&self.bus));
        }
        texts
    }
}

/// Turns events to what a screen reader would say.
fn listen(bus: &Connection, events: MessageIterator, focused: &Focus, says: &Sender<String>) {
    for event in events.flatten() {
        let line = match event.header().member().map(|member| member.to_string()).as_deref() {
            Some("StateChanged") => focus(bus, &event, focused),
            Some("ChildrenChanged" | "TextChanged") => announcement(bus, &event),
            _ => None,
        };
        if line.is_some_and(|line| says.send(line).is_err()) {
            return;
        }
    }
}

fn focus(bus: &Connection, event: &Message, focused: &Focus) -> Option<String> {
    let body = event.body();
    let body: Structure<'_> = body.deserialize().ok()?;
    let [kind, gained, ..] = body.fields() else { return None };
    if <&str>::try_from(kind).ok()? != "focused" || i32::try_from(gained).ok()? == 0 {
        return None;
    }
    let node = Node::of(event)?;
    let role: String = node.ask(bus, "GetRoleName")?;
    let line = format!("{role} “{}”", node.property(bus, "Name"));
    *focused.lock().unwrap() = Some(node);
    Some(line)
}

/// What appears in a live region.
fn announcement(bus: &Connection, event: &Message) -> Option<String> {
    let node = Node::of(event)?;
    let attributes: HashMap<String, String> = node.ask(bus, "GetAttributes")?;
    attributes.get("container-live").filter(|live| *live != "off")?;
    let text = node.text(bus);
    (!text.trim().is_empty()).then(|| format!("{SAID}{}", text.trim()))
}

/// Something in a window, as its program knows it.
#[derive(Clone)]
struct Node {
    owner: String,
    path: String,
}

impl Node {
    fn of(event: &Message) -> Option<Self> {
        let header = event.header();
        Some(Self { owner: header.sender()?.to_string(), path: header.path()?.to_string() })
    }

    fn call<A: serde::Serialize + DynamicType>(
        &self,
        bus: &Connection,
        interface: &str,
        method: &str,
        arguments: &A,
    ) -> Option<Message> {
        bus.call_method(Some(&*self.owner), &*self.path, Some(interface), method, arguments).ok()
    }

    fn ask<T: serde::de::DeserializeOwned + zbus::zvariant::Type>(
        &self,
        bus: &Connection,
        method: &str,
    ) -> Option<T> {
        self.call(bus, ACCESSIBLE, method, &())?.body().deserialize().ok()
    }

    /// Of the same program: a page is in another than its window.
    fn parent(&self, bus: &Connection) -> Option<Self> {
        let (owner, path) = <(String, OwnedObjectPath)>::try_from(self.get(bus, "Parent")?).ok()?;
        let is_one = owner == self.owner && !path.ends_with("/null");
        is_one.then(|| Self { owner, path: path.to_string() })
    }

    fn children(&self, bus: &Connection) -> Vec<Self> {
        let children = self.ask::<Vec<(String, OwnedObjectPath)>>(bus, "GetChildren");
        let children = children.unwrap_or_default().into_iter();
        children.map(|(owner, path)| Self { owner, path: path.to_string() }).collect()
    }

    fn get(&self, bus: &Connection, name: &str) -> Option<OwnedValue> {
        let properties = "org.freedesktop.DBus.Properties";
        let answer = self.call(bus, properties, "Get", &(ACCESSIBLE, name))?;
        answer.body().deserialize().ok()
    }

    /// Empty for what has none, or is gone.
    fn property(&self, bus: &Connection, name: &str) -> String {
        self.get(bus, name).and_then(|value| String::try_from(value).ok()).unwrap_or_default()
    }

    fn text(&self, bus: &Connection) -> String {
        let answer = self.call(bus, "org.a11y.atspi.Text", "GetText", &(0_i32, -1_i32));
        answer.and_then(|answer| answer.body().deserialize().ok()).unwrap_or_default()
    }
}

fn wait_for<T>(what: &str, probe: impl Fn() -> Option<T>) -> T {
    let began = Instant::now();
    loop {
        if let Some(there) = probe() {
            return there;
        }
        assert!(began.elapsed() < PATIENCE, "{what} did not come");
        thread::sleep(super::window::STEP);
    }
}
