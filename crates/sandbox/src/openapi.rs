/// The OpenAPI 3.1 document of everything under `/v1`, each operation graded documented, implied or
/// assumed. It is written by hand; a test holds it against the routes and real answers against it.
#[must_use]
pub fn document() -> &'static str {
    include_str!("../openapi.json")
}

#[cfg(test)]
mod tests {
    use crate::routes::OPERATIONS;
    use serde_json::Value;
    use std::collections::BTreeSet;

    fn document() -> Value {
        serde_json::from_str(super::document()).unwrap()
    }

    /// Name, method, path and description of every operation.
    fn described(document: &Value) -> Vec<(String, String, String, Value)> {
        let mut all = Vec::new();
        for (path, item) in document["paths"].as_object().unwrap() {
            for (method, operation) in item.as_object().unwrap() {
                let name = operation["operationId"].as_str().unwrap().to_owned();
                all.push((name, method.to_uppercase(), path.clone(), operation.clone()));
            }
        }
        all
    }

    #[test]
    fn every_route_is_described_and_every_description_has_a_route() {
        let routes: BTreeSet<_> = OPERATIONS
            .iter()
            .map(|it| (it.name.to_owned(), it.method.to_string(), it.path.to_owned()))
            .collect();
        let described: BTreeSet<_> = described(&document())
            .into_iter()
            .map(|(name, method, path, _)| (name, method, path))
            .collect();
        assert_eq!(routes.len(), OPERATIONS.len());
        assert_eq!(routes, described);
    }

    #[test]
    fn every_operation_is_graded_and_says_what_can_go_wrong() {
        for (name, _, _, operation) in described(&document()) {
            let grade = operation["x-grade"].as_str().unwrap();
            assert!(["documented", "implied", "assumed"].contains(&grade), "{name}: {grade}");
            let source = operation["x-source"].as_str().unwrap();
            assert!(source.ends_with('.') && !source.contains('\n'), "{name}: {source}");
            let mut answers = vec!["401", "429", "500"];
            if operation.get("requestBody").is_some() {
                answers.extend(["400", "413"]);
            }
            for status in answers {
                assert!(operation["responses"].get(status).is_some(), "{name}: {status}");
            }
        }
    }
}
