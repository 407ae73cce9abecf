import { expect, test } from 'vitest';
import { found, TOPICS } from './topics';

test('a search finds the topics that have every word, in the title or below it', () => {
  const ids = (search: string) => found(search).map(({ id }) => id);
  expect(ids('')).toEqual(TOPICS.map(({ id }) => id));
  expect(ids(' GIT  history ')).toEqual(['leak']);
  expect(ids('undo')).toEqual(['revoke']);
  expect(ids('x-project-id')).toEqual(['types']);
  expect(ids('kubernetes bananas')).toEqual([]);
});

test('every topic has a name of its own', () => {
  expect(new Set(TOPICS.map(({ id }) => id)).size).toBe(TOPICS.length);
});
