/** A shell with the tools that scripts find beside it. Each stands for a kind of Unix; none of them is one. */
export interface Toolset {
  readonly title: string;
  /** What lies at /bin/sh, and what it is called by; where it needs an option, a wrapper gives it. */
  readonly shell: string;
  readonly awk: 'original-awk' | 'mawk' | 'gawk' | 'busybox';
  /** Whose sed, grep, ls, cp and the like. */
  readonly tools: 'busybox' | 'gnu';
}

/** Every shell once; with each an awk and the tools of a family. ksh93 is that of AIX 7 and Solaris 11, mksh and posh are nearest to ksh88. */
export const toolsets: readonly Toolset[] = [
  toolset('ksh93', 'original-awk', 'busybox'),
  toolset('mksh', 'mawk', 'busybox'),
  toolset('posh', 'busybox', 'busybox'),
  toolset('dash', 'gawk', 'gnu'),
  toolset('bash --posix', 'original-awk', 'gnu'),
  toolset('busybox sh', 'busybox', 'busybox'),
];

function toolset(shell: string, awk: Toolset['awk'], tools: Toolset['tools']): Toolset {
  return {
    title: `${shell}, ${awk === 'busybox' ? 'awk of busybox' : awk}, tools of ${tools}`,
    shell,
    awk,
    tools,
  };
}

/** What POSIX asks of a system and our scripts may use. What is not here is not on a simulated host. */
export const standardTools: readonly string[] = [
  '[ cat chmod cksum cp cut date dirname basename env expr grep head id kill ln ls mkdir mv nohup printf rm rmdir',
  'sed sleep sort sync tail tee test touch tr wc',
]
  .join(' ')
  .split(' ');

/** What every simulated host needs, in the words of test/prerequisites.ts. */
export const simulationNeeds: readonly string[] = [
  'root',
  'unshare',
  'chroot',
  'dash',
  'busybox',
  'ksh93',
  'mksh',
  'posh',
  'original-awk',
  'mawk',
  'gawk',
];
