import { expect, test } from 'vitest';
import { refusalMessage, signalMessage } from './messages';

test('every refusal says something of its own', () => {
  const refusals = [
    { code: 'nothingKept' },
    { code: 'noPassphrase' },
    { code: 'noWindow' },
    { code: 'held', reason: 'creating' },
    { code: 'held', reason: 'sending' },
    { code: 'held', reason: 'valueHeld' },
  ] as const;
  expect(new Set(refusals.map((refusal) => refusalMessage(refusal).title)).size).toBe(refusals.length);
});

test('what this desktop does not say is said', () => {
  const said = (onSleep: boolean, onSessionLock: boolean) =>
    signalMessage({ protection: 'passphrase', onSleep, onSessionLock });
  expect(said(true, true)).not.toContain('doesn’t');
  expect(said(true, false)).toContain('doesn’t say when its screen is locked');
  expect(said(false, true)).toContain('doesn’t say when it sleeps');
  expect(said(false, false)).toContain('neither');
});
