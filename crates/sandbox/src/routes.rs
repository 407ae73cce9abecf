//! Every path of the server.

use crate::{
    analyses, answer, auth, control, faults, keys, openapi, projects, rate_limit, world::World,
};
use axum::{
    Router,
    http::{Method, header},
    middleware::from_fn_with_state,
    routing::{MethodRouter, delete, get, post},
};
use std::sync::Arc;

/// One operation of the API.
pub(crate) struct Operation {
    /// What faults and the OpenAPI document call it.
    pub(crate) name: &'static str,
    pub(crate) method: Method,
    pub(crate) path: &'static str,
    answer: Answer,
}

/// Everything that the vendor's API has, as far as it is known or assumed.
pub(crate) const OPERATIONS: [Operation; 10] = [
    send("login", "/v1/auth/login", || post(auth::login)),
    send("refresh", "/v1/auth/refresh", || post(auth::refresh)),
    send("logout", "/v1/auth/logout", || post(auth::logout)),
    read("me", "/v1/auth/me", || get(auth::me)),
    read("projects", "/v1/config/projects", || get(projects::list)),
    read("list", "/v1/config/api-keys", || get(keys::list)),
    send("create", "/v1/config/api-keys", || post(keys::create)),
    Operation {
        name: "revoke",
        method: Method::DELETE,
        path: "/v1/config/api-keys/{id}",
        answer: || delete(keys::revoke),
    },
    read("analyses", "/v1/analyses", || get(analyses::list)),
    send("analyse", "/v1/analyses", || post(analyses::create)),
];

type Answer = fn() -> MethodRouter<Arc<World>>;

const fn read(name: &'static str, path: &'static str, answer: Answer) -> Operation {
    Operation { name, method: Method::GET, path, answer }
}

const fn send(name: &'static str, path: &'static str, answer: Answer) -> Operation {
    Operation { name, method: Method::POST, path, answer }
}

pub(crate) fn router(world: &Arc<World>) -> Router {
    let mut api = Router::new();
    for operation in &OPERATIONS {
        api = api.route(operation.path, (operation.answer)());
    }
    let api = api
        .fallback(answer::unknown_path)
        .method_not_allowed_fallback(answer::wrong_method)
        .layer(from_fn_with_state(Arc::clone(world), faults::misbehave))
        .layer(from_fn_with_state(Arc::clone(world), rate_limit::limit));
    let document = ([(header::CONTENT_TYPE, "application/json")], openapi::document());
    let mut router = api.route("/openapi.json", get(async move || document));
    if world.config.control {
        router = router
            .route("/__control/faults", post(control::faults))
            .route("/__control/clock", post(control::clock))
            .route("/__control/token", post(control::token))
            .route("/__control/password", post(control::password))
            .route("/__control/sessions", get(control::sessions))
            .route("/__control/next-key", post(control::next_key))
            .route("/__control/keys", get(control::keys))
            .route("/__control/keys/{id}", post(control::key));
    }
    router.with_state(Arc::clone(world))
}
