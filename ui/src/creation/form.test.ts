import { expect, test } from 'vitest';
import type { CreateKeyResponse } from '../backend/bindings/CreateKeyResponse';
import type { NameAdvice } from '../backend/bindings/NameAdvice';
import { fakeBackend, later } from '../../tests/support/fake-backend';
import { FAILURES, STALE } from '../../tests/support/fixtures';
import { CreationForm, type MintingPage } from './form.svelte';

const PROJECT: MintingPage = { kind: 'project', projectId: 'p1', projectName: 'checkout-api' };
const refused = (fate: { kind: 'notCreated' | 'unknown' } | { kind: 'valueLost'; keyId: string }) => ({
  code: 'request',
  failure: FAILURES.connectionLost,
  fate,
});

function form(page: MintingPage = PROJECT) {
  const backend = fakeBackend();
  return { backend, form: new CreationForm(backend, page) };
}

test('each page asks for its own type, and sends none', async () => {
  const sdk = form({ kind: 'sdk', projectId: 'p1', projectName: 'x' });
  await sdk.form.rename('widget');
  await sdk.form.create();
  expect(sdk.backend.createSdkKey.mock.calls).toEqual([[{ projectId: 'p1', name: 'widget' }]]);

  const project = form();
  await project.form.rename('ingest');
  project.form.toggle('config:read');
  await project.form.create();
  expect(project.backend.createProjectKey.mock.calls).toEqual([
    [{ projectId: 'p1', name: 'ingest', permissions: ['config:read'] }],
  ]);

  const organization = form({ kind: 'organization' });
  await organization.form.rename('audit');
  organization.form.analysisOnly();
  await organization.form.create();
  expect(organization.backend.createOrganizationKey.mock.calls).toEqual([
    [{ name: 'audit', permissions: ['analysis:create', 'analysis:read'] }],
  ]);
});

test('an SDK key has its two permissions from the start', () => {
  expect(form({ kind: 'sdk', projectId: 'p1', projectName: 'x' }).form.permissions).toEqual([
    'analysis:create',
    'analysis:read',
  ]);
});

test('permissions stand in one order, however they were clicked', () => {
  const { form: creation } = form();
  for (const one of ['config:write', 'analysis:read', 'config:read', 'config:write']) creation.toggle(one);
  expect(creation.permissions).toEqual(['analysis:read', 'config:read']);
});

test('a double click makes one key', async () => {
  const { backend, form: creation } = form();
  const answer = later<CreateKeyResponse>();
  backend.createProjectKey.mockReturnValue(answer.promise);
  const first = creation.create();
  expect(creation.running).toBe(true);
  expect(await creation.create()).toBeNull();
  answer.give({ ticket: 't', key: STALE, length: 53 });
  expect((await first)?.ticket).toBe('t');
  expect(creation.running).toBe(false);
  expect(backend.createProjectKey).toHaveBeenCalledTimes(1);
});

test('what is created is what was there when the button was pressed', async () => {
  const { backend, form: creation } = form();
  creation.toggle('analysis:read');
  void creation.create();
  creation.toggle('config:write');
  expect(backend.createProjectKey.mock.calls[0]?.[0].permissions).toEqual(['analysis:read']);
});

test('an overtaken answer is dropped', async () => {
  const { backend, form: creation } = form();
  const slow = later<NameAdvice[]>();
  backend.nameAdvice.mockReturnValueOnce(slow.promise).mockResolvedValueOnce([{ kind: 'duplicate', active: true }]);
  const first = creation.rename('test');
  await creation.rename('test 2');
  slow.give([{ kind: 'generic' }]);
  await first;
  expect(creation.advice).toEqual([{ kind: 'duplicate', active: true }]);
});

test('a problem is gone as soon as it is being mended, and the other one stays', async () => {
  const { backend, form: creation } = form();
  backend.createProjectKey.mockRejectedValue({ code: 'form', name: 'empty', permissions: 'noneChosen' });
  await creation.create();
  expect(creation.problems).toMatchObject({ name: 'empty', permissions: 'noneChosen' });
  await creation.rename('ingest');
  expect(creation.problems).toMatchObject({ name: null, permissions: 'noneChosen' });
  creation.toggle('analysis:read');
  expect(creation.problems).toMatchObject({ name: null, permissions: null });
});

test('after a lost answer the same attempt is asked for, and no second key', async () => {
  const { backend, form: creation } = form();
  backend.createProjectKey.mockRejectedValue(refused({ kind: 'unknown' }));
  await creation.create();
  expect(creation.unsettled).toBe(true);
  expect(await creation.retry()).toMatchObject({ ticket: 'ticket-1' });
  expect(backend.createProjectKey).toHaveBeenCalledTimes(1);
  expect(backend.retryCreation).toHaveBeenCalledTimes(1);
});

test('while the lost answer is asked for, the key is still unaccounted for', async () => {
  const { backend, form: creation } = form();
  backend.createProjectKey.mockRejectedValue(refused({ kind: 'unknown' }));
  await creation.create();
  const answer = later<CreateKeyResponse>();
  backend.retryCreation.mockReturnValue(answer.promise);
  const asked = creation.retry();
  expect([creation.running, creation.unsettled]).toEqual([true, true]);
  answer.refuse(refused({ kind: 'notCreated' }));
  await asked;
  expect([creation.running, creation.unsettled]).toEqual([false, false]);
});

test('a key whose value was lost is known by its id', async () => {
  const { backend, form: creation } = form();
  backend.createProjectKey.mockRejectedValue(refused({ kind: 'valueLost', keyId: 'k9' }));
  await creation.create();
  expect([creation.lostKey, creation.unsettled]).toEqual(['k9', false]);
});

test('a fault of the app itself is no answer about the key', async () => {
  const { backend, form: creation } = form();
  backend.createProjectKey.mockRejectedValue('invalid args');
  await expect(creation.create()).rejects.toBe('invalid args');
  expect([creation.error, creation.running]).toEqual([null, false]);
});
