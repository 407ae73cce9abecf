import { tauri } from '../backend/tauri';
import { start } from '../shared/start';
import Passphrase from './Passphrase.svelte';

const options = await tauri.passphraseOptions();
await start(tauri, options.appearance, Passphrase, { backend: tauri, options });
