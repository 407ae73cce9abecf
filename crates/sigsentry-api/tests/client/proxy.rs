//! What is meant for this computer does not go through the system's proxy.

use crate::{
    scripted::{Bystander, Scripted, json},
    tenant::{FakePace, HASTY, client, client_of, some_token},
};
use std::process::Command;

/// The far end of the test below, with a proxy in its environment.
#[test]
#[ignore = "run by the test below, in a process of its own"]
fn behind_a_proxy() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        match std::env::var("SIGSENTRY_TEST_FAR") {
            Ok(_) => {
                let far = client("https://api.example", None, HASTY, &FakePace::default());
                far.projects(&some_token()).await.unwrap_err();
            }
            Err(_) => {
                let body = r#"{"success":true,"data":[]}"#;
                let near = Scripted::always(json(200, body)).await;
                assert_eq!(client_of(&near).projects(&some_token()).await, Ok(vec![]));
            }
        }
    });
}

#[test]
fn the_proxy_is_asked_for_others_and_never_for_this_computer() {
    for far in [true, false] {
        let proxy = Bystander::new();
        let url = format!("http://{}", proxy.address());
        let mut child = Command::new(std::env::current_exe().unwrap());
        child.args(["--exact", "--include-ignored", "proxy::behind_a_proxy"]);
        for name in ["http_proxy", "https_proxy", "all_proxy"] {
            child.env(name, &url).env(name.to_uppercase(), &url);
        }
        child.env_remove("no_proxy").env_remove("NO_PROXY");
        if far {
            child.env("SIGSENTRY_TEST_FAR", "1");
        }
        let output = child.output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success() && said.contains("1 passed"), "{said}");
        assert_eq!(proxy.was_asked(), far);
    }
}
