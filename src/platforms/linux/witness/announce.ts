import type { Vip } from '../../../core/address.ts';
import { quoteCommand } from '../../../core/quoting.ts';
import { addressBytes, hex } from '../../ethernet/bytes.ts';
import { announcement } from '../../ethernet/who-has.ts';
import type { Introduction, WitnessNic } from '../../witness.ts';
import { neighbourDiscovery } from './bpf.ts';
import { lookPerl } from './look-perl.ts';
import { lookPython } from './look-python.ts';
import { interpreted } from './raw-look.ts';

/** Frames may be lost: each VIP is announced so many times, over a second. */
const times = 5;

/** Announces with whatever is there; undefined where nothing can do it for all of these VIPs. */
export function announceScript(
  vips: readonly Vip[],
  nic: WitnessNic,
  { programs }: Introduction,
): string | undefined {
  const interpreter = ['python3', '/usr/libexec/platform-python', 'perl'].find((name) => programs.has(name));
  if (interpreter !== undefined) return `exec ${quoteCommand(raw(interpreter, vips, nic))} </dev/null\n`;
  if (vips.some(({ family }) => family === 6)) return undefined;
  if (programs.has('arping (Habets)')) {
    return lines(
      vips.map(({ address }) => ['arping', '-U', '-c', `${times}`, '-i', nic.name, '-S', address, address]),
    );
  }
  if (!programs.has('arping (iputils)') && !programs.has('arping (busybox)')) return undefined;
  return lines(announceCommands(vips, nic.name).map((command) => command.split(' ')));
}

/** For a person: arping of iputils or busybox, and ndsend, which knows IPv6. */
export function announceCommands(vips: readonly Vip[], nic: string): readonly string[] {
  return vips.map(({ address, family }) =>
    family === 4 ? `arping -U -c ${times} -I ${nic} -s ${address} ${address}` : `ndsend ${address} ${nic}`,
  );
}

/** What looks can also tell: here the frames that it sends ask nothing. */
function raw(interpreter: string, vips: readonly Vip[], nic: WitnessNic): readonly string[] {
  const rows = vips.flatMap((vip) => [
    vip.address,
    hex(addressBytes(vip.address)),
    announcement(vip, nic.mac),
  ]);
  const interval = 1 / (times * vips.length);
  return [
    ...interpreted(interpreter, lookPython, lookPerl),
    nic.name,
    String(interval),
    '1',
    neighbourDiscovery,
    ...rows,
  ];
}

function lines(commands: readonly (readonly string[])[]): string {
  return commands.map((command) => `${quoteCommand(command)} </dev/null || exit 1\n`).join('');
}
