//! Secret managers of one test: `gh` and its server, `pass` and its key, `aws` and its server, and a
//! `doppler` that is killed in the middle.

use super::{github::GitHub, window::until};
use std::{
    env,
    ffi::OsString,
    fs,
    net::{TcpListener, TcpStream},
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::Arc,
    time::{Duration, Instant},
};

const KEY: &str = "of-this-test@example.com";

pub(crate) struct SecretManagers {
    pub(crate) github: Arc<GitHub>,
    folder: tempfile::TempDir,
    moto: Child,
    variables: Vec<(&'static str, OsString)>,
}

impl SecretManagers {
    pub(crate) async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let below = |name: &str| {
            let path = folder.path().join(name);
            fs::create_dir(&path).unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(0o700)).unwrap();
            path
        };
        let socket = folder.path().join("github");
        let (config, keys, programs) = (below("gh"), below("gnupg"), below("bin"));
        fs::write(config.join("config.yml"), GitHub::config(&socket)).unwrap();
        // Lists nothing, and is killed when it has taken the value.
        let killed = r#"#!/bin/sh
case "$*" in
    *--version*) echo v3.75.1 ;;
    *"secrets set"*) cat >/dev/null; kill -9 $$ ;;
    *) echo '{}' ;;
esac
"#;
        let doppler = programs.join("doppler");
        fs::write(&doppler, killed).unwrap();
        fs::set_permissions(&doppler, fs::Permissions::from_mode(0o755)).unwrap();

        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let moto = Command::new(python().join("moto_server"))
            .args(["-H", "127.0.0.1", "-p", &port.to_string()])
            .current_dir(below("moto"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("moto is installed by cargo xtask test");
        let path = env::var_os("PATH").unwrap();
        let path = [programs, python()].into_iter().chain(env::split_paths(&path));
        let managers = Self {
            github: GitHub::start(&socket),
            moto,
            variables: vec![
                ("PATH", env::join_paths(path).unwrap()),
                ("GH_CONFIG_DIR", config.into()),
                ("GH_TOKEN", "gho_of_this_test".into()),
                ("GNUPGHOME", keys.into()),
                ("PASSWORD_STORE_DIR", folder.path().join("store").into()),
                ("AWS_ENDPOINT_URL", format!("http://127.0.0.1:{port}").into()),
                ("AWS_ACCESS_KEY_ID", "AKIAOFTHISTEST".into()),
                ("AWS_SECRET_ACCESS_KEY", "of-this-test".into()),
                ("AWS_DEFAULT_REGION", "eu-central-1".into()),
                ("AWS_CONFIG_FILE", folder.path().join("aws").into()),
            ],
            folder,
        };
        let made = ["--quick-gen-key", KEY, "future-default", "default", "never"];
        managers.run("gpg", &[&["--batch", "--quiet", "--passphrase", ""][..], &made].concat());
        managers.run("pass", &["init", KEY]);
        until("moto to listen", async || TcpStream::connect(("127.0.0.1", port)).ok()).await;
        managers
    }

    /// What the app must have in its environment to find them.
    pub(crate) fn environment(&self) -> Vec<(&'static str, &str)> {
        let text = |value: &'_ OsString| value.to_str().unwrap().to_owned().leak() as &str;
        self.variables.iter().map(|(name, value)| (*name, text(value))).collect()
    }

    pub(crate) fn in_pass(&self, path: &str) -> String {
        self.run("pass", &["show", path])
    }

    /// The same once the entry is whole: a program that outlives the app may still be writing it.
    pub(crate) fn in_pass_once_whole(&self, path: &str) -> String {
        let deadline = Instant::now() + Duration::from_secs(20);
        loop {
            // This very answer counts: the next one may find it being written again.
            let output = self.command("pass", &["show", path]).output().unwrap();
            if output.status.success() {
                return String::from_utf8(output.stdout).unwrap();
            }
            assert!(Instant::now() < deadline, "{path} stays broken");
        }
    }

    pub(crate) fn in_aws(&self, name: &str) -> String {
        let question = ["secretsmanager", "get-secret-value", "--secret-id", name];
        let text = ["--query", "SecretString", "--output", "text"];
        self.run("aws", &[question, text].concat()).trim_end_matches('\n').to_owned()
    }

    /// Puts the password store under version control, and holds that so that no commit goes through.
    pub(crate) fn pass_cannot_commit(&self) {
        self.run("pass", &["git", "init"]);
        fs::write(self.folder.path().join("store/.git/index.lock"), "").unwrap();
    }

    fn command(&self, program: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(program);
        command.args(arguments).env("HOME", self.folder.path());
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        command
    }

    fn run(&self, program: &str, arguments: &[&str]) -> String {
        let output = self
            .command(program, arguments)
            .output()
            .unwrap_or_else(|_| panic!("{program} is installed by cargo xtask test"));
        let printed = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{program} {arguments:?}: {printed}");
        String::from_utf8(output.stdout).unwrap()
    }
}

impl Drop for SecretManagers {
    fn drop(&mut self) {
        let _ = self.moto.kill();
        let _ = self.moto.wait();
        let mut end = Command::new("gpgconf");
        let _ = end.args(["--kill", "all"]).env("GNUPGHOME", keys(self.folder.path())).status();
    }
}

fn keys(folder: &Path) -> PathBuf {
    folder.join("gnupg")
}

fn python() -> PathBuf {
    env::var_os("HANDOFF_TEST_PYTHON").expect("set by cargo xtask test").into()
}
