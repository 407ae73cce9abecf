//! `cargo xtask run`: the app, open, on a server that answers.

use crate::{
    app::{self, Profile},
    display,
    process::{Background, program, root, succeed},
    sandbox::Sandbox,
};
use anyhow::{Result, bail};
use std::{net::TcpStream, path::Path, thread, time::Duration};

/// Where `ui/package.json` and `tauri.conf.json` have the server of the pages.
const PAGES: &str = "localhost:1420";

/// On a demo server of its own.
pub(crate) fn demo() -> Result<()> {
    display::required()?;
    on_demo_server(&app::build(Profile::Debug)?)
}

/// The same, with the pages from a server that puts each change of `ui/src` into the open window.
pub(crate) fn reload() -> Result<()> {
    display::required()?;
    let app = app::build_for_served_pages()?;
    // Not by way of npm: it would end, and leave its server behind.
    let vite = ["node_modules/vite/bin/vite.js", "--port", "1420", "--strictPort"];
    let mut pages = Background::start(program("node").args(vite).current_dir(root().join("ui")))?;
    while TcpStream::connect(PAGES).is_err() {
        if pages.child().try_wait()?.is_some() {
            bail!("the server of the pages ended; is something else at {PAGES}?");
        }
        thread::sleep(Duration::from_millis(100));
    }
    on_demo_server(&app)
}

fn on_demo_server(app: &Path) -> Result<()> {
    let sandbox = Sandbox::start(Profile::Debug, &["--seed", "demo"])?;
    println!("\nThe demo tenant is at {}. Sign in as one of:", sandbox.url);
    for [email, password, role] in &sandbox.accounts {
        println!("  {email:<28} {password:<16} {role}");
    }
    println!("It lasts until you close the app.\n");
    succeed(
        program(app)
            .env("SIGSENTRY_API_URL", &sandbox.url)
            // The demo leaves the settings of a real installation alone.
            .env("SIGSENTRY_DATA_DIR", root().join("target/demo")),
    )
}

/// On the real service, or where the environment says.
pub(crate) fn live() -> Result<()> {
    display::required()?;
    succeed(&mut program(app::build(Profile::Debug)?))
}
