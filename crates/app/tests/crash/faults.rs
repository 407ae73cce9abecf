//! How the server misbehaves.

use crate::rng::Rng;
use serde_json::{Value, json};
use sigsentry_sandbox::RunningSandbox;

/// Puts a few faults into the server's way, each for one request.
pub(super) fn provoke(sandbox: &RunningSandbox, rng: &mut Rng) {
    for _ in 0..rng.below(4) {
        let mut fault = creation(rng);
        fault["operation"] = json!("create");
        put(sandbox, fault);
    }
    for _ in 0..rng.below(3) {
        let mut fault = reading(rng);
        let operations = ["list", "projects", "list", "refresh"];
        fault["operation"] = json!(operations[rng.below(4) as usize]);
        put(sandbox, fault);
    }
}

fn put(sandbox: &RunningSandbox, mut fault: Value) {
    fault["times"] = json!(1);
    sandbox.misbehave(serde_json::from_value(fault).unwrap());
}

fn creation(rng: &mut Rng) -> Value {
    let latency = rng.below(120);
    match rng.below(8) {
        0 => json!({ "latencyMs": latency, "dropBeforeCommit": true }),
        1 | 2 => json!({ "latencyMs": latency, "dropAfterCommit": true }),
        3 => json!({ "latencyMs": latency, "truncatedBody": true }),
        4 => json!({ "latencyMs": latency, "status": 503 }),
        5 | 6 => json!({ "bytesPerSecond": 6_000 + rng.below(20_000) }),
        _ => json!({ "latencyMs": latency }),
    }
}

fn reading(rng: &mut Rng) -> Value {
    match rng.below(5) {
        0 => json!({ "dropBeforeCommit": true }),
        1 => json!({ "truncatedBody": true }),
        2 => json!({ "status": 500 }),
        3 => json!({ "bytesPerSecond": 100_000 }),
        _ => json!({ "latencyMs": rng.below(80) }),
    }
}
