//! The measurements, as people read them.

use std::time::Duration;

/// What one scenario left behind.
pub(crate) struct Row {
    pub(crate) scenario: &'static str,
    /// Copies found while the value was held: without them, finding none would mean nothing.
    pub(crate) held: usize,
    /// Copies found as soon as the app said that it was gone.
    pub(crate) at_once: usize,
    /// Copies found at last, in any written form.
    pub(crate) left: usize,
    /// Rows of its picture found at last.
    pub(crate) picture: usize,
    /// How long after the app's word the last look was.
    pub(crate) after: Duration,
    /// Which forms were left, in which process.
    pub(crate) where_left: Vec<String>,
}

#[derive(Default)]
pub(crate) struct Table(Vec<Row>);

impl Table {
    pub(crate) fn add(&mut self, row: Row) {
        if self.0.is_empty() {
            let head = ["scenario", "held", "at once", "left", "picture", "after"];
            println!(
                "\n{:<44} {:>5} {:>8} {:>5} {:>8} {:>9}",
                head[0], head[1], head[2], head[3], head[4], head[5]
            );
        }
        println!("{}", line(&row));
        self.0.push(row);
    }

    /// Where a copy in a written form, or a row of the value's picture, was left.
    pub(crate) fn broken(&self) -> Vec<String> {
        self.broken_where(|row| row.left == 0 && row.picture == 0)
    }

    /// Of an app whose C heap wipes nothing: where a copy in a written form was left. The window
    /// library draws in the C heap, so that rows of a picture stay there in some runs; they are printed.
    pub(crate) fn broken_writing(&self) -> Vec<String> {
        self.broken_where(|row| row.left == 0)
    }

    fn broken_where(&self, clean: impl Fn(&Row) -> bool) -> Vec<String> {
        for row in &self.0 {
            assert!(row.held > 0, "{}: nothing was found while it was held", row.scenario);
        }
        self.0.iter().filter(|row| !clean(row)).map(line).collect()
    }
}

fn line(row: &Row) -> String {
    let mut line = format!(
        "{:<44} {:>5} {:>8} {:>5} {:>8} {:>6} ms",
        row.scenario,
        row.held,
        row.at_once,
        row.left,
        row.picture,
        row.after.as_millis()
    );
    for place in &row.where_left {
        line.push_str(&format!("\n    {place}"));
    }
    line
}
