import { expect, test } from 'vitest';
import type { FieldProblem } from '../../backend/bindings/FieldProblem';
import { AWS, destinations, GITHUB, KEYCHAIN, KUBERNETES, planFor, SEND_ERRORS, VAULT } from '../../../tests/support/destinations';
import { fieldProblemMessage, fieldMessage } from './fields';
import { missingMessage, PLACE, signInOf } from './places';
import { commandText, OWN_COPY, pasteBackMessage, proofMessage, sendErrorMessage } from './messages';

const all = destinations();
const asked = (view: (typeof all)[number], replace = false) =>
  planFor({ ticket: 't', destination: view.id, fields: view.fields, replace });

test('every place has a name and a way to get it of its own', () => {
  expect(all.map(({ id }) => id).sort()).toEqual(Object.keys(PLACE).sort());
  for (const part of ['name', 'get'] as const) {
    expect(new Set(Object.values(PLACE).map((place) => place[part])).size).toBe(10);
  }
});

test('a place that can’t be used says why, and what to do; one that can says nothing', () => {
  expect(missingMessage('doppler', { code: 'notInstalled' })).toContain('Install Doppler CLI');
  expect(missingMessage('azureKeyVault', { code: 'unsafe', path: '/x/az' })).toMatch(/^\/x\/az is not run: somebody else/);
  expect(missingMessage('doppler', { code: 'another', path: '/usr/games/doppler' })).toMatch(/another program.*Install/);
  expect(missingMessage('pass', { code: 'notOnThisSystem' })).toContain('this system');
  expect(missingMessage('githubActions', GITHUB.availability)).toBeNull();
  expect(missingMessage('keychain', KEYCHAIN.availability)).toBeNull();
});

test.each([
  [GITHUB, ['gh auth login']],
  [AWS, ['aws sso login', 'aws configure']],
  [VAULT, ['bao login']],
  [{ ...VAULT, availability: { code: 'ready', path: 'C:\\Tools\\vault.exe', version: '1' } } as const, ['vault login']],
])('the way to sign in is that of the program that was found', (view, commands) => {
  expect(signInOf(view)).toEqual(commands);
});

test('every field has a label, and what its destination calls it', () => {
  for (const { id, fields } of all) {
    for (const field of fields) expect(fieldMessage(id, field.id).label, `${id} ${field.id}`).not.toBe('');
  }
  expect(fieldMessage('kubernetes', 'name').label).toBe('Secret');
  expect(fieldMessage('githubActions', 'name').label).toBe('Name');
  expect(fieldMessage('gcpSecretManager', 'project').label).toBe('Project ID');
});

test('every problem of a field says what to do', () => {
  const problems: FieldProblem[] = ['empty', 'form', 'tooLong', 'controlCharacters', 'leadingDash', 'containsValue'];
  expect(new Set(problems.map((problem) => fieldProblemMessage('pass', 'path', problem))).size).toBe(problems.length);
  expect(fieldProblemMessage('githubActions', 'repository', 'form')).toContain('owner/name');
  expect(fieldProblemMessage('githubActions', 'name', 'form')).toContain('GITHUB_');
  expect(fieldProblemMessage('azureKeyVault', 'name', 'form')).toContain('Letters, digits and -');
});

test('the command is shown to the letter, and ends with what is put into it', () => {
  expect(commandText(asked(GITHUB))).toBe(
    '/usr/bin/gh secret set SIGSENTRY_API_KEY --repo=acme/shop ‹value on standard input›',
  );
  expect(commandText(asked(KUBERNETES))).toMatch(/-o name ‹Kubernetes secret with the value, on standard input›$/);
  expect(commandText({ ...asked(GITHUB), standardInput: 'onePasswordItem' })).toMatch(/‹1Password item with the value/);
  expect(commandText(asked(KEYCHAIN))).toBeNull();
});

test('what a shell would take apart is quoted', () => {
  const command = ['C:\\Program Files\\gh.exe', 'it’s', "it's", '', '$HOME', '--name=a b', '--ok=x:y/z,~@%+'];
  expect(commandText({ ...asked(GITHUB), command })).toBe(
    String.raw`'C:\Program Files\gh.exe' 'it’s' 'it'\''s' '' '$HOME' '--name=a b' --ok=x:y/z,~@%+ ‹value on standard input›`,
  );
});

test('only what was asked back is called checked', () => {
  expect(proofMessage(GITHUB, 'askedBack')).toBe('Checked: GitHub Actions was asked afterwards, and has it.');
  expect(proofMessage(GITHUB, 'answered')).toBe('gh answered with what it stored.');
  expect(proofMessage(GITHUB, 'exitedWell')).toContain('can tell no more');
  expect(proofMessage(KEYCHAIN, 'answered')).toMatch(/^The keychain answered/);
});

test('every failure says that nothing was stored, that the value is held, and what to do', () => {
  const { busy, notInstalled, untrusted, commandHistory, notSignedIn, denied, noSuchTarget, offline, failed } = SEND_ERRORS;
  const failures = [busy, notInstalled, untrusted, commandHistory, notSignedIn, denied, noSuchTarget, offline, failed];
  const said = failures.map((error) => sendErrorMessage(error, GITHUB, 'there'));
  expect(new Set(said.map(({ title }) => title)).size).toBe(9);
  for (const { detail, tone } of said) {
    expect(detail).toMatch(/^Nothing was stored\. The value is still held here\. .{20}/);
    expect(tone).toBe('red');
  }
});

test('what is not known is not called a failure', () => {
  const { title, detail, tone } = sendErrorMessage(SEND_ERRORS.unknown, GITHUB, 'GitHub Actions: acme/shop X');
  expect([title, tone]).toEqual(['We can’t tell whether it was stored', 'amber']);
  expect(detail).toMatch(/Look first: is there GitHub Actions: acme\/shop X\? The value is still held here/);
  expect(detail).not.toContain('Nothing was stored');
});

test('what can be typed in a terminal is given', () => {
  expect(sendErrorMessage(SEND_ERRORS.notSignedIn, GITHUB, '').commands).toEqual(['gh auth login']);
  expect(sendErrorMessage(SEND_ERRORS.commandHistory, AWS, '').commands).toEqual(['aws configure set cli_history disabled']);
  const locked = sendErrorMessage(SEND_ERRORS.notSignedIn, KEYCHAIN, '');
  expect([locked.title, locked.commands]).toEqual(['The keychain is locked', []]);
});

test('each comparison says what it means', () => {
  const said = [...(['same', 'differs', 'nothingToCompare'] as const).map(pasteBackMessage), OWN_COPY];
  expect(new Set(said).size).toBe(4);
  expect(said[0]).toContain('The same');
  expect(said[1]).toContain('It differs');
});
