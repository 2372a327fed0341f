import type { Check, CheckVerdict } from '../../core/check.ts';
import { highMetric, isBound } from './adapter-commands.ts';
import { sharingComponents } from './intent.ts';
import type { Bearer } from './loopback.ts';
import type { Adapter, WindowsObserved } from './observed.ts';

/** Whether the adapter that bears the VIPs is on and quiet. */
export function checkAdapter({ adapter }: Bearer, host: WindowsObserved): readonly Check[] {
  if (adapter === undefined) return [];
  return [
    checkStatus(adapter),
    checkDhcp(adapter, host),
    checkRegistration(adapter, host),
    checkSharing(adapter, host),
    ...checkMetric(adapter, host),
  ];
}

function checkStatus({ name, status }: Adapter): Check {
  return {
    id: 'adapter',
    title: `${name} is on`,
    expected: 'Up',
    found: status,
    verdict: status === 'Up' ? 'ok' : 'wrong',
    evidence: ['adapters'],
  };
}

function checkDhcp({ name, index }: Adapter, host: WindowsObserved): Check {
  const asks = host.interfaces.some((one) => one.index === index && one.family === 4 && one.now.dhcp);
  return {
    id: 'dhcp',
    title: `${name} asks for no address by DHCP`,
    expected: 'off',
    found: asks ? 'on: it takes addresses that nobody asked for' : 'off',
    verdict: asks ? fault(host) : 'ok',
    evidence: ['interfaces'],
  };
}

function checkRegistration({ name, index }: Adapter, host: WindowsObserved): Check {
  const registers = host.registering.has(index);
  return {
    id: 'dns-registration',
    title: `${name} registers nothing in DNS`,
    expected: 'off',
    found: registers ? 'on: clients may find this host under its own name at the VIP' : 'off',
    verdict: registers ? fault(host) : 'ok',
    evidence: ['dns'],
  };
}

function checkSharing({ name }: Adapter, host: WindowsObserved): Check {
  const bound = sharingComponents.filter((component) => isBound(name, component, host));
  return {
    id: 'sharing',
    title: `file sharing is not bound to ${name}`,
    expected: `without ${sharingComponents.join(' and ')}`,
    found: bound.length === 0 ? 'not bound' : `${bound.join(', ')} bound`,
    verdict: bound.length === 0 ? 'ok' : fault(host),
    evidence: ['bindings'],
  };
}

/** Recipes say nothing of it, so what others set up by them is not called wrong for it. */
function fault(host: WindowsObserved): CheckVerdict {
  return host.record === undefined ? 'notice' : 'wrong';
}

/**
 * Recipes ask for metric 254. It would matter only if this adapter had a route that another has too, and a /32 has none:
 * worth knowing, not worth a fault.
 */
function checkMetric({ name, index }: Adapter, host: WindowsObserved): readonly Check[] {
  const settings = host.interfaces.find((one) => one.index === index && one.family === 4)?.now;
  if (settings === undefined || (settings.metric >= highMetric && !settings.automaticMetric)) return [];
  return [
    {
      id: 'metric',
      title: `${name} has a high metric`,
      expected: `${highMetric}, as recipes ask; nothing depends on it, because no route leads out by this adapter`,
      found: `${settings.metric}${settings.automaticMetric ? ', chosen by Windows' : ''}`,
      verdict: 'notice',
      evidence: ['interfaces'],
    },
  ];
}
