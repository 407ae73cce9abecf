/// An operating system, as far as destinations differ by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum System {
    /// Linux.
    Linux,
    /// macOS.
    MacOs,
    /// Windows.
    Windows,
}

impl System {
    /// All of them.
    pub const ALL: &'static [Self] = &[Self::Linux, Self::MacOs, Self::Windows];
    /// Those that have `/dev/stdin` and a shell.
    pub const UNIX: &'static [Self] = &[Self::Linux, Self::MacOs];

    /// The one that this was compiled for.
    #[must_use]
    pub fn current() -> Self {
        if cfg!(windows) {
            Self::Windows
        } else if cfg!(target_os = "macos") {
            Self::MacOs
        } else {
            Self::Linux
        }
    }
}
