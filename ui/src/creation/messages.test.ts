import { expect, test } from 'vitest';
import type { KeyFate } from '../backend/bindings/KeyFate';
import { FAILURES } from '../../tests/support/fixtures';
import { adviceMessage, ANALYSIS_ONLY, errorMessage, KIND, nameProblemMessage, permissionProblemMessage } from './messages';

const said = (fate: KeyFate, failure: (typeof FAILURES)[keyof typeof FAILURES] = FAILURES.connectionLost) => {
  const { title, detail } = errorMessage({ code: 'request', failure, fate });
  return `${title}. ${detail}`;
};

test('every failed request says what became of the key', () => {
  expect(said({ kind: 'notCreated' })).toContain('No key was created');
  expect(said({ kind: 'unknown' })).toContain('may have been created');
  expect(said({ kind: 'unknown' })).toContain('never a second one');
  expect(said({ kind: 'valueLost', keyId: 'k1' })).toContain('Revoke that key');
});

test('"no key was created" is never said when one may exist', () => {
  for (const failure of Object.values(FAILURES)) {
    expect(said({ kind: 'unknown' }, failure)).not.toContain('No key was created');
    expect(said({ kind: 'valueLost', keyId: null }, failure)).not.toContain('No key was created');
  }
});

test('a role that does not allow it is named as the reason', () => {
  expect(said({ kind: 'notCreated' }, FAILURES.forbidden)).toMatch(/role doesn’t allow.*No key was created/);
});

test('a second creation and an empty retry are told apart', () => {
  expect(errorMessage({ code: 'busy' })).not.toEqual(errorMessage({ code: 'nothingToRetry' }));
});

test('advice is friendly: it names what it costs, and forbids nothing', () => {
  const advice = [
    adviceMessage({ kind: 'generic' }),
    adviceMessage({ kind: 'duplicate', active: true }),
    adviceMessage({ kind: 'duplicate', active: false }),
    adviceMessage({ kind: 'long', left: 12 }),
  ];
  expect(new Set(advice).size).toBe(4);
  expect(advice.join(' ')).not.toMatch(/must not|forbidden|invalid/i);
  expect(advice[3]).toContain('12 characters are left');
  expect(adviceMessage({ kind: 'long', left: 1 })).toContain('1 character is left');
});

test('each problem has words of its own', () => {
  const names = (['empty', 'tooLong', 'invisible', 'looksLikeKey'] as const).map(nameProblemMessage);
  const permissions = (['noneChosen', 'unknown'] as const).map(permissionProblemMessage);
  expect(new Set([...names, ...permissions]).size).toBe(6);
});

test('each page knows the prefix of what it makes', () => {
  expect(Object.values(KIND).map(({ prefix }) => prefix)).toEqual(['ss_pub_', 'ss_secret_', 'ss_org_']);
  expect(ANALYSIS_ONLY).toEqual(['analysis:create', 'analysis:read']);
});
