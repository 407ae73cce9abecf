//! The clipboard as another program sees it.

use std::process::{Command, Stdio};

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
