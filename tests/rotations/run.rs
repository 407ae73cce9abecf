use std::{
    io::{BufRead as _, BufReader},
    os::unix::process::ExitStatusExt as _,
    process::{Child, ChildStdin},
};

/// A run of the app that is listened to.
pub(super) struct Run {
    child: Child,
    pub(super) input: ChildStdin,
    pub(super) lines: Box<dyn Iterator<Item = String>>,
}

impl Run {
    pub(super) fn of(mut child: Child) -> Self {
        let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let said = lines.filter_map(|line| Some(line.strip_prefix("> ")?.to_owned()));
        Self { input: child.stdin.take().unwrap(), child, lines: Box::new(said) }
    }

    /// Ends it at this very moment; what it still said.
    pub(super) fn kill(&mut self) -> Vec<String> {
        self.child.kill().unwrap();
        let status = self.child.wait().unwrap();
        assert_eq!(status.signal(), Some(9), "it ended by itself");
        self.lines.by_ref().collect()
    }
}
