//! Which windows have drawn their pages.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

/// The pages of the windows that were made, by the window's label.
#[derive(Default)]
pub(crate) struct Pages(Mutex<BTreeMap<String, Page>>);

/// The page of the window that has a label now.
#[derive(Default)]
struct Page {
    /// How many windows of this label were made.
    window: u64,
    drawn: bool,
}

impl Pages {
    /// A window is about to be made: its page may draw itself any time from now on.
    pub(crate) fn making(&self, label: &str) {
        let mut pages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let page = pages.entry(label.to_owned()).or_default();
        *page = Page { window: page.window + 1, drawn: false };
    }

    /// The number of the window that has this label now, among all that had it.
    pub(crate) fn window(&self, label: &str) -> u64 {
        let pages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        pages.get(label).map_or(0, |page| page.window)
    }

    /// The page of the window that has this label now has drawn itself.
    pub(crate) fn drawn(&self, label: &str) {
        let mut pages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        pages.entry(label.to_owned()).or_default().drawn = true;
    }

    /// Whether this very window is the one that has the label, and its page has not drawn itself.
    pub(crate) fn is_blank(&self, label: &str, window: u64) -> bool {
        let pages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        pages.get(label).is_some_and(|page| page.window == window && !page.drawn)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_is_blank_until_it_has_drawn_itself() {
        let pages = Pages::default();
        pages.making("main");
        let window = pages.window("main");
        assert!(pages.is_blank("main", window));
        pages.drawn("main");
        assert!(!pages.is_blank("main", window));
    }

    /// The person signs in and out again: the sign-in window is another one.
    #[test]
    fn a_window_that_was_closed_says_nothing_of_the_one_that_took_its_label() {
        let pages = Pages::default();
        pages.making("sign-in");
        let first = pages.window("sign-in");
        pages.drawn("sign-in");
        pages.making("sign-in");
        let second = pages.window("sign-in");
        assert!(!pages.is_blank("sign-in", first));
        assert!(pages.is_blank("sign-in", second));
    }
}
