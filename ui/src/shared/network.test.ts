import { expect, test } from 'vitest';
import type { SettingsError } from '../backend/bindings/SettingsError';
import { fakeBackend } from '../../tests/support/fake-backend';
import { SETTINGS } from '../../tests/support/fixtures';
import { Network, settingsMessage } from './network.svelte';

function network(settings = { ...SETTINGS }) {
  const backend = fakeBackend();
  return { backend, settings, network: new Network(backend, settings) };
}

test('it begins with what holds', () => {
  const { network: one } = network({
    ...SETTINGS,
    proxy: { kind: 'manual', address: 'http://proxy.example:3128' },
    caFile: '/etc/corp.pem',
  });
  expect([one.kind, one.address, one.caFile]).toEqual(['manual', 'http://proxy.example:3128', '/etc/corp.pem']);
});

test('a manual proxy is saved when its address is there, and the other settings with it', async () => {
  const { backend, settings, network: one } = network({ ...SETTINGS, startMasked: true });
  one.kind = 'manual';
  await one.save();
  expect(backend.saveSettings).not.toHaveBeenCalled();
  one.address = ' proxy.example:3128 ';
  await one.save();
  const proxy = { kind: 'manual', address: 'proxy.example:3128' };
  expect(backend.saveSettings.mock.lastCall).toEqual([{ ...SETTINGS, startMasked: true, proxy }]);
  expect([settings.proxy, one.saved]).toEqual([proxy, true]);
});

test('a file that is chosen is tried at once, and a dialog turned away from changes nothing', async () => {
  const { backend, network: one } = network();
  backend.choosePath.mockResolvedValueOnce({ path: null });
  await one.chooseFile();
  expect(backend.saveSettings).not.toHaveBeenCalled();
  backend.choosePath.mockResolvedValueOnce({ path: '/etc/corp.pem' });
  await one.chooseFile();
  expect(backend.saveSettings.mock.lastCall).toEqual([{ ...SETTINGS, caFile: '/etc/corp.pem' }]);
});

test('an emptied file is none', async () => {
  const { backend, network: one } = network({ ...SETTINGS, caFile: '/etc/corp.pem' });
  one.caFile = ' ';
  await one.save();
  expect(backend.saveSettings.mock.lastCall).toEqual([SETTINGS]);
});

test('what Rust refuses is said and does not become a setting', async () => {
  const { backend, settings, network: one } = network();
  backend.saveSettings.mockRejectedValue({ code: 'proxy', problem: 'credentials' });
  one.kind = 'manual';
  one.address = 'me:pw@proxy';
  await one.save();
  expect([one.error, one.saved, settings]).toEqual([{ code: 'proxy', problem: 'credentials' }, false, SETTINGS]);
  backend.saveSettings.mockResolvedValue(undefined);
  one.address = 'proxy';
  await one.save();
  expect([one.error, one.saved]).toEqual([null, true]);
});

test('what could not be written holds all the same', async () => {
  const { backend, settings, network: one } = network();
  backend.saveSettings.mockRejectedValue({ code: 'notWritten' });
  one.kind = 'none';
  await one.save();
  expect([one.error, settings.proxy]).toEqual([{ code: 'notWritten' }, { kind: 'none' }]);
});

const ERRORS: SettingsError[] = [
  { code: 'notWritten' },
  { code: 'caFile' },
  { code: 'locked' },
  { code: 'proxy', problem: 'unreadable' },
  { code: 'proxy', problem: 'scheme' },
  { code: 'proxy', problem: 'credentials' },
  { code: 'proxy', problem: 'extras' },
];

test('each refusal says what it is and what holds now', () => {
  const said = ERRORS.map((error) => settingsMessage(error));
  expect(new Set(said.map(({ title }) => title)).size).toBe(ERRORS.length);
  for (const { detail } of said) expect(detail).toMatch(/othing was changed|hold until you quit/);
});
