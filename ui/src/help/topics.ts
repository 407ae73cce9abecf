/** One thing that the help explains. */
export interface Topic {
  id: string;
  title: string;
  paragraphs: string[];
}

/** In the order in which a newcomer meets them. The first one has a picture, too. */
export const TOPICS: Topic[] = [
  {
    id: 'types',
    title: 'Which type of key?',
    paragraphs: [
      'The page you start from decides the type: there is no field for it. Open the page on the left, then press New key.',
      'An SDK key may be seen by anyone who opens your page or app. A project key and an organization key stay on your servers: the SDK refuses both.',
      'Prefer a project key to an organization key: what leaks then opens one project, not all. With an organization key, a call also names its project in the header X-Project-Id.',
    ],
  },
  {
    id: 'permissions',
    title: 'Permissions',
    paragraphs: [
      'analysis:create runs analyses, asks follow-ups and gives feedback. analysis:read reads them. Both are enough for CI and similar jobs.',
      'config:read and config:write read and change the configuration of projects, channels, log sources, repositories and watchdogs.',
      'The app cannot change the permissions of a key that exists, and a rotation keeps them. For others, make another key.',
    ],
  },
  {
    id: 'names',
    title: 'Names and owners',
    paragraphs: [
      'One key for each integration: then each can be revoked without breaking another, and Last Used says something.',
      'Name it after what uses it, as “production-ingest”. “API Key 1” tells nothing when it leaks.',
      'Owner, places and notes are kept on this computer only. SigSentry does not know them, nor does another admin’s app.',
    ],
  },
  {
    id: 'value',
    title: 'The value is shown once',
    paragraphs: [
      'SigSentry shows a value once and can never show it again. After that, only its first 16 characters are known.',
      'Send to… puts it straight into a secret manager, with that program’s own sign-in. Copy puts it into the clipboard and clears that after the time in the settings, if it still has the value.',
      'If it got lost, rotate or revoke the key. There is no other way.',
    ],
  },
  {
    id: 'check',
    title: 'Did the right value arrive?',
    paragraphs: [
      'While the value is held, Check what you stored compares its last four characters with those that you type or paste.',
      'Afterwards, watch Last Used: the app says when a key that was handed over from here is used for the first time.',
    ],
  },
  {
    id: 'rotate',
    title: 'Rotating a key',
    paragraphs: [
      'Rotate… makes a replacement with the same permissions, and helps to hand it over to every place that is noted.',
      'Both keys are live until the old one is revoked. The app lets you revoke it once the new one was used and the old one was not, for a day by default. You may go on earlier with a reason, which is noted.',
      'There is no way back to a value that was replaced: secret managers do not give it out, and the app does not keep it. To stop half-way is safe: both keys stay live.',
    ],
  },
  {
    id: 'revoke',
    title: 'Revoking a key',
    paragraphs: [
      'A revoked key opens nothing any more, at once and for ever.',
      'For a key that was used within seven days, and for every organization key, the app asks for its name. Then it waits ten seconds, in which Undo takes it back.',
      'Last Used is what SigSentry has seen. A job that runs once a year looks like one that is gone: ask the owner.',
    ],
  },
  {
    id: 'stale',
    title: 'What the statuses mean',
    paragraphs: [
      'Stale: last used more than 90 days ago. Never used: not seen on any request, and older than 14 days. Expires soon: within 14 days.',
      'Unusually quiet: it rests for longer than its uses so far let expect, as far as this app has seen them.',
      'Legacy: an older format, which stops working at its sunset. Rotate it.',
    ],
  },
  {
    id: 'leak',
    title: 'A key has leaked',
    paragraphs: [
      'Look for leaked keys takes a text, files or a folder with its git history. It runs on this computer alone, and never tries a value on the server.',
      'What git has seen is compromised, even if the commit is gone: rotate or revoke the key first, and clean up afterwards.',
      'An SDK key in front-end code is expected, and no leak.',
    ],
  },
  {
    id: 'offline',
    title: 'Offline',
    paragraphs: [
      'What was read last stays there without the server, with its time. Statuses are as of today.',
      'Making and revoking keys need the server. A review does not: what you decide is proposed, and checked again once the server answers.',
    ],
  },
  {
    id: 'promise',
    title: 'What is promised, and what is not',
    paragraphs: [
      'Once a value is handed over and dismissed, nothing of it stays on the screen, in the clipboard, or in the memory of any process of this app. Tests search that memory.',
      'Not promised: a program that already reads the clipboard, cameras and screen recorders, root and the kernel, and what a secret manager’s own program does with the value.',
      'Notes and the inventory lie encrypted on this computer, with their key in the keychain. A passphrase protects them while the app is locked or closed.',
    ],
  },
];

/** Those in which every word of a search occurs. */
export function found(search: string, topics: Topic[] = TOPICS): Topic[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const all = ({ title, paragraphs }: Topic) => [title, ...paragraphs].join(' ').toLowerCase();
  return topics.filter((topic) => words.every((word) => all(topic).includes(word)));
}
