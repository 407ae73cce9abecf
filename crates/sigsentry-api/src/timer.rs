use futures_util::future::BoxFuture;
use std::time::{Duration, Instant};

/// Time and chance, as waiting between two tries needs them. A port, so that tests need not wait.
pub trait Timer: Send + Sync {
    /// Time since a moment that stays the same.
    fn elapsed(&self) -> Duration;
    /// Ends after `span`.
    fn pause(&self, span: Duration) -> BoxFuture<'static, ()>;
    /// A number from 0 to 1.
    fn chance(&self) -> f64;
}

/// The computer's own.
pub(crate) struct RealPace(Instant);

impl RealPace {
    pub(crate) fn new() -> Self {
        Self(Instant::now())
    }
}

impl Timer for RealPace {
    fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }

    fn pause(&self, span: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(span))
    }

    fn chance(&self) -> f64 {
        // Without randomness everybody waits equally long: a pity, and no danger.
        getrandom::u32().map_or(0.5, |random| f64::from(random) / f64::from(u32::MAX))
    }
}
