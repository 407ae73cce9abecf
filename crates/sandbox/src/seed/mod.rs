//! What is in a sandbox at first. No seeded key has a value that anybody knows.

mod demo;
mod hostile;

use crate::{
    config::Seed,
    keys::random_text,
    world::{Account, Data, KeyRecord, TENANT_ID},
};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

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
    let created = now - TimeDelta::days(700);
    json!({
        "id": format!("5e7a1c00-0000-4000-8000-{index:012}"),
        "name": name,
        "slug": name.to_lowercase().replace(' ', "-"),
        "description": null, "isDefault": index == 0, "llmContext": null,
        "createdAt": created, "updatedAt": created, "analysisCount": 40 * index, "logSourceCount": 2,
    })
}

/// An active key, made `age` ago and used `used` ago.
fn key(
    type_name: &str,
    project: Option<&Value>,
    name: &str,
    now: DateTime<Utc>,
    age: TimeDelta,
    used: Option<TimeDelta>,
) -> KeyRecord {
    let prefix = match type_name {
        "public" => "ss_pub_",
        "org" => "ss_org_",
        _ => "ss_secret_",
    };
    let permissions: &[&str] = match type_name {
        "org" => &["analysis:read", "config:read"],
        _ => &["analysis:create", "analysis:read"],
    };
    KeyRecord {
        id: uuid::Uuid::new_v4().to_string(),
        tenant_id: TENANT_ID.to_owned(),
        name: name.to_owned(),
        prefix: format!("{prefix}{}", random_text(16 - prefix.len())),
        r#type: type_name.to_owned(),
        project_id: project.and_then(|project| project["id"].as_str()).map(str::to_owned),
        permissions: permissions.iter().map(|&one| one.to_owned()).collect(),
        created_at: now - age,
        last_used_at: used.map(|used| now - used),
        expires_at: None,
        revoked_at: None,
        replaced_by: None,
    }
}

/// `number` keys over a twentieth as many projects.
fn many(data: &mut Data, number: usize, now: DateTime<Utc>) {
    data.projects = (0..(number / 20).max(1))
        .map(|index| project(index, &format!("service-{index}"), now))
        .collect();
    data.keys = (0..number)
        .map(|index| {
            let days = i64::try_from(index % 200).unwrap_or(0);
            let project = &data.projects[index % data.projects.len()];
            let type_name = if index % 3 == 0 { "public" } else { "secret" };
            let name = format!("worker-{index}");
            let used = Some(TimeDelta::days(days));
            key(type_name, Some(project), &name, now, TimeDelta::days(days + 1), used)
        })
        .collect();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_demo_looks_like_a_real_team() {
        let now = Utc::now();
        let data = plant(Seed::Demo, now);
        assert_eq!((data.projects.len(), data.accounts.len()), (9, 4));
        assert!((130..=150).contains(&data.keys.len()), "{}", data.keys.len());
        let count =
            |test: &dyn Fn(&KeyRecord) -> bool| data.keys.iter().filter(|key| test(key)).count();
        let live =
            |key: &KeyRecord| key.revoked_at.is_none() && key.expires_at.is_none_or(|at| at > now);
        let stale = |key: &KeyRecord| {
            live(key) && key.last_used_at.is_some_and(|at| now - at > TimeDelta::days(90))
        };
        assert!(count(&stale) >= 5);
        assert!(count(&|key| live(key) && key.last_used_at.is_none()) >= 5);
        assert!(count(&|key| key.revoked_at.is_some()) >= 5);
        assert!(count(&|key| key.expires_at.is_some_and(|at| at <= now)) >= 2);
        assert!(
            count(&|key| key.prefix.starts_with("tb_") || key.prefix.starts_with("ss_live_")) >= 2
        );
        assert!(data.keys.iter().all(|key| key.prefix.len() == 16));
    }

    #[test]
    fn as_many_keys_as_asked_for() {
        let data = plant(Seed::Keys(500), Utc::now());
        assert_eq!((data.keys.len(), data.projects.len()), (500, 25));
    }
}
