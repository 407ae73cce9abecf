//! The main window: where it is, and what the keyboard does everywhere in it.

use crate::support::{sandbox::Sandbox, window::App, window_manager};
use serde_json::Value;
use std::fs;
use thirtyfour::Key;

/// Left and top, width and height.
const PLACE: (i64, i64, u32, u32) = (120, 60, 1000, 640);

async fn place(app: &App) -> (i64, i64, u32, u32) {
    let rect = app.driver.get_window_rect().await.unwrap();
    (rect.x, rect.y, rect.width.try_into().unwrap(), rect.height.try_into().unwrap())
}

#[tokio::test]
async fn the_main_window_is_found_where_it_was_left() {
    let sandbox = Sandbox::start("demo");
    let app = App::signed_in(&sandbox, "owner").await;
    let (x, y, width, height) = PLACE;
    app.driver.set_window_rect(x, y, width, height).await.unwrap();
    app.until("its place", async || (place(&app).await == PLACE).then_some(())).await;
    let settings = app.folder.path().join("settings.json");
    window_manager::ask_to_close("SigSentry Keys");
    app.until("its place in the settings", async || {
        let settings: Value = serde_json::from_slice(&fs::read(&settings).ok()?).ok()?;
        (settings["window"]["width"] == width).then_some(())
    })
    .await;
    let folder = app.quit_for_now().await;

    let app = App::start_again(&sandbox, folder, &[]).await;
    app.enter("sign-in-email").await;
    app.sign_in(&sandbox, "owner").await;
    app.until("its place", async || (place(&app).await == PLACE).then_some(())).await;
    app.quit().await;
}

#[tokio::test]
async fn ctrl_k_goes_anywhere_also_from_a_field() {
    let sandbox = Sandbox::start("demo");
    let app = App::signed_in(&sandbox, "owner").await;
    app.type_into("search", "checkout").await;
    let palette = async |typed: &str| {
        let chain = app.driver.action_chain().key_down(Key::Control).send_keys("k");
        chain.key_up(Key::Control).perform().await.unwrap();
        app.type_into("palette-search", typed).await;
        app.press(Key::Enter).await;
        app.gone("palette").await;
    };
    palette("organization keys").await;
    app.until("the page", async || {
        let heading = app.script("return document.querySelector('h1').textContent").await;
        heading.as_str()?.contains("Organization").then_some(())
    })
    .await;
    palette("shortcuts").await;
    app.find("shortcuts").await;
    app.quit().await;
}
