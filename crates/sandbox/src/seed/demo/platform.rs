//! The teams behind them, and the organization's own keys.

use super::life::{
    ALL, CONFIG, CONFIG_READ, CREATE, DAYS, HOURS,
    Life::{EndsIn, Expired, Never, Revoked, Used},
    Planned, READ, READ_ALL, RUN, api, edge, legacy, org, sdk,
};

pub(super) const PIPELINE: &[Planned] = &[
    sdk("event collector beacon", 481, Used(1)),
    sdk("consent banner", 198, Used(16)),
    api("kafka-consumer-prod", RUN, 45, Used(1)),
    api("kafka-consumer-prod (rotated out)", RUN, 229, Revoked(38)),
    api("kafka-consumer-staging", RUN, 229, Used(50)),
    api("Airflow DAG failure triage", RUN, 316, Used(5 * HOURS)),
    api("dbt Cloud", READ, 295, Used(11 * HOURS)),
    api("Snowflake loader", CREATE, 268, Used(9)),
    api("schema registry watcher", READ_ALL, 174, Used(33)),
    api("late-event backfill", RUN, 163, Used(101 * DAYS)),
    api("Spark on-call bot", RUN, 112, Used(6 * DAYS)),
    api("GDPR erasure auditor", READ, 88, EndsIn(13)),
    api("Jenkins (decommissioned)", RUN, 590, Revoked(285)),
    api("Looker anomaly alerts", READ, 52, Used(2 * DAYS)),
    api("streaming POC", ALL, 246, Used(187 * DAYS)),
    edge("edge collector", 8, Used(2 * HOURS)),
];

pub(super) const IDENTITY: &[Planned] = &[
    sdk("login page", 573, Used(1)),
    sdk("account settings", 415, Used(7)),
    api("session service", RUN, 61, Used(2)),
    api("session service – Frankfurt", RUN, 61, Used(2)),
    api("Okta event hook", CREATE, 242, Used(12)),
    api("SCIM provisioning", RUN, 242, Used(3 * HOURS)),
    api("suspicious login triage", RUN, 133, Used(18)),
    api("passkey rollout dashboard", READ, 118, Used(91 * DAYS)),
    api("pen test Nov 2025", READ_ALL, 97, Expired(19)),
    api("password spray detector", RUN, 39, Never),
    api("LDAP bridge", RUN, 498, Revoked(144)),
    api("break-glass", READ_ALL, 364, Never),
    api("CI smoke tests", RUN, 29, Used(19 * HOURS)),
];

pub(super) const TOOLS: &[Planned] = &[
    sdk("admin console", 344, Used(25)),
    sdk("status page", 287, Used(10)),
    api("Slack /why command", RUN, 328, Used(13)),
    api("PagerDuty enrichment", RUN, 253, Used(42)),
    api("Backstage plugin", READ_ALL, 181, Used(2 * HOURS)),
    api("Grafana annotations", READ, 181, Used(5)),
    api("Jira post-mortem drafts", RUN, 146, Used(9 * DAYS)),
    api("Retool support desk", RUN, 219, Used(38)),
    api("hackathon 2025", ALL, 262, Used(255 * DAYS)),
    api("n8n workflow", RUN, 74, Used(4 * DAYS)),
    api("API Key", RUN, 135, Used(128 * DAYS)),
    api("API Key 2", RUN, 134, Never),
    api("laptop Ife", RUN, 310, Revoked(150)),
    api("Raycast extension", READ, 5, Used(3 * HOURS)),
    api("Opsgenie (cancelled)", RUN, 402, Revoked(199)),
];

pub(super) const MONOLITH: &[Planned] = &[
    sdk("jQuery snippet", 690, Used(55)),
    api("cron box", RUN, 612, Used(3 * HOURS)),
    api("error mailer", RUN, 611, Used(19)),
    api("read replica probe", READ, 436, Used(113 * DAYS)),
    api("migration checker", READ_ALL, 228, Used(14 * DAYS)),
    api("Bamboo", RUN, 655, Revoked(401)),
    legacy("ingest agent v1", "tb_", 932, Used(3 * DAYS)),
    legacy("nagios box", "tb_", 921, Used(166 * DAYS)),
    legacy("reporting job", "ss_live_", 794, Used(20 * HOURS)),
    legacy("old admin panel", "ss_live_", 760, Revoked(310)),
];

pub(super) const ORGANIZATION: &[Planned] = &[
    org("Terraform Cloud", CONFIG, 36, Used(7 * HOURS)),
    org("Terraform Cloud (2025)", CONFIG, 401, Revoked(30)),
    org("incident commander bot", RUN, 188, Used(23)),
    org("SOC 2 evidence collector", READ_ALL, 170, Used(2 * DAYS)),
    org("FinOps usage export", READ, 297, Used(16 * HOURS)),
    org("cross-project error budget board", READ, 239, Used(8)),
    org("log-source drift check", CONFIG_READ, 79, EndsIn(9)),
    org("service catalogue sync", CONFIG_READ, 143, Used(5 * HOURS)),
    org("watchdog rollout script", CONFIG, 165, Used(103 * DAYS)),
    org("New key", ALL, 381, Used(222 * DAYS)),
    org("Pulumi trial", ALL, 118, Revoked(87)),
    org("acquisition due diligence", READ_ALL, 64, Expired(4)),
    org("region failover automation", ALL, 21, Never),
    org("support escalation bridge", RUN, 2, Used(12)),
];
