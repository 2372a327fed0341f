/** What the lab's hosts and its network are made with, in the words of test/prerequisites.ts. */
export const LAB_NEEDS: readonly string[] = [
  'root',
  'overlay-mounts',
  'mmdebstrap',
  'systemd-nspawn',
  'ip',
  'nft',
  'ssh',
  'ssh-keygen',
  'flock',
  'nsenter',
  'perl',
];
