import type { DoctorFinding, DoctorStage } from '../core/diagnosis.ts';
import type { Problem, ProblemCode } from '../core/problem.ts';

/** The last finding of an examination that went no further; `stage` is where the connection stood. */
export function stoppedFinding(problem: Problem, reached: DoctorStage): DoctorFinding {
  const stage = stageOfCode[problem.code] ?? reached;
  const wayOut = problem.wayOut ?? (problem.code === 'deadline-passed' ? afterSilence[stage] : undefined);
  return { stage, ok: false, text: problem.message, ...(wayOut === undefined ? {} : { wayOut }) };
}

/** What to look at when a stage was not answered in time; timeouts: of the host sets how long that is. */
const afterSilence: Readonly<Record<DoctorStage, string>> = {
  name: 'look at the name servers of this machine, or give the host an address in the inventory',
  jump: 'is the jump host up, and can it be reached from here?',
  tcp: 'is the host up, and does a firewall on the way drop what is sent to this port?',
  banner: 'is this the port of the service, and does the host have memory and processor time left?',
  key: 'is this the port of the service, and does something on the way drop large packets (MTU)?',
  login: 'can the host reach its domain controller or directory? Else look at its load',
  become: 'does it ask for something that nobody can answer here? Try it by hand',
  shell: 'log in by hand: does a profile, a virus scanner or the load of the host hold it up?',
};

/** Where these problems belong, wherever the connection stood when they came. */
const stageOfCode: Partial<Record<ProblemCode, DoctorStage>> = {
  'dns-failed': 'name',
  'tcp-refused': 'tcp',
  'tcp-unreachable': 'tcp',
  'jump-failed': 'jump',
  'host-key-unknown': 'key',
  'host-key-changed': 'key',
  'host-key-revoked': 'key',
  'host-key-unsupported': 'key',
  'certificate-refused': 'key',
  'known-hosts-unusable': 'key',
  'login-rejected': 'login',
  'login-withheld': 'login',
  'become-rejected': 'become',
  'become-needs-password': 'become',
  'channel-refused': 'shell',
};
