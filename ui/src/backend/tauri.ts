import { invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import type { Backend } from './backend';
import type { FormKey } from './bindings/FormKey';
import { seal } from './seal';

const on =
  <T>(event: string) =>
  (hear: (payload: T) => void) =>
    listen<T>(event, ({ payload }) => hear(payload));

/** What was typed in a form does not pass the web view's connection with Rust as it is. */
const sealed = async (command: string, form: string, text: Uint8Array): Promise<void> => {
  const { publicKey } = await invoke<FormKey>('form_key');
  return invoke(command, await seal(new Uint8Array(publicKey), form, text));
};

export const tauri: Backend = {
  pageReady: () => invoke('page_ready'),
  zoom: (step) => invoke('zoom', { step }),
  quitApp: () => invoke('quit_app'),
  settings: () => invoke('settings'),
  saveSettings: (settings) => invoke('save_settings', { settings }),

  troubleReport: () => invoke('trouble_report'),

  sessionState: () => invoke('session_state'),
  openSignIn: (purpose) => invoke('open_sign_in', { purpose }),
  signOut: (scope) => invoke('sign_out', { scope }),
  signInOptions: () => invoke('sign_in_options'),
  signIn: (request) => sealed('sign_in', 'sign-in', request),

  accounts: () => invoke('accounts'),
  switchAccount: (id) => invoke('switch_account', { id }),
  labelAccount: (request) => invoke('label_account', { request }),

  refreshInventory: () => invoke('refresh_inventory'),
  inventorySummary: () => invoke('inventory_summary'),
  queryKeys: (query) => invoke('query_keys', { query }),
  keyDetail: (keyId) => invoke('key_detail', { keyId }),

  nameAdvice: (name) => invoke('name_advice', { name }),
  createSdkKey: (request) => invoke('create_sdk_key', { request }),
  createProjectKey: (request) => invoke('create_project_key', { request }),
  createOrganizationKey: (request) => invoke('create_organization_key', { request }),
  retryCreation: () => invoke('retry_creation'),

  revealKey: (ticket, scale, theme) => invoke('reveal_key', { ticket, scale, theme }),
  copyKey: (ticket, format) => invoke('copy_key', { ticket, format }),
  clipboardLease: () => invoke('clipboard_lease'),
  endClipboardLease: () => invoke('end_clipboard_lease'),
  spellKey: (ticket, index) => invoke('spell_key', { ticket, index }),
  dismissKey: (ticket) => invoke('dismiss_key', { ticket }),
  abandonedKeys: () => invoke('abandoned_keys'),

  destinations: (ticket) => invoke('destinations', { ticket }),
  planSending: (request) => invoke('plan_sending', { request }),
  destinationIdentity: (request) => invoke('destination_identity', { request }),
  sendKey: (request) => invoke('send_key', { request }),
  checkStoredValue: (ticket, ending) => invoke('check_stored_value', { ticket, ending }),

  previewRevocation: (keyId) => invoke('preview_revocation', { keyId }),
  revokeKey: (request) => invoke('revoke_key', { request }),

  keeping: () => invoke('keeping'),
  retryKeeping: () => invoke('retry_keeping'),
  withoutKeychain: () => invoke('without_keychain'),
  setStoreAside: () => invoke('set_store_aside'),
  leftBehindKeys: () => invoke('left_behind_keys'),
  settleLeftBehind: (keyId) => invoke('settle_left_behind', { keyId }),
  saveAnnotation: (request) => invoke('save_annotation', { request }),

  lockState: () => invoke('lock_state'),
  lockApp: () => invoke('lock_app'),
  noteActivity: () => invoke('note_activity'),
  openPassphrase: (purpose) => invoke('open_passphrase', { purpose }),
  passphraseOptions: () => invoke('passphrase_options'),
  usePassphrase: (request) => sealed('use_passphrase', 'passphrase', request),
  leavePassphrase: () => invoke('leave_passphrase'),
  signInInstead: () => invoke('sign_in_instead'),
  forgetLocked: () => invoke('forget_locked'),

  onLockChanged: on('lock-changed'),
  onLockWanted: on('lock-wanted'),
  onKeepingChanged: on('keeping-changed'),
  onSessionChanged: on('session-changed'),
  onLeaseEnded: on('clipboard-lease'),
  onKeyAbandoned: on('key-abandoned'),
  onCloseRequested: on('close-requested'),
};
