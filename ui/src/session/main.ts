import { mount } from 'svelte';
import { tauri } from '../backend/tauri';
import { apply } from '../shared/appearance';
import { zoomable } from '../shared/zoom';
import '../shared/theme.css';
import SignIn from './SignIn.svelte';

const options = await tauri.signInOptions();
apply(options.appearance);
mount(SignIn, { target: document.body, props: { backend: tauri, options } });
zoomable(tauri);
await tauri.pageReady();
