import process from 'node:process';
import type { Reporter, TestCase, TestModule } from 'vitest/node';
import type { FileTally } from './tally.ts';

/** Runs inside vitest, and tells the parent process the result of each file as it ends. */
export default class TallyReporter implements Reporter {
  onTestModuleEnd(module: TestModule): void {
    process.send?.(tallyOf(module));
  }
}

function tallyOf(module: TestModule): FileTally {
  const tests = [...module.children.allTests()];
  const skipped = tests.filter((test) => stateOf(test) === 'skipped' || stateOf(test) === 'pending');
  const failed = tests.filter((test) => stateOf(test) === 'failed').length;
  // A file that breaks before its first test, or beside its tests, has failed too.
  const broken = failed === 0 && module.state() === 'failed' ? 1 : 0;
  return {
    file: module.relativeModuleId,
    seconds: module.diagnostic().duration / 1000,
    passed: tests.filter((test) => stateOf(test) === 'passed').length,
    failed: failed + broken,
    skipped: skipped.length,
    skippedNames: skipped.map((test) => test.fullName),
  };
}

function stateOf(test: TestCase): string {
  return test.result().state;
}
