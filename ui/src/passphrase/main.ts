import { mount } from 'svelte';
import { tauri } from '../backend/tauri';
import { apply } from '../shared/appearance';
import { zoomable } from '../shared/zoom';
import '../shared/theme.css';
import Passphrase from './Passphrase.svelte';

const options = await tauri.passphraseOptions();
apply(options.appearance);
mount(Passphrase, { target: document.body, props: { backend: tauri, options } });
zoomable(tauri);
await tauri.pageReady();
