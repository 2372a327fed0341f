import type { Action, Confirmation, Deed, Step } from '../../../src/core/step.ts';
import { has, lacks, run, step, word } from './change-simulated.ts';
import type { SimRecord, SimWindowsObserved, Where } from './words.ts';

/** A VIP is put into both stores at once, also on trial; one that is there in part is replaced. */
export function raise(vip: string, host: SimWindowsObserved): Step {
  const found = placeOf(vip, host);
  const isThere = found.now || found.boot;
  return step(`vip-up-${vip}`, 'all', host.mayCut ? 'may-cut-access' : 'interrupts-traffic', {
    apply: [...(isThere ? [run('vip', 'both', 'del', vip)] : []), run('vip', 'both', 'add', vip)],
    confirm: [has('now', vip), has('boot', vip)],
    undo: isThere ? putBack(vip, found) : [run('vip', 'both', 'del', vip)],
    undone: stands(vip, found),
  });
}

export function lower(vip: string, host: SimWindowsObserved): Step {
  const found = placeOf(vip, host);
  return step(`vip-down-${vip}`, 'all', host.mayCut ? 'may-cut-access' : 'interrupts-traffic', {
    apply: [run('vip', 'both', 'del', vip)],
    confirm: [lacks('now', vip), lacks('boot', vip)],
    undo: putBack(vip, found),
    undone: stands(vip, found),
  });
}

/** The adapter stays as it is made, and nothing but the undoing takes it away: it outlasts a boot. */
export function furnish({ adapter }: SimWindowsObserved): readonly Step[] {
  if (adapter) return [];
  return [
    step('adapter', 'all', 'none', {
      apply: [makeAdapter],
      confirm: [adapterIs('there')],
      undo: [removeAdapter],
      undone: [adapterIs('none')],
    }),
  ];
}

export function unfurnish({ adapter }: SimWindowsObserved): readonly Step[] {
  if (!adapter) return [];
  return [
    step('adapter-away', 'none', 'none', {
      apply: [removeAdapter],
      confirm: [adapterIs('none')],
      undo: [makeAdapter],
      undone: [adapterIs('there')],
    }),
  ];
}

/** Until it is confirmed, in the active store alone: a boot takes it back. */
export function loosen({ weak }: SimWindowsObserved): readonly Step[] {
  if (weak.now && weak.boot) return [];
  const wanted = { now: true, boot: true };
  const deed = setWeak(['now', 'boot'], wanted, weak);
  return [step('weak-host', setWeak(['now'], wanted, weak), 'none', deed)];
}

/** As it was before the first VIP came. */
export function tighten({ record, weak }: SimWindowsObserved): readonly Step[] {
  if (record === undefined) return [];
  const { prior } = record;
  if (weak.now === prior.now && weak.boot === prior.boot) return [];
  return [step('weak-host-back', 'none', 'none', setWeak(['now', 'boot'], prior, weak))];
}

/** A file of its own, which outlasts a boot too, names what leaves beside what comes until everything has succeeded. */
export function remember(wanted: SimRecord | undefined, host: SimWindowsObserved): readonly Step[] {
  const meanwhile = namesMeanwhile(wanted, host);
  if (meanwhile === undefined) return [];
  return [step('remember', 'all', 'none', write('trial-file', meanwhile, host.trialRecord))];
}

/** First the record is what was wanted, and only when that is so the file of its own goes. */
export function keep(wanted: SimRecord | undefined, host: SimWindowsObserved): readonly Step[] {
  if (wanted === undefined) return [];
  const meanwhile = namesMeanwhile(wanted, host);
  return [
    ...(isSame(wanted, host.lastingRecord)
      ? []
      : [step('record', 'none', 'none', write('record', wanted, host.lastingRecord))]),
    ...(meanwhile === undefined
      ? []
      : [step('trial-file-away', 'none', 'none', write('trial-file', undefined, meanwhile))]),
  ];
}

export function forget(wanted: SimRecord | undefined, host: SimWindowsObserved): readonly Step[] {
  if (wanted !== undefined || host.record === undefined) return [];
  const files = [
    ...(host.lastingRecord === undefined ? [] : [write('record', undefined, host.lastingRecord)]),
    ...(host.trialRecord === undefined ? [] : [write('trial-file', undefined, host.trialRecord)]),
  ];
  return [
    step('forget', 'none', 'none', {
      apply: files.flatMap(({ apply }) => apply),
      confirm: files.flatMap(({ confirm }) => confirm),
      undo: files.flatMap(({ undo }) => undo),
      undone: files.flatMap(({ undone }) => undone),
    }),
  ];
}

type Place = Readonly<Record<Where, boolean>>;

const makeAdapter = run('adapter', 'here', 'make');
const removeAdapter = run('adapter', 'here', 'remove');

function adapterIs(state: 'there' | 'none'): Confirmation {
  return { command: ['adapter'], expect: { is: state } };
}

function placeOf(vip: string, { vips }: SimWindowsObserved): Place {
  return { now: vips.now.includes(vip), boot: vips.boot.includes(vip) };
}

/** As it was in each store. Nothing can be added to the persistent one alone, so what is not to run yet is taken out again. */
function putBack(vip: string, found: Place): readonly Action[] {
  return [
    run('vip', 'both', 'del', vip),
    run('vip', found.boot ? 'both' : 'now', 'add', vip),
    ...(found.now ? [] : [run('vip', 'now', 'del', vip)]),
  ];
}

function stands(vip: string, found: Place): readonly Confirmation[] {
  return [
    found.now ? has('now', vip) : lacks('now', vip),
    found.boot ? has('boot', vip) : lacks('boot', vip),
  ];
}

/** Undefined where the record names it all by itself. */
function namesMeanwhile(
  wanted: SimRecord | undefined,
  { record, lastingRecord, trialRecord }: SimWindowsObserved,
): SimRecord | undefined {
  if (wanted === undefined) return undefined;
  const vips = [lastingRecord, record, wanted].flatMap((one) => one?.vips ?? []);
  const meanwhile = { ...wanted, vips: [...new Set(vips)] };
  return trialRecord === undefined && isSame(meanwhile, lastingRecord) ? undefined : meanwhile;
}

function isSame(one: SimRecord, other: SimRecord | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function setWeak(stores: readonly Where[], to: Place, back: Place): Deed {
  const set = (store: Where, value: boolean) => run('weak', store, word(value));
  const is = (store: Where, value: boolean): Confirmation => {
    return { command: ['weak', store], expect: { is: word(value) } };
  };
  return {
    apply: stores.map((store) => set(store, to[store])),
    confirm: stores.map((store) => is(store, to[store])),
    undo: stores.toReversed().map((store) => set(store, back[store])),
    undone: stores.map((store) => is(store, back[store])),
  };
}

function write(which: string, to: SimRecord | undefined, back: SimRecord | undefined): Deed {
  const text = (record: SimRecord | undefined) => (record === undefined ? '' : JSON.stringify(record));
  return {
    apply: [{ kind: 'save', path: which }, run(which, 'write', text(to))],
    confirm: [reads(which, to)],
    undo: [run(which, 'write', text(back))],
    undone: [reads(which, back)],
  };
}

function reads(which: string, record: SimRecord | undefined): Confirmation {
  return { command: [which], expect: { is: record === undefined ? '' : JSON.stringify(record) } };
}
