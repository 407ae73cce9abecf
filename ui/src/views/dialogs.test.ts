import { expect, test } from 'vitest';
import { created, STALE } from '../../tests/support/fixtures';
import { Dialogs } from './dialogs.svelte';

test('the page knows when something lies over it', () => {
  const dialogs = new Dialogs();
  expect(dialogs.any).toBe(false);
  dialogs.settings = true;
  expect(dialogs.any).toBe(true);
  dialogs.settings = false;
  dialogs.abandoned = [{ key: STALE, handedOver: false }];
  expect(dialogs.any).toBe(true);
});

test('a revocation takes the place of the form that asked for it', () => {
  const dialogs = new Dialogs();
  dialogs.minting = { kind: 'organization' };
  dialogs.revoke('k1');
  expect([dialogs.minting, dialogs.revoking]).toEqual([null, 'k1']);
});

test('signing out closes everything but a value that is still held', () => {
  const dialogs = new Dialogs();
  dialogs.minting = { kind: 'organization' };
  dialogs.revealed = created(STALE);
  dialogs.settings = true;
  dialogs.revoking = 'k1';
  dialogs.forget();
  expect([dialogs.minting, dialogs.revoking, dialogs.settings]).toEqual([null, null, false]);
  expect(dialogs.revealed?.ticket).toBe('ticket-1');
});
