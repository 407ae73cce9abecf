//! `cargo xtask run`: the app, open, on a server that answers.

use crate::{
    app::{self, Profile},
    display,
    process::{program, root, succeed},
    sandbox::Sandbox,
};
use anyhow::Result;

/// On a demo server of its own.
pub(crate) fn demo() -> Result<()> {
    display::required()?;
    let app = app::build(Profile::Debug)?;
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
