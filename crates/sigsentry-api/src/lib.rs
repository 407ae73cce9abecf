//! The HTTP adapter to SigSentry: session, projects, keys.
//!
//! [`endpoints`] holds every path and shape, graded documented, implied or assumed, so that one edit
//! follows the vendor when it publishes more.

mod address;
mod client;
mod clock;
mod connect;
mod endpoints;
mod headers;
mod list;
mod live;
mod mint;
mod pace;
mod page;
mod patience;
mod projects;
mod proxy;
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
pub use clock::Clock;
pub use connect::{ClientError, ConnectOptions, TimeOuts};
pub use list::KeyListing;
pub use live::{Origin, Session};
pub use mint::Issuer;
pub use pace::Pace;
pub use proxy::{Proxy, ProxyAddress, ProxyProblem};
pub use revoke::Revoked;
pub use session::SignedIn;
pub use token::SessionToken;
