use crate::{
    creation::{
        FormProblems, MAX_NAME_LENGTH, MintRequest, organization_key, project_key, sdk_key,
    },
    key::{KeyRecord, KeyType, NewKeyType, Permission},
};
use chrono::{DateTime, NaiveDate, Utc};

/// Why no replacement can be made for a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotPossible {
    /// It may do something that this app does not know, and so cannot ask for.
    UnknownPermission,
    /// It is of a type that this app does not know.
    UnknownType,
    /// The server does not say which project it is bound to.
    UnknownProject,
    /// It may do nothing that could be asked for.
    NoPermission,
}

/// What a replacement is asked for with: the same scope and the same permissions. A legacy key gets one
/// of today's type that opens as much.
///
/// # Errors
/// [`NotPossible`], or inside what is wrong with the name.
pub fn replacement(
    key: &KeyRecord,
    name: &str,
) -> Result<Result<MintRequest, FormProblems>, NotPossible> {
    let project = || key.project_id.as_deref().ok_or(NotPossible::UnknownProject);
    let key_type = match &key.key_type {
        KeyType::Current(key_type) => *key_type,
        // Legacy keys that name no project open all of them.
        KeyType::Legacy if key.project_id.is_none() => NewKeyType::Organization,
        KeyType::Legacy => NewKeyType::Project,
        KeyType::Unknown(_) => return Err(NotPossible::UnknownType),
    };
    if key_type == NewKeyType::Sdk {
        return Ok(sdk_key(project()?, name));
    }
    if key.permissions.iter().any(|one| matches!(one, Permission::Unknown(_))) {
        return Err(NotPossible::UnknownPermission);
    }
    if key.permissions.is_empty() {
        return Err(NotPossible::NoPermission);
    }
    let permissions: Vec<_> = key.permissions.iter().map(|one| one.as_str().to_owned()).collect();
    Ok(match key_type {
        NewKeyType::Organization => organization_key(name, &permissions),
        _ => project_key(project()?, name, &permissions),
    })
}

/// A name for the replacement of a key: the same with today's date, in place of an earlier one.
#[must_use]
pub fn suggested_name(name: &str, now: DateTime<Utc>) -> String {
    let visible = crate::display::without_deceptive(name);
    let visible = visible.trim();
    let is_date = |text: &str| {
        let inner = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
        inner.is_some_and(|date| date.parse::<NaiveDate>().is_ok())
    };
    let stem = match visible.rsplit_once(' ') {
        Some((stem, last)) if is_date(last) => stem.trim_end(),
        _ => visible,
    };
    let today = format!(" ({})", now.format("%Y-%m-%d"));
    let stem: String = stem.chars().take(MAX_NAME_LENGTH - today.len()).collect();
    format!("{}{today}", stem.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::status::tests::{day, key};
    use std::sync::Arc;

    fn of_type(key_type: KeyType, project: Option<&str>) -> KeyRecord {
        KeyRecord {
            key_type,
            project_id: project.map(Arc::from),
            permissions: [Permission::ConfigRead, Permission::AnalysisRead].into(),
            ..key("k")
        }
    }

    #[test]
    fn the_replacement_opens_as_much_as_the_key() {
        for (old, key_type, project) in [
            (of_type(KeyType::Current(NewKeyType::Project), Some("p")), NewKeyType::Project, true),
            (of_type(KeyType::Current(NewKeyType::Sdk), Some("p")), NewKeyType::Sdk, true),
            (
                of_type(KeyType::Current(NewKeyType::Organization), None),
                NewKeyType::Organization,
                false,
            ),
            (of_type(KeyType::Legacy, Some("p")), NewKeyType::Project, true),
            (of_type(KeyType::Legacy, None), NewKeyType::Organization, false),
        ] {
            let asked = replacement(&old, "n").unwrap().unwrap();
            assert_eq!((asked.key_type, asked.project_id.is_some()), (key_type, project));
            if key_type != NewKeyType::Sdk {
                let mut permissions = asked.permissions.clone();
                permissions.sort();
                assert_eq!(permissions, [Permission::AnalysisRead, Permission::ConfigRead]);
            }
        }
    }

    #[test]
    fn what_cannot_be_asked_for_is_not_replaced_by_less() {
        let project = of_type(KeyType::Current(NewKeyType::Project), Some("p"));
        let unknown = Permission::Unknown("logs:purge".into());
        for (old, because) in [
            (
                KeyRecord { permissions: [unknown].into(), ..project.clone() },
                NotPossible::UnknownPermission,
            ),
            (KeyRecord { permissions: [].into(), ..project.clone() }, NotPossible::NoPermission),
            (KeyRecord { project_id: None, ..project.clone() }, NotPossible::UnknownProject),
            (
                KeyRecord { key_type: KeyType::Unknown("x".into()), ..project },
                NotPossible::UnknownType,
            ),
        ] {
            assert_eq!(replacement(&old, "n"), Err(because));
        }
    }

    #[test]
    fn the_name_says_the_day_once() {
        let (first, later) = (day(0), day(40));
        assert_eq!(suggested_name("ci", first), "ci (1970-01-01)");
        assert_eq!(suggested_name("ci (1970-01-01)", later), "ci (1970-02-10)");
        assert_eq!(suggested_name("ci (old)", first), "ci (old) (1970-01-01)");
        assert_eq!(suggested_name("a\u{202e}b", first), "ab (1970-01-01)");
        let long = suggested_name(&"🔑".repeat(255), first);
        assert_eq!(long.chars().count(), MAX_NAME_LENGTH);
    }
}
