//! Where the windows go: within what a monitor has beside panels and docks, and the main one where it was.

use sigsentry_keys_contract::settings::WindowPlace;
use tauri::{AppHandle, Monitor, Runtime};

/// As the main window opens for the first time.
const FIRST: (u32, u32) = (1280, 800);
/// What a title bar may take from the height.
const TITLE_BAR: u32 = 40;

/// What a monitor has for windows, in logical pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Area {
    x: i32,
    y: i32,
    width: u32,
    height: u32,
}

/// The main window's place: as it was kept, or in the middle of the first monitor.
pub(crate) fn of_main<R: Runtime>(
    handle: &AppHandle<R>,
    kept: Option<WindowPlace>,
) -> Option<WindowPlace> {
    let areas = areas(handle);
    let first = *areas.first()?;
    Some(place(kept, &areas, first))
}

/// So much of a size as the first monitor has room for.
pub(crate) fn within<R: Runtime>(handle: &AppHandle<R>, size: (u32, u32)) -> (f64, f64) {
    let (width, height) = areas(handle).first().map_or(size, |area| fit(size, *area));
    (width.into(), height.into())
}

/// The first one is the person's main monitor. None where the desktop does not say.
fn areas<R: Runtime>(handle: &AppHandle<R>) -> Vec<Area> {
    let first = handle.primary_monitor().ok().flatten();
    let others = handle.available_monitors().unwrap_or_default();
    first.iter().chain(&others).map(area).filter(|area| area.width > 0 && area.height > 0).collect()
}

fn area(monitor: &Monitor) -> Area {
    let (scale, work) = (monitor.scale_factor(), monitor.work_area());
    let (at, size) = (work.position.to_logical(scale), work.size.to_logical(scale));
    Area { x: at.x, y: at.y, width: size.width, height: size.height }
}

fn fit((width, height): (u32, u32), area: Area) -> (u32, u32) {
    (width.min(area.width), height.min(area.height.saturating_sub(TITLE_BAR)))
}

fn place(kept: Option<WindowPlace>, areas: &[Area], first: Area) -> WindowPlace {
    let on = |kept: &WindowPlace| areas.iter().find(|area| has_middle_of(area, kept)).copied();
    // A monitor that is gone takes no window with it.
    let (area, kept) = match kept.as_ref().and_then(on) {
        Some(area) => (area, kept),
        None => (first, None),
    };
    let (width, height) = fit(kept.map_or(FIRST, |kept| (kept.width, kept.height)), area);
    let (right, below) = (signed(area.width - width), signed(area.height - height - title(&area)));
    let (x, y) = match kept {
        Some(kept) => (kept.x.clamp(area.x, area.x + right), kept.y.clamp(area.y, area.y + below)),
        None => (area.x + right / 2, area.y + below / 2),
    };
    WindowPlace { x, y, width, height, maximized: kept.is_some_and(|kept| kept.maximized) }
}

fn title(area: &Area) -> u32 {
    TITLE_BAR.min(area.height)
}

fn has_middle_of(area: &Area, kept: &WindowPlace) -> bool {
    let middle = |at: i32, length: u32| i64::from(at) + i64::from(length) / 2;
    let within = |at: i64, from: i32, length: u32| {
        (i64::from(from)..i64::from(from) + i64::from(length)).contains(&at)
    };
    within(middle(kept.x, kept.width), area.x, area.width)
        && within(middle(kept.y, kept.height), area.y, area.height)
}

fn signed(length: u32) -> i32 {
    i32::try_from(length).unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LARGE: Area = Area { x: 0, y: 24, width: 1920, height: 1056 };
    const SMALL: Area = Area { x: 1920, y: 0, width: 900, height: 600 };

    fn at(x: i32, y: i32, width: u32, height: u32) -> WindowPlace {
        WindowPlace { x, y, width, height, maximized: false }
    }

    #[test]
    fn the_first_time_it_is_in_the_middle_and_within_the_monitor() {
        assert_eq!(place(None, &[LARGE], LARGE), at(320, 132, 1280, 800));
        assert_eq!(place(None, &[SMALL], SMALL), at(1920, 0, 900, 560));
        let tiny = Area { x: 0, y: 0, width: 300, height: 30 };
        assert_eq!(place(None, &[tiny], tiny), at(0, 0, 300, 0));
    }

    #[test]
    fn it_is_where_it_was_and_is_moved_where_it_stuck_out() {
        let (areas, kept) = ([LARGE, SMALL], at(100, 100, 1000, 700));
        assert_eq!(place(Some(kept), &areas, LARGE), kept);
        let maximized = WindowPlace { maximized: true, ..kept };
        assert_eq!(place(Some(maximized), &areas, LARGE), maximized);
        let out = at(1800, 100, 800, 700);
        assert_eq!(place(Some(out), &areas, LARGE), at(1920, 0, 800, 560), "on the other one");
        assert_eq!(place(Some(out), &[LARGE], LARGE), at(320, 132, 1280, 800), "which is gone");
        let odd = at(i32::MAX, i32::MIN, u32::MAX, u32::MAX);
        assert_eq!(place(Some(odd), &areas, LARGE), at(320, 132, 1280, 800));
    }
}
