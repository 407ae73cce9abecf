import { expect, test } from 'vitest';
import type { Sent } from '../../src/backend/bindings/Sent';
import { GITHUB, KUBERNETES, planFor, SEND_ERRORS } from '../support/destinations';
import { later } from '../support/fake-backend';
import { CHECKOUT, key, STALE } from '../support/fixtures';
import type { App } from './app';
import { inApp, state } from './state';

/** Makes a project key, and opens the sheet. */
async function sheet(app: App): Promise<void> {
  await app.click(`nav-project-api-${CHECKOUT.id}`);
  await app.click('new-key');
  await app.id('key-name').fill('production-ingest-eu');
  await app.click('preset-ci');
  await app.click('create-submit');
  await app.click('send-to');
}

const chosen = (id: string) => async (app: App) => {
  await sheet(app);
  await app.click(`destination-${id}`);
};
const github = chosen('githubActions');

async function sentToGithub(app: App): Promise<void> {
  await github(app);
  await app.id('send-command').waitFor();
  await app.click('send-submit');
}

/** The sheet is all that the dialog shows: the picture of the value is gone meanwhile. */
const noPicture = async (app: App) => expect(await app.id('key-canvas').count()).toBe(0);

state('send: the places', {
  when: sheet,
  shows: async (app) => {
    await app.id('destination-keychain').waitFor();
    await noPicture(app);
    const places = await app.id('destinations').locator('[data-testid^="destination-"]:not([data-testid$=again]) strong').allTextContents();
    expect(places).toEqual([
      ...['GitHub Actions', 'AWS Secrets Manager', 'Vault / OpenBao', 'Kubernetes', 'pass', 'System keychain'],
      ...['GCP Secret Manager', '1Password', 'Azure Key Vault', 'Doppler'],
    ]);
    await app.says('/usr/bin/gh · 2.46.0', app.id('destination-githubActions'));
    await app.says('used before', app.id('destination-githubActions'));
    await app.says('from documentation; not run by us', app.id('destination-vault'));
    await app.says('Install Google Cloud CLI', app.id('destination-gcpSecretManager'));
    await app.says('somebody else on this computer may change it', app.id('destination-azureKeyVault'));
    await app.says('is another program of that name', app.id('destination-doppler'));
    // What is not usable is no button, and nothing leads to a browser.
    expect(await app.id('destination-doppler').getByRole('button').count()).toBe(0);
    expect(await app.id('send-sheet').locator('a').count()).toBe(0);
  },
});

state('send: looking', {
  given: (fake) => fake.destinations.mockReturnValue(later<never>().promise),
  when: sheet,
  shows: (app) => app.says('Looking which tools there are…'),
});

state('send: nothing there', {
  given: (fake) => fake.destinations.mockResolvedValue([{ ...GITHUB, availability: { code: 'notInstalled' } }]),
  when: sheet,
  shows: async (app) => {
    await app.says('No tool of a secret manager was found');
    await app.says('Install GitHub CLI (gh)');
    await app.id('destinations-again').waitFor();
  },
});

state('send: what will happen', {
  when: github,
  shows: async (app) => {
    await app.says('/usr/bin/gh secret set SIGSENTRY_API_KEY --repo=acme/shop ‹value on standard input›', app.id('send-command'));
    await app.says('GitHub Actions: acme/shop, SIGSENTRY_API_KEY', app.id('send-target'));
    await app.says('GH_PROMPT_DISABLED=1 GH_NO_UPDATE_NOTIFIER=1 NO_COLOR=1', app.id('send-environment'));
    await app.says('mara-lindqvist', app.id('send-identity'));
    await app.says('/usr/bin/gh', app.id('send-program'));
    expect(await app.page.getByLabel('Repository').inputValue()).toBe('acme/shop');
    expect(await app.page.getByLabel('Environment (optional)').inputValue()).toBe('');
    await app.page.getByRole('button', { name: 'Send to GitHub Actions' }).waitFor();
    expect(app.fake.sendKey).not.toHaveBeenCalled();
  },
});

state('send: looking what will happen', {
  given: (fake) => {
    fake.planSending.mockReturnValue(later<never>().promise);
    fake.destinationIdentity.mockReturnValue(later<never>().promise);
  },
  when: github,
  shows: async (app) => {
    await app.says('asking…', app.id('send-identity'));
    expect(await app.id('send-command').count()).toBe(0);
  },
});

state('send: fields that have to be filled in first', {
  given: (fake) => {
    const empty = GITHUB.fields.map((field) => ({ ...field, value: '' }));
    fake.destinations.mockResolvedValue([{ ...GITHUB, fields: empty }]);
    fake.destinationIdentity.mockRejectedValue({ code: 'field', field: 'repository', problem: 'empty' });
  },
  when: github,
  shows: async (app) => {
    await app.says('Fill in the fields above first.', app.id('send-target'));
    await app.says('asked once the fields are filled in', app.id('send-identity'));
    // No one did anything wrong yet.
    expect(await app.id('send-form').locator('[aria-invalid=true]').count()).toBe(0);
    await app.click('send-submit');
    await app.says('Fill this in.', app.id('send-problem-repository'));
    await app.focuses('send-field-repository');
    expect(app.fake.sendKey).not.toHaveBeenCalled();
    await app.click('send-back');
    await app.click('destination-githubActions');
  },
});

state('send: from documentation, four fields, nobody signed in', {
  given: (fake) => fake.destinationIdentity.mockResolvedValue({ code: 'notSignedIn' }),
  when: chosen('vault'),
  shows: async (app) => {
    await app.says('from documentation; not run by us', app.id('send-sheet'));
    await app.says('nobody.', app.id('send-identity'));
    await app.says('bao login', app.id('send-identity'));
    await app.id('send-field-address').waitFor();
  },
});

state('send: it is not known who is signed in', {
  given: (fake) => fake.destinationIdentity.mockResolvedValue({ code: 'notKnown' }),
  when: chosen('kubernetes'),
  shows: async (app) => {
    await app.says('not known: the program does not say', app.id('send-identity'));
    await app.says('‹Kubernetes secret with the value, on standard input›', app.id('send-command'));
  },
});

state('send: the keychain runs no program', {
  when: chosen('keychain'),
  shows: async (app) => {
    await app.says('no program: the app speaks to the keychain itself', app.id('send-command'));
    expect(await app.id('send-identity').count()).toBe(0);
  },
});

state('send: a field is refused', {
  given: (fake) => fake.sendKey.mockRejectedValue(SEND_ERRORS.field),
  when: sentToGithub,
  shows: async (app) => {
    await app.says('Write it as owner/name.', app.id('send-problem-repository'));
    await app.page.getByRole('textbox', { name: 'Repository', description: 'Write it as owner/name.' }).waitFor();
    await app.focuses('send-field-repository');
  },
});

state('send: on its way', {
  given: (fake) => fake.sendKey.mockReturnValue(later<never>().promise),
  when: async (app) => {
    await sentToGithub(app);
    await app.says('Sending…');
    await app.press('Escape');
  },
  shows: async (app) => {
    await app.says('wait for the answer before you leave', app.id('send-waiting'));
    await app.focuses('send-submit');
    expect(await app.id('sent').count()).toBe(0);
  },
});

state('send: stored', {
  when: sentToGithub,
  shows: async (app) => {
    await app.says('Stored in GitHub Actions: acme/shop, SIGSENTRY_API_KEY', app.id('sent'));
    await app.says('Checked: GitHub Actions was asked afterwards, and has it.', app.id('sent'));
    await app.focuses('reveal-done');
    // It was never in the clipboard.
    expect(await app.id('sent-clear').count()).toBe(0);
  },
});

state('send: stored, and what came afterwards failed', {
  given: (fake) =>
    fake.sendKey.mockImplementation(async (request) => ({
      target: planFor(request).target,
      version: null,
      proof: 'fileChanged',
      said: ['fatal: cannot lock ref HEAD'],
      key: STALE,
    })),
  when: (app) => sentToGithub(app),
  shows: async (app) => {
    await app.says('it may not be committed', app.id('sent'));
    await app.says('fatal: cannot lock ref HEAD', app.id('sent-said'));
  },
});

state('send: what decides where it goes is said', {
  when: chosen('kubernetes'),
  shows: (app) => app.says('KUBECONFIG is not set: ~/.kube/config', app.id('send-decided-by')),
});

state('send: stored in two places, and the clipboard still has it', {
  given: (fake) =>
    fake.sendKey.mockImplementation(async (request) => ({
      target: planFor(request).target,
      version: request.destination === 'awsSecretsManager' ? 'a1b2c3d4-5678-90ab-cdef-EXAMPLE11111' : null,
      proof: 'exitedWell',
      said: [],
      key: STALE,
    })),
  when: async (app) => {
    await sentToGithub(app);
    await app.click('sent-elsewhere');
    await app.press('Escape');
    await app.id('key-canvas').waitFor();
    await app.click('copy');
    await app.id('copied').waitFor();
    await app.click('send-to');
    await app.click('destination-awsSecretsManager');
    await app.id('send-command').waitFor();
    await app.click('send-submit');
  },
  shows: async (app) => {
    await app.says('Stored in AWS Secrets Manager: checkout-api/sigsentry', app.id('sent'));
    await app.says('ended without an error, and can tell no more', app.id('sent'));
    await app.says('a1b2c3d4-5678-90ab-cdef-EXAMPLE11111', app.id('sent'));
    await app.says('Stored in GitHub Actions: acme/shop, SIGSENTRY_API_KEY', app.id('stored-in'));
    await app.says('Clear the clipboard now', app.id('sent-clear'));
  },
});

state('send: something is there already', {
  given: (fake) => fake.sendKey.mockRejectedValue(SEND_ERRORS.exists),
  when: sentToGithub,
  shows: async (app) => {
    await app.page
      .getByRole('alertdialog', { name: 'GitHub Actions: acme/shop, SIGSENTRY_API_KEY is there already. Replace it?' })
      .waitFor();
    await app.focuses('send-keep');
  },
});

const { busy, notInstalled, untrusted, commandHistory, notSignedIn, denied, noSuchTarget, offline, failed, unknown } = SEND_ERRORS;
const FAILED = [
  [busy, 'Another value is on its way'],
  [notInstalled, 'gh is not here any more'],
  [untrusted, '/opt/shared/bin/gh is not run'],
  [commandHistory, 'aws configure set cli_history disabled'],
  [notSignedIn, 'gh auth login'],
  [denied, 'HTTP 403: Resource not accessible by personal access token'],
  [noSuchTarget, 'There is no such place in GitHub Actions'],
  [offline, 'GitHub Actions can’t be reached'],
  [failed, 'secret names must not start with GITHUB_'],
  [unknown, 'We can’t tell whether it was stored'],
] as const;
for (const [error, words] of FAILED) {
  state(`send: not stored (${error.code})`, {
    given: (fake) => fake.sendKey.mockRejectedValue(error),
    when: sentToGithub,
    shows: async (app) => {
      await app.says(words, app.id('send-error'));
      await app.says('The value is still held here.', app.id('send-error'));
      expect(await app.id('sent').count()).toBe(0);
    },
  });
}

state('send: gone meanwhile', {
  given: (fake) => fake.sendKey.mockRejectedValue(SEND_ERRORS.noLongerHeld),
  when: sentToGithub,
  shows: async (app) => {
    await app.says('The value is no longer held', app.id('gone'));
    expect(await app.id('send-sheet').count()).toBe(0);
  },
});

state('send: hostile names', {
  given: (fake) => {
    const evil = `<img src=x onerror=alert(1)>${'مفتاح'.repeat(30)}${'x'.repeat(120)}`;
    fake.createProjectKey.mockResolvedValue({ ticket: 'ticket-1', length: 53, key: key({ name: evil }) });
    fake.destinationIdentity.mockResolvedValue({ code: 'signedInAs', who: evil });
    fake.planSending.mockImplementation(async (request) => {
      const plan = planFor(request);
      return { ...plan, command: [...plan.command, evil], environment: [`X=${evil}`], target: evil };
    });
    fake.sendKey.mockRejectedValue({ code: 'failed', said: [evil, evil, evil] });
  },
  when: sentToGithub,
  shows: async (app) => {
    for (const place of ['send-identity', 'send-command', 'send-target', 'send-said']) {
      await app.says('<img src=x onerror=alert(1)>', app.id(place));
    }
    expect(await app.id('reveal-dialog').locator('img').count()).toBe(0);
  },
});

state('reveal: the guard after a sending that nobody knows the end of', {
  given: (fake) => fake.sendKey.mockRejectedValue(unknown),
  when: async (app) => {
    await sentToGithub(app);
    await app.id('send-error').waitFor();
    await app.click('dialog-close');
  },
  shows: async (app) => {
    await app.says('nobody can say whether it was stored', app.id('guard'));
    await app.focuses('guard-copy');
  },
});

state('receipt: sent, never copied', {
  when: async (app) => {
    await sentToGithub(app);
    await app.id('sent').waitFor();
    await app.click('reveal-done');
  },
  shows: async (app) => {
    await app.says('Stored in GitHub Actions: acme/shop, SIGSENTRY_API_KEY', app.id('receipt'));
    await app.says('The clipboard never had it.', app.id('receipt'));
    expect(app.fake.dismissKey).toHaveBeenCalledTimes(1);
  },
});

for (const [answer, words] of [
  ['same', 'The same: what you stored ends as this value does.'],
  ['differs', 'It differs'],
  ['nothingToCompare', 'There was nothing to compare.'],
] as const) {
  state(`check: ${answer}`, {
    given: (fake) => fake.checkStoredValue.mockResolvedValue(answer),
    when: async (app) => {
      await sheet(app);
      await app.click('send-back');
      await app.click('check-open');
      await app.focuses('check-ending');
      await app.type('wXyZ and more');
      await app.press('Enter');
    },
    shows: async (app) => {
      await app.says(words, app.id('check-result'));
      expect(app.fake.checkStoredValue.mock.calls).toEqual([['ticket-1', 'wXyZ']]);
      expect(await app.id('check-ending').inputValue()).toBe('');
    },
  });
}

test('check: what is pasted or dropped never enters the page', () =>
  inApp({}, async (app) => {
    await sheet(app);
    await app.click('send-back');
    await app.click('check-open');
    // A value that is no one's, in the clipboard of the browser.
    await app.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await app.page.evaluate(() => navigator.clipboard.writeText('not-a-value'));
    const inputs: string[] = [];
    await app.page.exposeFunction('sawInput', (value: string) => inputs.push(value));
    await app.id('check-ending').evaluate((field: HTMLInputElement) => {
      const saw = (window as unknown as { sawInput(value: string): void }).sawInput;
      field.addEventListener('input', () => saw(field.value));
    });
    await app.press('Control+v');
    await app.says('The same', app.id('check-result'));
    expect(app.fake.checkStoredValue.mock.calls).toEqual([['ticket-1', null]]);
    await app.id('check-ending').evaluate((field) => {
      const data = new DataTransfer();
      data.setData('text/plain', 'not-a-value');
      return field.dispatchEvent(new DragEvent('drop', { dataTransfer: data, cancelable: true, bubbles: true }));
    });
    // That the listener hears at all is shown by a letter that is typed.
    await app.type('a');
    await expect.poll(() => inputs).toEqual(['a']);
  }));

test('send: nobody looks for programs before the sheet is opened', () =>
  inApp({}, async (app) => {
    await app.click(`nav-project-api-${CHECKOUT.id}`);
    await app.click('new-key');
    await app.id('key-name').fill('lazy');
    await app.click('create-submit');
    await app.id('key-canvas').waitFor();
    expect(app.fake.destinations).not.toHaveBeenCalled();
    await app.click('send-to');
    await app.id('destination-githubActions').waitFor();
    expect(app.fake.destinations.mock.calls).toEqual([['ticket-1']]);
  }));

test('send: the plan follows what is typed, once typing pauses', () =>
  inApp({}, async (app) => {
    await github(app);
    await app.id('send-command').waitFor();
    await app.id('send-field-repository').fill('');
    await app.says('Fill this in.', app.id('send-problem-repository'));
    await app.id('send-field-repository').pressSequentially('acme/web app');
    await app.says("'--repo=acme/web app'", app.id('send-command'));
    // Not once for each letter.
    expect(app.fake.planSending.mock.calls.length).toBeLessThan(8);
  }));

test('send: by keyboard, from the value to the receipt', () =>
  inApp({}, async (app) => {
    const tabTo = async (what: string, with_ = 'Tab') => {
      for (let step = 0; step < 30 && (await app.focused()) !== what; step++) await app.press(with_);
      expect(await app.focused()).toBe(what);
    };
    await app.click('nav-organization');
    await app.press('n');
    await app.focuses('key-name');
    await app.type('by hand');
    await app.press('Enter');
    await app.focuses('copy');
    await tabTo('send-to');
    await app.press('Enter');
    await app.focuses('Send to…');
    await app.id('destination-keychain').waitFor();
    await tabTo('destination-githubActions');
    // Held down, Enter chooses a place and sends nothing.
    await app.press('Enter', 'Enter');
    await app.focuses('Send to GitHub Actions');
    expect(app.fake.sendKey).not.toHaveBeenCalled();
    // Esc leads back, step by step, and the focus with it.
    await app.press('Escape');
    await app.focuses('destination-githubActions');
    await app.press('Escape');
    await app.focuses('send-to');
    await app.press('Enter');
    await app.focuses('destination-githubActions');
    await app.press('Enter');
    await app.focuses('Send to GitHub Actions');
    await tabTo('send-field-name');
    await app.press('Control+a');
    await app.type('OTHER_NAME');
    await app.press('Enter');
    await app.focuses('reveal-done');
    await app.says('Stored in GitHub Actions: acme/shop, OTHER_NAME', app.id('sent'));
    await app.press('Enter');
    await app.focuses('receipt-close');
    expect(app.fake.sendKey).toHaveBeenCalledTimes(1);
    expect(app.fake.dismissKey).toHaveBeenCalledTimes(1);
  }));

test('send: what is there is replaced only for the asking', () =>
  inApp({ given: (fake) => fake.sendKey.mockRejectedValue(SEND_ERRORS.exists) }, async (app) => {
    await sentToGithub(app);
    await app.focuses('send-keep');
    await app.press('Enter');
    await app.focuses('send-field-repository');
    expect(await app.id('send-exists').count()).toBe(0);
    await app.click('send-submit');
    await app.focuses('send-keep');
    const answer = later<Sent>();
    app.fake.sendKey.mockReturnValue(answer.promise);
    await app.press('Tab', 'Enter');
    await app.focuses('send-submit');
    answer.give({ target: 'there', version: null, proof: 'answered', said: [], key: STALE });
    await app.focuses('reveal-done');
    expect(app.fake.sendKey.mock.calls.map(([{ replace }]) => replace)).toEqual([false, false, true]);
  }));

test('send: nothing closes while it runs', () =>
  inApp({ given: (fake) => fake.sendKey.mockReturnValue(later<never>().promise) }, async (app) => {
    await sentToGithub(app);
    await app.says('Sending…');
    expect(await app.id('send-waiting').evaluate((one) => one.className)).toContain('visually-hidden');
    await app.press('Escape');
    await app.page.mouse.click(4, 400);
    await app.click('dialog-close');
    await app.poke('send-back');
    await app.poke('send-submit');
    app.fake.says.closeRequested('valueHeld');
    await app.says('wait for the answer before you leave');
    expect(await app.id('send-form').count()).toBe(1);
    expect(await app.id('send-field-name').getAttribute('readonly')).not.toBeNull();
    expect(app.fake.sendKey).toHaveBeenCalledTimes(1);
    expect(app.fake.dismissKey).not.toHaveBeenCalled();
    expect(app.fake.quitApp).not.toHaveBeenCalled();
  }));

test('send: the cross asks before an unsent value is lost; the question leads into the sheet', () =>
  inApp({}, async (app) => {
    await github(app);
    await app.click('dialog-close');
    await app.says('It was neither copied nor sent.', app.id('guard'));
    await app.click('guard-send');
    // Where it was.
    await app.focuses('Send to GitHub Actions');
    await app.click('send-submit');
    await app.id('sent').waitFor();
    await app.click('dialog-close');
    await app.id('receipt').waitFor();
  }));

test('send: the clipboard is cleared from where it was stored', () =>
  inApp({}, async (app) => {
    await sheet(app);
    await app.click('send-back');
    await app.click('copy');
    await app.id('copied').waitFor();
    await app.click('send-to');
    await app.click('destination-githubActions');
    await app.id('send-command').waitFor();
    await app.click('send-submit');
    await app.click('sent-clear');
    await app.id('sent-clear').waitFor({ state: 'detached' });
    expect(app.fake.endClipboardLease).toHaveBeenCalledTimes(1);
  }));

test('send: what the person does elsewhere is looked at for the asking', () =>
  inApp({ given: (fake) => fake.destinationIdentity.mockResolvedValueOnce({ code: 'notSignedIn' }) }, async (app) => {
    app.fake.destinations.mockResolvedValueOnce([{ ...KUBERNETES, availability: { code: 'notInstalled' } }]);
    await sheet(app);
    await app.id('destinations-again').waitFor();
    expect(await app.id('destination-kubernetes').getByRole('button').count()).toBe(0);
    await app.click('destinations-again');
    await app.click('destination-kubernetes');
    await app.says('nobody.', app.id('send-identity'));
    await app.click('send-ask-who');
    await app.says('mara-lindqvist', app.id('send-identity'));
  }));
