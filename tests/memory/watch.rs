//! One value under watch: what is searched for, in which processes.

use crate::{
    needles,
    scan::{self, Found, Needle},
    support::{processes, window::STEP},
    table::Row,
};
use std::time::{Duration, Instant};

/// How long the system may take to free what the app let go of.
const PATIENCE: Duration = Duration::from_secs(10);

/// Values that only this process and the server know, and the app in whose memory they are sought.
pub(crate) struct Watch {
    app: u32,
    needles: Vec<Needle>,
    held: usize,
}

impl Watch {
    pub(crate) fn over(values: &[String]) -> Self {
        let needles = values.iter().flat_map(|value| needles::of(value)).collect();
        Self { app: processes::app().expect("the app runs"), needles, held: 0 }
    }

    pub(crate) fn also(&mut self, needles: Vec<Needle>) {
        self.needles.extend(needles);
    }

    fn look(&self) -> Found {
        scan::scan(&processes::tree(self.app), &self.needles)
    }

    /// Finds the value while it is held.
    pub(crate) fn present(&mut self) -> Found {
        let found = self.look();
        self.held = self.held.max(found.total());
        found
    }

    /// Counts what is left, at once and until nothing is.
    pub(crate) async fn left(self, scenario: &'static str) -> Row {
        let began = Instant::now();
        let first = self.look();
        let mut last = first.clone();
        while last.total() > 0 && began.elapsed() < PATIENCE {
            tokio::time::sleep(STEP).await;
            last = self.look();
        }
        Row {
            scenario,
            held: self.held,
            at_once: first.total(),
            left: last.total() - last.pictures(),
            picture: last.pictures(),
            after: began.elapsed(),
            where_left: last
                .0
                .iter()
                .map(|((place, form), count)| {
                    format!("{count} × {form} in {}, {}", place.process, place.mapping)
                })
                .collect(),
        }
    }
}
