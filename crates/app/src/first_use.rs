use crate::{App, held, ports::Event};
use chrono::{DateTime, Utc};
use sigsentry_keys_contract::inventory::{FirstUse, UndeployedKeys};
use sigsentry_keys_core::{
    first_use::{FirstUseNews, HandedOver, news_since},
    inventory::Inventory,
};
use sigsentry_keys_platform::store::Store;

impl App {
    /// What is said of the first use of a key that was handed over from here.
    pub(crate) fn first_use(&self, key_id: &str) -> Option<FirstUse> {
        let handed_over = self.storage.read(|store| store.handed_over(key_id)).flatten()?;
        Some(FirstUse::of(&handed_over, self.server_time()))
    }

    /// Ids of the keys that were handed over from here more than a day ago, and are not used: were they
    /// deployed?
    #[must_use]
    pub fn undeployed_keys(&self) -> UndeployedKeys {
        let now = self.server_time();
        let asked = |known: &Inventory, one: &HandedOver| {
            known.key(&one.key_id).is_some_and(|key| one.is_worth_a_question(key, now))
        };
        let waiting = self.storage.read(Store::not_used_yet).unwrap_or_default();
        let key_ids = self.with_inventory(|known| {
            waiting.into_iter().filter(|one| asked(known, one)).map(|one| one.key_id).collect()
        });
        UndeployedKeys { key_ids: key_ids.unwrap_or_default() }
    }

    /// Looks which keys that were handed over are in use by now, as they were read last, and tells the person
    /// who wants to be told.
    pub(crate) fn note_first_uses(&self) {
        let waiting = self.storage.read(Store::not_used_yet).unwrap_or_default();
        let Some(known) = held(&self.account).inventory.clone() else { return };
        let now = self.server_time();
        for mut one in waiting {
            if known.key(&one.key_id).is_some_and(|key| one.see(key.last_used, now)) {
                self.storage.with_store(|store| store.keep_first_use(&one));
            }
        }
        if self.settings().notify_first_use
            && let Some(news) = self.first_use_news(&known, now)
        {
            self.ports.host.emit(Event::FirstUses(news));
        }
    }

    /// The news for a notification at `now`. It is kept as told.
    fn first_use_news(&self, known: &Inventory, now: DateTime<Utc>) -> Option<FirstUseNews> {
        let since = news_since(self.storage.read(Store::first_use_told)?, now)?;
        let handed_over = self.storage.read(Store::all_handed_over).unwrap_or_default();
        let is_missing = |one: &&HandedOver| {
            known.key(&one.key_id).is_some_and(|key| one.is_missing(key, since, now))
        };
        let news = FirstUseNews {
            in_use: handed_over.iter().filter(|one| one.came_into_use(since)).count(),
            missing: handed_over.iter().filter(is_missing).count(),
        };
        if news == FirstUseNews::default() {
            return None;
        }
        // What cannot be kept would be told with every reading.
        self.storage.with_store(|store| store.keep_first_use_told(now))?.ok().map(|()| news)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::support::SignedIn;
    use chrono::TimeDelta;
    use sigsentry_keys_core::custody::CopyFormat;

    #[test]
    fn a_key_that_was_handed_over_is_seen_when_it_comes_into_use() {
        SignedIn::run(async |one| {
            let made = one.created("ci").await;
            assert_eq!(one.app.first_use(&made.key.id), None, "no one has its value");
            one.app.record_copied(&made.key.id, CopyFormat::Raw);
            let first_use = || one.app.key_detail(&made.key.id).unwrap().first_use;
            assert!(matches!(first_use(), Some(FirstUse::Waits { .. })));
            assert_eq!(
                one.app.undeployed_keys().key_ids,
                Vec::<String>::new(),
                "not on the first day"
            );
            one.sandbox.use_key(&made.key.id);
            one.app.look_for_new_keys().await.unwrap();
            let Some(FirstUse::Used { after_s }) = first_use() else { panic!("{:?}", first_use()) };
            assert!(after_s < 60, "{after_s}");
            // Handed over once more: it has been in use for long.
            one.app.record_copied(&made.key.id, CopyFormat::Raw);
            assert!(matches!(first_use(), Some(FirstUse::Used { .. })));
        });
    }

    #[test]
    fn a_key_that_waits_for_a_day_is_asked_about_until_it_is_used() {
        SignedIn::run(async |one| {
            let made = one.created("ci").await;
            let yesterday = one.app.ports.now() - chrono::TimeDelta::days(2);
            let handed_over = HandedOver::new(&made.key.id, yesterday);
            one.app
                .storage
                .with_store(|store| store.keep_first_use(&handed_over))
                .unwrap()
                .unwrap();
            assert_eq!(one.app.undeployed_keys().key_ids, std::slice::from_ref(&made.key.id));
            one.sandbox.use_key(&made.key.id);
            one.app.refresh_inventory().await.unwrap();
            assert_eq!(one.app.undeployed_keys().key_ids, Vec::<String>::new());
        });
    }

    #[test]
    fn what_is_told_by_the_desktop_is_told_once_a_day() {
        SignedIn::run(async |one| {
            let (ci, web) = (one.created("ci").await, one.created("web").await);
            let now = one.app.ports.now();
            let news = |hours| {
                let known = one.app.with_inventory(Clone::clone).unwrap();
                let news = one.app.first_use_news(&known, now + TimeDelta::hours(hours));
                news.map(|FirstUseNews { in_use, missing }| (in_use, missing))
            };
            one.app.record_copied(&ci.key.id, CopyFormat::Raw);
            one.app.record_copied(&web.key.id, CopyFormat::Raw);
            assert_eq!(news(1), None, "nothing happened yet");
            one.sandbox.use_key(&ci.key.id);
            one.app.look_for_new_keys().await.unwrap();
            assert_eq!(news(2), Some((1, 0)));
            assert_eq!(news(25), None, "less than a day later");
            assert_eq!(news(27), Some((0, 1)), "the other one was not used");
            assert_eq!(news(80), None, "each is told once");
        });
    }
}
