// Drawn for this app on a 16-pixel grid.
export const PATHS = {
  key: 'M9.5 8.5a3.5 3.5 0 1 0-2 2L9 12h1.5v1.5H12V15h2.5v-2.5zM5.2 6.2h.01',
  warning: 'M8 2 1.5 13.5h13zM8 6.5v3.5M8 12h.01',
  clock: 'M8 14.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13M8 4.5V8l2.5 1.5',
  check: 'm3 8.5 3.5 3.5L13 4.5',
  cross: 'm4 4 8 8M12 4l-8 8',
  stop: 'M8 14.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13M3.5 12.5l9-9',
  unused: 'M8 14.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13M5.5 8h5',
  archive: 'M2 3.5h12v3H2zM3 6.5v7h10v-7M6.5 9h3',
  hourglass: 'M4 1.5h8M4 14.5h8M5 1.5c0 4 6 4.5 6 6.5s-6 2.5-6 6.5M11 1.5c0 4-6 4.5-6 6.5s6 2.5 6 6.5',
  copy: 'M5.5 5.5h8v9h-8zM10.5 5.5v-4h-8v9h3',
  send: 'M1.5 8h10.5M8.5 4.5 12 8l-3.5 3.5M14.5 2.5v11',
  eye: 'M1 8s2.5-5 7-5 7 5 7 5-2.5 5-7 5-7-5-7-5M8 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4',
  lock: 'M3 7h10v7.5H3zM5 7V5a3 3 0 0 1 6 0v2',
  refresh: 'M13.5 6.5A6 6 0 1 0 14 9M13.5 2v4.5H9',
  plus: 'M8 3v10M3 8h10',
  sliders: 'M2 4.5h6M12 4.5h2M10 2.5v4M2 11.5h2M8 11.5h6M6 9.5v4',
  exit: 'M6 2H2.5v12H6M10.5 11l3-3-3-3M13.5 8H6',
  building: 'M3 14.5v-13h7v13M10 6h3v8.5M5.5 4.5h2M5.5 7.5h2M5.5 10.5h2M1 14.5h14',
  list: 'M5 4h9M5 8h9M5 12h9M2 4h.01M2 8h.01M2 12h.01',
  bars: 'M3 14V8.5M8 14V2M13 14V5.5',
  chevron: 'm4 6.5 4 4 4-4',
  pen: 'M3 13l.7-3L11 2.7 13.3 5 6 12.3zM9.5 4.2l2.3 2.3',
  info: 'M8 14.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13M8 7.5v3.5M8 5h.01',
  sound: 'M2 6v4h3l4 3.5v-11L5 6zM11.5 5.5a3.5 3.5 0 0 1 0 5',
};

export type IconName = keyof typeof PATHS;
