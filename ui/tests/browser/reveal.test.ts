import { expect, test } from 'vitest';
import type { CopyError } from '../../src/backend/bindings/CopyError';
import { later, picture } from '../support/fake-backend';
import { CHECKOUT, key, NOW, SETTINGS, STALE } from '../support/fixtures';
import type { App } from './app';
import { inApp, state } from './state';

/** Makes a project key; its value is on the screen. */
async function reveal(app: App): Promise<void> {
  await app.click(`nav-project-api-${CHECKOUT.id}`);
  await app.click('new-key');
  await app.id('key-name').fill('production-ingest-eu');
  await app.click('preset-ci');
  await app.click('create-submit');
  await app.id('reveal-dialog').waitFor();
}

async function copied(app: App): Promise<void> {
  await reveal(app);
  await app.click('copy');
  await app.id('copied').waitFor();
}

const receipt = { wipedAt: NOW, lockedInRam: true, handedOver: true, storedIn: [], lease: null, limits: [] };

/** Painted pixels of the canvas. */
const ink = (app: App) =>
  app.id('key-canvas').evaluate((canvas: HTMLCanvasElement) => {
    // Read from a copy: a canvas that is read often says so on the console.
    const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', { willReadFrequently: true });
    copy?.drawImage(canvas, 0, 0);
    const pixels = copy?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
    return pixels.filter((byte, at) => at % 4 === 3 && byte > 0).length;
  });

state('reveal: the value', {
  when: reveal,
  shows: async (app) => {
    await app.page.getByRole('dialog', { name: 'Your new key' }).waitFor();
    await expect.poll(() => ink(app)).toBeGreaterThan(1000);
    // What it is comes first, then the value, then what can be done with it.
    const tops = await Promise.all(
      [
        app.id('reveal-dialog').getByText('Project key'),
        app.id('reveal-dialog').getByText('checkout-api'),
        app.id('reveal-dialog').getByText('analysis:create, analysis:read'),
        app.id('reveal-dialog').getByText('production-ingest-eu'),
        app.id('key-canvas'),
        app.id('copy'),
        app.id('reveal-done'),
      ].map(async (one) => (await one.boundingBox())?.y ?? NaN),
    );
    expect(tops).toEqual([...tops].sort((one, other) => one - other));
  },
});

state('reveal: masked', {
  given: (fake) => fake.settings.mockResolvedValue({ ...SETTINGS, startMasked: true }),
  when: reveal,
  shows: async (app) => {
    await app.says('Masked. It is still held.');
    expect(await app.id('key-canvas').count()).toBe(0);
    expect(app.fake.revealKey).not.toHaveBeenCalled();
  },
});

state('reveal: copied, with its countdown', {
  when: copied,
  shows: async (app) => {
    await app.says('Value copied', app.id('copied'));
    await app.says(/cleared in \d+ s/, app.id('lease-countdown'));
  },
});

state('reveal: copied and cleared', {
  when: async (app) => {
    await copied(app);
    await app.click('lease-clear');
  },
  shows: (app) => app.says('The clipboard was cleared.', app.id('reveal-dialog')),
});

state('reveal: copied, and something else was copied since', {
  when: async (app) => {
    await copied(app);
    app.fake.says.leaseEnded('leftAlone');
  },
  shows: (app) => app.says('the clipboard was left alone', app.id('reveal-dialog')),
});

const FAILED: Record<CopyError['code'], string> = {
  noLongerHeld: 'The value is no longer held',
  noFormat: 'Copy the plain value instead.',
  noClipboard: 'There is no clipboard here.',
  refused: 'The system refused.',
  notConfirmed: 'The clipboard doesn’t have the value',
};
for (const [code, words] of Object.entries(FAILED)) {
  state(`reveal: not copied (${code})`, {
    given: (fake) => fake.copyKey.mockRejectedValue({ code }),
    when: async (app) => {
      await reveal(app);
      await app.click('copy');
    },
    shows: async (app) => {
      await app.says(words, app.id('reveal-dialog'));
      expect(await app.id('copied').count()).toBe(0);
    },
  });
}

state('reveal: copying', {
  given: (fake) => fake.copyKey.mockReturnValue(later<never>().promise),
  when: async (app) => {
    await reveal(app);
    await app.click('copy');
  },
  shows: async (app) => {
    await app.says('Copying…', app.id('copy'));
    expect(await app.id('copied').count()).toBe(0);
    await app.focuses('copy');
  },
});

state('reveal: the formats', {
  when: async (app) => {
    await reveal(app);
    await app.click('copy-format');
  },
  shows: async (app) => {
    const groups = {
      'For code': ['Value', '.env line', 'Shell export', 'PowerShell', 'curl call', 'JSON'],
      'For a password manager': ['Bitwarden', '1Password', 'KeePassXC'],
    };
    for (const [name, words] of Object.entries(groups)) {
      const group = app.page.getByRole('group', { name: 'Copy as' }).getByRole('group', { name });
      for (const word of words) await group.getByText(word, { exact: true }).waitFor();
      expect(await group.getByRole('button').count()).toBe(words.length);
    }
  },
});

state('reveal: spelled out', {
  when: async (app) => {
    await reveal(app);
    await app.click('spell');
    for (let step = 0; step < 10; step++) await app.click('spell-next');
  },
  shows: (app) => app.says('11 of 53: capital A', app.id('spelled')),
});

state('reveal: the guard', {
  when: async (app) => {
    await reveal(app);
    await app.press('Escape');
  },
  shows: async (app) => {
    await app.page.getByRole('alertdialog', { name: 'You won’t see this value again' }).waitFor();
    await app.says('It was neither copied nor sent.', app.id('guard'));
    const offered = await app.id('guard').getByRole('button').allTextContents();
    expect(offered.map((words) => words.trim())).toEqual(['Copy', 'Send to…', 'Revoke this key…', 'Close anyway']);
    await app.focuses('guard-copy');
  },
});

state('reveal: the value is held no more', {
  given: (fake) => fake.revealKey.mockRejectedValue({ code: 'noLongerHeld' }),
  when: reveal,
  shows: async (app) => {
    await app.says('The value is no longer held', app.id('gone'));
    expect(await app.id('copy').count()).toBe(0);
  },
});

state('reveal: a long hostile name and every permission', {
  given: (fake) =>
    fake.createProjectKey.mockImplementation(async () => ({
      ticket: 'ticket-1',
      length: 53,
      key: key({
        name: '<b>'.repeat(60) + 'مفتاح'.repeat(15),
        permissions: ['analysis:create', 'analysis:read', 'config:read', 'config:write'],
      }),
    })),
  when: reveal,
  shows: (app) => app.says(/^<b><b>/, app.id('reveal-dialog')),
});

state('receipt: never copied', {
  given: (fake) => fake.dismissKey.mockResolvedValue({ ...receipt, handedOver: false }),
  when: async (app) => {
    await reveal(app);
    await app.click('reveal-done');
    await app.click('guard-close');
  },
  shows: async (app) => {
    await app.page.getByRole('dialog', { name: 'The value is gone' }).waitFor();
    await app.says('The clipboard never had it.', app.id('receipt'));
    await app.says('wiped from memory at 09:14; until then it was locked in RAM', app.id('receipt'));
    await app.focuses('receipt-close');
  },
});

state('receipt: the clipboard still has it, and every limit', {
  given: (fake) =>
    fake.dismissKey.mockResolvedValue({
      ...receipt,
      lockedInRam: false,
      limits: ['swap', 'clipboardReaders', 'servedByApp', 'screenshots'],
    }),
  when: async (app) => {
    await copied(app);
    await app.click('reveal-done');
  },
  shows: async (app) => {
    await app.says(/The clipboard still has it, for \d+ s/, app.id('receipt'));
    await app.says('may have been swapped to disk', app.id('receipt'));
    await app.says('Programs that read the clipboard', app.id('receipt'));
    await app.says('this app holds one copy', app.id('receipt'));
    await app.says('out of screenshots', app.id('receipt'));
    expect(await app.page.getByText('locked in RAM').count()).toBe(0);
  },
});

state('receipt: the clipboard was cleared', {
  when: async (app) => {
    await copied(app);
    await app.click('reveal-done');
    await app.click('receipt-clear');
  },
  shows: (app) => app.says('The clipboard was cleared.', app.id('receipt')),
});

state('receipt: the clipboard could not be cleared', {
  given: (fake) => fake.endClipboardLease.mockResolvedValue('failed'),
  when: async (app) => {
    await copied(app);
    await app.click('reveal-done');
    await app.click('receipt-clear');
  },
  shows: (app) => app.says('Try again, or copy something else', app.id('receipt')),
});

test('receipt: what could not be cleared is tried again', () =>
  inApp({}, async (app) => {
    app.fake.endClipboardLease.mockResolvedValueOnce('failed');
    await copied(app);
    await app.click('reveal-done');
    await app.click('receipt-clear');
    await app.click('receipt-again');
    await app.says('The clipboard was cleared.', app.id('receipt'));
  }));

state('receipt: it had been wiped before', {
  given: (fake) => fake.dismissKey.mockRejectedValue({ code: 'noLongerHeld' }),
  when: async (app) => {
    await copied(app);
    await app.click('reveal-done');
  },
  shows: (app) => app.says('The value had been wiped before.', app.id('receipt')),
});

state('abandoned: its page went while it was made', {
  when: async (app) => {
    await app.says('production-ingest');
    app.fake.says.keyAbandoned({ key: STALE, handedOver: false });
  },
  shows: (app) => app.says('nobody can use this key', app.id('abandoned')),
});

for (const handedOver of [false, true]) {
  state(`abandoned: ${handedOver ? 'copied before' : 'never copied'}`, {
    given: (fake) => fake.takeAbandonedKeys.mockResolvedValue([{ key: STALE, handedOver }]),
    shows: async (app) => {
      await app.page.getByRole('dialog', { name: 'The window was reloaded' }).waitFor();
      await app.says(handedOver ? 'If you stored it, keep the key.' : 'nobody can use this key', app.id('abandoned'));
    },
  });
}

test('reveal: the value masks itself after 30 s, and comes back for the asking', () =>
  inApp({ stillClock: true }, async (app) => {
    await reveal(app);
    await expect.poll(() => ink(app)).toBeGreaterThan(1000);
    await app.page.clock.runFor(29_000);
    await app.says('Masks itself in 1 s');
    await app.page.clock.runFor(1_000);
    await app.says('Masked. It is still held.');
    expect(await app.id('key-canvas').count()).toBe(0);
    await app.click('mask-toggle');
    await expect.poll(() => ink(app)).toBeGreaterThan(1000);
  }));

test('reveal: what came as pixels is overwritten once it is drawn', () =>
  inApp({}, async (app) => {
    await reveal(app);
    await expect.poll(() => ink(app)).toBeGreaterThan(1000);
    const pictures = () =>
      app.page.evaluate(() => window.pictures.map((one) => new Uint8Array(one).filter((byte) => byte !== 0).length));
    await expect.poll(pictures).toEqual([0]);
    // Another theme asks for another picture; it goes the same way.
    await app.page.emulateMedia({ colorScheme: 'dark' });
    await expect.poll(pictures).toEqual([0, 0]);
    expect(app.fake.revealKey.mock.calls.map(([, , theme]) => theme)).toEqual(['light', 'dark']);
  }));

test('reveal: a picture that comes after masking is not drawn, and overwritten', () =>
  inApp({}, async (app) => {
    const late = later<ArrayBuffer>();
    app.fake.revealKey.mockReturnValueOnce(late.promise);
    await reveal(app);
    await app.click('mask-toggle');
    await app.says('Masked. It is still held.');
    late.give(picture(1));
    await expect
      .poll(() => app.page.evaluate(() => window.pictures.map((one) => new Uint8Array(one).some((byte) => byte !== 0))))
      .toEqual([false]);
    expect(await app.page.locator('canvas').count()).toBe(0);
  }));

test('reveal: the countdown follows the clock to its end', () =>
  inApp({ stillClock: true }, async (app) => {
    await copied(app);
    await app.says('cleared in 30 s', app.id('lease-countdown'));
    await app.page.clock.runFor(18_000);
    await app.says('cleared in 12 s', app.id('lease-countdown'));
    await app.page.clock.runFor(12_000);
    await app.says('clearing', app.id('lease-countdown'));
    app.fake.says.leaseEnded('cleared');
    await app.says('The clipboard was cleared.', app.id('reveal-dialog'));
  }));

test('reveal: each format is asked for by its name', () =>
  inApp({}, async (app) => {
    await reveal(app);
    const formats = ['dotenv', 'export', 'powerShell', 'curl', 'json', 'bitwardenJson', 'onePasswordJson', 'keepassxcCsv', 'raw'];
    for (const format of formats) {
      await app.click('copy-format');
      await app.click(`copy-format-${format}`);
      await app.id('copied').waitFor();
    }
    expect(app.fake.copyKey.mock.calls.map(([, format]) => format)).toEqual(formats);
  }));

test('reveal: an earlier key’s clipboard is not taken for this one’s', () =>
  inApp({}, async (app) => {
    app.fake.clipboardLease.mockResolvedValue({ remainingMs: 30_000, totalMs: 30_000 });
    app.fake.dismissKey.mockResolvedValue({ ...receipt, handedOver: false });
    await app.page.reload();
    await reveal(app);
    await app.id('lease-header').waitFor();
    expect(await app.id('lease-countdown').count()).toBe(0);
    await app.click('reveal-done');
    await app.click('guard-close');
    await app.says('The clipboard never had it.', app.id('receipt'));
  }));

test('reveal: the window, quitting and signing out ask the same question', () =>
  inApp({}, async (app) => {
    await reveal(app);
    app.fake.says.closeRequested('valueHeld');
    await app.focuses('guard-copy');
    await app.click('guard-copy');
    await app.id('copied').waitFor();
    await app.click('reveal-done');
    await app.click('receipt-close');
    expect(app.fake.quitApp).not.toHaveBeenCalled();
    app.fake.says.closeRequested('valueHeld');
    await expect.poll(() => app.fake.quitApp.mock.calls.length).toBe(1);
  }));

test('reveal: an unseen key can be revoked on the way out', () =>
  inApp({ stillClock: true }, async (app) => {
    await reveal(app);
    await app.press('Escape');
    await app.click('guard-revoke');
    await app.id('revoke-dialog').getByText('production-ingest-eu').waitFor();
    expect(app.fake.dismissKey).toHaveBeenCalledTimes(1);
    await app.click('revoke-confirm');
    await app.id('undo').waitFor();
    await app.page.clock.runFor(10_000);
    await app.id('revoke-done').waitFor();
  }));
