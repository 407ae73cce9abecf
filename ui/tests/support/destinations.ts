// Where a value could go, on a computer as an admin might have it.

import type { Availability } from '../../src/backend/bindings/Availability';
import type { DestinationId } from '../../src/backend/bindings/DestinationId';
import type { DestinationView } from '../../src/backend/bindings/DestinationView';
import type { FieldId } from '../../src/backend/bindings/FieldId';
import type { SendError } from '../../src/backend/bindings/SendError';
import type { SendPlan } from '../../src/backend/bindings/SendPlan';
import type { SendRequest } from '../../src/backend/bindings/SendRequest';

const ready = (path: string, version: string): Availability => ({ code: 'ready', path, version });
const MISSING: Availability = { code: 'notInstalled' };

/** Fields as `name=value`; `name?=value` for one that may stay empty. */
function destination(id: DestinationId, availability: Availability, ...fields: string[]): DestinationView {
  return {
    id,
    availability,
    fields: fields.map((field) => {
      const [, name, mark, value = ''] = /^(\w+)(\??)=(.*)$/.exec(field) ?? [];
      return { id: name as FieldId, value, optional: mark === '?' };
    }),
    usedBefore: false,
    unproven: false,
  };
}

const NAME = 'SIGSENTRY_API_KEY';
export const GITHUB: DestinationView = {
  ...destination(
    'githubActions',
    ready('/usr/bin/gh', '2.46.0'),
    'repository=acme/shop',
    'environment?=',
    `name=${NAME}`,
  ),
  usedBefore: true,
};
export const AWS = destination(
  'awsSecretsManager',
  ready('/usr/local/bin/aws', '2.15.40'),
  'name=checkout-api/sigsentry',
  'profile?=',
  'region?=',
);
export const VAULT: DestinationView = {
  ...destination(
    'vault',
    ready('/home/mara/.local/bin/bao', '2.1.0'),
    'mount=secret',
    'path=checkout-api/sigsentry',
    'field=api_key',
    'address?=',
  ),
  unproven: true,
};
export const KUBERNETES = destination(
  'kubernetes',
  ready('/usr/bin/kubectl', '1.31.2'),
  'context?=prod-eu',
  'namespace=checkout',
  'name=sigsentry',
  'key=api-key',
);
export const PASS = destination('pass', ready('/usr/bin/pass', '1.7.4'), 'path=sigsentry/checkout-api');
export const KEYCHAIN = destination('keychain', { code: 'builtIn' }, 'label=SigSentry production-ingest-eu');

/** Every place there is: usable ones first. */
export function destinations(): DestinationView[] {
  return [
    GITHUB,
    AWS,
    VAULT,
    KUBERNETES,
    PASS,
    KEYCHAIN,
    destination('gcpSecretManager', MISSING, 'name=sigsentry', 'project='),
    { ...destination('onePassword', MISSING, 'vault=', 'title=SigSentry'), unproven: true },
    destination('azureKeyVault', { code: 'unsafe', path: '/opt/shared/bin/az' }, 'vault=', 'name=sigsentry'),
    destination('doppler', { code: 'another', path: '/usr/games/doppler' }, `name=${NAME}`, 'project=', 'config='),
  ];
}

/** One error of each kind that a sending can end with. */
export const SEND_ERRORS: { [Code in SendError['code']]: Extract<SendError, { code: Code }> } = {
  noLongerHeld: { code: 'noLongerHeld' },
  busy: { code: 'busy' },
  field: { code: 'field', field: 'repository', problem: 'form' },
  notInstalled: { code: 'notInstalled' },
  untrusted: { code: 'untrusted', path: '/opt/shared/bin/gh' },
  commandHistory: { code: 'commandHistory' },
  exists: { code: 'exists', target: `GitHub Actions: acme/shop, ${NAME}` },
  notSignedIn: { code: 'notSignedIn', said: ['To get started with GitHub CLI, please run: gh auth login'] },
  denied: { code: 'denied', said: ['HTTP 403: Resource not accessible by personal access token'] },
  noSuchTarget: { code: 'noSuchTarget', said: ['HTTP 404: Not Found (https://api.github.com/repos/acme/shop)'] },
  offline: { code: 'offline', said: ['error connecting to api.github.com'] },
  failed: { code: 'failed', said: ['HTTP 422: Validation Failed', 'secret names must not start with GITHUB_'] },
  unknown: { code: 'unknown', said: ['It took longer than 30 s and was ended.'] },
};

/** What Rust would say against a request, were it asked. */
export function refusalOf({ destination: id, fields }: SendRequest): SendError | null {
  const all = destinations().find((one) => one.id === id)?.fields ?? [];
  const empty = all.find((field) => !field.optional && !fields.some((one) => one.id === field.id && one.value !== ''));
  return empty ? { code: 'field', field: empty.id, problem: 'empty' } : null;
}

/** What Rust would run: in its form for some of the places, in an invented one for the others. */
export function planFor({ destination: id, fields, replace }: SendRequest): SendPlan {
  const value = (field: FieldId) => fields.find((one) => one.id === field)?.value ?? '';
  const name = value('name');
  switch (id) {
    case 'awsSecretsManager': {
      const verb = replace ? ['put-secret-value', `--secret-id=${name}`] : ['create-secret', `--name=${name}`];
      return {
        command: ['/usr/local/bin/aws', 'secretsmanager', ...verb, '--secret-string', 'file:///dev/stdin', '--output', 'json'],
        standardInput: 'value',
        environment: ['AWS_PAGER='],
        decidedBy: [],
        target: `AWS Secrets Manager: ${name}`,
      };
    }
    case 'keychain':
      return { command: [], standardInput: 'none', environment: [], decidedBy: [], target: `Keychain: ${value('label')}` };
    case 'kubernetes':
      return {
        command: [
          '/usr/bin/kubectl',
          ...['create', '-f', '-', '--field-manager=sigsentry-keys', `--context=${value('context')}`],
          ...[`--namespace=${value('namespace')}`, '-o', 'name'],
        ],
        standardInput: 'kubernetesSecret',
        environment: [],
        decidedBy: ['KUBECONFIG is not set: ~/.kube/config'],
        target: `Kubernetes: ${value('namespace')}/${name}, ${value('key')}`,
      };
    case 'githubActions':
      return {
        command: ['/usr/bin/gh', 'secret', 'set', name, `--repo=${value('repository')}`],
        standardInput: 'value',
        environment: ['GH_PROMPT_DISABLED=1', 'GH_NO_UPDATE_NOTIFIER=1', 'NO_COLOR=1'],
        decidedBy: [],
        target: `GitHub Actions: ${value('repository')}, ${name}`,
      };
    default:
      return {
        command: [`/usr/bin/${id}`, 'store', ...fields.map((field) => `--${field.id}=${field.value}`)],
        standardInput: 'value',
        environment: [],
        decidedBy: [],
        target: `${id}: ${fields.map((field) => field.value).join(' ')}`,
      };
  }
}
