import { expect, it } from 'vitest';
import { playRecording } from './play-recording.ts';
import { startWinrmDouble, type WinrmDoubleOptions } from './winrm-double.ts';

/** What was set otherwise on the recorded servers. */
const settings: Readonly<Record<string, Partial<WinrmDoubleOptions>>> = {
  test_client_execute_cmd: {},
  test_winrs_bad_cmd_id: { namesActivities: true },
  test_winrs_extra_opts: { namesActivities: true },
  test_winrs_no_cmd_shell: { obeysSkipCmdShell: true },
  test_winrs_noprofile: { namesActivities: true },
  test_winrs_operation_timeout: {},
  test_winrs_send: {},
  test_winrs_standard: {},
  test_winrs_stderr_rc: {},
  test_wsman_update_envelope_size_150: {
    quotas: { maxEnvelopeSizekb: 150, maxTimeoutms: 60_000, maxShellsPerUser: 2147483647 },
  },
};

it.each(Object.keys(settings))('the double answers as Windows did: %s', async (name) => {
  const played = await playRecording(name, startWinrmDouble, settings[name]);
  expect(played.length).toBeGreaterThan(0);
  for (const { action, recorded, answered } of played) expect(answered, action).toEqual(recorded);
});
