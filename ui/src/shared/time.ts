// Message for times. `now` is an argument: nothing here reads the clock.

const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];
const words = new Intl.RelativeTimeFormat('en', { numeric: 'always' });

/** "3 days ago", "in 2 hours"; within a minute "just now". Days up to 120, so that 90 can be told from 100. */
export function relative(time: string, now: Date): string {
  const seconds = (new Date(time).getTime() - now.getTime()) / 1000;
  if (Number.isNaN(seconds)) return 'unknown';
  if (Math.abs(seconds) < 60) return 'just now';
  for (const [unit, length] of UNITS) {
    if (unit === 'month' && Math.abs(seconds) < 120 * 86_400) continue;
    if (Math.abs(seconds) >= length) return words.format(Math.trunc(seconds / length), unit);
  }
  return 'just now';
}

/** The full time with its zone, for people who compare it with a log. */
export function absolute(time: string): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return 'unknown';
  return date.toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'long' });
}

/** "12 Mar 2026". */
export function day(time: string): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return 'unknown';
  return date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
}

/** "09:14" today, "Tuesday 09:14" within a week, otherwise "12 Mar 2026, 09:14". */
export function weekday(time: string, now: Date): string {
  const [date, age] = [new Date(time), now.getTime() - new Date(time).getTime()];
  if (Number.isNaN(age)) return 'unknown';
  if (date.toDateString() === now.toDateString()) return `${clock(time)} today`;
  if (age < 0 || age > 6 * 86_400_000) return `${day(time)}, ${clock(time)}`;
  return `${date.toLocaleDateString('en-GB', { weekday: 'long' })} ${clock(time)}`;
}

/** "09:14". */
export function clock(time: string): string {
  return new Date(time).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
}

/** "a day", "3 hours", "20 minutes": a span as people say it. */
export function span(seconds: number): string {
  const length = Math.abs(seconds);
  const [unit, one, size]: [string, string, number] =
    length >= 20 * 3_600 ? ['day', 'a day', 86_400] : length >= 55 * 60 ? ['hour', 'an hour', 3_600] : ['minute', 'a minute', 60];
  const count = Math.max(1, Math.round(length / size));
  return count === 1 ? one : `${count} ${unit}s`;
}

/** What time it is, by this computer's clock. */
export const present = (): Date => new Date();
