//! One app for each folder of stores: a second one raises the window of the first.
//!
//! A socket in the folder, which only its owner may enter, and not the desktop's bus: that one is not
//! there on every desktop, and knows an app by its name, not by its folder. Windows: a pipe whose name
//! is made from the folder's.
//!
//! The second app says on which screens it was started, and the first answers whether it shows itself
//! there. One line each way.

use sigsentry_keys_platform::store::StorePlace;
use std::time::Duration;

/// What the app that has the folder answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Other {
    /// It shows its window.
    Raised,
    /// It is open on other screens: in another session of the same person.
    Elsewhere,
    /// No one answers.
    Silent,
}

/// Where an app was started.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Start {
    /// The displays of its session.
    pub(crate) screens: String,
    /// What a Wayland desktop gave it so that a window may come forward; may be empty.
    pub(crate) activation: String,
}

impl Start {
    pub(crate) fn of_process() -> Self {
        let variable = |name| std::env::var(name).unwrap_or_default();
        let screens = ["DISPLAY", "WAYLAND_DISPLAY"].map(variable).join(" ");
        Self { screens, activation: variable("XDG_ACTIVATION_TOKEN") }
    }
}

/// Longer than any honest line, in bytes.
const LONGEST: u64 = 1024;
const PATIENCE: Duration = Duration::from_secs(3);
const RAISED: &str = "raised";
const ELSEWHERE: &str = "elsewhere";

impl Start {
    fn said(&self) -> String {
        format!("{}\t{}\n", self.screens, self.activation)
    }

    fn heard(line: &str) -> Self {
        let (screens, activation) = line.split_once('\t').unwrap_or((line, ""));
        Self { screens: screens.to_owned(), activation: activation.to_owned() }
    }
}

#[cfg(unix)]
pub(crate) use unix::{be_raised, raise_the_other};
#[cfg(windows)]
pub(crate) use windows::{be_raised, raise_the_other};

#[cfg(unix)]
mod unix {
    use super::{ELSEWHERE, LONGEST, Other, PATIENCE, RAISED, Start, StorePlace};
    use std::{
        fs::File,
        io::{self, BufRead as _, BufReader, Read as _, Write as _},
        os::{
            fd::AsRawFd as _,
            unix::net::{UnixListener, UnixStream},
        },
        path::PathBuf,
    };

    pub(super) const SOCKET: &str = "raise";

    /// Calls `raise` whenever another app is started on this folder, in the session of this one.
    pub(crate) fn be_raised(
        place: &StorePlace,
        here: Start,
        raise: impl Fn(&Start) + Send + Sync + 'static,
    ) {
        // The app that left it there has ended: the folder's lock is ours.
        let _ = std::fs::remove_file(place.folder().join(SOCKET));
        // Without it, a second app runs without the stores.
        let Ok(listener) = socket(place).and_then(|(_folder, path)| UnixListener::bind(path))
        else {
            return;
        };
        std::thread::spawn(move || {
            for caller in listener.incoming().map_while(Result::ok) {
                // One that says nothing is another program of this person.
                let _ = answer(caller, &here, &raise);
            }
        });
    }

    fn answer(mut caller: UnixStream, here: &Start, raise: &impl Fn(&Start)) -> io::Result<()> {
        caller.set_read_timeout(Some(PATIENCE))?;
        let start = Start::heard(&line(&caller)?);
        if start.screens != here.screens {
            return writeln!(caller, "{ELSEWHERE}");
        }
        raise(&start);
        writeln!(caller, "{RAISED}")
    }

    /// Asks the app that has this folder to show its window.
    pub(crate) fn raise_the_other(place: &StorePlace, start: &Start) -> Other {
        let ask = || -> io::Result<String> {
            let (_folder, path) = socket(place)?;
            let mut other = UnixStream::connect(path)?;
            other.set_read_timeout(Some(PATIENCE))?;
            other.write_all(start.said().as_bytes())?;
            line(&other)
        };
        match ask().as_deref() {
            Ok(ELSEWHERE) => Other::Elsewhere,
            // One that was ended in the middle had heard it.
            Ok(_) => Other::Raised,
            Err(_) => Other::Silent,
        }
    }

    fn line(stream: &UnixStream) -> io::Result<String> {
        let mut line = String::new();
        BufReader::new(stream.take(LONGEST)).read_line(&mut line)?;
        Ok(line.trim_end_matches('\n').to_owned())
    }

    /// The socket's path, by way of the open folder: a path of a socket has room for 107 bytes.
    fn socket(place: &StorePlace) -> io::Result<(File, PathBuf)> {
        let folder = File::open(place.folder())?;
        let whole = place.folder().join(SOCKET);
        let path = if cfg!(target_os = "linux") && whole.as_os_str().len() > 100 {
            PathBuf::from(format!("/proc/self/fd/{}/{SOCKET}", folder.as_raw_fd()))
        } else {
            whole
        };
        Ok((folder, path))
    }
}

#[cfg(windows)]
mod windows {
    use super::{ELSEWHERE, LONGEST, Other, PATIENCE, RAISED, Start, StorePlace};
    use sigsentry_keys_platform::desktop;
    use std::{
        fs::{File, OpenOptions},
        io::{self, BufRead as _, BufReader, Read as _, Write as _},
        thread,
        time::{Duration, Instant},
    };
    use tokio::{
        io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _},
        net::windows::named_pipe::{NamedPipeServer, ServerOptions},
        time::timeout,
    };

    /// Between two tries.
    const BEAT: Duration = Duration::from_millis(10);

    /// Calls `raise` whenever another app is started on this folder.
    pub(crate) fn be_raised(
        place: &StorePlace,
        here: Start,
        raise: impl Fn(&Start) + Send + Sync + 'static,
    ) {
        let name = name(place);
        // The runtime has to know of each pipe that is made. The first one is there before this returns.
        let runtime = tauri::async_runtime::handle();
        let _entered = runtime.inner().enter();
        // Another program of this computer could have taken the name before. Without a pipe, a second app runs
        // without the stores.
        let mut made = ServerOptions::new().first_pipe_instance(true).create(&name);
        runtime.spawn(async move {
            while let Ok(mut pipe) = made {
                let connected = pipe.connect().await;
                // The next caller finds one while this one is answered.
                made = ServerOptions::new().create(&name);
                if connected.is_ok() {
                    // One that says nothing is another program of this person.
                    let _ = timeout(PATIENCE, answer(&mut pipe, &here, &raise)).await;
                }
            }
        });
    }

    async fn answer(
        pipe: &mut NamedPipeServer,
        here: &Start,
        raise: &(impl Fn(&Start) + Sync),
    ) -> io::Result<()> {
        let mut line = String::new();
        tokio::io::BufReader::new((&mut *pipe).take(LONGEST)).read_line(&mut line).await?;
        let start = Start::heard(line.trim_end_matches('\n'));
        let word = if start.screens == here.screens {
            raise(&start);
            RAISED
        } else {
            ELSEWHERE
        };
        pipe.write_all(format!("{word}\n").as_bytes()).await?;
        // Until the other side has read it: a pipe that is closed forgets what is in it.
        let _ = pipe.read(&mut [0; 1]).await;
        Ok(())
    }

    /// Asks the app that has this folder to show its window.
    pub(crate) fn raise_the_other(place: &StorePlace, start: &Start) -> Other {
        let ask = || -> io::Result<String> {
            let mut other = connected(&name(place))?;
            desktop::let_others_come_forward();
            other.write_all(start.said().as_bytes())?;
            let mut line = String::new();
            BufReader::new(other.take(LONGEST)).read_line(&mut line)?;
            Ok(line.trim_end_matches('\n').to_owned())
        };
        match ask().as_deref() {
            Ok(ELSEWHERE) => Other::Elsewhere,
            // One that was ended in the middle had heard it.
            Ok(_) => Other::Raised,
            Err(_) => Other::Silent,
        }
    }

    /// Another caller may have the pipe at this moment.
    fn connected(name: &str) -> io::Result<File> {
        let began = Instant::now();
        loop {
            match OpenOptions::new().read(true).write(true).open(name) {
                Err(error) if is_busy(&error) && began.elapsed() < PATIENCE => thread::sleep(BEAT),
                opened => return opened,
            }
        }
    }

    /// `ERROR_PIPE_BUSY`.
    fn is_busy(error: &io::Error) -> bool {
        error.raw_os_error() == Some(231)
    }

    /// Pipes are known by name in the whole computer.
    fn name(place: &StorePlace) -> String {
        format!(r"\\.\pipe\sigsentry-keys-{}", place.name())
    }
}

#[cfg(test)]
mod tests {
    #[cfg(unix)]
    use super::unix::SOCKET;
    use super::*;
    use std::sync::mpsc;

    fn start(screens: &str) -> Start {
        Start { screens: screens.to_owned(), activation: "token-1".to_owned() }
    }

    #[test]
    fn the_first_app_hears_of_the_second_also_after_an_earlier_one_left_its_socket() {
        let folder = tempfile::tempdir().unwrap();
        let long = folder.path().join("a-folder-with-a-long-name/".repeat(6));
        for data in [folder.path(), &long] {
            let place = StorePlace::new(data);
            place.make().unwrap();
            assert_eq!(raise_the_other(&place, &start(":1")), Other::Silent);
            #[cfg(unix)]
            std::fs::write(place.folder().join(SOCKET), "").unwrap();
            let (raised, hears) = mpsc::channel();
            be_raised(&place, start(":1"), move |start| raised.send(start.clone()).unwrap());
            assert_eq!(raise_the_other(&place, &start(":1")), Other::Raised);
            assert_eq!(hears.recv_timeout(Duration::from_secs(20)), Ok(start(":1")));
        }
    }

    #[test]
    fn an_app_of_another_session_says_so_and_stays_where_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let place = StorePlace::new(folder.path());
        place.make().unwrap();
        let (raised, hears) = mpsc::channel();
        be_raised(&place, start(":1"), move |_| raised.send(()).unwrap());
        assert_eq!(raise_the_other(&place, &start(":2")), Other::Elsewhere);
        assert!(hears.try_recv().is_err());
        assert_eq!(raise_the_other(&place, &start(":1")), Other::Raised);
    }
}
