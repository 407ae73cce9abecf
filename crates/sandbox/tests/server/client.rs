//! A sandbox and everything a test needs to talk to it.

use crate::document::violations;
use reqwest::{Method, RequestBuilder, header::HeaderMap};
use serde_json::{Value, json};
use sigsentry_sandbox::{Config, Fault, RunningSandbox, Seed, start};

pub(crate) struct Server {
    pub(crate) sandbox: RunningSandbox,
    pub(crate) http: reqwest::Client,
}

/// A request in the making.
pub(crate) struct Call {
    method: Method,
    path: String,
    request: RequestBuilder,
}

pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
}

impl Server {
    /// One project, four people, no keys; tests may steer it.
    pub(crate) async fn empty() -> Self {
        Self::start(Config { seed: Seed::Empty, ..Config::default() }).await
    }

    pub(crate) async fn start(config: Config) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let sandbox = start(Config { control: true, ..config }).await.unwrap();
        let redirect = reqwest::redirect::Policy::none();
        let builder = reqwest::Client::builder().redirect(redirect).no_proxy();
        let http = builder.tls_certs_only([]).build().unwrap();
        Self { sandbox, http }
    }

    pub(crate) fn call(&self, method: Method, path: &str) -> Call {
        let request = self.http.request(method.clone(), format!("{}{path}", self.sandbox.url()));
        Call { method, path: path.to_owned(), request }
    }

    pub(crate) fn get(&self, path: &str) -> Call {
        self.call(Method::GET, path)
    }

    pub(crate) fn post(&self, path: &str, body: &Value) -> Call {
        let mut call = self.call(Method::POST, path);
        call.request = call.request.json(body);
        call
    }

    /// A session token of the person with this role.
    pub(crate) async fn sign_in(&self, role: &str) -> String {
        let accounts = self.sandbox.accounts();
        let account = accounts.iter().find(|account| account.role == role).unwrap();
        let body = json!({ "email": account.email, "password": account.password });
        let answer = self.post("/v1/auth/login", &body).send().await;
        assert_eq!(answer.status, 200);
        answer.text("token")
    }

    pub(crate) async fn control(&self, path: &str, body: Value) -> Value {
        let url = format!("{}/__control/{path}", self.sandbox.url());
        let answer = self.http.post(url).json(&body).send().await.unwrap();
        assert!(answer.status().is_success(), "{path}: {}", answer.status());
        answer.json().await.unwrap()
    }

    pub(crate) fn misbehave(&self, fault: Value) {
        self.sandbox.misbehave(serde_json::from_value::<Fault>(fault).unwrap());
    }

    /// Id of the first project.
    pub(crate) async fn project(&self, token: &str) -> String {
        let answer = self.get("/v1/config/projects").bearer(token).send().await;
        answer.body["data"][0]["id"].as_str().unwrap().to_owned()
    }

    /// Makes a key, and answers its record with its value.
    pub(crate) async fn mint(&self, token: &str, body: &Value) -> Value {
        let answer = self.post("/v1/config/api-keys", body).bearer(token).send().await;
        assert_eq!(answer.status, 201, "{}", answer.body);
        answer.body["data"].clone()
    }
}

impl Call {
    pub(crate) fn bearer(self, token: &str) -> Self {
        self.header("Authorization", &format!("Bearer {token}"))
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.request = self.request.header(name, value);
        self
    }

    pub(crate) fn body(mut self, body: impl Into<reqwest::Body>) -> Self {
        self.request = self.request.body(body);
        self
    }

    /// The answer, after the document has judged it.
    pub(crate) async fn send(self) -> Answer {
        let (method, path) = (self.method.clone(), self.path.clone());
        let response = self.raw().await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let body = response.json().await.unwrap();
        let wrong = violations(&method, &path, status, &headers, &body);
        assert!(wrong.is_empty(), "{method} {path} → {status} {body}: {wrong:?}");
        Answer { status, headers, body }
    }

    /// The answer as it comes.
    pub(crate) async fn raw(self) -> reqwest::Result<reqwest::Response> {
        self.request.send().await
    }
}

impl Answer {
    pub(crate) fn code(&self) -> &str {
        self.body["error"]["code"].as_str().unwrap_or_default()
    }

    /// Status and code of a refusal.
    pub(crate) fn refusal(&self) -> (u16, &str) {
        (self.status, self.code())
    }

    /// The field that is refused.
    pub(crate) fn field(&self) -> &str {
        self.body["error"]["details"][0]["field"].as_str().unwrap_or_default()
    }

    /// A text of `data`.
    pub(crate) fn text(&self, field: &str) -> String {
        self.body["data"][field].as_str().unwrap().to_owned()
    }

    pub(crate) fn number(&self, header: &str) -> i64 {
        self.headers[header].to_str().unwrap().parse().unwrap()
    }
}

pub(crate) fn secret_key(name: &str, project: &str) -> Value {
    let permissions = ["analysis:create", "analysis:read"];
    json!({ "name": name, "type": "secret", "permissions": permissions, "projectId": project })
}

pub(crate) fn sdk_key(name: &str, project: &str) -> Value {
    let permissions = ["analysis:create", "analysis:read"];
    json!({ "name": name, "type": "public", "permissions": permissions, "projectId": project })
}

pub(crate) fn org_key(name: &str, permissions: &[&str]) -> Value {
    json!({ "name": name, "type": "org", "permissions": permissions })
}
