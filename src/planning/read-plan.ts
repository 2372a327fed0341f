import { digestOf } from '../core/digest.ts';
import type { Plan } from '../core/plan.ts';
import { Problem } from '../core/problem.ts';

/** A plan in a file, with the digest that shows whether somebody has edited it. */
interface PlanFile {
  readonly vipfarm: 'plan';
  readonly digest: string;
  readonly plan: Plan;
}

export function renderPlan(plan: Plan): string {
  const file: PlanFile = { vipfarm: 'plan', digest: digestOf(JSON.stringify(plan)), plan };
  return `${JSON.stringify(file, undefined, 2)}\n`;
}

/** @throws Problem plan-unreadable when the text is no plan of this version, or was edited */
export function readPlan(text: string, file: string): Plan {
  const read = parse(text);
  if (read === undefined) {
    throw new Problem('plan-unreadable', `${file} is no plan of vipfarm`, {
      wayOut: 'make one with vipfarm plan --out FILE',
    });
  }
  if (digestOf(JSON.stringify(read.plan)) !== read.digest) {
    throw new Problem(
      'plan-unreadable',
      `${file} was changed after vipfarm wrote it; nothing was contacted`,
      {
        wayOut: 'make a new one with vipfarm plan --out FILE',
      },
    );
  }
  return read.plan;
}

function parse(text: string): PlanFile | undefined {
  try {
    const read = JSON.parse(text) as Partial<PlanFile> | null;
    if (read?.vipfarm !== 'plan' || typeof read.digest !== 'string' || read.plan?.version !== 1)
      return undefined;
    return { vipfarm: 'plan', digest: read.digest, plan: read.plan };
  } catch {
    return undefined;
  }
}
