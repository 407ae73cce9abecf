//! The teams that customers see.

use super::life::{
    ALL, CREATE, DAYS, HOURS,
    Life::{EndsIn, Expired, Never, Revoked, Used},
    Planned, READ, READ_ALL, RUN, api, sdk,
};

pub(super) const CHECKOUT: &[Planned] = &[
    sdk("storefront web", 618, Used(1)),
    sdk("payment iframe", 402, Used(3)),
    sdk("checkout A/B harness", 211, Used(131 * DAYS)),
    sdk("storefront staging", 377, Used(2 * HOURS)),
    sdk("Web SDK 2", 93, Never),
    api("production-ingest", RUN, 58, Used(1)),
    api("production-ingest (2025)", RUN, 423, Revoked(51)),
    api("fraud scoring worker", RUN, 301, Used(6)),
    api("stripe webhook receiver", CREATE, 266, Used(11)),
    api("refund reconciliation job", READ, 190, Used(9 * HOURS)),
    api("GitHub Actions smoke tests", RUN, 84, EndsIn(6)),
    api("k6 load test 2025-Q4", RUN, 160, Used(97 * DAYS)),
    api("canary deploy gate", READ, 140, Used(26)),
    api("API Key 1", ALL, 640, Used(204 * DAYS)),
    api("black friday war room", READ_ALL, 340, Expired(120)),
    api("contractor – Delta Oak", RUN, 205, Revoked(112)),
];

pub(super) const MOBILE: &[Planned] = &[
    sdk("iOS App Store", 530, Used(1)),
    sdk("Android Play Store", 528, Used(2)),
    sdk("iOS TestFlight", 233, Used(5 * HOURS)),
    sdk("Android internal track", 231, Used(3 * DAYS)),
    sdk("Huawei AppGallery", 410, Used(118 * DAYS)),
    sdk("React Native prototype", 588, Revoked(330)),
    sdk("watchOS companion", 47, Never),
    sdk("tablet kiosk – Rotterdam store", 152, Used(44)),
    api("crash-symbolication service", CREATE, 312, Used(8)),
    api("Fastlane release notes", READ, 275, Used(12 * DAYS)),
    api("push experiment backend", RUN, 128, Used(93 * DAYS)),
    api("Firebase export bridge", RUN, 399, Revoked(76)),
    api("Bitrise nightly UI tests", RUN, 66, Used(10 * HOURS)),
    api("device farm – Pixel rack", RUN, 19, Never),
    api("test", ALL, 470, Used(361 * DAYS)),
    api("beta feedback triage", RUN, 3, Used(35)),
];

pub(super) const PARTNERS: &[Planned] = &[
    sdk("partner dashboard", 447, Used(4)),
    sdk("embedded help widget", 289, Used(21)),
    sdk("reseller white label – Orbis", 173, Used(2 * HOURS)),
    sdk("reseller white label – Kestrel", 171, Used(109 * DAYS)),
    sdk("docs.northwind.example snippet", 505, Used(40)),
    api("partner SLA report", READ, 358, Used(6 * DAYS)),
    api("Salesforce case sync", RUN, 246, Used(17)),
    api("onboarding sandbox", RUN, 33, EndsIn(11)),
    api("onboarding sandbox (old)", RUN, 215, Expired(34)),
    api("Zapier connector", RUN, 196, Used(3 * HOURS)),
    api("webhook relay eu-west-1", CREATE, 122, Used(2)),
    api("webhook relay us-east-1", CREATE, 122, Used(2)),
    api("Acme integration pilot", READ_ALL, 28, Never),
    api("quarterly business review export", READ, 264, Used(95 * DAYS)),
    api("New key", RUN, 391, Revoked(390)),
];

pub(super) const NOTIFICATIONS: &[Planned] = &[
    sdk("preference centre", 320, Used(9)),
    sdk("unsubscribe page", 320, Used(31)),
    sdk("in-app inbox", 141, Used(2)),
    api("production-sender", RUN, 72, Used(1)),
    api("production-sender (before rotation)", RUN, 261, Revoked(64)),
    api("bounce classifier", RUN, 219, Used(14)),
    api("SES event consumer", CREATE, 304, Used(3)),
    api("Twilio status callback", CREATE, 304, Used(27)),
    api("staging-sender", RUN, 259, Used(4 * DAYS)),
    api("digest preview", READ, 101, Used(20 * DAYS)),
    api("GitLab pipeline", RUN, 350, EndsIn(3)),
    api("SMS fallback drill", RUN, 238, Used(92 * DAYS)),
    api("my key", ALL, 12, Never),
];

pub(super) const SEARCH: &[Planned] = &[
    sdk("search box beacon", 366, Used(2)),
    sdk("autocomplete experiment", 120, Revoked(41)),
    api("indexer-prod", RUN, 207, Used(4)),
    api("indexer-staging", RUN, 207, Used(7 * HOURS)),
    api("synonym review tool", READ, 185, Used(8 * DAYS)),
    api("relevance regression tests", RUN, 90, Used(13 * HOURS)),
    api("reindex 2025-09", RUN, 148, Used(147 * DAYS)),
    api("query log sampler", CREATE, 256, Used(22)),
    api("Elastic to OpenSearch migration", READ_ALL, 433, Expired(240)),
    api("vector search spike", RUN, 24, Never),
    api("temp – delete me", RUN, 277, Never),
];
