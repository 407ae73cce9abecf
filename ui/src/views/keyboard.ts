import { accountOf, shortcutOf, type Shortcut } from '../shared/shortcuts';
import type { AppController } from './app.svelte';

/** A key was pressed anywhere in the window. */
export function pressed(app: AppController, event: KeyboardEvent): void {
  app.lock.touched();
  const number = accountOf(event);
  const other = number && app.accounts.numbered(number);
  if (number) event.preventDefault();
  if (other) app.switchTo(other);
  const typing = event.target instanceof Element && event.target.matches('input, select, textarea');
  const shortcut = shortcutOf(event, typing);
  if (shortcut === 'lock' && app.session?.account) {
    event.preventDefault();
    return void app.lockNow();
  }
  if (app.covered || !app.session?.account || !shortcut) return;
  // Otherwise the letter would land in the field that it opens.
  if (shortcut !== 'close') event.preventDefault();
  follow(app, shortcut);
}

function follow(app: AppController, shortcut: Shortcut): void {
  switch (shortcut) {
    case 'close':
      if (app.detail.shown) void app.closeDetail();
      break;
    case 'search':
      document.getElementById('search')?.focus();
      break;
    case 'new':
      if (!app.inventory.blockedReason) app.dialogs.minting = app.page;
      break;
    case 'refresh':
      void app.inventory.refresh();
      break;
    case 'palette':
      app.dialogs.palette = true;
      break;
    case 'shortcuts':
      app.dialogs.shortcuts = true;
      break;
    case 'help':
      app.dialogs.help = true;
      break;
    case 'lock':
      break;
  }
}
