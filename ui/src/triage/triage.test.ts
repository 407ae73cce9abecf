import { expect, test } from 'vitest';
import { fakeBackend, later } from '../../tests/support/fake-backend';
import { REVOKED, SDK, STALE, TRIAGE } from '../../tests/support/fixtures';
import type { FoundToken } from '../backend/bindings/FoundToken';
import type { TriageReport } from '../backend/bindings/TriageReport';
import { verdict } from './messages';
import { Triage } from './triage.svelte';

test('one look at a time, and its report stays', async () => {
  const backend = fakeBackend();
  const triage = new Triage(backend);
  const slow = later<TriageReport>();
  backend.triage.mockReturnValueOnce(slow.promise);
  const first = triage.clipboard();
  triage.path = '/home';
  await triage.typed();
  expect([backend.triage.mock.calls.length, triage.looking]).toEqual([1, true]);
  slow.give(TRIAGE);
  await first;
  expect([triage.report, triage.about]).toEqual([TRIAGE, 'the clipboard']);
});

test('a dialog that a person turns away from looks through nothing', async () => {
  const backend = fakeBackend();
  const triage = new Triage(backend);
  backend.choosePath.mockResolvedValueOnce({ path: null });
  await triage.choose(true);
  triage.path = '  ';
  await triage.typed();
  expect(backend.triage).not.toHaveBeenCalled();
  await triage.choose(false);
  expect(backend.triage.mock.calls).toEqual([[{ kind: 'paths', paths: ['/home/mara/shop'] }]]);
});

test('an SDK key is expected, a revoked one opens nothing, and a shared beginning is said', () => {
  const found = (keys: FoundToken['keys'], exact = false) => verdict({ ...TRIAGE.found[0], keys, exact } as FoundToken);
  expect(found([SDK]).tone).toBe('quiet');
  expect(found([REVOKED]).title).toContain('opens nothing');
  expect(found([STALE, REVOKED]).title).toContain('several');
  expect(found([STALE], true).detail).toContain('recognises');
  expect(found([]).tone).toBe('amber');
});
