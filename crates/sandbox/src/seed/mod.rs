//! What is in a sandbox at first. No seeded key has a value that is known.

mod demo;
mod hostile;

use crate::{
    config::Seed,
    world::{Account, Data, KeyRecord, TENANT_ID, letters},
};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

pub(crate) fn plant(seed: Seed, now: DateTime<Utc>) -> Data {
    let mut data = Data { accounts: accounts(), ..Data::default() };
    match seed {
        Seed::Demo => demo::plant(&mut data, now),
        Seed::Hostile => {
            demo::plant(&mut data, now);
            hostile::plant(&mut data, now);
        }
        Seed::Keys(number) => many(&mut data, number, now),
        Seed::Empty => data.projects.push(project(0, "checkout-api", now)),
    }
    data.keys.sort_by_key(|key| std::cmp::Reverse(key.created_at));
    data
}

fn accounts() -> Vec<Account> {
    [
        ("owner", "Mara Lindqvist"),
        ("admin", "Tomás Reyes"),
        ("member", "Ife Adeyemi"),
        ("viewer", "Jun Park"),
    ]
    .into_iter()
    .enumerate()
    .map(|(index, (role, name))| Account {
        id: format!("b0a7c1de-0000-4000-8000-00000000000{index}"),
        email: format!("{role}@northwind.example"),
        password: "demo-password".to_owned(),
        role: role.to_owned(),
        name: name.to_owned(),
    })
    .collect()
}

fn project(index: usize, name: &str, now: DateTime<Utc>) -> Value {
    let created = now - TimeDelta::days(1000 - 7 * i64::try_from(index % 100).unwrap_or(0));
    json!({
        "id": uuid(&digest(&["project", name])),
        "name": name,
        "slug": slug(name),
        "description": null, "isDefault": index == 0, "llmContext": null,
        "createdAt": created, "updatedAt": created,
        "analysisCount": 1 + 7919 * (index + 3) % 9000, "logSourceCount": 1 + index % 5,
    })
}

/// Letters, digits and single hyphens; what follows a bracket is left out.
fn slug(name: &str) -> String {
    let name = name.split('(').next().unwrap_or_default().to_lowercase();
    let words = name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-")
}

/// A key that was just made.
fn key(type_name: &str, project: Option<&Value>, name: &str, now: DateTime<Utc>) -> KeyRecord {
    let prefix = match type_name {
        "public" => "ss_pub_",
        "org" => "ss_org_",
        _ => "ss_secret_",
    };
    let project_id = project.and_then(|project| project["id"].as_str());
    let digest = digest(&[project_id.unwrap_or_default(), type_name, name]);
    KeyRecord {
        id: uuid(&digest),
        tenant_id: TENANT_ID.to_owned(),
        name: name.to_owned(),
        prefix: format!("{prefix}{}", letters(&digest[..16 - prefix.len()])),
        r#type: type_name.to_owned(),
        project_id: project_id.map(str::to_owned),
        permissions: ["analysis:create", "analysis:read"].map(str::to_owned).to_vec(),
        created_at: now,
        last_used_at: None,
        expires_at: None,
        revoked_at: None,
        replaced_by: None,
    }
}

/// Chance that is the same at every start: screenshots and tests can be compared.
fn digest(parts: &[&str]) -> [u8; 32] {
    Sha256::digest(parts.join("\n")).into()
}

fn uuid(digest: &[u8; 32]) -> String {
    let bytes = digest.first_chunk::<16>().copied().unwrap_or_default();
    uuid::Builder::from_random_bytes(bytes).into_uuid().to_string()
}

/// `number` keys over a twentieth as many projects.
fn many(data: &mut Data, number: usize, now: DateTime<Utc>) {
    data.projects = (0..(number / 20).max(1))
        .map(|index| project(index, &format!("service-{index}"), now))
        .collect();
    data.keys = (0..number)
        .map(|index| {
            let ago = |days: usize| now - TimeDelta::days(i64::try_from(days).unwrap_or(0));
            let project = &data.projects[index % data.projects.len()];
            let (type_name, project) = match index % 10 {
                0 => ("org", None),
                1..=3 => ("public", Some(project)),
                _ => ("secret", Some(project)),
            };
            KeyRecord {
                created_at: ago(index % 200 + 1),
                last_used_at: Some(ago(index % 200)),
                ..key(type_name, project, &format!("worker-{index}"), now)
            }
        })
        .collect();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn demo() -> (Data, DateTime<Utc>) {
        let now = DateTime::from_timestamp(1_780_000_000, 0).unwrap();
        (plant(Seed::Demo, now), now)
    }

    fn live(key: &KeyRecord, now: DateTime<Utc>) -> bool {
        key.revoked_at.is_none() && key.expires_at.is_none_or(|at| at > now)
    }

    #[test]
    fn the_demo_has_something_of_everything() {
        let (data, now) = demo();
        assert_eq!((data.projects.len(), data.accounts.len()), (9, 4));
        assert!((135..=145).contains(&data.keys.len()), "{}", data.keys.len());
        let count =
            |test: &dyn Fn(&KeyRecord) -> bool| data.keys.iter().filter(|key| test(key)).count();
        let used = |key: &KeyRecord, days: std::ops::Range<i64>| {
            key.last_used_at.is_some_and(|at| days.contains(&(now - at).num_days()))
        };
        assert!(count(&|key| live(key, now) && used(key, 0..30)) > 70);
        assert!((10..=25).contains(&count(&|key| live(key, now) && used(key, 90..1000))));
        assert!((8..=15).contains(&count(&|key| live(key, now) && key.last_used_at.is_none())));
        assert!((12..=25).contains(&count(&|key| key.revoked_at.is_some())));
        assert!((4..=8).contains(&count(&|key| key.expires_at.is_some_and(|at| at <= now))));
        assert!((4..=8).contains(&count(&|key| key.expires_at.is_some_and(|at| at > now))));
        let legacy = |prefix: &str| count(&|key| key.prefix.starts_with(prefix));
        assert_eq!((legacy("tb_"), legacy("ss_live_")), (2, 2));
        assert_eq!(count(&|key| key.r#type == "edge"), 1);
        assert!(count(&|key| key.r#type == "org" && key.may("config:write").is_ok()) >= 3);
    }

    #[test]
    fn the_demo_makes_sense() {
        let (data, now) = demo();
        for key in &data.keys {
            let KeyRecord { name, created_at, .. } = key;
            assert_eq!(key.prefix.len(), 16, "{name}");
            assert!(*created_at < now, "{name}");
            for later in [key.last_used_at, key.revoked_at, key.expires_at].into_iter().flatten() {
                assert!(later > *created_at, "{name}");
            }
            assert!(key.last_used_at.is_none_or(|at| at <= now), "{name}");
            assert!(key.revoked_at.is_none_or(|at| at <= now), "{name}");
            assert!(key.revoked_at.is_none_or(|at| key.last_used_at.unwrap() <= at), "{name}");
        }
        let distinct = |field: fn(&KeyRecord) -> &String| {
            data.keys.iter().map(field).collect::<std::collections::HashSet<_>>().len()
        };
        assert_eq!(distinct(|key| &key.id), data.keys.len());
        assert_eq!(distinct(|key| &key.prefix), data.keys.len());
        // A team repeats itself a little, and only a little.
        assert!(distinct(|key| &key.name) + 3 > data.keys.len());
    }

    #[test]
    fn the_demo_is_the_same_at_every_start() {
        let facts = |data: &Data| serde_json::to_value(&data.keys).unwrap();
        assert_eq!(facts(&demo().0), facts(&demo().0));
    }

    #[test]
    fn as_many_keys_as_asked_for() {
        let data = plant(Seed::Keys(500), Utc::now());
        assert_eq!((data.keys.len(), data.projects.len()), (500, 25));
        assert!(plant(Seed::Keys(0), Utc::now()).keys.is_empty());
    }

    #[test]
    fn slugs_are_fit_for_addresses() {
        assert_eq!(slug("Legacy monolith (do not deploy)"), "legacy-monolith");
        assert_eq!(slug("checkout-api"), "checkout-api");
    }
}
