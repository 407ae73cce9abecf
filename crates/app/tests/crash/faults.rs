//! How the server misbehaves.

use crate::chance::Chance;
use serde_json::{Value, json};
use sigsentry_sandbox::RunningSandbox;

/// Puts a few faults into the server's way, each for one request.
pub(super) fn provoke(sandbox: &RunningSandbox, chance: &mut Chance) {
    for _ in 0..chance.below(4) {
        let mut fault = creation(chance);
        fault["operation"] = json!("create");
        put(sandbox, fault);
    }
    for _ in 0..chance.below(3) {
        let mut fault = reading(chance);
        let operations = ["list", "projects", "list", "refresh"];
        fault["operation"] = json!(operations[chance.below(4) as usize]);
        put(sandbox, fault);
    }
}

fn put(sandbox: &RunningSandbox, mut fault: Value) {
    fault["times"] = json!(1);
    sandbox.misbehave(serde_json::from_value(fault).unwrap());
}

fn creation(chance: &mut Chance) -> Value {
    let latency = chance.below(120);
    match chance.below(8) {
        0 => json!({ "latencyMs": latency, "dropBeforeCommit": true }),
        1 | 2 => json!({ "latencyMs": latency, "dropAfterCommit": true }),
        3 => json!({ "latencyMs": latency, "truncatedBody": true }),
        4 => json!({ "latencyMs": latency, "status": 503 }),
        5 | 6 => json!({ "bytesPerSecond": 6_000 + chance.below(20_000) }),
        _ => json!({ "latencyMs": latency }),
    }
}

fn reading(chance: &mut Chance) -> Value {
    match chance.below(5) {
        0 => json!({ "dropBeforeCommit": true }),
        1 => json!({ "truncatedBody": true }),
        2 => json!({ "status": 500 }),
        3 => json!({ "bytesPerSecond": 100_000 }),
        _ => json!({ "latencyMs": chance.below(80) }),
    }
}
