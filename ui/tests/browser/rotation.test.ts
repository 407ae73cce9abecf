import { expect } from 'vitest';
import type { RotationView } from '../../src/backend/bindings/RotationView';
import type { WaitsFor } from '../../src/backend/bindings/WaitsFor';
import type { FakeBackend } from '../support/fake-backend';
import { later } from '../support/fake-backend';
import { FAILURES, key, NOW, ORGANIZATION, PLACES, rotation, STALE } from '../support/fixtures';
import type { App } from './app';
import { state } from './state';

async function ask(app: App): Promise<void> {
  await app.click('key-row');
  await app.click('rotate');
  await app.id('rotate-dialog').waitFor();
}

const known = (...rows: RotationView[]) => (fake: FakeBackend) => {
  fake.rotations.mockResolvedValue(rows);
  fake.lookAtRotations.mockResolvedValue(rows);
};

async function list(app: App): Promise<void> {
  await app.click('rotation-open');
  await app.id('rotations').waitFor();
}

state('rotate: the question', {
  keys: [STALE],
  when: ask,
  shows: async (app) => {
    await app.says('sent from here', app.id('rotate-places'));
    await app.says('by hand', app.id('rotate-places'));
    await app.says('Until then nothing breaks.', app.id('rotate-dialog'));
    await app.focuses('rotate-name');
  },
});

state('rotate: a key that is used once a week', {
  keys: [{ ...STALE, rhythm: { pace: 'weekly', quietFor: 2, unusual: false } }],
  given: (fake) => fake.planRotation.mockImplementation(async () => ({ key: { ...STALE, rhythm: { pace: 'weekly', quietFor: 2, unusual: false } }, name: 'n', places: [], notPossible: null })),
  when: ask,
  shows: async (app) => {
    await app.says('24 hours of rest say little', app.id('rotate-rest-advice'));
    await app.says('none is noted here', app.id('rotate-no-places'));
  },
});

state('rotate: what cannot be replaced', {
  keys: [STALE],
  given: (fake) => fake.planRotation.mockImplementation(async () => ({ key: STALE, name: 'n', places: [], notPossible: 'unknownPermission' })),
  when: ask,
  shows: async (app) => {
    await app.says('doesn’t know, and so can’t ask for', app.id('rotate-off'));
    expect(await app.id('rotate-submit').getAttribute('aria-disabled')).toBe('true');
  },
});

state('rotate: reading the key again', {
  keys: [STALE],
  given: (fake) => fake.planRotation.mockReturnValue(later<never>().promise),
  when: ask,
  shows: (app) => app.says('Reading the key again', app.id('rotate-dialog')),
});

state('rotate: the key could not be read again', {
  keys: [STALE],
  given: (fake) => fake.planRotation.mockRejectedValue({ code: 'request', failure: FAILURES.timedOut }),
  when: ask,
  shows: async (app) => {
    await app.says('every key is as it was', app.id('rotate-error'));
    await app.id('rotate-look-again').waitFor();
  },
});

state('rotate: the answer is lost', {
  keys: [STALE],
  given: (fake) =>
    fake.beginRotation.mockRejectedValue({ code: 'create', error: { code: 'request', failure: FAILURES.timedOut, fate: { kind: 'unknown' } } }),
  when: async (app) => {
    await ask(app);
    await app.click('rotate-submit');
    await app.id('rotate-error').waitFor();
  },
  shows: (app) => app.says('Try again safely', app.id('rotate-submit')),
});

/** A replacement was made, and its value is held. */
async function replaced(app: App): Promise<void> {
  await ask(app);
  await app.click('rotate-submit');
  await app.id('reveal-dialog').waitFor();
}

const handing = (fake: FakeBackend) => {
  const replacement = key({ name: `${STALE.name} (2026-03-14)`, lastUsed: { kind: 'never' } });
  const row = rotation('r1', { replacement, waitsFor: { kind: 'handingOver' } });
  fake.beginRotation.mockImplementation(async () => {
    fake.rotations.mockResolvedValue([row]);
    return { ticket: 'ticket-1', key: replacement, length: 53 };
  });
  return row;
};

state('rotate: handing the value over', {
  keys: [STALE],
  given: handing,
  when: replaced,
  shows: async (app) => {
    await app.says('Send to all 2', app.id('handover-all'));
    expect(await app.id('handover-place').count()).toBe(3);
  },
});

state('rotate: one place has it and one failed', {
  keys: [STALE],
  given: (fake) => {
    const row = handing(fake);
    fake.sendToPlace.mockImplementationOnce(async () => {
      const first = { kind: 'stored', at: NOW } as const;
      fake.rotations.mockResolvedValue([{ ...row, places: PLACES.map((place, at) => (at === 0 ? { ...place, state: first } : place)) }]);
      return { target: PLACES[0]?.name ?? '', version: '2', proof: 'askedBack', said: [], key: STALE };
    });
    fake.sendToPlace.mockRejectedValueOnce({ code: 'denied', said: ['HTTP 403: Resource not accessible'] });
  },
  when: async (app) => {
    await replaced(app);
    await app.click('handover-all');
    await app.id('handover-error').waitFor();
  },
  shows: async (app) => {
    await app.says('has the new value', app.id('handover'));
    await app.says('HTTP 403', app.id('handover'));
  },
});

const waits = (name: string, waitsFor: WaitsFor, shows: (app: App) => Promise<unknown>, changes: Partial<RotationView> = {}) =>
  state(`rotations: ${name}`, { keys: [STALE, ORGANIZATION], given: known(rotation('r1', { ...changes, waitsFor })), when: list, shows });

const stored = PLACES.map((place) => ({ ...place, state: { kind: 'stored', at: NOW } as const }));

waits('waits for the first use', { kind: 'firstUse' }, async (app) => {
  await app.says('Waits for the new key’s first use', app.id('rotation-waits'));
  await app.id('rotation-hold').waitFor();
}, { places: stored });

waits('waits for the old key to rest', { kind: 'quiet', until: '2026-03-15T09:00:00Z' }, (app) =>
  app.says('It is still used.', app.id('rotation')), { places: stored });

waits('the old key may be revoked', { kind: 'revocation' }, async (app) => {
  await app.says('the old one rests', app.id('rotation'));
  await app.id('rotation-revoke').waitFor();
}, { places: stored });

waits('the value is gone', { kind: 'value' }, async (app) => {
  await app.says('3 places had not got it', app.id('rotation'));
  await app.id('rotation-again').waitFor();
});

waits('on hold', { kind: 'decision' }, async (app) => {
  await app.says('Both keys are live, until you go on.', app.id('rotation'));
  await app.id('rotation-go-on').waitFor();
}, { places: stored });

waits('a place keeps the old value', { kind: 'decision' }, (app) => app.says('keeps the old value. Both keys are live.', app.id('rotation')), {
  places: [...stored.slice(1), { name: 'laptop of Mara', destination: null, state: { kind: 'left' } }],
});

waits('it has ended', { kind: 'end' }, (app) => app.id('rotation-close').waitFor(), { places: stored, old: [{ ...STALE, status: 'revoked', revokedAt: NOW }] });

state('rotations: the keys could not be read again', {
  given: (fake) => {
    known(rotation('r1'))(fake);
    fake.lookAtRotations.mockRejectedValue({ code: 'request', failure: FAILURES.timedOut });
  },
  when: list,
  shows: (app) => app.says('every key is as it was', app.id('rotations-error')),
});

state('rotations: beside the key’s details', {
  keys: [STALE],
  given: known(rotation('r1')),
  when: async (app) => {
    await app.click('key-row');
    await app.id('detail').waitFor();
  },
  shows: async (app) => {
    await app.says('Is being replaced.', app.id('rotation-line'));
    expect(await app.id('rotate').count()).toBe(0);
  },
});

state('revoke: its rotation speaks against it', {
  keys: [STALE],
  given: (fake) =>
    fake.previewRevocation.mockResolvedValue({
      key: STALE,
      usedRecently: false,
      typeNameBecause: null,
      refusals: [{ kind: 'oldValueStored', places: 1 }, { kind: 'replacementNeverUsed' }, { kind: 'stillUsed', until: '2026-03-15T09:00:00Z' }],
    }),
  when: async (app) => {
    await app.click('key-row');
    await app.click('revoke');
    await app.id('refusals').waitFor();
  },
  shows: async (app) => {
    await app.says('The new key was never seen in use.', app.id('refusals'));
    expect(await app.id('revoke-confirm').getAttribute('aria-disabled')).toBe('true');
  },
});
