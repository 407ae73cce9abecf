import type { DestinationId } from '../../backend/bindings/DestinationId';
import type { FieldId } from '../../backend/bindings/FieldId';
import type { FieldProblem } from '../../backend/bindings/FieldProblem';

/** What a field is called, with its form where that helps. */
export function fieldMessage(destination: DestinationId, field: FieldId): { label: string; hint: string } {
  switch (field) {
    case 'repository':
      return { label: 'Repository', hint: 'owner/name' };
    case 'environment':
      return { label: 'Environment', hint: 'none: for the whole repository' };
    case 'name':
      return { label: destination === 'kubernetes' ? 'Secret' : 'Name', hint: '' };
    case 'profile':
      return { label: 'Profile', hint: 'as aws is set up' };
    case 'region':
      return { label: 'Region', hint: 'as aws is set up' };
    case 'project':
      return { label: destination === 'gcpSecretManager' ? 'Project ID' : 'Project', hint: '' };
    case 'mount':
      return { label: 'Mount', hint: 'secret' };
    case 'path':
      return { label: 'Path', hint: 'team/service' };
    case 'field':
      return { label: 'Field', hint: 'api_key' };
    case 'address':
      return { label: 'Server address', hint: 'as VAULT_ADDR says' };
    case 'vault':
      return { label: 'Vault', hint: '' };
    case 'title':
      return { label: 'Title of the item', hint: '' };
    case 'context':
      return { label: 'Context', hint: 'the current one' };
    case 'namespace':
      return { label: 'Namespace', hint: 'default' };
    case 'key':
      return { label: 'Key in the secret', hint: 'SIGSENTRY_API_KEY' };
    case 'config':
      return { label: 'Config', hint: 'prd' };
    case 'label':
      return { label: 'Label', hint: '' };
  }
}

/** The form that a destination accepts, where it is known. */
function formMessage(destination: DestinationId, field: FieldId): string {
  if (field === 'environment') return 'The name of an environment has no / in it.';
  if (field === 'repository') return 'Write it as owner/name.';
  if (field === 'address') return 'Write it as https://host:port.';
  if (field === 'path') return 'Write it as team/service: letters, digits, - and _, no “..”, no / at either end.';
  if (field === 'name' && (destination === 'githubActions' || destination === 'doppler')) {
    return 'Capital letters, digits and _ only; no digit first, and not GITHUB_ at the start.';
  }
  if (destination === 'azureKeyVault') return 'Letters, digits and - only.';
  if (destination === 'kubernetes' && field !== 'key') return 'Small letters, digits and - only, as Kubernetes names things.';
  return 'Something in here is not accepted. Letters, digits, _ and - always are.';
}

export function fieldProblemMessage(destination: DestinationId, field: FieldId, problem: FieldProblem): string {
  switch (problem) {
    case 'empty':
      return 'Fill this in.';
    case 'form':
      return formMessage(destination, field);
    case 'tooLong':
      return 'This is longer than it may be.';
    case 'controlCharacters':
      return 'There are characters in here that can’t be seen. Type it anew.';
    case 'leadingDash':
      return 'It may not start with -, or it would be taken for an option.';
    case 'containsValue':
      return 'A part of the key’s value is in here. Type a name instead: names are not secret.';
  }
}
