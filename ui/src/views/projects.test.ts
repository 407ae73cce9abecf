import { expect, test } from 'vitest';
import type { ProjectPage } from '../backend/bindings/ProjectPage';
import { fakeBackend, later, projectPage } from '../../tests/support/fake-backend';
import { projectsOf } from '../../tests/support/fixtures';
import { PROJECT, Projects } from './projects.svelte';

const many = projectsOf([], Array.from({ length: 5000 }, (_, at) => ({ id: `p${at}`, name: `service-${at}` })));

function sidebar() {
  const backend = fakeBackend();
  backend.queryProjects.mockImplementation(async (query) => projectPage(many, query));
  return { backend, projects: new Projects(backend) };
}

test('only the projects that can be seen are asked for', async () => {
  const { backend, projects } = sidebar();
  await projects.load();
  expect(projects.total).toBe(5000);
  expect(projects.rows.length).toBeLessThan(40);
  projects.scrolled(2500 * PROJECT, 800);
  await expect.poll(() => projects.rows[0]?.name).toBe('service-2494');
  const asked = backend.queryProjects.mock.calls.length;
  projects.scrolled(2501 * PROJECT, 800);
  expect(backend.queryProjects.mock.calls).toHaveLength(asked);
});

test('a search begins at the top, and an overtaken answer is dropped', async () => {
  const { backend, projects } = sidebar();
  projects.scrolled(2500 * PROJECT, 800);
  const slow = later<ProjectPage>();
  backend.queryProjects.mockReturnValueOnce(slow.promise);
  const first = projects.load();
  projects.find('service-4999');
  await expect.poll(() => projects.rows.map(({ name }) => name)).toEqual(['service-4999']);
  slow.give({ total: 1, rows: [] });
  await first;
  expect([projects.total, projects.first]).toEqual([1, 0]);
});
