/** The POSIX shells that hosts have as /bin/sh, as the words that start them. */
export const posixShells: readonly (readonly [program: string, ...args: string[]])[] = [
  ['dash'],
  ['bash', '--posix'],
  ['busybox', 'sh'],
  ['ksh93'],
  ['mksh'],
];
