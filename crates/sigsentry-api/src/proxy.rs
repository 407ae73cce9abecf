//! Through which proxy the app speaks.

use reqwest::ClientBuilder;
use std::fmt;
use url::Url;

/// Through which proxy.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Proxy {
    /// As the system or the environment says.
    #[default]
    System,
    /// Through none.
    None,
    /// Through this one, for everything.
    At(ProxyAddress),
}

/// Where a proxy is: `http` or `https`, a host, perhaps a port, and nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProxyAddress(Url);

/// Why a proxy's address cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProxyProblem {
    /// It is no address.
    #[error("this is no address")]
    Unreadable,
    /// Neither http nor https.
    #[error("the address must begin with http:// or https://")]
    Scheme,
    /// A user name or a password: settings are kept in a plain file.
    #[error("the address has a user name or a password in it")]
    Credentials,
    /// A path, a query or a fragment.
    #[error("the address has parts that do not belong there")]
    Extras,
}

impl ProxyAddress {
    /// Reads an address; without a scheme it is `http`, as people write proxies.
    ///
    /// # Errors
    /// [`ProxyProblem`].
    pub fn parse(text: &str) -> Result<Self, ProxyProblem> {
        let text = text.trim();
        // Before anything else: it must not be kept, however unreadable the rest is.
        if text.contains('@') {
            return Err(ProxyProblem::Credentials);
        }
        let whole = if text.contains("://") { text.to_owned() } else { format!("http://{text}") };
        let url = Url::parse(&whole).map_err(|_| ProxyProblem::Unreadable)?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(ProxyProblem::Scheme);
        }
        if !url.has_host() {
            return Err(ProxyProblem::Unreadable);
        }
        if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
            return Err(ProxyProblem::Extras);
        }
        Ok(Self(url))
    }
}

impl fmt::Display for ProxyAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_str().trim_end_matches('/'))
    }
}

/// The variable of the environment that names a proxy which cannot be used, for a server elsewhere.
/// The HTTP library leaves such a one out in silence, and would go around it.
pub(crate) fn unusable_variable(lookup: impl Fn(&str) -> Option<String>) -> Option<&'static str> {
    // As the library looks: the first that is set decides, and an empty one means no proxy.
    let set = |names: [&'static str; 2]| {
        names.into_iter().find_map(|name| lookup(name).map(|value| (name, value)))
    };
    let for_https = set(["HTTPS_PROXY", "https_proxy"]).filter(|(_, value)| !value.is_empty());
    let (name, value) = for_https.or_else(|| set(["ALL_PROXY", "all_proxy"]))?;
    let whole = if value.contains("://") { value.clone() } else { format!("http://{value}") };
    let usable =
        Url::parse(&whole).is_ok_and(|url| KNOWN_SCHEMES.contains(&url.scheme()) && url.has_host());
    (!value.is_empty() && !usable).then_some(name)
}

/// What the HTTP library speaks.
const KNOWN_SCHEMES: [&str; 6] = ["http", "https", "socks4", "socks4a", "socks5", "socks5h"];

impl Proxy {
    /// None where the proxy cannot be used: never around it.
    pub(crate) fn on(&self, builder: ClientBuilder) -> Option<ClientBuilder> {
        match self {
            Self::System => Some(builder),
            Self::None => Some(builder.no_proxy()),
            // A proxy of one's own takes the place of the system's.
            Self::At(address) => {
                reqwest::Proxy::all(address.0.clone()).ok().map(|proxy| builder.proxy(proxy))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parsed(text: &str) -> Result<String, ProxyProblem> {
        ProxyAddress::parse(text).map(|address| address.to_string())
    }

    #[test]
    fn addresses_are_made_canonical() {
        for (text, canonical) in [
            ("proxy.corp.example:3128", "http://proxy.corp.example:3128"),
            (" https://Proxy.corp.example/ ", "https://proxy.corp.example"),
            ("http://[fd00::1]:8080", "http://[fd00::1]:8080"),
            ("10.0.0.1:8080", "http://10.0.0.1:8080"),
        ] {
            assert_eq!(parsed(text).as_deref(), Ok(canonical), "{text}");
        }
    }

    #[test]
    fn what_does_not_belong_there_is_refused() {
        for (text, problem) in [
            ("", ProxyProblem::Unreadable),
            ("http://", ProxyProblem::Unreadable),
            ("two words", ProxyProblem::Unreadable),
            ("http://proxy:99999", ProxyProblem::Unreadable),
            ("socks5://proxy:1080", ProxyProblem::Scheme),
            ("file:///etc/passwd", ProxyProblem::Scheme),
            ("http://me:pw@proxy:3128", ProxyProblem::Credentials),
            ("me@proxy:3128", ProxyProblem::Credentials),
            ("me:p w@::::", ProxyProblem::Credentials),
            ("http://proxy:3128/pac", ProxyProblem::Extras),
            ("http://proxy:3128/?a=b", ProxyProblem::Extras),
            ("http://proxy:3128/#x", ProxyProblem::Extras),
        ] {
            assert_eq!(parsed(text), Err(problem), "{text}");
        }
    }

    #[test]
    fn a_proxy_of_the_environment_that_cannot_be_used_is_named() {
        let unusable = |set: &[(&str, &str)]| {
            let lookup = |name: &str| {
                set.iter().find(|(one, _)| *one == name).map(|(_, value)| (*value).to_owned())
            };
            unusable_variable(lookup)
        };
        assert_eq!(unusable(&[]), None);
        assert_eq!(unusable(&[("ALL_PROXY", "socks://127.0.0.1:1080")]), Some("ALL_PROXY"));
        assert_eq!(unusable(&[("all_proxy", "quic://proxy:1")]), Some("all_proxy"));
        assert_eq!(unusable(&[("HTTPS_PROXY", "http://")]), Some("HTTPS_PROXY"));
        for good in ["socks5://127.0.0.1:1080", "socks5h://p:1", "http://p:3128", "p:3128", ""] {
            assert_eq!(unusable(&[("ALL_PROXY", good)]), None, "{good}");
        }
        let both = [("https_proxy", "http://p:1"), ("ALL_PROXY", "socks://p:1")];
        assert_eq!(unusable(&both), None, "the one for https comes first");
    }

    proptest! {
        #[test]
        fn what_is_taken_has_no_credentials_and_is_taken_again(text in "[ -~]{0,40}") {
            if let Ok(address) = ProxyAddress::parse(&text) {
                prop_assert!(address.0.username().is_empty() && address.0.password().is_none());
                prop_assert_eq!(ProxyAddress::parse(&address.to_string()), Ok(address));
            }
        }
    }
}
