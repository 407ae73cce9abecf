//! The other program: what it reads and copies.

use super::{Running, spawn, until};
use std::{
    io::Write as _,
    process::{Command, Stdio},
};

/// How a clipboard manager is told to forget.
pub(crate) const HINT: &str = "x-kde-passwordManagerHint";

pub(crate) trait Program {
    /// The package that it is in.
    const PACKAGE: &str;
    /// How a shell reads plain text with it, and how it copies its standard input.
    const SHELL: (&str, &str);

    /// Reads one type.
    fn reader(&self, target: &str) -> Command;

    /// Copies its standard input and stays in the foreground.
    fn owner(&self) -> Command;

    /// A clipboard manager that cannot bear an empty clipboard: as a shell does it with this program. It
    /// looks whenever `pause` seconds are over, and puts back what was there last.
    fn manager(&self, text: &str, pause: &str) -> Running {
        let (read, write) = Self::SHELL;
        let script = format!(
            "while sleep {pause}; do {read} >/dev/null 2>&1 || printf %s '{text}' | {write}\ndone"
        );
        let mut shell = Command::new("sh");
        shell
            .args(["-c", &script])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        spawn(&mut shell, Self::PACKAGE)
    }

    /// Ends the program that put something back.
    fn end_all(&self) {
        let (_, write) = Self::SHELL;
        let name = write.split(' ').next().unwrap();
        // None is left is as good.
        let _ = Command::new("pkill").args(["-x", name]).status();
    }

    /// What another program gets when it pastes.
    fn paste(&self, target: &str) -> Option<String> {
        let mut reader = self.reader(target);
        let reading = spawn(reader.stdout(Stdio::piped()).stderr(Stdio::null()), Self::PACKAGE);
        let output = reading.finish();
        output.status.success().then(|| String::from_utf8(output.stdout).unwrap())
    }

    /// Another program copies. It is over once that program's content is there, which has no hint: an
    /// owner that knows no hint refuses it (`wl-copy`) or answers with the text (`xclip`).
    fn copy(&self, text: &str) -> Running {
        let mut owner = self.owner();
        let mut owner = spawn(
            owner.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()),
            Self::PACKAGE,
        );
        owner.0.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        until("the other program's content is there", || {
            self.paste(super::lease::TEXT).as_deref() == Some(text)
                && self.paste(HINT).as_deref() != Some("secret")
        });
        owner
    }
}

pub(crate) struct Xclip;

impl Program for Xclip {
    const PACKAGE: &str = "xclip";
    const SHELL: (&str, &str) =
        ("xclip -o -selection clipboard -t UTF8_STRING", "xclip -i -selection clipboard -quiet &");

    fn reader(&self, target: &str) -> Command {
        let mut xclip = Command::new("xclip");
        xclip.args(["-o", "-selection", "clipboard", "-t", target]);
        xclip
    }

    fn owner(&self) -> Command {
        let mut xclip = Command::new("xclip");
        xclip.args(["-i", "-selection", "clipboard", "-quiet"]);
        xclip
    }
}

pub(crate) struct WlClipboard;

impl Program for WlClipboard {
    const PACKAGE: &str = "wl-clipboard";
    const SHELL: (&str, &str) = ("wl-paste --no-newline", "wl-copy");

    fn reader(&self, target: &str) -> Command {
        let mut wl_paste = Command::new("wl-paste");
        wl_paste.args(["--no-newline", "--type", target]);
        wl_paste
    }

    fn owner(&self) -> Command {
        let mut wl_copy = Command::new("wl-copy");
        wl_copy.args(["--foreground", "--type", super::lease::TEXT]);
        wl_copy
    }
}
