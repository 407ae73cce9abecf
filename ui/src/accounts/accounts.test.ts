import { expect, test, vi } from 'vitest';
import type { AccountEntry } from '../backend/bindings/AccountEntry';
import { fakeBackend, later } from '../../tests/support/fake-backend';
import { CLIENT, PRODUCTION, STAGING } from '../../tests/support/fixtures';
import { Accounts } from './accounts.svelte';

const ALL = [PRODUCTION, STAGING, CLIENT];

async function accounts() {
  const backend = fakeBackend();
  const onsignin = vi.fn();
  backend.accounts.mockResolvedValue(ALL);
  const onlocked = vi.fn();
  const one = new Accounts(backend, onsignin, onlocked);
  await one.load();
  return { backend, onsignin, onlocked, accounts: one };
}

test('they are numbered in the order in which they came, and the open one is none to switch to', async () => {
  const { accounts: one } = await accounts();
  expect(one.open).toEqual(PRODUCTION);
  expect([0, 1, 2, 3, 4].map((number) => one.numbered(number)?.id)).toEqual([undefined, undefined, 'b1', 'c2', undefined]);
});

test('a list that was overtaken is dropped', async () => {
  const { backend, accounts: one } = await accounts();
  const slow = later<AccountEntry[]>();
  backend.accounts.mockReturnValueOnce(slow.promise).mockResolvedValue([STAGING]);
  const first = one.load();
  await one.load();
  slow.give(ALL);
  await first;
  expect(one.list).toEqual([STAGING]);
});

test('after a switch no name and no colour is shown before it is known whose they are', async () => {
  const { backend, accounts: one } = await accounts();
  one.labelling = PRODUCTION;
  const slow = later<AccountEntry[]>();
  backend.accounts.mockReturnValueOnce(slow.promise);
  const asked = one.load();
  one.follow('somebody@else.example', PRODUCTION.apiUrl);
  slow.give(ALL);
  await asked;
  expect([one.open, one.labelling, one.list.length]).toEqual([null, null, 3]);
  one.follow(STAGING.email, STAGING.apiUrl);
  expect([one.open?.id, one.numbered(1)?.id]).toEqual(['b1', 'a0']);
  one.list = [PRODUCTION, { ...PRODUCTION, id: 'd3', tenantName: 'Another' }];
  one.follow(PRODUCTION.email, PRODUCTION.apiUrl);
  expect(one.open, 'of two that are alike').toBeNull();
});

test('one is opened at a time', async () => {
  const { backend, accounts: one } = await accounts();
  const slow = later<undefined>();
  backend.switchAccount.mockReturnValueOnce(slow.promise);
  const first = one.switchTo(STAGING);
  await one.switchTo(CLIENT);
  await one.switchTo(PRODUCTION);
  expect([one.opening, backend.switchAccount.mock.calls]).toEqual([STAGING, [['b1']]]);
  slow.give(undefined);
  await first;
  expect([one.opening, one.refused]).toEqual([null, null]);
});

test('what was refused is said, until the next try', async () => {
  const { backend, accounts: one } = await accounts();
  const error = { code: 'held', reason: 'valueHeld' } as const;
  backend.switchAccount.mockRejectedValueOnce(error);
  await one.switchTo(STAGING);
  expect(one.refused).toEqual({ entry: STAGING, error });
  await one.switchTo(CLIENT);
  expect([one.refused, one.opening]).toEqual([null, null]);
});

test('an account that was signed out is opened by signing in', async () => {
  const { backend, onsignin, accounts: one } = await accounts();
  backend.switchAccount.mockRejectedValueOnce({ code: 'signedOut' });
  await one.switchTo(CLIENT);
  expect([onsignin.mock.calls, one.refused]).toEqual([[[CLIENT]], null]);
});

test('a fault of the app itself travels on, and nothing hangs', async () => {
  const { backend, accounts: one } = await accounts();
  backend.switchAccount.mockRejectedValueOnce('not allowed');
  await expect(one.switchTo(STAGING)).rejects.toBe('not allowed');
  expect(one.opening).toBeNull();
});

test('a name and a colour are kept, and the list says them', async () => {
  const { backend, accounts: one } = await accounts();
  backend.accounts.mockResolvedValue([{ ...PRODUCTION, name: 'Live' }]);
  expect(await one.label(PRODUCTION, 'Live', 'green')).toBeNull();
  expect(backend.labelAccount.mock.calls).toEqual([[{ id: 'a0', name: 'Live', colour: 'green' }]]);
  expect(one.open?.name).toBe('Live');
  backend.labelAccount.mockRejectedValueOnce({ code: 'notKept' });
  expect(await one.label(PRODUCTION, 'x', 'pink')).toEqual({ code: 'notKept' });
});

test('an account under a passphrase asks for it', async () => {
  const { backend, onlocked, accounts: one } = await accounts();
  backend.switchAccount.mockRejectedValueOnce({ code: 'locked' });
  await one.switchTo(STAGING);
  expect(onlocked).toHaveBeenCalledTimes(1);
  expect(one.refused).toBeNull();
});
