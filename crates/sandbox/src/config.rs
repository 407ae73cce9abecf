use crate::faults::Fault;
use std::path::PathBuf;

/// How a sandbox is started.
#[derive(Debug, Clone)]
pub struct Config {
    /// What is in it at first.
    pub seed: Seed,
    /// Port on loopback; 0 takes a free one.
    pub port: u16,
    /// HTTPS with a certificate of its own.
    pub tls: bool,
    /// Where the certificate authority is written to, as PEM; a file of the folder for temporary
    /// files if TLS is on and nothing is said.
    pub ca_file: Option<PathBuf>,
    /// Which of the two documented shapes the list of keys has.
    pub list_shape: ListShape,
    /// How long a session lives, in seconds; 24 hours are documented.
    pub token_life_seconds: i64,
    /// Whether tests may steer it under `/__control`.
    pub control: bool,
    /// Reads per minute and caller.
    pub reads_per_minute: u32,
    /// Mutations per minute and caller; fewer than reads (documented).
    pub mutations_per_minute: u32,
    /// How many keys may be in force before creation answers `QUOTA_EXCEEDED`.
    pub quota: Option<usize>,
    /// Faults from the start.
    pub faults: Vec<Fault>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            seed: Seed::Demo,
            port: 0,
            tls: false,
            ca_file: None,
            list_shape: ListShape::Paged,
            token_life_seconds: 24 * 60 * 60,
            control: false,
            reads_per_minute: 600,
            mutations_per_minute: 120,
            quota: None,
            faults: Vec::new(),
        }
    }
}

/// What is in a sandbox at first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seed {
    /// One tenant, 9 projects, about 140 keys like a real team's.
    Demo,
    /// The demo, and records as no honest server sends them.
    Hostile,
    /// This many keys over a twentieth as many projects.
    Keys(usize),
    /// People and one project, no keys.
    Empty,
}

/// The two documented list shapes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListShape {
    /// `{items, pagination}`.
    Paged,
    /// A bare array of everything.
    Array,
}
