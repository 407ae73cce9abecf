//! The HTTP adapter to SigSentry: session, projects, keys.
//!
//! [`endpoints`] holds every path and shape, graded documented, implied or assumed, so that one edit
//! follows the vendor when it publishes more.

mod address;
mod client;
mod endpoints;
mod list;
mod mint;
mod read;
mod tls;
mod token;
mod transport;

pub use address::{AddressProblem, ApiAddress, DEFAULT_ADDRESS};
pub use client::{Client, ClientError, ConnectOptions, Revoked, SignedIn, TimeOuts};
pub use list::KeyListing;
pub use mint::Issuer;
pub use token::SessionToken;
