import type { Availability } from '../../backend/bindings/Availability';
import type { DestinationId } from '../../backend/bindings/DestinationId';
import type { DestinationView } from '../../backend/bindings/DestinationView';

interface Place {
  name: string;
  /** What stands between the app and it, as the subject of a sentence. */
  program: string;
  /** How the person gets it. */
  get: string;
  /** What is typed in a terminal to sign in; any one of these. */
  signIn: string[];
}

export const PLACE: Record<DestinationId, Place> = {
  githubActions: {
    name: 'GitHub Actions',
    program: 'gh',
    get: 'Install GitHub CLI (gh), then sign in with “gh auth login”.',
    signIn: ['gh auth login'],
  },
  awsSecretsManager: {
    name: 'AWS Secrets Manager',
    program: 'aws',
    get: 'Install AWS CLI (aws), then sign in with “aws configure sso” or “aws configure”.',
    signIn: ['aws sso login', 'aws configure'],
  },
  gcpSecretManager: {
    name: 'GCP Secret Manager',
    program: 'gcloud',
    get: 'Install Google Cloud CLI (gcloud), then sign in with “gcloud auth login”.',
    signIn: ['gcloud auth login'],
  },
  vault: {
    name: 'Vault / OpenBao',
    program: 'vault',
    get: 'Install Vault (vault) or OpenBao (bao), then sign in with “vault login” or “bao login”.',
    signIn: ['vault login', 'bao login'],
  },
  onePassword: {
    name: '1Password',
    program: 'op',
    get: 'Install 1Password CLI (op), then switch on its integration in the 1Password app or sign in with “op signin”.',
    signIn: ['op signin'],
  },
  kubernetes: {
    name: 'Kubernetes',
    program: 'kubectl',
    get: 'Install kubectl, and have a context for your cluster (“kubectl config get-contexts”).',
    signIn: ['kubectl auth whoami'],
  },
  pass: {
    name: 'pass',
    program: 'pass',
    get: 'Install pass (passwordstore.org) and make a store with “pass init”.',
    signIn: ['pass init YOUR-GPG-ID'],
  },
  azureKeyVault: {
    name: 'Azure Key Vault',
    program: 'az',
    get: 'Install Azure CLI (az), then sign in with “az login”.',
    signIn: ['az login'],
  },
  doppler: {
    name: 'Doppler',
    program: 'doppler',
    get: 'Install Doppler CLI (doppler), then sign in with “doppler login”.',
    signIn: ['doppler login'],
  },
  keychain: {
    name: 'System keychain',
    program: 'the keychain',
    get: 'Start the system’s keychain (on Linux a Secret Service such as GNOME Keyring or KWallet).',
    signIn: [],
  },
};

/** The program that was found for a place; which of several, the path says. */
export function programOf({ id, availability }: DestinationView): string {
  const found = availability.code === 'ready' ? /([^/\\]+?)(\.exe|\.cmd)?$/i.exec(availability.path)?.[1] : null;
  return found ?? PLACE[id].program;
}

/** What signs its program in. */
export function signInOf(view: DestinationView): string[] {
  const { signIn } = PLACE[view.id];
  const own = signIn.filter((command) => command.startsWith(`${programOf(view)} `));
  return own.length > 0 ? own : signIn;
}

/** Why a place can’t be used, and what to do about it; null for one that can. */
export function missingMessage(id: DestinationId, availability: Availability): string | null {
  const { program, get } = PLACE[id];
  switch (availability.code) {
    case 'ready':
    case 'builtIn':
      return null;
    case 'notInstalled':
      return get;
    case 'unsafe':
      return `${availability.path} is not run: somebody else on this computer may change it, or a folder that it is in. Take that right away, or install ${program} anew.`;
    case 'another':
      return `${availability.path} is another program of that name. ${get}`;
    case 'notOnThisSystem':
      return 'It does not exist for this system.';
  }
}
