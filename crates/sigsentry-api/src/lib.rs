//! The HTTP adapter to SigSentry: session, projects, keys.
//!
//! [`endpoints`] holds every path and shape, graded documented, implied or assumed, so that one edit
//! follows the vendor when it publishes more.

mod address;
mod auth;
mod client;
mod clock;
mod connect;
mod decode;
mod endpoints;
mod headers;
mod list;
mod mint;
mod page;
mod pagination;
mod projects;
mod proxy;
mod record;
mod redact;
mod retry_budget;
mod revoke;
mod session;
mod timer;
mod tls;
mod token;
mod transport;

pub use address::{AddressProblem, ApiAddress, DEFAULT_ADDRESS};
pub use auth::SignedIn;
pub use client::Client;
pub use clock::Clock;
pub use connect::{ClientError, ConnectOptions, TimeOuts};
pub use list::{Pace, Progress};
pub use mint::Issuer;
pub use pagination::{KeyListing, ReadSoFar};
pub use proxy::{Proxy, ProxyAddress, ProxyProblem};
pub use revoke::Revoked;
pub use session::{Origin, Session};
pub use timer::Timer;
pub use token::SessionToken;
