import { AEAD_AES_256_GCM, CipherSuite, KDF_HKDF_SHA256, KEM_DHKEM_P256_HKDF_SHA256 } from 'hpke';
import { expect, test } from 'vitest';
import { seal } from './seal';

const suite = new CipherSuite(KEM_DHKEM_P256_HKDF_SHA256, KDF_HKDF_SHA256, AEAD_AES_256_GCM);
const bytes = (text: string) => new TextEncoder().encode(text);

async function key() {
  const pair = await suite.GenerateKeyPair();
  return { pair, publicKey: await suite.SerializePublicKey(pair.publicKey) };
}

type Pair = Awaited<ReturnType<typeof suite.GenerateKeyPair>>;

const opened = (pair: Pair, form: string, sealed: Uint8Array) =>
  suite.Open(pair, sealed.slice(0, 65), sealed.slice(65), { info: bytes(form) });

test('a form opens with its key and for its window alone', async () => {
  const { pair, publicKey } = await key();
  const sealed = await seal(publicKey, 'sign-in', bytes('a typed password'));
  expect(new TextDecoder().decode(sealed)).not.toContain('password');
  expect(new TextDecoder().decode(await opened(pair, 'sign-in', sealed))).toBe('a typed password');
  await expect(opened(pair, 'passphrase', sealed)).rejects.toThrow();
  await expect(opened((await key()).pair, 'sign-in', sealed)).rejects.toThrow();
});

test('the same text is never sealed alike', async () => {
  const { publicKey } = await key();
  const [one, other] = [await seal(publicKey, 'sign-in', bytes('x')), await seal(publicKey, 'sign-in', bytes('x'))];
  expect(one).not.toEqual(other);
});
