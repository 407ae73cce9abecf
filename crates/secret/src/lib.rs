//! A key's value while it is held, and the picture of it.
//!
//! This is the only crate in which a key's value can be read. Everything outside asks for an
//! exposure ([`OneTimeSecret::expose`]), and each place that does carries an `// EXPOSE:` comment
//! that `cargo xtask check --only exposures` counts.

mod compose;
mod one_time;
mod page;
mod raster;

pub use compose::Part;
pub use one_time::{FillError, MAX_LENGTH, OneTimeSecret, Residency};
pub use raster::{Palette, Raster, draw};
