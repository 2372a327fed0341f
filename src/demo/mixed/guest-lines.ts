import * as z from 'zod';

/**
 * What the program of the guests says, each in one line of JSON: at first every guest, or why it is left out; then
 * `ready`; then an answer to each request, in their order.
 */
const guest = z.object({
  kind: z.literal('guest'),
  name: z.string(),
  /** `AIX 7.2`. */
  title: z.string(),
  /** What the scripts run under: `ksh93, original-awk, tools of busybox`. */
  runner: z.string(),
  /** Of its console: `aix01#`. */
  prompt: z.string(),
  /** How it is reached, in the words of an inventory. */
  settings: z.record(z.string(), z.unknown()),
  /** Its line of known_hosts, where it is reached over SSH. */
  knownHost: z.string().optional(),
});

const leftOut = z.object({
  kind: z.literal('left-out'),
  name: z.string(),
  title: z.string(),
  /** What is missing for it on this machine. */
  reason: z.string(),
});

const answer = z.object({
  kind: z.literal('answer'),
  exitCode: z.number(),
  stdout: z.string(),
  stderr: z.string(),
});

export const guestProgramLine = z.discriminatedUnion('kind', [
  guest,
  leftOut,
  answer,
  z.object({ kind: z.literal('ready') }),
]);

/** What it is asked: to do something at the console of a guest, or what the guest looks like, as text. */
export const guestRequest = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('type'), guest: z.string(), line: z.string() }),
  z.object({ kind: z.literal('look'), guest: z.string() }),
]);

export type GuestLine = z.infer<typeof guest>;
export type LeftOutLine = z.infer<typeof leftOut>;
export type AnswerLine = z.infer<typeof answer>;
export type GuestProgramLine = z.infer<typeof guestProgramLine>;
export type GuestRequest = z.infer<typeof guestRequest>;
