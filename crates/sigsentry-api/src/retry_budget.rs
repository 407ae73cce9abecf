//! How long a read is tried again. Creations and revocations never are.

use crate::timer::Timer;
use std::time::Duration;

/// Tries of one request, the first included.
pub(crate) const MOST_TRIES: u32 = 4;
/// All waiting for one thing that a person asked for, however many requests that takes.
const BUDGET: Duration = Duration::from_secs(30);
/// The first wait where the server names none; each further one is twice as long.
const FIRST_WAIT: Duration = Duration::from_millis(250);

/// What is left of the time to wait, shared by the requests of one use case.
pub(crate) struct RetryBudget<'a> {
    timer: &'a dyn Timer,
    began: Duration,
    most: Duration,
}

impl<'a> RetryBudget<'a> {
    pub(crate) fn new(timer: &'a dyn Timer) -> Self {
        Self::of(timer, BUDGET)
    }

    /// One that lasts so long.
    pub(crate) fn of(timer: &'a dyn Timer, most: Duration) -> Self {
        Self { timer, began: timer.elapsed(), most }
    }

    /// Whether less than this has passed since it began.
    pub(crate) fn is_within(&self, span: Duration) -> bool {
        self.timer.elapsed() < self.began.saturating_add(span)
    }

    /// Waits as long as the server asked for, and up to a quarter longer, so that not everybody
    /// comes back at once. `false`, at once, where that is longer than retry_budget lasts.
    pub(crate) async fn wait(&self, asked: Duration) -> bool {
        self.pause(asked.saturating_add(asked.mul_f64(0.25 * self.chance()))).await
    }

    /// Waits before another try where the server named no time; `tries` were made.
    pub(crate) async fn back_off(&self, tries: u32) -> bool {
        let longest = FIRST_WAIT.saturating_mul(2_u32.saturating_pow(tries.saturating_sub(1)));
        self.pause(longest.mul_f64(0.5 + 0.5 * self.chance())).await
    }

    fn chance(&self) -> f64 {
        self.timer.chance().clamp(0.0, 1.0)
    }

    async fn pause(&self, span: Duration) -> bool {
        if self.timer.elapsed().saturating_add(span) > self.began + self.most {
            return false;
        }
        self.timer.pause(span).await;
        true
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use futures_util::future::BoxFuture;
    use std::sync::{Arc, Mutex};

    /// A clock that moves by being waited for.
    #[derive(Default, Clone)]
    pub(crate) struct FakePace {
        pub(crate) waits: Arc<Mutex<Vec<Duration>>>,
        pub(crate) chance: f64,
    }

    impl Timer for FakePace {
        fn elapsed(&self) -> Duration {
            self.waits.lock().unwrap().iter().sum()
        }

        fn pause(&self, span: Duration) -> BoxFuture<'static, ()> {
            self.waits.lock().unwrap().push(span);
            Box::pin(async {})
        }

        fn chance(&self) -> f64 {
            self.chance
        }
    }

    fn now<T>(future: impl Future<Output = T>) -> T {
        futures_util::FutureExt::now_or_never(future).unwrap()
    }

    #[test]
    fn a_wait_is_never_shorter_than_asked_for() {
        for chance in [0.0, 0.5, 1.0] {
            let timer = FakePace { chance, ..FakePace::default() };
            assert!(now(RetryBudget::new(&timer).wait(Duration::from_secs(8))));
            let waited = timer.elapsed();
            assert_eq!(waited, Duration::from_secs(8) + Duration::from_secs(2).mul_f64(chance));
        }
    }

    #[test]
    fn patience_ends_before_a_wait_that_it_cannot_hold() {
        let timer = FakePace::default();
        let retry_budget = RetryBudget::new(&timer);
        assert!(now(retry_budget.wait(Duration::from_secs(20))));
        assert!(!now(retry_budget.wait(Duration::from_secs(11))));
        assert!(now(retry_budget.wait(Duration::from_secs(10))));
        assert!(!now(retry_budget.back_off(1)));
        assert_eq!(timer.elapsed(), BUDGET);
        assert!(!now(retry_budget.wait(Duration::MAX)));
    }

    #[test]
    fn waits_without_a_word_from_the_server_double() {
        let timer = FakePace { chance: 1.0, ..FakePace::default() };
        let retry_budget = RetryBudget::new(&timer);
        for tries in 1..=4 {
            assert!(now(retry_budget.back_off(tries)));
        }
        let waits: Vec<u128> =
            timer.waits.lock().unwrap().iter().map(Duration::as_millis).collect();
        assert_eq!(waits, [250, 500, 1000, 2000]);
    }
}
