use std::{fmt, net::IpAddr};
use url::{Host, Url};

/// The vendor's own address (documented).
pub const DEFAULT_ADDRESS: &str = "https://api.sigsentry.com/v1";

/// Where the API is: `https`, or `http` on this computer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiAddress(Url);

/// Why an address cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AddressProblem {
    /// It is no address.
    #[error("this is no address")]
    Unreadable,
    /// Neither https nor http.
    #[error("the address must begin with https://")]
    Scheme,
    /// Plain http to another computer: the session token would travel in clear.
    #[error("plain http is accepted for this computer only")]
    PlainHttp,
    /// A user name, a query, a fragment, or characters that mean something to a shell: the address is
    /// copied in ready calls.
    #[error("the address has parts that do not belong there")]
    Extras,
}

impl ApiAddress {
    /// Reads an address; `/v1` is added where no path is given.
    ///
    /// # Errors
    /// [`AddressProblem`].
    pub fn parse(text: &str) -> Result<Self, AddressProblem> {
        let mut url = Url::parse(text.trim()).map_err(|_| AddressProblem::Unreadable)?;
        match url.scheme() {
            "https" => {}
            "http" if is_loopback(&url) => {}
            "http" => return Err(AddressProblem::PlainHttp),
            _ => return Err(AddressProblem::Scheme),
        }
        if url.host().is_none() {
            return Err(AddressProblem::Unreadable);
        }
        let named = !url.username().is_empty() || url.password().is_some();
        if named || url.query().is_some() || url.fragment().is_some() {
            return Err(AddressProblem::Extras);
        }
        let path = match url.path().trim_end_matches('/') {
            "" => "/v1".to_owned(),
            path => path.to_owned(),
        };
        url.set_path(&path);
        let plain = |c: char| c.is_ascii_alphanumeric() || "-._~/:[]".contains(c);
        if !url.as_str().chars().all(plain) {
            return Err(AddressProblem::Extras);
        }
        Ok(Self(url))
    }

    /// The host, with the port where it is not the usual one.
    #[must_use]
    pub fn host(&self) -> String {
        let host = self.0.host_str().unwrap_or_default();
        self.0.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
    }

    /// Whether it is on this computer.
    pub(crate) fn is_loopback(&self) -> bool {
        is_loopback(&self.0)
    }

    /// The address of a path, with its query where it has one.
    pub(crate) fn join(&self, path: &str) -> Url {
        let (path, query) =
            path.split_once('?').map_or((path, None), |(path, query)| (path, Some(query)));
        let mut url = self.0.clone();
        url.set_path(&format!("{}{path}", self.0.path()));
        url.set_query(query);
        url
    }
}

impl fmt::Display for ApiAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_str())
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => IpAddr::from(ip).is_loopback(),
        Some(Host::Ipv6(ip)) => IpAddr::from(ip).is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Result<String, AddressProblem> {
        ApiAddress::parse(text).map(|address| address.to_string())
    }

    #[test]
    fn addresses_are_made_canonical() {
        assert_eq!(parsed(DEFAULT_ADDRESS).as_deref(), Ok(DEFAULT_ADDRESS));
        assert_eq!(parsed(" https://API.sigsentry.com/ ").as_deref(), Ok(DEFAULT_ADDRESS));
        assert_eq!(
            parsed("https://proxy.example/sig/v1/").as_deref(),
            Ok("https://proxy.example/sig/v1")
        );
        assert_eq!(parsed("http://[::1]:8080").as_deref(), Ok("http://[::1]:8080/v1"));
    }

    #[test]
    fn plain_http_is_for_this_computer_only() {
        assert!(parsed("http://127.0.0.1:4000").is_ok());
        assert!(parsed("http://localhost:4000").is_ok());
        for far in ["http://api.sigsentry.com", "http://localhost.evil.example", "http://10.0.0.1"]
        {
            assert_eq!(parsed(far), Err(AddressProblem::PlainHttp), "{far}");
        }
    }

    #[test]
    fn odd_addresses_are_refused() {
        assert_eq!(parsed("sigsentry"), Err(AddressProblem::Unreadable));
        assert_eq!(parsed("file:///etc/passwd"), Err(AddressProblem::Scheme));
        assert_eq!(parsed("https://me:pw@api.sigsentry.com"), Err(AddressProblem::Extras));
        assert_eq!(parsed("https://api.sigsentry.com/v1?x=1"), Err(AddressProblem::Extras));
    }

    #[test]
    fn nothing_in_an_address_means_something_to_a_shell() {
        for odd in ["/$(id)", "/a;b", "/a&b", "/it's", "/a`b`", "/a|b", "/a*", "/(a)", "/a!b"] {
            assert_eq!(parsed(&format!("https://host{odd}")), Err(AddressProblem::Extras), "{odd}");
        }
        assert!(parsed("https://a$(id)b/v1").is_err());
        assert!(parsed("https://proxy.example/sig-1/~me/v1.2").is_ok());
    }
}
