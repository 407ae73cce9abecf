//! `cargo xtask check`: the rules of the house. Each rule reads what is there and names what breaks
//! it; each has a test that shows it breaking.

mod arrows;
mod bindings;
mod circles;
mod commands;
mod exposures;
mod policy;
mod sizes;
mod sources;
mod unsafe_rooms;

use crate::{
    process::{cargo, root, succeed},
    tools::CARGO_DENY,
    ui,
};
use anyhow::{Result, bail};

/// What breaks a rule, a sentence each.
type Findings = Vec<String>;

struct Rule {
    name: &'static str,
    says: &'static str,
    find: fn() -> Result<Findings>,
}

const RULES: [Rule; 13] = [
    Rule { name: "format", says: "Rust is formatted", find: format },
    Rule { name: "arrows", says: "the crates know only whom they may", find: arrows::find },
    Rule { name: "circles", says: "modules know one another one way", find: circles::find },
    Rule { name: "exposures", says: "values are exposed only where listed", find: exposures::find },
    Rule { name: "unsafe", says: "unsafe stays in its rooms", find: unsafe_rooms::find },
    Rule { name: "commands", says: "each window may exactly what it needs", find: commands::find },
    Rule { name: "sizes", says: "files fit a few screens", find: sizes::find },
    Rule { name: "policy", says: "the windows' policy is the strict one", find: policy::find },
    Rule { name: "lint", says: "clippy has nothing to say", find: clippy },
    Rule { name: "bindings", says: "the UI's types are the contract's", find: bindings::find },
    Rule { name: "ui-types", says: "the UI's types hold", find: || npm("check") },
    Rule { name: "ui-lint", says: "the UI's tiers hold", find: || npm("lint") },
    Rule { name: "deny", says: "dependencies' licences and sources are known", find: deny },
];

pub(crate) fn all() -> Result<()> {
    hold(&RULES)
}

pub(crate) fn one(name: &str) -> Result<()> {
    match RULES.iter().find(|rule| rule.name == name) {
        Some(rule) => hold(std::slice::from_ref(rule)),
        None => bail!("no rule {name}: there are {}", RULES.map(|rule| rule.name).join(", ")),
    }
}

fn hold(rules: &[Rule]) -> Result<()> {
    ui::build()?;
    let mut broken = 0;
    for rule in rules {
        let findings = (rule.find)()?;
        println!(
            "{:<10} {} … {}",
            rule.name,
            rule.says,
            if findings.is_empty() { "ok" } else { "NO" }
        );
        for finding in &findings {
            println!("           {finding}");
        }
        broken += usize::from(!findings.is_empty());
    }
    if broken > 0 {
        bail!("{broken} of {} rules are broken", rules.len());
    }
    Ok(())
}

/// A tool that says itself what is wrong.
fn tool(command: &mut std::process::Command) -> Result<Findings> {
    Ok(succeed(command).err().map(|error| error.to_string()).into_iter().collect())
}

fn format() -> Result<Findings> {
    tool(cargo().args(["fmt", "--all", "--check"]))
}

fn clippy() -> Result<Findings> {
    let lint = |targets: &[&str]| {
        let mut command = cargo();
        command.args(["clippy", "--quiet", "--workspace"]).args(targets);
        tool(command.args(["--", "-D", "warnings"]))
    };
    let mut findings = lint(&["--all-targets"])?;
    // "All" leaves out the suites that a plain `cargo test` must not start.
    let suites = ["e2e", "residue", "bench", "inventory-bench", "screenshots", "rotations"];
    findings.extend(lint(&suites.map(|suite| ["--test", suite]).concat())?);
    Ok(findings)
}

fn npm(script: &str) -> Result<Findings> {
    tool(ui::npm().args(["run", "--silent", script]))
}

/// Advisories need the advisory database, which is fetched: `target/tools/bin/cargo-deny check
/// advisories` where there is a network.
fn deny() -> Result<Findings> {
    let mut command = crate::process::program(CARGO_DENY.installed()?);
    command.args(["--log-level", "error", "check", "--hide-inclusion-graph"]);
    tool(command.args(["bans", "licenses", "sources"]).current_dir(root()))
}
