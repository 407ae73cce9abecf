// The one door to Rust: what may be asked, with the types that Rust declares.

import type { AbandonedKey } from './bindings/AbandonedKey';
import type { AccountEntry } from './bindings/AccountEntry';
import type { AnnotationView } from './bindings/AnnotationView';
import type { CloseRequested } from './bindings/CloseRequested';
import type { CopyFormat } from './bindings/CopyFormat';
import type { CreateKeyResponse } from './bindings/CreateKeyResponse';
import type { CreateOrganizationKeyRequest } from './bindings/CreateOrganizationKeyRequest';
import type { CreateProjectKeyRequest } from './bindings/CreateProjectKeyRequest';
import type { CreateSdkKeyRequest } from './bindings/CreateSdkKeyRequest';
import type { DestinationView } from './bindings/DestinationView';
import type { Identity } from './bindings/Identity';
import type { InventorySummary } from './bindings/InventorySummary';
import type { Keeping } from './bindings/Keeping';
import type { KeyDetail } from './bindings/KeyDetail';
import type { KeyPage } from './bindings/KeyPage';
import type { KeyQuery } from './bindings/KeyQuery';
import type { LabelAccountRequest } from './bindings/LabelAccountRequest';
import type { LeaseEnd } from './bindings/LeaseEnd';
import type { LeaseState } from './bindings/LeaseState';
import type { LeftBehindKey } from './bindings/LeftBehindKey';
import type { LockState } from './bindings/LockState';
import type { NameAdvice } from './bindings/NameAdvice';
import type { PassphraseOptions } from './bindings/PassphraseOptions';
import type { PassphrasePurpose } from './bindings/PassphrasePurpose';
import type { PasteBack } from './bindings/PasteBack';
import type { Receipt } from './bindings/Receipt';
import type { RevocationPreview } from './bindings/RevocationPreview';
import type { RevokeKeyRequest } from './bindings/RevokeKeyRequest';
import type { RevokeKeyResponse } from './bindings/RevokeKeyResponse';
import type { SaveAnnotationRequest } from './bindings/SaveAnnotationRequest';
import type { SendPlan } from './bindings/SendPlan';
import type { SendRequest } from './bindings/SendRequest';
import type { Sent } from './bindings/Sent';
import type { SessionState } from './bindings/SessionState';
import type { Settings } from './bindings/Settings';
import type { SignInOptions } from './bindings/SignInOptions';
import type { SignInPurpose } from './bindings/SignInPurpose';
import type { SignOutScope } from './bindings/SignOutScope';
import type { SpelledCharacter } from './bindings/SpelledCharacter';
import type { TroubleReport } from './bindings/TroubleReport';
import type { Theme } from './bindings/Theme';
import type { ZoomStep } from './bindings/ZoomStep';

/** Each method rejects with the error type that `crates/contract` names for its command. */
export interface Backend {
  pageReady(): Promise<void>;
  /** In every window; kept. */
  zoom(step: ZoomStep): Promise<void>;
  /** Rejects with `CloseRequested`. */
  quitApp(): Promise<void>;
  settings(): Promise<Settings>;
  /** Rejects with `SettingsError`; what was not written holds until the app quits all the same. */
  saveSettings(settings: Settings): Promise<void>;

  troubleReport(): Promise<TroubleReport>;

  sessionState(): Promise<SessionState>;
  /** Rejects with `OpenSignInError`. */
  openSignIn(purpose: SignInPurpose): Promise<void>;
  /** Rejects with `CloseRequested`. */
  signOut(scope: SignOutScope): Promise<void>;
  signInOptions(): Promise<SignInOptions>;
  /** The bytes of a `SignInRequest` as JSON. Rejects with `SignInError`. */
  signIn(request: Uint8Array): Promise<void>;

  /** The accounts that this computer keeps, in the order in which they came to it. */
  accounts(): Promise<AccountEntry[]>;
  /** Rejects with `SwitchAccountError`; then the account before is still open. */
  switchAccount(id: string): Promise<void>;
  /** Rejects with `LabelAccountError`. */
  labelAccount(request: LabelAccountRequest): Promise<void>;

  /** These four reject with `InventoryError`. */
  refreshInventory(): Promise<InventorySummary>;
  inventorySummary(): Promise<InventorySummary>;
  queryKeys(query: KeyQuery): Promise<KeyPage>;
  keyDetail(keyId: string): Promise<KeyDetail>;

  nameAdvice(name: string): Promise<NameAdvice[]>;
  /** These four reject with `CreateKeyError`. */
  createSdkKey(request: CreateSdkKeyRequest): Promise<CreateKeyResponse>;
  createProjectKey(request: CreateProjectKeyRequest): Promise<CreateKeyResponse>;
  createOrganizationKey(request: CreateOrganizationKeyRequest): Promise<CreateKeyResponse>;
  retryCreation(): Promise<CreateKeyResponse>;

  /** Width, height and scale, then pixels; see `contract::custody`. Rejects with `CustodyError`. */
  revealKey(ticket: string, scale: number, theme: Theme): Promise<ArrayBuffer>;
  /** Rejects with `CopyError`. */
  copyKey(ticket: string, format: CopyFormat): Promise<LeaseState>;
  clipboardLease(): Promise<LeaseState | null>;
  endClipboardLease(): Promise<LeaseEnd | null>;
  /** Rejects with `CustodyError`; null past the end. */
  spellKey(ticket: string, index: number): Promise<SpelledCharacter | null>;
  /** Rejects with `CustodyError`. */
  dismissKey(ticket: string): Promise<Receipt>;
  abandonedKeys(): Promise<AbandonedKey[]>;

  /** Looks which programs there are. Rejects with `CustodyError`. */
  destinations(ticket: string): Promise<DestinationView[]>;
  /** These three reject with `SendError`. */
  planSending(request: SendRequest): Promise<SendPlan>;
  destinationIdentity(request: SendRequest): Promise<Identity>;
  sendKey(request: SendRequest): Promise<Sent>;
  /** The last characters, or null: Rust reads the clipboard itself. Rejects with `CustodyError`. */
  checkStoredValue(ticket: string, ending: string | null): Promise<PasteBack>;

  /** Both reject with `RevokeError`. */
  previewRevocation(keyId: string): Promise<RevocationPreview>;
  revokeKey(request: RevokeKeyRequest): Promise<RevokeKeyResponse>;

  /** What is kept on this computer. */
  keeping(): Promise<Keeping>;
  /** Asks the keychain and the disk anew; the outcome is heard by `onKeepingChanged`. */
  retryKeeping(): Promise<void>;
  withoutKeychain(): Promise<void>;
  /** Rejects with `SetAsideError`. */
  setStoreAside(): Promise<void>;
  leftBehindKeys(): Promise<LeftBehindKey[]>;
  settleLeftBehind(keyId: string): Promise<void>;
  /** Rejects with `AnnotationError`. */
  saveAnnotation(request: SaveAnnotationRequest): Promise<AnnotationView>;

  lockState(): Promise<LockState>;
  /** Rejects with `LockError`; otherwise this page ends. */
  lockApp(): Promise<void>;
  noteActivity(): Promise<void>;
  /** Rejects with `OpenSignInError`. */
  openPassphrase(purpose: PassphrasePurpose): Promise<void>;

  /** In the passphrase window. */
  passphraseOptions(): Promise<PassphraseOptions>;
  /** The bytes of a `PassphraseRequest` as JSON. Rejects with `PassphraseError`. */
  usePassphrase(request: Uint8Array): Promise<void>;
  leavePassphrase(): Promise<void>;
  /** Rejects with `OpenSignInError`. */
  signInInstead(): Promise<void>;
  /** Rejects with `ForgetLockedError`. */
  forgetLocked(): Promise<void>;

  onLockChanged(hear: (state: LockState) => void): Promise<() => void>;
  /** A lock waits until no value is held. */
  onLockWanted(hear: (nothing: null) => void): Promise<() => void>;
  onKeepingChanged(hear: (keeping: Keeping) => void): Promise<() => void>;
  onSessionChanged(hear: (state: SessionState) => void): Promise<() => void>;
  onLeaseEnded(hear: (end: LeaseEnd) => void): Promise<() => void>;
  /** The key of a page that is gone came after it had gone. */
  onKeyAbandoned(hear: (key: AbandonedKey) => void): Promise<() => void>;
  onCloseRequested(hear: (reason: CloseRequested) => void): Promise<() => void>;
}
