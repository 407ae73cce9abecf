//! The clipboard as another program sees it.

use std::process::{Child, Command, Stdio};

/// What `xclip` gets, in the target that it asks for. It waits without end for an owner that ended
/// before it answered: two seconds are enough for one that lives.
fn xclip(target: &str) -> Option<String> {
    let output = Command::new("timeout")
        .args(["2", "xclip", "-o", "-selection", "clipboard", "-t", target])
        .stderr(Stdio::null())
        .output()
        .expect("xclip is installed by cargo xtask test");
    output.status.success().then(|| String::from_utf8(output.stdout).unwrap())
}

/// The text, if there is any.
pub(crate) fn text() -> Option<String> {
    xclip("UTF8_STRING").filter(|text| !text.is_empty())
}

/// Whether password managers' word for "do not keep this" comes with it.
pub(crate) fn is_marked_secret() -> bool {
    xclip("x-kde-passwordManagerHint").as_deref() == Some("secret")
}

/// Another program copies something.
pub(crate) fn copy_elsewhere(text: &str) {
    use std::io::Write as _;
    let mut xclip = Command::new("xclip")
        .args(["-i", "-selection", "clipboard"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("xclip is installed by cargo xtask test");
    xclip.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    xclip.wait().unwrap();
}

/// As some clipboard managers do it: whenever nothing is there, what was there is put back.
pub(crate) struct Manager(Child);

impl Manager {
    pub(crate) fn start(text: &str) -> Self {
        let script = format!(
            "while sleep 0.02; do xclip -o -selection clipboard >/dev/null 2>&1 || printf %s '{text}' | \
             xclip -i -selection clipboard -quiet &\ndone"
        );
        let mut shell = Command::new("sh");
        shell
            .args(["-c", &script])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        Self(shell.spawn().unwrap())
    }
}

impl Drop for Manager {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
        let _ = Command::new("pkill").args(["-x", "xclip"]).status();
    }
}
