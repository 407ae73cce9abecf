use super::{Surroundings, tree::Tree};
use sigsentry_keys_core::handoff::Ended;
use sigsentry_keys_secret::OneTimeSecret;
use std::{
    ffi::OsStr,
    io::{self, PipeReader, Read, Write as _},
    path::Path,
    process::{Command, Stdio},
    sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc},
    thread,
    time::{Duration, Instant},
};
use zeroize::{Zeroize as _, Zeroizing};

/// What is read of each stream; the rest is thrown away.
const LONGEST: usize = 64 * 1024;
/// How long is waited for the rest of a stream whose program has ended: a daemon that it started may
/// keep it open.
const REST: Duration = Duration::from_millis(500);
const BEAT: Duration = Duration::from_millis(5);

/// One call of a program.
pub(super) struct Call<'a> {
    pub(super) program: &'a Path,
    pub(super) arguments: &'a [String],
    /// Beside what [`Surroundings`] have.
    pub(super) environment: &'a [(&'a str, &'a str)],
    pub(super) around: &'a Surroundings,
    pub(super) limit: Duration,
}

/// How it ended, and what it said, in buffers that wipe themselves: some programs print the value.
pub(super) struct Ran {
    pub(super) ended: Ended,
    pub(super) stdout: Zeroizing<String>,
    pub(super) stderr: Zeroizing<String>,
}

/// A pipe with the value in it, closed at the end where it was written: the program that reads it gets all of
/// it and then the end, also if this process dies meanwhile.
pub(super) fn filled_pipe(line: &mut OneTimeSecret) -> io::Result<PipeReader> {
    let (reader, mut writer) = io::pipe()?;
    // EXPOSE: into the pipe. A secret is shorter than the smallest pipe, so nothing blocks here.
    line.expose(|line| writer.write_all(line.as_bytes()))?;
    Ok(reader)
}

/// Runs a program to its end, or ends it with everything that it started. `input` is its standard
/// input; without one it gets an empty one.
///
/// # Errors
/// It did not start.
pub(super) fn run(call: &Call<'_>, input: Option<PipeReader>) -> io::Result<Ran> {
    let mut command = Command::new(call.program);
    command
        .args(call.arguments)
        .env_clear()
        .envs(call.around.variables())
        .envs(call.environment.iter().map(|(name, value)| (OsStr::new(name), OsStr::new(value))))
        .stdin(input.map_or_else(Stdio::null, Stdio::from))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut tree = Tree::start(&mut command)?;
    // Ours is the only other end of the pipe.
    drop(command);
    let stdout = Stream::read(tree.program.stdout.take());
    let stderr = Stream::read(tree.program.stderr.take());
    // Once the program runs, it may have read the value.
    let ended = wait(&mut tree, call.limit).unwrap_or_else(|_| {
        tree.end();
        Ended::Killed
    });
    Ok(Ran { ended, stdout: stdout.text(), stderr: stderr.text() })
}

fn wait(tree: &mut Tree, limit: Duration) -> io::Result<Ended> {
    let deadline = Instant::now() + limit;
    loop {
        if let Some(status) = tree.has_ended()? {
            return Ok(status.code().map_or(Ended::Killed, Ended::Exited));
        }
        if Instant::now() >= deadline {
            tree.end();
            // Reaped, so that nothing of it stays.
            tree.program.wait()?;
            return Ok(Ended::TimedOut);
        }
        thread::sleep(BEAT);
    }
}

/// What a program writes, read on a thread of its own so that it never waits for us.
struct Stream {
    said: Arc<Mutex<Zeroizing<Vec<u8>>>>,
    done: mpsc::Receiver<()>,
}

impl Stream {
    fn read(from: Option<impl Read + Send + 'static>) -> Self {
        // Made at its full size: growing would leave copies behind.
        let said = Arc::new(Mutex::new(Zeroizing::new(Vec::with_capacity(LONGEST))));
        let (end, done) = mpsc::channel();
        let shared = Arc::clone(&said);
        if let Some(mut from) = from {
            thread::spawn(move || {
                let mut piece = Zeroizing::new([0; 4096]);
                while let Ok(length @ 1..) = from.read(&mut piece[..]) {
                    let mut said = lock(&shared);
                    let room = LONGEST - said.len();
                    said.extend_from_slice(&piece[..length.min(room)]);
                }
                // No one listens any more after [`REST`].
                let _ = end.send(());
            });
        }
        Self { said, done }
    }

    fn text(self) -> Zeroizing<String> {
        // Either it is whole or its time is up.
        let _ = self.done.recv_timeout(REST);
        let mut said = lock(&self.said);
        let text = Zeroizing::new(String::from_utf8_lossy(&said).into_owned());
        said.zeroize();
        text
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
