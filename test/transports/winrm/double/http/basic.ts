import type { User } from '../winrm-double.ts';

/** The user of these credentials; undefined when there is none or the password is another. */
export function readBasic(credentials: string, users: readonly User[]): User | undefined {
  const text = Buffer.from(credentials, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon === -1) return undefined;
  const name = text.slice(0, colon).toLowerCase();
  const password = text.slice(colon + 1);
  return users.find((user) => user.name.toLowerCase() === name && user.password === password);
}
