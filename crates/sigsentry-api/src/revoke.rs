use crate::{client::Client, endpoints, token::SessionToken};
use reqwest::Method;
use sigsentry_keys_core::failure::{ApiCode, RequestFailure};

/// A key opens nothing any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Revoked {
    /// A person had revoked it before.
    pub already: bool,
}

impl Client {
    /// Revokes a key, immediately and for good (documented). It is sent once.
    ///
    /// # Errors
    /// [`RequestFailure`].
    pub async fn revoke(&self, token: &SessionToken, id: &str) -> Result<Revoked, RequestFailure> {
        let path = endpoints::key(id).ok_or_else(|| self.unexpected())?;
        let answer = self.send(self.request(Method::DELETE, &path, token)).await?;
        match answer.done(token.text()) {
            Ok(()) => Ok(Revoked { already: false }),
            Err(RequestFailure::Api(error))
                if error.code == ApiCode::NotFound && matches!(error.status, 404 | 410) =>
            {
                Ok(Revoked { already: true })
            }
            Err(failure) => Err(failure),
        }
    }
}
