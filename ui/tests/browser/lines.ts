import type { Reporter, TestCase, TestModule, Vitest } from 'vitest/node';

/** A line for each case, and a closing one that says how many passed. */
export class Lines implements Reporter {
  #say: (line: string) => void = () => undefined;

  onInit(vitest: Vitest): void {
    this.#say = (line) => vitest.logger.log(line);
  }

  onTestCaseResult(test: TestCase): void {
    const { state, errors } = test.result();
    this.#say(`${state === 'passed' ? 'ok    ' : 'FAILED'} ${test.fullName} (${Math.round(test.diagnostic()?.duration ?? 0)} ms)`);
    for (const { message, diff, stacks } of errors ?? []) {
      const place = stacks?.[0] ? `at ${stacks[0].file}:${stacks[0].line}` : '';
      this.#say([message, diff, place].filter(Boolean).join('\n').replace(/^/gm, '       '));
    }
  }

  onTestRunEnd(modules: readonly TestModule[], errors: readonly { message: string }[]): void {
    const cases = modules.flatMap((module) => [...module.children.allTests()]);
    const broken = modules.flatMap((module) => module.errors());
    for (const error of [...broken, ...errors]) this.#say(`FAILED ${error.message}`);
    const passed = cases.filter((test) => test.result().state === 'passed').length;
    const failed = cases.length - passed + broken.length + errors.length;
    this.#say(`${passed} passed, ${failed} failed`);
  }
}
