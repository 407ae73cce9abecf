import type { ProjectSummary } from '../backend/bindings/ProjectSummary';
import type { Scope } from '../backend/bindings/Scope';
import type { MintingPage } from '../creation/form.svelte';

/** What is made on a page of this `project`; null where it doesn't decide a type. */
export function mintingPage(scope: Scope, project: ProjectSummary | null): MintingPage | null {
  if (scope.kind === 'all') return null;
  if (scope.kind === 'organization') return { kind: 'organization' };
  if (project?.id !== scope.projectId) return null;
  return { kind: scope.kind === 'projectSdk' ? 'sdk' : 'project', projectId: project.id, projectName: project.name };
}
