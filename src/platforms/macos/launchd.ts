import type { Vip } from '../../core/address.ts';
import type { BootStack } from '../unix/system.ts';
import { aliasWords } from './alias-words.ts';

const label = 'local.vipfarm.vip';
const path = `/Library/LaunchDaemons/${label}.plist`;

/** launchd.plist(5): what lies in that folder is started by launchd(8) at boot; this runs once. */
export const launchd: BootStack = {
  id: 'launchd',
  title: 'launchd',
  ownPaths: [path],
  recognises: () => true,
  entries: (vips) => (vips.length === 0 ? [] : [{ kind: 'file', path, content: plistOf(vips), mode: 0o644 }]),
};

function plistOf(vips: readonly Vip[]): string {
  const script = vips.map((vip) => `/sbin/ifconfig ${aliasWords(vip).join(' ')}`).join('; ');
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<!-- Made by vipfarm. It is replaced and removed as a whole; changes here are drift. -->
<plist version="1.0">
<dict>
  <key>Label</key>
  <string>${label}</string>
  <key>ProgramArguments</key>
  <array>
    <string>/bin/sh</string>
    <string>-c</string>
    <string>${script}</string>
  </array>
  <key>RunAtLoad</key>
  <true/>
</dict>
</plist>
`;
}
