/**
 * A text in which nobody's network can be recognised any more: addresses, MAC addresses and the given names are replaced, the
 * same by the same. What depends on their relation still holds: addresses of one network stay in one network (IPv4 down to
 * /16, IPv6 to /64). What is nobody's own stays: loopback, link-local and multicast addresses, netmasks, the MAC of a
 * Windows loopback adapter.
 */
export function maskText(text: string, names: readonly string[]): string {
  const networks = numbered((number) => `${10 + Math.floor(number / 256)}.${number % 256}`);
  const networks6 = numbered((number) => `2001:db8:0:${number.toString(16)}`);
  const interfaces = numbered((number) => number.toString(16));
  const macs = numbered((number) => number.toString(16).padStart(2, '0'));

  function maskMac(mac: string): string {
    const separator = /[:.-]/.exec(mac)?.[0] ?? ':';
    const plain = mac.split(separator).map((part) => part.toLowerCase().padStart(2, '0'));
    if (plain.every((part) => part === '00') || plain.every((part) => part === 'ff')) return mac;
    if (plain.join('') === loopbackAdapter) return mac;
    return ['02', '00', '00', '00', '00', macs(plain.join(''))].join(separator);
  }
  function maskIpv4(address: string): string {
    const [first = '', second = '', ...rest] = address.split('.');
    const isOwn =
      Number(first) > 0 && Number(first) < 224 && first !== '127' && `${first}.${second}` !== '169.254';
    return isOwn ? [networks(`${first}.${second}`), ...rest].join('.') : address;
  }
  function maskIpv6(address: string): string {
    const groups = fullGroups(address);
    if (groups === undefined || /^(?:0|ff..)$/.test(groups[0] ?? '0')) return address;
    const own = groups.slice(4).join(':');
    const end = /^0:0:0:/.test(own) ? (groups[7] ?? '0') : `ffff:${interfaces(own)}`;
    return groups[0] === 'fe80' ? `fe80::${end}` : `${networks6(groups.slice(0, 4).join(':'))}::${end}`;
  }

  const masked = text.replace(macForm, maskMac).replace(ipv6Form, maskIpv6).replace(ipv4Form, maskIpv4);
  return names
    .filter((name) => name.length > 1)
    .toSorted((a, b) => b.length - a.length)
    .reduce((rest, name, index) => rest.replace(wordForm(name), `host${index + 1}`), masked);
}

/** What Windows gives each Microsoft KM-TEST loopback adapter: "LOOP". */
const loopbackAdapter = '02004c4f4f50';

const macForm =
  /(?<![\w:.-])[0-9a-fA-F]{1,2}([:-])(?:[0-9a-fA-F]{1,2}\1){4}[0-9a-fA-F]{1,2}(?![\w:])|(?<![\w.])(?:[0-9a-f]{1,2}\.){5}[0-9a-f]{1,2}(?![\w.])/g;
const ipv6Form = /(?<![\w:])(?:[0-9a-fA-F]{0,4}:){2,7}[0-9a-fA-F]{0,4}(?![\w:])/g;
const ipv4Form = /(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w]|\.\d)/g;

function wordForm(name: string): RegExp {
  return new RegExp(`(?<![\\w-])${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w-])`, 'gi');
}

/** The eight groups, without leading zeros; undefined for what is no address (a time, say). */
function fullGroups(address: string): readonly string[] | undefined {
  const [head = '', tail, more] = address.toLowerCase().split('::');
  if (more !== undefined) return undefined;
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const missing = 8 - before.length - after.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...before, ...Array.from({ length: missing }, () => '0'), ...after];
  return groups.map((group) => group.replace(/^0+(?=.)/, ''));
}

/** The same word for the same value, in the order in which they come. */
function numbered(word: (number: number) => string): (value: string) => string {
  const known = new Map<string, string>();
  return (value) => {
    const found = known.get(value) ?? word(known.size + 1);
    known.set(value, found);
    return found;
  };
}
