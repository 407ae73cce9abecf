use crate::{client::Client, decode, endpoints, token::SessionToken};
use serde_json::Value;
use sigsentry_keys_core::{account::Project, failure::RequestFailure};

impl Client {
    /// The tenant's projects, in the server's order. One without an id cannot be told from others and
    /// is left out.
    ///
    /// # Errors
    /// [`RequestFailure`].
    pub async fn projects(&self, token: &SessionToken) -> Result<Vec<Project>, RequestFailure> {
        let answer = self.get(endpoints::PROJECTS, token, &self.retry_budget()).await?;
        let items: Vec<Value> = answer.data(token.text())?;
        Ok(items.iter().filter_map(decode::project).collect())
    }
}
