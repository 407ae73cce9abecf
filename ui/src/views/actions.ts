import { called } from '../shared/account';
import { VIEWS } from '../inventory/views';
import type { Entry } from '../palette/palette.svelte';
import { MODIFIER } from '../shared/shortcuts';
import type { AppController } from './app.svelte';

/** What can be done right now, and the pages that every tenant has. */
export function actionsOf(app: AppController): Entry[] {
  const { accounts, dialogs, inventory, lock, memory, rotations, table } = app;
  const page = inventory.blockedReason === null ? app.page : null;
  const entries: (Entry | false)[] = [
    page !== null && { id: 'new', word: 'New key on this page', keys: 'N', run: () => (dialogs.minting = page) },
    { id: 'all', word: 'All keys', run: () => app.choose({ kind: 'all' }) },
    { id: 'organization', word: 'Organization: API Keys', run: () => app.choose({ kind: 'organization' }) },
    { id: 'search', word: 'Search the table', keys: '/', run: () => document.getElementById('search')?.focus() },
    { id: 'refresh', word: 'Read everything anew', keys: 'R', run: () => void inventory.refresh() },
    ...VIEWS.slice(1).map((view) => ({ id: `view-${view.id}`, word: `View: ${view.word}`, run: () => table.look(view) })),
    ...memory.views.map((view, at) => ({
      id: `own-view-${at}`,
      word: `View: ${view.name}`,
      detail: 'your own',
      run: () => table.look({ id: '', word: view.name, ...view }),
    })),
    {
      id: 'overview',
      word: memory.overview ? 'Hide the overview' : 'Show the overview',
      run: () => (memory.overview = !memory.overview),
    },
    rotations.rows.length > 0 && { id: 'rotations', word: 'Rotations under way', run: () => (dialogs.rotations = true) },
    { id: 'triage', word: 'Look for leaked keys', run: () => (dialogs.triage = true) },
    { id: 'history', word: 'History: what changed, and what was done here', run: () => void app.showChanges() },
    { id: 'owners', word: 'Owners from a file', run: () => (dialogs.importingOwners = true) },
    { id: 'settings', word: 'Settings', run: () => (dialogs.settings = true) },
    lock.state?.protection === 'passphrase' && {
      id: 'lock',
      word: 'Lock now',
      keys: `${MODIFIER.word}L`,
      run: () => void app.lockNow(),
    },
    ...accounts.list
      .filter((entry) => entry.id !== accounts.open?.id)
      .map((entry, at) => ({ id: `account-${at}`, word: `Account: ${called(entry)}`, run: () => app.switchTo(entry) })),
    { id: 'help', word: 'Help', keys: 'F1', run: () => (dialogs.help = true) },
    { id: 'shortcuts', word: 'Keyboard shortcuts', keys: '?', run: () => (dialogs.shortcuts = true) },
    { id: 'sign-out', word: 'Sign out…', run: () => void app.leave() },
  ];
  return entries.filter((entry) => entry !== false);
}
