import type { MachineEdition, Release } from './machine-state.ts';

/** What a release of Windows Server says of itself, with the PowerShell that it ships. */
export function describeEdition(release: Release, core: boolean): MachineEdition {
  return { release, core, ...releases[release] };
}

const releases: Readonly<Record<Release, Omit<MachineEdition, 'release' | 'core'>>> = {
  '2012R2': {
    build: 9600,
    version: '6.3.9600',
    caption: 'Microsoft Windows Server 2012 R2 Standard',
    powershell: '4.0',
  },
  '2016': {
    build: 14393,
    version: '10.0.14393',
    caption: 'Microsoft Windows Server 2016 Standard',
    powershell: '5.1',
  },
  '2019': {
    build: 17763,
    version: '10.0.17763',
    caption: 'Microsoft Windows Server 2019 Standard',
    powershell: '5.1',
  },
  '2022': {
    build: 20348,
    version: '10.0.20348',
    caption: 'Microsoft Windows Server 2022 Standard',
    powershell: '5.1',
  },
  '2025': {
    build: 26100,
    version: '10.0.26100',
    caption: 'Microsoft Windows Server 2025 Standard',
    powershell: '5.1',
  },
};
