import { MODIFIER } from '../shared/shortcuts';

const held = (key: string) => `${MODIFIER.word}${key}`;

/** Every shortcut of the main window, by where it holds. */
export const SHORTCUTS: { place: string; keys: [string, string][] }[] = [
  {
    place: 'Everywhere',
    keys: [
      [held('K'), 'Find an action, a page, a project or a key'],
      ['/', 'Search the table'],
      ['N', 'New key on this page'],
      ['R', 'Read everything anew'],
      [held('L'), 'Lock now'],
      [`${held('1')} … 9`, 'Another account'],
      [`${held('+')}, ${held('−')}, ${held('0')}`, 'Larger, smaller, as it was'],
      ['Esc', 'Close what is open'],
      ['F1', 'Help'],
      ['?', 'This list'],
    ],
  },
  {
    place: 'In the table',
    keys: [
      ['↑ ↓', 'The row above or below'],
      ['Page Up, Page Down', 'A screen up or down'],
      ['Home, End', 'The first or the last row'],
      ['Enter', 'Open the key'],
      ['Menu, Shift+F10', 'What can be done with the key'],
      ['X', 'Select the key, or not any more'],
      ['Shift+↑ ↓', 'Select rows'],
      [held('A'), 'Select every row that is shown'],
    ],
  },
  {
    place: 'In menus and lists',
    keys: [
      ['↑ ↓', 'The entry above or below'],
      ['A letter', 'The next entry that begins with it'],
    ],
  },
];
