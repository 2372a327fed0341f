import { ifupdownNg } from './ifupdown-ng.ts';
import { isRunByIfup } from './signs.ts';
import type { Stack } from './stack.ts';

/** ifupdown2 (Cumulus, Proxmox) reads the same stanza as ifupdown-ng: several `iface lo` are merged. */
export const ifupdown2 = {
  ...ifupdownNg,
  id: 'ifupdown2',
  title: 'ifupdown2',
  recognises: (host) => isRunByIfup(host, 'ifupdown2'),
} satisfies Stack;
