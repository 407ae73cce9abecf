import { expect, test } from 'vitest';
import { SETTINGS } from '../support/fixtures';
import type { App } from './app';
import { inApp, state } from './state';

const names = 'key-open';

/** As the window's own file chooser does it. */
async function chooseFile(app: App, text: string): Promise<void> {
  await app.id('owners-file').evaluate((input, content) => {
    const chosen = new DataTransfer();
    chosen.items.add(new File([content], 'owners.csv', { type: 'text/csv' }));
    (input as HTMLInputElement).files = chosen.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
  }, text);
}

state('selecting: several keys', {
  when: async (app) => {
    await app.says('production-ingest');
    await app.id('select').nth(1).check();
    await app.id('select').nth(3).click({ modifiers: ['Shift'] });
  },
  shows: async (app) => {
    await app.says('3 keys selected', app.id('selection'));
    expect(await app.page.getByRole('checkbox', { checked: true }).count()).toBeGreaterThanOrEqual(3);
  },
});

state('selecting: an owner for all of them', {
  when: async (app) => {
    await app.says('production-ingest');
    await app.click('select-all');
    await app.click('set-owner');
  },
  shows: (app) => app.says(/Owner of the \d+ selected keys/),
});

state('views: a name for what is shown', {
  when: async (app) => {
    await app.click('attention-stale');
    await app.click('views');
    await app.click('save-view-open');
  },
  shows: (app) => app.says('Status: stale', app.id('save-view')),
});

state('views: the person’s own', {
  given: (fake) =>
    fake.tableState.mockResolvedValue({
      scope: { kind: 'all' },
      search: '',
      conditions: [{ kind: 'status', anyOf: ['stale'] }],
      column: 'name',
      descending: false,
      overview: false,
      views: [{ name: 'What rests, for the Friday round', search: '', conditions: [{ kind: 'status', anyOf: ['stale'] }], column: 'name', descending: false }],
    }),
  when: async (app) => {
    await app.says('What rests, for the Friday round', app.id('views'));
    await app.click('views');
  },
  shows: (app) => app.says('Remove “What rests, for the Friday round”'),
});

state('overview: how the keys spread', {
  when: async (app) => {
    await app.click('overview-open');
    await app.page.getByRole('button', { name: '31–90 days: 8 keys' }).click();
  },
  shows: async (app) => {
    await app.says('Mara Lindqvist', app.id('overview'));
    await app.says('Older than 30 days', app.id('chips'));
  },
});

state('owners: a file', {
  when: async (app) => {
    await app.click('export');
    await app.click('owners-open');
    await chooseFile(app, 'id,owner\n1,Mara\n');
  },
  shows: async (app) => {
    await app.says('Notes of 2 keys will change.', app.id('owners-summary'));
    await app.says('Left out: several keys have this prefix. Use the id.', app.id('owners-lines'));
  },
});

state('owners: a file that is no table', {
  given: (fake) => fake.previewOwners.mockRejectedValue({ code: 'noColumns' }),
  when: async (app) => {
    await app.click('export');
    await app.click('owners-open');
    await chooseFile(app, 'x');
  },
  shows: (app) => app.says('The columns have other names', app.id('owners-error')),
});

test('selecting: with the keyboard alone', () =>
  inApp({}, async (app) => {
    await app.id(names).first().focus();
    await app.press('x', 'ArrowDown', 'Shift+ArrowDown', 'Shift+ArrowDown');
    await app.says('4 keys selected', app.id('selection'));
    await app.press('Shift+ArrowUp');
    await app.says('3 keys selected', app.id('selection'));
    await app.press('Control+a');
    await app.says(/^\d\d keys selected$/, app.id('selection'));
    await app.press('Escape');
    await app.id('attention').waitFor();
    expect(await app.id('selection').count()).toBe(0);
    // A click on a box opens nothing.
    await app.id('select').nth(2).click();
    expect(await app.id('detail').count()).toBe(0);
  }));

test('selecting: other keys in the table are not those that were selected', () =>
  inApp({}, async (app) => {
    await app.id('select').first().check();
    await app.says('1 key selected', app.id('selection'));
    await app.id('search').fill('ingest');
    await app.id('attention').waitFor();
    await app.id('select').first().check();
    // Another order has the same keys.
    await app.page.getByRole('columnheader', { name: 'Name' }).getByRole('button').click();
    await app.says('1 key selected', app.id('selection'));
  }));

test('selecting: an owner for several, and an export of just them', () =>
  inApp({}, async (app) => {
    await app.id('select').nth(0).check();
    await app.id('select').nth(1).check();
    const ids = [...Array(2).keys()].map((index) => app.id('key-row').nth(index).getAttribute('data-key-id'));
    const selected = await Promise.all(ids);
    await app.click('export');
    await app.click('export-selected-csv');
    await expect.poll(() => app.fake.exportFile.mock.lastCall?.[0]).toMatchObject({
      of: '2 selected keys',
      what: { query: { scope: { kind: 'all' }, conditions: [{ kind: 'keys', anyOf: selected }] } },
    });
    await app.click('set-owner');
    await app.type('Mara');
    await app.press('Enter');
    await app.id('set-owner-dialog').waitFor({ state: 'detached' });
    expect(app.fake.setOwner.mock.calls).toEqual([[{ keyIds: selected, owner: 'Mara' }]]);
    await app.says('2 keys selected', app.id('selection'));
  }));

test('columns: a wider one stays so, by mouse and by keyboard, and goes back', () =>
  inApp({ given: (fake) => fake.settings.mockResolvedValue({ ...SETTINGS }) }, async (app) => {
    const width = () => app.page.getByRole('columnheader', { name: 'Name' }).evaluate((head) => head.getBoundingClientRect().width);
    const before = await width();
    const grip = await app.id('grip-name').boundingBox();
    if (!grip) throw new Error('there is no edge to drag');
    await app.page.mouse.move(grip.x + 4, grip.y + 4);
    await app.page.mouse.down();
    await app.page.mouse.move(grip.x + 44, grip.y + 4);
    await app.page.mouse.up();
    expect(Math.round((await width()) - before)).toBe(40);
    await app.page.getByRole('columnheader', { name: 'Name' }).getByRole('button').focus();
    await app.press('Shift+ArrowRight');
    expect(Math.round((await width()) - before)).toBe(56);
    expect(app.fake.saveSettings.mock.lastCall?.[0].columnWidths).toEqual([{ column: null, width: Math.round(before + 56) }]);
    await app.click('columns');
    await app.click('reset-widths');
    expect(await width()).toBe(before);
  }));

test('the table is kept as it is left', () =>
  inApp({}, async (app) => {
    await app.says('production-ingest');
    await app.id('search').fill('ingest');
    await expect.poll(() => app.fake.saveTableState.mock.lastCall).toEqual([
      'mara',
      { scope: { kind: 'all' }, search: 'ingest', conditions: [], column: 'status', descending: false, overview: false, views: [] },
    ]);
  }));
