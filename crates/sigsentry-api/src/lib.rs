//! The HTTP adapter to SigSentry: session, projects, keys.
//!
//! [`endpoints`] holds every path and shape, graded documented, implied or assumed, so that one edit
//! follows the vendor when it publishes more.

mod address;
mod client;
mod connect;
mod endpoints;
mod list;
mod mint;
mod pace;
mod patience;
mod projects;
mod read;
mod reading;
mod revoke;
mod scrub;
mod session;
mod tls;
mod token;
mod transport;

pub use address::{AddressProblem, ApiAddress, DEFAULT_ADDRESS};
pub use client::Client;
pub use connect::{ClientError, ConnectOptions, TimeOuts};
pub use list::KeyListing;
pub use mint::Issuer;
pub use pace::Pace;
pub use revoke::Revoked;
pub use session::SignedIn;
pub use token::SessionToken;
