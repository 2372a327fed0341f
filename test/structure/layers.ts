/**
 * Which folder of src/ may import which. A folder may always import itself.
 * `types` may only be imported by `import type`: nothing of them is left when the program runs.
 */
export interface Layer {
  readonly imports: readonly string[];
  readonly types?: readonly string[];
  /** Decides only: no clock, no randomness, no environment, no module of Node that acts. */
  readonly pure?: true;
  /** The one file of a pure layer that acts: it hands what it read to the others. */
  readonly edge?: string;
}

export const layers: Readonly<Record<string, Layer>> = {
  core: { imports: [] },
  inventory: { imports: ['core'], pure: true, edge: 'src/inventory/load-fleet.ts' },
  secrets: { imports: ['core'] },
  platforms: { imports: ['core'], pure: true },
  reporting: { imports: ['core'] },
  store: { imports: ['core'] },
  transports: { imports: ['core', 'secrets'], types: ['inventory'] },
  planning: { imports: ['core', 'inventory', 'platforms'], pure: true },
  verification: { imports: ['core', 'platforms', 'transports'], types: ['inventory'] },
  execution: {
    imports: ['core', 'platforms', 'planning', 'transports', 'store', 'verification'],
    types: ['inventory'],
  },
  cli: { imports: ['*'] },
  demo: { imports: ['*'] },
  // The bin itself: src/main.ts.
  main: { imports: ['core', 'cli'] },
};
