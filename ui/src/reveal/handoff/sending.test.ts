import { expect, test } from 'vitest';
import type { DestinationView } from '../../backend/bindings/DestinationView';
import type { Identity } from '../../backend/bindings/Identity';
import type { SendPlan } from '../../backend/bindings/SendPlan';
import type { Sent } from '../../backend/bindings/Sent';
import { AWS, destinations, GITHUB, KEYCHAIN, planFor, SEND_ERRORS } from '../../../tests/support/destinations';
import { fakeBackend, later } from '../../../tests/support/fake-backend';
import { created, STALE } from '../../../tests/support/fixtures';
import { Lease } from '../lease.svelte';
import { Reveal } from '../reveal.svelte';
import { Sending } from './sending.svelte';

/** A turn of the event loop: whatever was asked so far is answered. */
const settled = () => new Promise((resolve) => setTimeout(resolve));

/** A value on the screen, with the sheet open; typing pauses when the test says so. */
async function sheet(chosen?: DestinationView) {
  const backend = fakeBackend();
  const reveal = new Reveal(backend, created(STALE), new Lease(backend, () => 0), false);
  let due: (() => void) | null = null;
  const sending = new Sending(backend, reveal, (run) => {
    due = run;
    return () => (due = null);
  });
  const pause = async () => {
    due?.();
    await settled();
  };
  if (chosen) {
    sending.open();
    sending.choose(chosen);
    await settled();
  }
  return { backend, reveal, sending, pause, isDue: () => due !== null };
}

const fieldsOf = (view: DestinationView) => view.fields.map(({ id, value }) => ({ id, value }));
const request = (view: DestinationView, replace = false) => ({
  ticket: 'ticket-1',
  destination: view.id,
  fields: fieldsOf(view),
  replace,
});

test('nobody looks for programs before the sheet is opened, and then once', async () => {
  const { backend, sending, reveal } = await sheet();
  expect(backend.destinations).not.toHaveBeenCalled();
  sending.open();
  expect([reveal.stage, sending.looking, sending.destinations]).toEqual(['send', true, null]);
  await settled();
  expect([sending.looking, sending.destinations]).toEqual([false, destinations()]);
  sending.back();
  sending.open();
  await settled();
  expect(backend.destinations.mock.calls).toEqual([['ticket-1']]);
  await sending.look();
  expect(backend.destinations).toHaveBeenCalledTimes(2);
});

test('a value that is gone while looking is said to be gone', async () => {
  const { backend, sending, reveal } = await sheet();
  backend.destinations.mockRejectedValue({ code: 'noLongerHeld' });
  sending.open();
  await settled();
  expect([reveal.gone, sending.looking]).toEqual([true, false]);
});

test('a place comes with its fields filled in, its plan and who is signed in; nothing is sent', async () => {
  const { backend, sending } = await sheet(GITHUB);
  expect(GITHUB.fields.map(({ id }) => sending.value(id))).toEqual(['acme/shop', '', 'SIGSENTRY_API_KEY']);
  expect(backend.planSending.mock.calls).toEqual([[request(GITHUB)]]);
  expect(backend.destinationIdentity.mock.calls).toEqual([[request(GITHUB)]]);
  expect(sending.plan).toEqual(planFor(request(GITHUB)));
  expect([sending.asking, sending.identity]).toEqual([false, { code: 'signedInAs', who: 'mara-lindqvist' }]);
  expect(backend.sendKey).not.toHaveBeenCalled();
});

test('what is built in has no program to ask who is signed in', async () => {
  const { backend, sending } = await sheet(KEYCHAIN);
  expect(sending.plan?.command).toEqual([]);
  expect(backend.destinationIdentity).not.toHaveBeenCalled();
});

test('the plan follows the fields once typing pauses', async () => {
  const { backend, sending, pause } = await sheet(GITHUB);
  for (const value of ['a', 'ac', 'acme/web']) sending.type('repository', value);
  expect([backend.planSending.mock.calls.length, sending.planning]).toEqual([1, true]);
  await pause();
  expect(backend.planSending).toHaveBeenCalledTimes(2);
  expect([sending.planning, sending.plan?.target]).toEqual([false, 'GitHub Actions: acme/web, SIGSENTRY_API_KEY']);
});

test('a plan for what was typed before does not replace a newer one', async () => {
  const { backend, sending, pause } = await sheet(GITHUB);
  const old = later<SendPlan>();
  backend.planSending.mockReturnValueOnce(old.promise);
  sending.type('repository', 'acme/old');
  await pause();
  sending.type('repository', 'acme/new');
  await pause();
  old.give({ ...planFor(request(GITHUB)), target: 'old' });
  await settled();
  expect(sending.plan?.target).toContain('acme/new');
});

test('a refused field is said at that field, and no more once it is typed anew', async () => {
  const { backend, sending, pause } = await sheet(GITHUB);
  backend.planSending.mockRejectedValueOnce(SEND_ERRORS.field);
  sending.type('repository', 'acme');
  await pause();
  expect([sending.problemOf('repository'), sending.problemOf('name'), sending.plan]).toEqual(['form', null, null]);
  expect(sending.error).toBeNull();
  sending.type('repository', 'acme/');
  expect(sending.problemOf('repository')).toBeNull();
});

test('a field that nobody came to yet may be empty, until it is sent', async () => {
  const empty = { ...GITHUB, fields: GITHUB.fields.map((field) => ({ ...field, value: '' })) };
  const { backend, sending, pause } = await sheet(empty);
  expect([sending.problem?.problem, sending.problemOf('repository')]).toEqual(['empty', null]);
  await sending.send();
  expect(sending.problemOf('repository')).toBe('empty');
  expect(backend.sendKey).not.toHaveBeenCalled();
  sending.elsewhere();
  sending.choose(empty);
  await settled();
  expect(sending.problemOf('repository')).toBeNull();
  sending.type('repository', 'x');
  sending.type('repository', '');
  await pause();
  expect(sending.problemOf('repository')).toBe('empty');
});

test('who is signed in is asked again when the fields say somebody else, and only then', async () => {
  const { backend, sending, pause } = await sheet(AWS);
  sending.type('name', 'another');
  await pause();
  expect(backend.destinationIdentity).toHaveBeenCalledTimes(1);
  const late = later<Identity>();
  backend.destinationIdentity.mockReturnValueOnce(late.promise);
  sending.type('profile', 'prod');
  await pause();
  expect([backend.destinationIdentity.mock.calls.length, sending.identity]).toEqual([2, null]);
  // The one before answers too late.
  backend.destinationIdentity.mockResolvedValueOnce({ code: 'notSignedIn' });
  await sending.askWho();
  late.give({ code: 'signedInAs', who: 'somebody else' });
  await settled();
  expect(sending.identity).toEqual({ code: 'notSignedIn' });
});

test('who is signed in could not be asked with wrong fields, and is with right ones', async () => {
  const { backend, sending, pause } = await sheet();
  backend.destinationIdentity.mockRejectedValueOnce(SEND_ERRORS.field);
  backend.planSending.mockRejectedValueOnce(SEND_ERRORS.field);
  sending.choose(GITHUB);
  await settled();
  expect([sending.asking, sending.identity]).toEqual([false, null]);
  sending.type('repository', 'acme/web');
  await pause();
  expect(sending.identity).toEqual({ code: 'signedInAs', who: 'mara-lindqvist' });
});

test('"stored" is said only after Rust said so; then nobody asks at the exit', async () => {
  const { backend, sending, reveal } = await sheet(GITHUB);
  const answer = later<Sent>();
  backend.sendKey.mockReturnValueOnce(answer.promise);
  const running = sending.send();
  await settled();
  expect([sending.running, sending.sent, reveal.handedOver]).toEqual([true, null, false]);
  expect(backend.sendKey.mock.calls).toEqual([[request(GITHUB)]]);
  const sent: Sent = { target: 'there', version: '7', proof: 'askedBack', said: [], key: STALE };
  answer.give(sent);
  await running;
  expect([sending.running, sending.sent, reveal.storedIn, reveal.handedOver]).toEqual([false, sent, ['there'], true]);
  await reveal.leave();
  expect([reveal.stage, backend.dismissKey.mock.calls.length]).toEqual(['receipt', 1]);
});

test('while it runs nothing closes, goes back, changes or starts again', async () => {
  const { backend, sending, reveal } = await sheet(GITHUB);
  backend.sendKey.mockReturnValue(later<Sent>().promise);
  void sending.send();
  await settled();
  await sending.send();
  sending.back();
  sending.type('name', 'OTHER');
  await reveal.leave();
  expect([sending.chosen, sending.value('name'), reveal.stage, reveal.impatient]).toEqual([
    GITHUB,
    'SIGSENTRY_API_KEY',
    'send',
    true,
  ]);
  expect(backend.sendKey).toHaveBeenCalledTimes(1);
  expect(backend.dismissKey).not.toHaveBeenCalled();
});

test('what was typed last is looked at before it runs', async () => {
  const { backend, sending, isDue } = await sheet(GITHUB);
  sending.type('repository', 'acme/late');
  expect(isDue()).toBe(true);
  await sending.send();
  expect(isDue()).toBe(false);
  expect(backend.planSending).toHaveBeenCalledTimes(2);
  expect(backend.sendKey.mock.calls[0]?.[0].fields[0]).toEqual({ id: 'repository', value: 'acme/late' });
  sending.elsewhere();
  sending.choose(GITHUB);
  sending.type('repository', '');
  await sending.send();
  expect([sending.problemOf('repository'), backend.sendKey.mock.calls.length]).toEqual(['empty', 1]);
});

test.each([
  ...(['busy', 'notInstalled', 'untrusted', 'commandHistory', 'notSignedIn'] as const),
  ...(['denied', 'noSuchTarget', 'offline', 'failed', 'unknown'] as const),
])('after a failure (%s) the value is held, is not called stored, and is asked about at the exit', async (code) => {
  const { backend, sending, reveal } = await sheet(GITHUB);
  backend.sendKey.mockRejectedValueOnce(SEND_ERRORS[code]);
  await sending.send();
  expect(sending.error).toEqual(SEND_ERRORS[code]);
  expect([sending.running, sending.sent, reveal.storedIn, reveal.gone]).toEqual([false, null, [], false]);
  expect(reveal.unsure).toBe(code === 'unknown');
  await reveal.leave();
  expect([reveal.stage, backend.dismissKey.mock.calls.length]).toEqual(['guard', 0]);
  // By hand it is tried again.
  sending.open();
  await sending.send();
  expect([backend.sendKey.mock.calls.length, sending.error, reveal.handedOver]).toEqual([2, null, true]);
});

test('a failure that the plan brings is said, and looked at again when it is sent', async () => {
  const { backend, sending, pause } = await sheet(AWS);
  backend.planSending.mockRejectedValueOnce(SEND_ERRORS.commandHistory);
  sending.type('name', 'x');
  await pause();
  expect([sending.error, sending.plan]).toEqual([SEND_ERRORS.commandHistory, null]);
  backend.planSending.mockRejectedValueOnce(SEND_ERRORS.commandHistory);
  await sending.send();
  expect([sending.error, backend.sendKey.mock.calls.length]).toEqual([SEND_ERRORS.commandHistory, 0]);
  await sending.send();
  expect(backend.sendKey).toHaveBeenCalledTimes(1);
});

test('a value that is gone is said to be gone', async () => {
  const { backend, sending, reveal } = await sheet(GITHUB);
  backend.sendKey.mockRejectedValueOnce(SEND_ERRORS.noLongerHeld);
  await sending.send();
  expect([reveal.gone, reveal.sending]).toEqual([true, false]);
});

/** Something is there already. */
async function existing() {
  const all = await sheet(AWS);
  all.backend.sendKey.mockRejectedValueOnce(SEND_ERRORS.exists);
  await all.sending.send();
  await settled();
  return all;
}

test('what is there already is asked about, with the command that would replace it', async () => {
  const { backend, sending } = await existing();
  expect(sending.error).toEqual(SEND_ERRORS.exists);
  expect(sending.plan).toEqual(planFor(request(AWS, true)));
  // Sending once more is no answer to the question.
  await sending.send();
  expect(backend.sendKey).toHaveBeenCalledTimes(1);
  await sending.send(true);
  expect(backend.sendKey.mock.calls.map(([{ replace }]) => replace)).toEqual([false, true]);
  expect(sending.sent).not.toBeNull();
});

test('what is kept is not replaced by a later sending', async () => {
  const { backend, sending } = await existing();
  sending.keep();
  await settled();
  expect([sending.error, sending.plan]).toEqual([null, planFor(request(AWS))]);
  await sending.send();
  expect(backend.sendKey.mock.calls.map(([{ replace }]) => replace)).toEqual([false, false]);
});

test('an agreement to replace holds for that name alone', async () => {
  const { backend, sending, pause } = await existing();
  sending.type('name', 'another');
  expect(sending.error).toBeNull();
  await pause();
  expect(backend.planSending.mock.lastCall?.[0].replace).toBe(false);
  await sending.send();
  expect(backend.sendKey.mock.lastCall?.[0].replace).toBe(false);
});

test('after a replacement that failed, the command is again one that replaces nothing', async () => {
  const { backend, sending } = await existing();
  backend.sendKey.mockRejectedValueOnce(SEND_ERRORS.offline);
  await sending.send(true);
  await settled();
  expect([sending.error, sending.plan]).toEqual([SEND_ERRORS.offline, planFor(request(AWS))]);
});

test('several places in a row; what was typed for one is still there', async () => {
  const { sending, reveal, pause } = await sheet(GITHUB);
  sending.type('repository', 'acme/web');
  await pause();
  await sending.send();
  sending.elsewhere();
  expect([sending.chosen, sending.sent, sending.left]).toEqual([null, null, 'githubActions']);
  sending.choose(AWS);
  await settled();
  await sending.send();
  expect(reveal.storedIn).toEqual([
    'GitHub Actions: acme/web, SIGSENTRY_API_KEY',
    'AWS Secrets Manager: checkout-api/sigsentry',
  ]);
  sending.elsewhere();
  sending.choose(GITHUB);
  expect(sending.value('repository')).toBe('acme/web');
});

test('an answer about a place that was left does not reach the next one', async () => {
  const { backend, sending } = await sheet();
  const [plan, who] = [later<SendPlan>(), later<Identity>()];
  backend.planSending.mockReturnValueOnce(plan.promise);
  backend.destinationIdentity.mockReturnValueOnce(who.promise);
  sending.choose(GITHUB);
  sending.choose(KEYCHAIN);
  plan.give(planFor(request(GITHUB)));
  who.give({ code: 'signedInAs', who: 'mara-lindqvist' });
  await settled();
  expect([sending.plan?.target, sending.identity]).toEqual(['Keychain: SigSentry production-ingest-eu', null]);
});

test('back leads to the list, then to the value; the sheet opens where it was', async () => {
  const { sending, reveal } = await sheet(GITHUB);
  await reveal.leave();
  expect(reveal.stage).toBe('guard');
  sending.open();
  expect([reveal.stage, sending.chosen]).toEqual(['send', GITHUB]);
  sending.back();
  expect([reveal.stage, sending.chosen]).toEqual(['send', null]);
  sending.back();
  expect([reveal.stage, reveal.first]).toEqual(['value', 'send']);
});

test('opened again after it was stored, the sheet shows the list', async () => {
  const { sending, reveal } = await sheet(GITHUB);
  await sending.send();
  reveal.stage = 'value';
  sending.open();
  expect([sending.chosen, sending.sent]).toEqual([null, null]);
});

test('no sheet opens over a copy that is on its way', async () => {
  const { backend, sending, reveal } = await sheet();
  backend.copyKey.mockReturnValue(later<never>().promise);
  void reveal.copy('raw');
  sending.open();
  expect(reveal.stage).toBe('value');
  expect(backend.destinations).not.toHaveBeenCalled();
});
