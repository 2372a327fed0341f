import { hostname, userInfo } from 'node:os';

/** Who works here, for those who meet his runs and leases elsewhere: `ops@admin1`. */
export function operator(): string {
  return `${nameOfUser()}@${hostname()}`;
}

/** In a container the user may have no name. */
function nameOfUser(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? 'unknown');
  }
}
