// Seals what a person typed for the key that Rust made for this form: HPKE (RFC 9180), as
// `crates/platform/src/sealed_form.rs` opens it.

import { invoke } from '@tauri-apps/api/core';
import type { FormKey } from './bindings/FormKey';
import { AEAD_AES_256_GCM, CipherSuite, KDF_HKDF_SHA256, KEM_DHKEM_P256_HKDF_SHA256 } from 'hpke';

/** The encapsulated key, then the ciphertext. `form` names the window that the text was typed in. */
export async function seal(publicKey: Uint8Array, form: string, text: Uint8Array): Promise<Uint8Array> {
  const suite = new CipherSuite(KEM_DHKEM_P256_HKDF_SHA256, KDF_HKDF_SHA256, AEAD_AES_256_GCM);
  const { encapsulatedSecret, ciphertext } = await suite.Seal(await suite.DeserializePublicKey(publicKey), text, {
    info: new TextEncoder().encode(form),
  });
  const sealed = new Uint8Array(encapsulatedSecret.length + ciphertext.length);
  sealed.set(encapsulatedSecret);
  sealed.set(ciphertext, encapsulatedSecret.length);
  return sealed;
}

/** What was typed in a form does not pass the web view's connection with Rust as it is. */
export async function sealed(command: string, form: string, text: Uint8Array): Promise<void> {
  const { publicKey } = await invoke<FormKey>('form_key');
  return invoke(command, await seal(new Uint8Array(publicKey), form, text));
}
