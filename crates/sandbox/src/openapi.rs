use serde_json::json;
/// placeholder
pub fn document() -> serde_json::Value {
    json!({})
}
