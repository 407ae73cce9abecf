//! Running a destination's own program with a value on its standard input, and the keychain.
//!
//! The value is in no argument, no environment variable and no file: it is written into a pipe that is
//! closed before the program starts. What the program says is redacted before it is shown.
//!
//! Everything here blocks: call it on a thread that may.

mod ask;
mod delivery;
mod detect;
mod find;
mod keychain;
mod proof;
mod redact;
mod run;
mod send;
mod store;
mod surroundings;
mod tree;

pub use ask::{Identity, identity};
pub use delivery::{Delivery, Evidence, SendFailure, SendTarget};
pub use detect::{Detected, detect};
pub use find::is_safe;
pub use send::send;
pub use surroundings::Surroundings;
