import { expect, test } from 'vitest';
import { rejection } from './backend';

test('an error of a command is taken as such', () => {
  expect(rejection<'copyKey'>({ code: 'noClipboard' })).toEqual({ code: 'noClipboard' });
});

test.each(['command not allowed', null, undefined, 7, {}, new TypeError('x is undefined')])(
  'anything else travels on, and is shown as no answer: %s',
  (reason) => {
    expect(() => rejection<'copyKey'>(reason)).toThrow(reason instanceof Error ? reason : undefined);
  },
);
