import { tauri } from '../backend/tauri';
import { start } from '../shared/start';
import SignIn from './SignIn.svelte';

const options = await tauri.signInOptions();
await start(tauri, options.appearance, SignIn, { backend: tauri, options });
