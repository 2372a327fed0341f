import type { Action, Confirmation, Risk, Step, Trial } from '../../../src/core/step.ts';
import { isIpv4, type SimObserved, type SimRecord, type Where } from './words.ts';

export function raise(vip: string, host: SimObserved): Step {
  return step(`vip-up-${vip}`, 'all', host.mayCut ? 'may-cut-access' : 'interrupts-traffic', {
    apply: [run('vip', 'now', 'add', vip)],
    confirm: [has('now', vip)],
    undo: [run('vip', 'now', 'del', vip)],
    undone: [lacks('now', vip)],
  });
}

export function lower(vip: string, host: SimObserved): Step {
  return step(`vip-down-${vip}`, 'all', host.mayCut ? 'may-cut-access' : 'interrupts-traffic', {
    apply: [run('vip', 'now', 'del', vip)],
    confirm: [lacks('now', vip)],
    undo: [run('vip', 'now', 'add', vip)],
    undone: [has('now', vip)],
  });
}

export function bootVips({ come, go }: Readonly<Record<'come' | 'go', readonly string[]>>): readonly Step[] {
  if (come.length + go.length === 0) return [];
  const each = (verb: string, vips: readonly string[]) => vips.map((vip) => run('vip', 'boot', verb, vip));
  return [
    step('vip-at-boot', 'none', 'none', {
      apply: [...each('add', come), ...each('del', go)],
      confirm: [...come.map((vip) => has('boot', vip)), ...go.map((vip) => lacks('boot', vip))],
      undo: [...each('del', come), ...each('add', go)],
      undone: [...come.map((vip) => lacks('boot', vip)), ...go.map((vip) => has('boot', vip))],
    }),
  ];
}

/** For boot and now; where a VIP is there already, going back would make this host answer for it. */
export function silence(host: SimObserved, vips: readonly string[]): readonly Step[] {
  const steps: Step[] = [];
  if (!host.silent.boot) {
    const isThere = vips.some((vip) => isIpv4(vip) && host.vips.boot.includes(vip));
    steps.push(setSilent('arp-at-boot', 'none', 'boot', true, isThere ? undefined : false));
  }
  if (!host.silent.now) {
    const isThere = vips.some((vip) => isIpv4(vip) && host.vips.now.includes(vip));
    steps.push(setSilent('arp-now', 'all', 'now', true, isThere ? undefined : false));
  }
  return steps;
}

export function unsilence({ record, silent }: SimObserved): readonly Step[] {
  if (record === undefined) return [];
  const steps: Step[] = [];
  if (silent.now !== record.prior.now)
    steps.push(setSilent('arp-as-before', 'none', 'now', record.prior.now, silent.now));
  if (silent.boot !== record.prior.boot) {
    steps.push(setSilent('arp-boot-as-before', 'none', 'boot', record.prior.boot, silent.boot));
  }
  return steps;
}

export function remember(wanted: SimRecord | undefined, host: SimObserved): readonly Step[] {
  const { lastingRecord, trialRecord } = host;
  if (wanted === undefined || JSON.stringify(wanted) === JSON.stringify(lastingRecord)) return [];
  const trial = writeRecord('trial-record', wanted, trialRecord);
  return [step('remember', trial, 'none', writeRecord('record', wanted, lastingRecord))];
}

export function forget(wanted: SimRecord | undefined, host: SimObserved): readonly Step[] {
  if (wanted !== undefined || host.record === undefined) return [];
  return [step('forget', 'none', 'none', writeRecord('record', undefined, host.lastingRecord))];
}

type Deeds = Pick<Step, 'apply' | 'confirm' | 'undo' | 'undone'>;

export function step(id: string, trial: Trial, risk: Risk, deeds: Deeds): Step {
  return { id, title: id, reason: 'the pool asks for it', risk, trial, ...deeds };
}

function setSilent(id: string, trial: Trial, where: Where, to: boolean, back: boolean | undefined): Step {
  return step(id, trial, 'none', {
    apply: [run('silent', where, word(to))],
    confirm: [{ command: ['silent', where], expect: { is: word(to) } }],
    undo: back === undefined ? [] : [run('silent', where, word(back))],
    undone: back === undefined ? [] : [{ command: ['silent', where], expect: { is: word(back) } }],
  });
}

function writeRecord(which: string, to: SimRecord | undefined, back: SimRecord | undefined): Deeds {
  const text = (record: SimRecord | undefined) => (record === undefined ? '' : JSON.stringify(record));
  return {
    apply: [run(which, 'write', text(to))],
    confirm: [{ command: [which], expect: { is: text(to) } }],
    undo: [run(which, 'write', text(back))],
    undone: [{ command: [which], expect: { is: text(back) } }],
  };
}

export function has(where: Where, vip: string): Confirmation {
  return { command: ['vip', where], expect: { contains: ` ${vip} ` } };
}

export function lacks(where: Where, vip: string): Confirmation {
  return { command: ['vip', where], expect: { lacks: ` ${vip} ` } };
}

export function run(...command: readonly string[]): Action {
  return { kind: 'run', command };
}

export function word(silent: boolean): string {
  return silent ? 'yes' : 'no';
}
