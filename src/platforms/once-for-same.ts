/** What was worked out last is remembered, so many times; a farm has fewer kinds of hosts. */
const remembered = 32;

/**
 * Works out once what follows from these parts of a host: the same texts, or the very same objects. What it gives is
 * shared between hosts, and must depend on nothing else.
 */
export function onceForSame<Host, Result>(
  partsOf: (host: Host) => readonly unknown[],
  work: (host: Host) => Result,
): (host: Host) => Result {
  const known: { readonly parts: readonly unknown[]; readonly result: Result }[] = [];
  return (host) => {
    const parts = partsOf(host);
    const place = known.findIndex((one) => one.parts.every((part, index) => part === parts[index]));
    const found = known[place] ?? { parts, result: work(host) };
    // The next host is most likely to be like this one.
    if (place !== 0) {
      if (place > 0) known.splice(place, 1);
      known.unshift(found);
      known.length = Math.min(known.length, remembered);
    }
    return found.result;
  };
}
