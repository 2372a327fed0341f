import { type Complaint, complain } from '../complaint.ts';
import { isHostName } from '../host-name.ts';
import type { Reading } from '../reading.ts';
import type { Layer } from '../settings.ts';

/** Jump hosts are written as `ssh -J` takes them. */
export function checkJumps({ hosts }: Reading): readonly Complaint[] {
  const layers = new Set<Layer>(hosts.flatMap((host) => host.layers));
  return [...layers].flatMap(({ path, settings: { jump = [] } }) =>
    jump
      .filter((hop) => !isHop(hop))
      .map((hop) =>
        complain('error', 'bad-address', [...path, 'jump'], `"${hop}" cannot be a jump host`, {
          wayOut: 'write the name of a host, user@host:port, or none',
        }),
      ),
  );
}

/**
 * The host of `user@host:port`, brackets around an IPv6 address taken away, which without them has no port; undefined when the
 * text is no hop.
 */
export function hostOfHop(text: string): string | undefined {
  const { bare, bracketed, port } = hopForm.exec(text)?.groups ?? {};
  if (port !== undefined && (Number(port) < 1 || Number(port) > 65535)) return undefined;
  return bracketed ?? bare;
}

const hopForm =
  /^(?:[^@\s]+@)?(?:\[(?<bracketed>[^\]]+)\]|(?<bare>[^@\s[\]:]*|[^@\s[\]]*:[^@\s[\]]*:[^@\s[\]]*))(?::(?<port>\d+))?$/;

function isHop(text: string): boolean {
  const host = hostOfHop(text);
  return host !== undefined && isHostName(host);
}
