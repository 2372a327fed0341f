import type { Quotas } from '../quotas.ts';
import { spaces } from '../wsman/names.ts';

type Setting = string | number | boolean | { readonly [name: string]: Setting };

/** `winrm get winrm/config`, in the order and with the values of a real server but for its quotas. */
export function describeConfig(quotas: Quotas): string {
  const ports = { HTTP: 5985, HTTPS: 5986 };
  const unlimited = 2147483647;
  const settings = {
    MaxEnvelopeSizekb: quotas.maxEnvelopeSizekb,
    MaxTimeoutms: quotas.maxTimeoutms,
    MaxBatchItems: 32000,
    MaxProviderRequests: 4294967295,
    Client: {
      NetworkDelayms: 5000,
      URLPrefix: 'wsman',
      AllowUnencrypted: false,
      Auth: { Basic: true, Digest: true, Kerberos: true, Negotiate: true, Certificate: true, CredSSP: false },
      DefaultPorts: ports,
      TrustedHosts: '',
    },
    Service: {
      RootSDDL: 'O:NSG:BAD:P(A;;GA;;;BA)(A;;GR;;;IU)S:P(AU;FA;GA;;;WD)(AU;SA;GXGW;;;WD)',
      MaxConcurrentOperations: 4294967295,
      MaxConcurrentOperationsPerUser: quotas.maxConcurrentOperationsPerUser,
      EnumerationTimeoutms: 240000,
      MaxConnections: 300,
      MaxPacketRetrievalTimeSeconds: 120,
      AllowUnencrypted: false,
      Auth: {
        Basic: true,
        Kerberos: true,
        Negotiate: true,
        Certificate: false,
        CredSSP: true,
        CbtHardeningLevel: 'Relaxed',
      },
      DefaultPorts: ports,
      IPv4Filter: '*',
      IPv6Filter: '*',
      EnableCompatibilityHttpListener: false,
      EnableCompatibilityHttpsListener: false,
      CertificateThumbprint: '',
      AllowRemoteAccess: true,
    },
    Winrs: {
      AllowRemoteShellAccess: true,
      IdleTimeout: 7200000,
      MaxConcurrentUsers: unlimited,
      MaxShellRunTime: unlimited,
      MaxProcessesPerShell: unlimited,
      MaxMemoryPerShellMB: unlimited,
      MaxShellsPerUser: quotas.maxShellsPerUser,
    },
  };
  return `<cfg:Config xmlns:cfg="${spaces.config}">${writeSettings(settings)}</cfg:Config>`;
}

function writeSettings(settings: Readonly<Record<string, Setting>>): string {
  return Object.entries(settings)
    .map(([name, value]) => {
      const text = typeof value === 'object' ? writeSettings(value) : String(value);
      return `<cfg:${name}>${text}</cfg:${name}>`;
    })
    .join('');
}
