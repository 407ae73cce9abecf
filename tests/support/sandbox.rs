//! The server of one test, as a process of its own.

use serde_json::{Value, json};
use std::{
    io::{BufRead, BufReader},
    path::PathBuf,
    process::{Child, Command, Stdio},
};

pub(crate) struct Sandbox {
    process: Child,
    pub(crate) url: String,
    pub(crate) ca_file: PathBuf,
    accounts: Vec<Value>,
    http: reqwest::Client,
    _folder: tempfile::TempDir,
}

impl Sandbox {
    pub(crate) fn start(seed: &str) -> Self {
        Self::start_with(seed, &[])
    }

    pub(crate) fn start_with(seed: &str, more: &[&str]) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let folder = tempfile::tempdir().unwrap();
        let ca_file = folder.path().join("ca.pem");
        let mut process = Command::new(program("SIGSENTRY_E2E_SANDBOX"))
            .args(["--seed", seed, "--port", "0", "--tls", "--control", "--ca-file"])
            .arg(&ca_file)
            .args(more)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut ready = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut ready).unwrap();
        let ready: Value = serde_json::from_str(&ready).unwrap();
        let ca = reqwest::Certificate::from_pem(&std::fs::read(&ca_file).unwrap()).unwrap();
        Self {
            process,
            url: ready["url"].as_str().unwrap().to_owned(),
            ca_file,
            accounts: ready["accounts"].as_array().unwrap().clone(),
            http: reqwest::Client::builder().tls_certs_merge([ca]).build().unwrap(),
            _folder: folder,
        }
    }

    /// Ends the server. Its address and its certificate stay.
    pub(crate) fn stop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }

    /// E-mail and password of the person with this role.
    pub(crate) fn account(&self, role: &str) -> (String, String) {
        let account = self.accounts.iter().find(|account| account["role"] == role).unwrap();
        let text = |field: &str| account[field].as_str().unwrap().to_owned();
        (text("email"), text("password"))
    }

    pub(crate) async fn control(&self, path: &str, body: Value) -> Value {
        let answer =
            self.http.post(format!("{}/__control/{path}", self.url)).json(&body).send().await;
        let answer = answer.unwrap();
        assert!(answer.status().is_success(), "{path}: {}", answer.status());
        answer.json().await.unwrap_or(Value::Null)
    }

    /// An organization key that another admin makes.
    pub(crate) async fn create_elsewhere(&self, name: &str) {
        let (email, password) = self.account("admin");
        let login = json!({ "email": email, "password": password });
        let answer = self.http.post(format!("{}/v1/auth/login", self.url)).json(&login);
        let answer: Value = answer.send().await.unwrap().json().await.unwrap();
        let key = json!({ "type": "org", "name": name, "permissions": ["analysis:read"] });
        let made = self
            .http
            .post(format!("{}/v1/config/api-keys", self.url))
            .bearer_auth(answer["data"]["token"].as_str().unwrap())
            .json(&key);
        assert!(made.send().await.unwrap().status().is_success());
    }

    /// Calls `/v1/analyses` with a key, as the integration that got it would: status and code.
    pub(crate) async fn analyses(
        &self,
        create: bool,
        key: &str,
        project: Option<&str>,
    ) -> (u16, String) {
        let url = format!("{}/v1/analyses", self.url);
        let mut request = if create {
            self.http.post(url).json(&json!({ "prompt": "why did checkout fail?" }))
        } else {
            self.http.get(url)
        };
        request = request.bearer_auth(key);
        if let Some(project) = project {
            request = request.header("X-Project-Id", project);
        }
        let answer = request.send().await.unwrap();
        let status = answer.status().as_u16();
        let body: Value = answer.json().await.unwrap();
        (status, body["error"]["code"].as_str().unwrap_or_default().to_owned())
    }

    /// Asks for the list of keys with a key: never allowed.
    pub(crate) async fn list_keys_with(&self, key: &str) -> String {
        let url = format!("{}/v1/config/api-keys", self.url);
        let answer = self.http.get(url).bearer_auth(key).send().await.unwrap();
        let body: Value = answer.json().await.unwrap();
        body["error"]["code"].as_str().unwrap_or_default().to_owned()
    }

    /// What the server tells tests only.
    pub(crate) async fn get(&self, path: &str) -> Value {
        let answer = self.http.get(format!("{}/__control/{path}", self.url)).send().await.unwrap();
        let body: Value = answer.json().await.unwrap();
        body["data"].clone()
    }

    /// The records that the server keeps.
    pub(crate) async fn keys(&self) -> Vec<Value> {
        self.get("keys").await.as_array().unwrap().clone()
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.stop();
    }
}

pub(crate) fn program(variable: &str) -> PathBuf {
    let path = std::env::var_os(variable)
        .unwrap_or_else(|| panic!("{variable} is not set: run `cargo xtask test --only e2e`"));
    PathBuf::from(path)
}
